"""Looking things up in the courses, from a folder."""

from __future__ import annotations

from dataclasses import FrozenInstanceError

import pytest

from app.content.library import Library
from app.content.library_read import load
from app.core.errors import NotFound
from tests.content.faults import GOOD


@pytest.fixture(scope="module")
def library() -> Library:
    found, problems = load(GOOD)
    assert problems == []
    return found


def test_courses_modules_and_questions_are_found_by_their_ids(library: Library):
    assert library.course("provkurs").title == "Prov av allt"
    assert [m.id for m in library.course("provkurs").modules] == [
        "att-valja",
        "att-ordna",
        "att-skriva",
    ]
    assert library.module("provkurs", "att-ordna").title == "Att ordna"
    assert library.question("provkurs", "att-ordna", "fyra-steg").kind == "order"


def test_the_same_module_and_question_is_found_in_another_language(library: Library):
    assert library.module("provkurs", "att-skriva", "en").title == "Writing"
    question = library.question("provkurs", "att-skriva", "vad-heter", "en")
    assert question.prompt == "What is the plan called?"


@pytest.mark.parametrize(
    "look",
    [
        lambda lib: lib.course("nej"),
        lambda lib: lib.module("nej", "att-valja"),
        lambda lib: lib.module("provkurs", "nej"),
        lambda lib: lib.module("provkurs", "att-valja", "en"),
        lambda lib: lib.question("provkurs", "att-valja", "nej"),
        lambda lib: lib.question("provkurs", "nej", "fyra-steg"),
        lambda lib: lib.question("provkurs", "att-valja", "fyra-steg"),
        lambda lib: lib.question_by("0" * 64),
        lambda lib: lib.competence("nej"),
    ],
)
def test_what_is_not_there_is_not_found_and_a_sentence_says_where_to_go(library: Library, look):
    with pytest.raises(NotFound) as error:
        look(library)
    assert error.value.sentence.endswith(".")
    assert "finns inte" in error.value.sentence


def test_a_question_is_found_by_its_wording(library: Library):
    question = library.question("provkurs", "att-valja", "mal-tre")
    assert library.question_by(question.fingerprint) is question


def test_the_graded_questions_of_a_competence_are_counted_once_in_the_source_language(
    library: Library,
):
    assert [q.id for q in library.questions_of("arbeta-i-steg")] == [
        "vad-som-ar-gjort",
        "fyra-steg",
        "vad-forst",
    ]
    assert [q.id for q in library.questions_of("se-malen")] == [
        "nej-till-lunch",
        "vad-som-ar-gjort",
        "mal-tre",
        "vilken-sida",
        "mal-och-uppgift",
        "procent",
        "vad-heter",
    ]
    assert library.questions_of("lamna-over") == ()
    assert library.questions_of("nej") == ()


def test_sources_and_goals_of_a_module_stand_in_its_order(library: Library):
    module = library.module("provkurs", "att-valja")
    assert [(s.number, s.key, s.year) for s in library.sources_of(module)] == [
        (1, "fn-2015", 2015),
        (2, "svinn-2023", 2023),
    ]
    assert [g.number for g in library.goals_of(module)] == [3, 12]


def test_profiles_say_who_needs_what(library: Library):
    assert library.framework.profiles == {
        "employee": {"se-malen"},
        "manager": {"se-malen", "arbeta-i-steg"},
        "politician": {"se-malen", "lamna-over"},
    }
    assert library.competence("se-malen").can_do.startswith("Jag kan")


def test_a_competence_is_said_in_english_and_in_swedish_where_there_is_no_other(library: Library):
    assert library.competence("se-malen", "en").can_do == "I can see which goals my work is about."
    assert library.competence("se-malen", "lattlast") == library.competence("se-malen")
    titles = [competence.title for competence in library.competences("en")]
    assert titles == ["See the goals", "Work in steps", "Hand over"]
    assert {competence.language for competence in library.competences("en")} == {"en"}
    assert {competence.language for competence in library.competences("lattlast")} == {"sv"}


def test_a_course_is_named_in_english_with_its_tracks(library: Library):
    course = library.course("provkurs", "en")
    assert (course.title, course.language) == ("A trial of everything", "en")
    assert [track.title for track in course.tracks] == ["Everyone", "Managers"]
    assert course.modules == library.course("provkurs").modules
    assert library.course("provkurs", "lattlast") == library.course("provkurs")


def test_nothing_in_the_library_changes(library: Library):
    with pytest.raises(FrozenInstanceError):
        library.course("provkurs").title = "Annat"  # type: ignore[misc]
