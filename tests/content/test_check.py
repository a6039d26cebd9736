"""Every fault is found, at its file and line, however many there are."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pytest

from app.content.check import check, checked, report
from tests.content import faults_text
from tests.content.faults import (
    ALONE,
    COURSE,
    ENGLISH,
    FRAMEWORK,
    GOOD,
    ORDNA,
    SKRIVA,
    SOURCES,
    TODAY,
    TOGETHER,
    VALJA,
    Fault,
    good_copy,
)

MIDDLING = ("Hela kommunen arbetar med målen varje dag. " * 8).strip()


def test_a_good_course_has_no_fault():
    assert check(GOOD, TODAY) == []


@pytest.mark.parametrize(
    "fault", [*TOGETHER, *ALONE, *faults_text.ALONE], ids=lambda fault: fault.name
)
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


# --- files and folders


def said(root: Path, file: str) -> list[str]:
    return [f"{p.line}: {p.text}" for p in check(root, TODAY) if p.file == f"courses/{file}"]


@pytest.mark.parametrize(
    ("old", "new", "file", "words"),
    [
        (VALJA, "provkurs/sv/1-att-valja.md", "provkurs/sv/1-att-valja.md", "två siffror"),
        (SKRIVA, "provkurs/sv/04-att-skriva.md", "provkurs/sv/04-att-skriva.md", "börja på 03"),
        (COURSE, "provkurs/kurs.md", COURSE, "saknas"),
        (FRAMEWORK, "ram.yaml", FRAMEWORK, "saknas"),
        (SOURCES, "kallor.yaml", SOURCES, "saknas"),
        ("provkurs/en", "provkurs/norska", "provkurs/norska", "Språket norska finns inte"),
        (ENGLISH, "provkurs/las-mig.md", "provkurs/las-mig.md", "ligger fel"),
        ("provkurs/sv", "provkurs/bort", "provkurs", "inga delar"),
        (ENGLISH, "provkurs/en/04-att-lasa.md", "provkurs/en/04-att-lasa.md", "filens namn"),
        ("provkurs", "annan", "annan/course.md", "mappens namn"),
    ],
)
def test_a_file_with_a_wrong_name_or_place_is_told(
    old: str, new: str, file: str, words: str, tmp_path: Path
):
    root = good_copy(tmp_path)
    (root / old).rename(root / new)
    assert any(words in text for text in said(root, file)), check(root, TODAY)


def test_a_folder_without_courses_and_a_folder_that_is_not_there_are_told(tmp_path: Path):
    assert "Mappen finns inte" in check(tmp_path / "nej", TODAY)[0].text
    root = good_copy(tmp_path)
    (root / "provkurs").rename(tmp_path / "bort")
    assert [p.text for p in check(root, TODAY)] == [
        "Här finns ingen kurs. En kurs är en mapp med filen course.md."
    ]


def test_a_module_that_no_track_holds_is_told_at_its_id(tmp_path: Path):
    root = good_copy(tmp_path)
    change(root, COURSE, "modules: [att-valja, att-ordna]", "modules: [att-valja]")
    assert said(root, ORDNA) == [
        "2: Delen att-ordna hör inte till något spår. Lägg till den under tracks i course.md."
    ]


def test_a_text_over_the_limit_is_told_at_the_line_where_it_passes(tmp_path: Path):
    root = good_copy(tmp_path)
    change(root, SKRIVA, "Räkna, skriv och bestäm dig.", "Fem korta ord per rad.\n" * 26)
    assert said(root, SKRIVA) == [
        "33: Texten har 130 ord. Här är gränsen nådd: korta den till 120."
    ]


def test_a_module_without_a_question_in_the_course_is_told(tmp_path: Path):
    root = good_copy(tmp_path)
    path = root / VALJA
    path.write_text(path.read_text("utf-8").replace("form=b", "form=a"), "utf-8")
    assert said(root, VALJA) == [
        "9: Delen har inga frågor i kursen som kan bli rätt eller fel. Den ska ha 2 till 4 med "
        "form=b."
    ]


def test_a_track_that_a_language_has_begun_is_there_to_the_last_module(tmp_path: Path):
    root = good_copy(tmp_path)
    change(root, COURSE, "modules: [att-skriva]", "modules: [att-skriva, att-ordna]")
    assert [str(p) for p in check(root, TODAY)] == [
        "courses/provkurs/en:1: Delen att-ordna saknas på engelska. Lägg till filen "
        "02-att-ordna.md: spåret alla ska finnas helt."
    ]
    change(root, COURSE, "modules: [att-valja, att-ordna]", "modules: [att-skriva, att-valja]")
    assert any("spåret chef ska finnas helt" in p.text for p in check(root, TODAY))
    (root / ENGLISH).unlink()
    assert check(root, TODAY) == []


def test_easy_swedish_is_held_to_a_limit_of_its_own(tmp_path: Path):
    root = good_copy(tmp_path)
    text = (root / SKRIVA).read_text("utf-8").replace("Räkna, skriv och bestäm dig.", MIDDLING)
    (root / SKRIVA).write_text(text, "utf-8")
    assert check(root, TODAY) == []
    (root / "provkurs/lattlast").mkdir()
    (root / "provkurs/lattlast/03-att-skriva.md").write_text(text, "utf-8")
    assert said(root, "provkurs/lattlast/03-att-skriva.md") == [
        "9: Texten har LIX 36. Gränsen är 30: korta meningarna eller välj kortare ord. "
        "Börja på rad 9."
    ]
    easy = "lix_limit: 40\nlix_limits: {lattlast: 36}\nlattlast: {description: En kurs.}"
    change(root, COURSE, "lix_limit: 40", easy)
    assert check(root, TODAY) == []


def test_a_course_that_has_begun_a_language_is_named_in_it(tmp_path: Path):
    root = good_copy(tmp_path)
    (root / "provkurs/lattlast").mkdir()
    assert check(root, TODAY) == []
    (root / "provkurs/lattlast/03-att-skriva.md").write_text(
        (root / SKRIVA).read_text("utf-8"), "utf-8"
    )
    assert said(root, COURSE) == [
        "3: Kursen har delar på lättläst svenska men säger inte själv något där. Skriv "
        "description under lattlast."
    ]
    hard = f"lattlast:\n  description: >-\n    {MIDDLING}\nrelease:"
    change(root, COURSE, "release:", hard)
    assert said(root, COURSE) == [
        "17: Texten har LIX 36. Gränsen är 30: korta meningarna eller välj kortare ord. "
        "Börja på rad 17."
    ]


def test_a_file_in_another_encoding_is_told_with_its_line(tmp_path: Path):
    root = good_copy(tmp_path)
    path = root / COURSE
    path.write_bytes(path.read_text("utf-8").encode("cp1252"))
    assert said(root, COURSE)[0].startswith("17: Tecknet går inte att läsa.")


def test_a_byte_order_mark_and_windows_line_ends_are_no_fault(tmp_path: Path):
    root = good_copy(tmp_path)
    for path in root.rglob("*.md"):
        text = path.read_text("utf-8").replace("\n", "\r\n")
        path.write_bytes(b"\xef\xbb\xbf" + text.encode())
    assert check(root, TODAY) == []


def test_a_source_is_due_the_day_after_its_last():
    assert check(GOOD, date(2027, 11, 30)) == []
    late = check(GOOD, date(2027, 12, 1))
    assert [(p.file, p.line) for p in late] == [
        ("courses/sources.yaml", 7),
        ("courses/sources.yaml", 15),
        ("courses/sources.yaml", 23),
    ]


def test_two_courses_may_use_the_same_ids(tmp_path: Path):
    root = good_copy(tmp_path)
    shutil.copytree(root / "provkurs", root / "andra")
    change(root, "andra/course.md", "id: provkurs", "id: andra")
    assert check(root, TODAY) == []


def test_one_course_or_one_file_can_be_checked_by_itself(tmp_path: Path):
    root = good_copy(tmp_path)
    change(root, VALJA, "edition: 1", "edition: 0")
    change(root, ORDNA, "edition: 1", "edition: 0")
    change(root, SOURCES, "year: 2023", "year: 23")
    assert len(check(root, TODAY)) == 3
    assert [p.file for p in check(root / ORDNA, TODAY)] == [f"courses/{ORDNA}"]
    assert [p.file for p in check(root / "provkurs", TODAY)] == [
        f"courses/{VALJA}",
        f"courses/{ORDNA}",
    ]


# --- what the command says


def test_the_report_says_each_fault_on_its_line(tmp_path: Path):
    root = good_copy(tmp_path)
    change(root, VALJA, "minutes: 8", "minutes: 80")
    assert report(checked(root, TODAY)) == (
        [
            "courses/provkurs/sv/01-att-valja.md:4: minutes ska vara högst 60, inte 80.",
            "1 fel. Inget är publicerat.",
        ],
        False,
    )


def test_the_report_says_what_was_read_and_what_cannot_be_shown_yet():
    assert report(checked(GOOD, TODAY)) == (
        [
            "Prov av allt: 3 delar, 12 frågor.",
            "Kan inte visas än: Lämna över. Ingen fråga prövar den.",
            "7 filer lästa, 3 källor. Inga fel.",
        ],
        True,
    )


def test_problems_come_by_file_and_line(tmp_path: Path):
    root = good_copy(tmp_path)
    for fault in TOGETHER:
        fault.plant(root)
    found = check(root, TODAY)
    assert found == sorted(found)


def change(root: Path, file: str, old: str, new: str) -> None:
    path = root / file
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1
    path.write_text(text.replace(old, new), encoding="utf-8")
