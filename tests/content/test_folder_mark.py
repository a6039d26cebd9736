"""What the reading of a folder depends on."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

from app.content.parse_folder import mark_of
from tests.content.faults import VALJA, good_copy

DAY = date(2026, 11, 25)


def test_the_mark_of_a_folder_changes_with_its_files_and_with_the_day(tmp_path: Path) -> None:
    root = good_copy(tmp_path)
    none = tmp_path / "none"
    first = mark_of((root, none), DAY)
    assert mark_of((root, none), DAY) == first
    assert mark_of((root, none), DAY + timedelta(days=1)) != first
    (root / "note.txt").write_text("Ingen kurs")
    assert mark_of((root, none), DAY) == first
    text = (root / VALJA).read_text("utf-8")
    (root / VALJA).write_text(text + "\n", "utf-8")
    second = mark_of((root, none), DAY)
    (root / VALJA).write_text(text, "utf-8")
    (root / VALJA).rename(root / VALJA.replace("valja", "bara-valja"))
    third = mark_of((root, none), DAY)
    assert len({first, second, third}) == 3
