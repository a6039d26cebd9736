"""When a module counts as done, and where a person goes on."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.content.rules import Course, Kind, Module, PassRule, Question, Track
from app.learning.rules import Grade, Place, Progress, Tried, next_row, place_in, rows

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
RULE = PassRule(0.8)


def asked(*kinds: Kind) -> list[Question]:
    return [Question(f"q{n}", kind, "b", "Vad?") for n, kind in enumerate(kinds, start=1)]


def stands(questions: list[Question], **tried: bool | None) -> Progress:
    return Progress(questions, {q: Tried(q, right, NOON) for q, right in tried.items()})


def module(name: str) -> Module:
    return Module(name, "kurs", "sv", name, 5, (), (), 1, "")


# --- enough right


@pytest.mark.parametrize(
    ("total", "share", "needed"),
    [(0, 0.8, 0), (1, 0.8, 1), (3, 0.8, 3), (4, 0.8, 4), (5, 0.8, 4), (10, 0.8, 8), (10, 0.7, 7)],
)
def test_the_share_of_the_author_says_how_many_must_be_right(total, share, needed) -> None:
    assert Grade(0, total).needed(PassRule(share)) == needed
    assert Grade(needed, total).passes(PassRule(share))
    assert not needed or not Grade(needed - 1, total).passes(PassRule(share))


def test_a_share_of_nothing_asks_for_nothing_right_and_a_whole_share_for_all() -> None:
    assert Grade(0, 3).passes(PassRule(0))
    assert not Grade(2, 3).passes(PassRule(1))


@given(st.integers(0, 60), st.integers(0, 100))
def test_the_number_needed_is_the_smallest_that_reaches_the_share(total: int, percent: int) -> None:
    enough = [n for n in range(total + 1) if n * 100 >= percent * total]
    assert Grade(0, total).needed(PassRule(percent / 100)) == enough[0]


# --- progress


def test_questions_that_are_not_graded_are_answered_but_never_right_or_wrong() -> None:
    questions = asked("one", "reflection", "rating", "commitment")
    before = stands(questions, q1=True)
    assert before.grade == Grade(1, 1)
    assert not before.is_complete(RULE)
    assert stands(questions, q1=True, q2=None, q3=None, q4=None).is_complete(RULE)


def test_a_module_without_graded_questions_is_done_when_all_are_answered() -> None:
    questions = asked("reflection", "rating")
    assert not stands(questions, q1=None).is_complete(RULE)
    assert stands(questions, q1=None, q2=None).is_complete(RULE)


def test_a_module_without_questions_lacks_nothing() -> None:
    assert stands([]).is_complete(RULE)


def test_all_answered_is_not_done_when_too_few_are_right() -> None:
    found = stands(asked("one", "one"), q1=True, q2=False)
    assert (found.unanswered, found.is_complete(RULE)) == ([], False)
    assert [q.id for q in found.to_try_again] == ["q2"]


def test_enough_right_is_not_done_while_a_question_is_unanswered() -> None:
    found = stands(asked("one", "one", "one"), q1=True, q2=True)
    assert not found.is_complete(PassRule(0.5))
    assert [q.id for q in found.unanswered] == ["q3"]


def test_the_next_question_is_the_first_without_an_answer() -> None:
    questions = asked("one", "text", "number")
    assert stands(questions).next_question == questions[0]
    assert stands(questions, q1=False, q3=True).next_question == questions[1]
    assert stands(questions, q1=False, q2=False, q3=True).next_question is None


def test_what_is_not_graded_is_never_tried_again() -> None:
    assert stands(asked("reflection", "one"), q1=None).to_try_again == []


def test_an_answer_to_a_question_that_is_asked_no_more_counts_for_nothing() -> None:
    found = stands(asked("one"), q1=True, gone=False)
    assert (found.grade, found.to_try_again) == (Grade(1, 1), [])
    assert found.is_complete(RULE)


# --- the list of modules


def test_each_module_is_done_started_or_open() -> None:
    first, second, third = (module(name) for name in ("ett", "tva", "tre"))
    found = rows([first, second, third], {"ett": date(2026, 3, 1)}, ["ett", "tva"])
    assert [(row.module.id, row.status, row.done_on) for row in found] == [
        ("ett", "done", date(2026, 3, 1)),
        ("tva", "started", None),
        ("tre", "open", None),
    ]


@pytest.mark.parametrize(
    ("done", "begun", "name"),
    [
        ((), (), "ett"),
        ((), ("tre",), "tre"),
        (("ett",), (), "tva"),
        (("ett",), ("tva", "tre"), "tva"),
        (("ett", "tva", "tre"), (), None),
    ],
)
def test_the_one_next_thing_is_what_is_begun_and_then_what_is_open(done, begun, name) -> None:
    modules = [module(m) for m in ("ett", "tva", "tre")]
    found = next_row(rows(modules, dict.fromkeys(done, date(2026, 3, 1)), begun))
    assert (found.module.id if found else None) == name


# --- which part of the course it is


def test_a_part_is_counted_within_its_track_and_the_common_one_needs_no_name() -> None:
    tracks = (Track("alla", "Alla", ("a", "b")), Track("chef", "Chefer", ("c",)))
    course = Course("kurs", "Kurs", "", 1, tracks=tracks, modules=tuple(map(module, "abc")))
    assert [place_in(course, each) for each in "abc"] == [
        Place(1, 2),
        Place(2, 2),
        Place(1, 1, "Chefer"),
    ]


def test_in_a_course_without_tracks_a_part_is_counted_among_all() -> None:
    course = Course("kurs", "Kurs", "", 1, modules=tuple(map(module, "abc")))
    assert [place_in(course, each) for each in "ac"] == [Place(1, 3), Place(3, 3)]
