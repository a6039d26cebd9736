"""The author's manual says what the checker goes by, and every example in it goes through."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.content.check import checked
from app.content.library_read import load
from app.content.parse_claims import claims, names_of
from app.content.parse_folder import read_folder
from app.content.parse_standard import EN, SV
from app.content.report_examples import CLAIMS, COURSE, LOCAL, MODULE, QUESTIONS, SHARED
from app.content.report_fields import Example, Limits, Table, fields
from app.content.report_manual import manual
from app.content.report_words import FIELDS, FORM_WORDS, KIND_WORDS, RELEASE_WORDS, TRACK_WORDS
from app.content.rules import FORMS, KINDS, TRACKS
from tests.content.faults import GOOD, TODAY

PARTS = manual(Limits())


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """The course of the manual, as files."""
    for folder, files in (("courses", SHARED), ("instance/courses", LOCAL)):
        for file, text in files.items():
            path = tmp_path / folder / file
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
    return tmp_path / "courses"


def faults(root: Path, local: bool = False) -> list[str]:
    layer = root.parent / "instance" / "courses" if local else None
    return [str(problem) for problem in checked(root, TODAY, layer).problems]


def shown() -> list[str]:
    """The text of every example, in the order of the page."""
    return [piece.text for part in PARTS for piece in part.body if isinstance(piece, Example)]


def tables() -> dict[str, Table]:
    return {piece.caption: piece for p in PARTS for piece in p.body if isinstance(piece, Table)}


def test_the_example_course_and_its_local_layer_have_no_fault(root: Path):
    assert faults(root) == []
    assert faults(root, local=True) == []
    library = checked(root, TODAY, root.parent / "instance" / "courses").library
    assert "Vågen står vid" in library.module(COURSE, "maten-som-blir-over").text


@pytest.mark.parametrize("kind", KINDS)
def test_the_example_of_each_kind_is_of_that_kind_and_has_no_fault(kind: str, root: Path):
    text = QUESTIONS[kind].replace("form=b", "form=c").replace("{#", "{#igen-")
    path = root / MODULE
    path.write_text(f"{path.read_text('utf-8')}\n{text}", "utf-8")
    assert faults(root) == []
    assert load(root)[0].module(COURSE, "maten-som-blir-over").questions[-1].kind == kind


def test_everything_that_is_shown_to_copy_is_part_of_what_is_checked():
    files = "\n".join([*SHARED.values(), *LOCAL.values(), *QUESTIONS.values()])
    for text in shown():
        assert text in files or text.startswith("python3 wsgi.py courses "), text
    assert len(shown()) >= 20


def test_every_command_that_is_shown_is_one(app):
    known = set(app.cli.commands["courses"].commands)
    named = {text.split()[3] for text in shown() if text.startswith("python3")}
    named |= {row[0].strip("`").split()[1] for row in tables()["Kommandon"].rows}
    assert named <= known
    assert {"check", "coverage", "figures", "publish"} == named


def test_every_kind_form_track_and_size_of_change_is_explained():
    assert list(KIND_WORDS) == list(KINDS)
    assert list(FORM_WORDS) == list(FORMS)
    assert tuple(TRACK_WORDS) == TRACKS
    assert list(RELEASE_WORDS) == ["typo", "minor", "material"]
    assert [row[0] for row in tables()["Slagen"].rows] == [f"`{kind}`" for kind in KINDS]


@pytest.mark.parametrize("model", FIELDS)
def test_every_field_that_may_stand_in_front_matter_is_explained(model):
    assert list(FIELDS[model]) == list(model.model_fields)
    assert fields(model, "") in [Table("", t.heads, t.rows) for t in tables().values()]


def test_the_limits_of_a_field_are_those_of_its_model():
    rows = {row[0]: row[2] for row in tables()["Uppgifter om delen"].rows}
    assert rows["`minutes`"] == "1–60"
    assert rows["`edition`"] == "minst 1"
    assert rows["`id`"] == "högst 80 tecken, a–z, siffror och bindestreck"
    assert rows["`goals`"] == "lista"
    assert {r[0]: r[2] for r in tables()["Uppgifter om kursen"].rows}["`lix_limits`"] == (
        "får utelämnas"
    )


def test_the_limits_of_a_text_are_the_courses_own():
    course = load(GOOD)[0].course("provkurs")
    parts = manual(Limits.of(course))
    (found,) = [
        piece
        for part in parts
        for piece in part.body
        if isinstance(piece, Table) and piece.caption == "Gränser för texten"
    ]
    assert [row[1] for row in found.rows] == ["högst 120", "högst 40", "högst 30", "högst 30"]


@pytest.mark.parametrize(("sentence", "needs"), CLAIMS)
def test_a_sentence_needs_a_source_just_when_the_manual_says_so(
    sentence: str, needs: bool, root: Path
):
    path = root / MODULE
    path.write_text(path.read_text("utf-8").replace("Fråga kocken", f"{sentence} Fråga kocken"))
    found = read_folder(root)
    draft = found.courses[0].modules["sv"][0]
    names = names_of(found.sources.sources.values())
    lines = path.read_text("utf-8").split("\n")
    line = next(number for number, text in enumerate(lines, 1) if sentence in text)
    assert [c.line for c in claims(draft, names) if not c.sourced] == ([line] if needs else [])


def test_what_is_never_said_of_the_standard_is_what_the_checker_forbids():
    never = [row[0] for row in tables()["Det här stoppar granskningen"].rows]
    assert never == [phrase.example for phrase in (*SV.phrases, *EN.phrases)]
    assert [row[0] for row in tables()["Så här går bra"].rows] == [*SV.allowed, *EN.allowed]


def test_every_part_has_a_place_of_its_own():
    places = [part.id for part in PARTS]
    assert len(set(places)) == len(places)
    assert not {"innehall", "innehall-sidan"} & set(places)
