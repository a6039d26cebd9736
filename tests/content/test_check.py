"""Every fault is found, at its file and line, however many there are."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.content.check import check
from tests.content.faults import ALONE, GOOD, TODAY, TOGETHER, Fault, good_copy


def test_a_good_course_has_no_fault():
    assert check(GOOD, TODAY) == []


@pytest.mark.parametrize("fault", [*TOGETHER, *ALONE], ids=lambda fault: fault.name)
def test_a_fault_is_found_where_it_stands(fault: Fault, tmp_path: Path):
    root = good_copy(tmp_path)
    fault.plant(root)
    found = check(root, TODAY)
    here = [p for p in found if (p.file, p.line) == (f"courses/{fault.file}", fault.line(root))]
    assert [p for p in here if fault.said in p.text], "\n".join(map(str, found))
    assert len(found) == 1 + fault.echoes, "\n".join(map(str, found))


def test_forty_faults_at_once_are_found_in_one_run_each_at_its_own_line(tmp_path: Path):
    root = good_copy(tmp_path)
    for fault in TOGETHER:
        fault.plant(root)
    found = check(root, TODAY)
    said = {(p.file, p.line): p.text for p in found}
    expected = {(f"courses/{f.file}", f.line(root)): f for f in TOGETHER}
    assert len(TOGETHER) >= 40
    assert set(said) == set(expected), sorted(set(said) ^ set(expected))
    assert len(found) == len(TOGETHER) == len(expected)
    for place, fault in expected.items():
        assert fault.said in said[place]
