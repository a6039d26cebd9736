"""When an answer is right, what is said to it, and which modules are whose."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given as drawn
from hypothesis import strategies as st
from markupsafe import Markup

from app.content.rules import (
    Course,
    Given,
    Module,
    Option,
    Pair,
    Question,
    Track,
    feedback_for,
    is_right,
    number_in,
    number_of,
    other_meaning,
    swedish_number,
)
from app.core.errors import NotFound
from app.core.goals import BY_NUMBER, GOALS, TARGETS


def option(number: int, text: str, right: bool = False) -> Option:
    return Option(number, text, f"Om {text}.", right, Markup(text), Markup(f"Om {text}."))


ONE = Question("q", "one", "b", "?", options=(option(1, "a"), option(2, "b", True)))
SEVERAL = Question(
    "q", "several", "b", "?", options=(option(1, "a", True), option(2, "b"), option(3, "c", True))
)
ORDER = Question("q", "order", "b", "?", steps=(option(2, "a"), option(3, "b"), option(1, "c")))
MATCH = Question(
    "q",
    "match",
    "b",
    "?",
    pairs=(
        Pair(1, "x", 2, "Om x.", Markup("x"), Markup("Om x.")),
        Pair(2, "y", 1, "Om y.", Markup("y"), Markup("Om y.")),
    ),
    matches=(option(1, "Y"), option(2, "X")),
)
NUMBER = Question(
    "q",
    "number",
    "b",
    "?",
    number=Decimal("3.5"),
    tolerance=Decimal("0.5"),
    if_right_html=Markup("Ja."),
    if_wrong_html=Markup("Nej."),
)
TEXT = Question("q", "text", "b", "?", accepted=("Agenda 2030", "agendan"))
RATING = Question("q", "rating", "b", "?", options=(option(1, "låg"), option(2, "hög")))


# --- right and wrong


def test_one_of_several_is_right_when_the_right_one_is_chosen():
    assert is_right(ONE, Given(choices=(2,)))
    assert not is_right(ONE, Given(choices=(1,)))
    assert not is_right(ONE, Given())


def test_several_of_several_are_right_when_all_the_right_ones_are_chosen_and_no_other():
    assert is_right(SEVERAL, Given(choices=(3, 1)))
    assert not is_right(SEVERAL, Given(choices=(1,)))
    assert not is_right(SEVERAL, Given(choices=(1, 2, 3)))


def test_an_order_is_right_from_first_to_last():
    assert is_right(ORDER, Given(order=(2, 3, 1)))
    assert not is_right(ORDER, Given(order=(1, 2, 3)))
    assert not is_right(ORDER, Given(order=(2, 3)))


def test_a_match_is_right_when_every_pair_is():
    assert is_right(MATCH, Given(pairs=(2, 1)))
    assert not is_right(MATCH, Given(pairs=(1, 2)))


@pytest.mark.parametrize(("number", "right"), [("3", 1), ("4", 1), ("3.5", 1), ("4.01", 0)])
def test_a_number_is_right_within_its_margin(number: str, right: int):
    assert is_right(NUMBER, Given(number=Decimal(number))) is bool(right)


def test_a_number_left_out_is_wrong():
    assert is_right(NUMBER, Given()) is False


@pytest.mark.parametrize("text", ["agenda 2030", "  AGENDA   2030 ", "Agendan"])
def test_a_short_text_is_compared_without_case_and_outer_spaces(text: str):
    assert is_right(TEXT, Given(text=text))


def test_letters_written_in_two_ways_are_the_same_word():
    assert is_right(Question("q", "text", "b", "?", accepted=("mål",)), Given(text="ma\u030al"))


@pytest.mark.parametrize("kind", ["rating", "reflection", "commitment"])
def test_what_is_ones_own_is_neither_right_nor_wrong(kind):
    question = Question("q", kind, "b", "?")
    assert not question.graded
    assert is_right(question, Given(text="Så här.")) is None


# --- numbers as Swedes write them


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("3,5", "3.5"), ("3.5", "3.5"), ("1 204", "1204"), ("1\u00a0204,5", "1204.5"),
        (" 17 ", "17"),
        ("\u22122", "-2"), ("+4", "4"), (",5", "0.5"),
    ],
)  # fmt: skip
def test_a_number_may_be_written_with_comma_and_spaces(text: str, number: str):
    assert number_of(text) == Decimal(number)


@pytest.mark.parametrize(
    "text", ["", "ett", "1,2,3", "1e9", "nan", "inf", "--2", "²", "٣", "9" * 20, "3 st", "0x1"]
)
def test_what_is_no_number_is_none(text: str):
    assert number_of(text) is None


@drawn(st.text())
def test_any_text_is_a_number_or_none(text: str):
    value = number_of(text)
    assert value is None or value.is_finite()


@drawn(st.decimals(-(10**9), 10**9, places=2))
def test_a_number_written_in_swedish_reads_as_itself(value: Decimal):
    assert number_of(swedish_number(value)) == value


# --- what the ledger keeps


@drawn(
    st.builds(
        Given,
        choices=st.tuples(st.integers(1, 6)),
        order=st.tuples(st.integers(1, 8), st.integers(1, 8)),
        pairs=st.tuples(st.integers(1, 8)),
        number=st.none() | st.decimals(-1000, 1000, places=3),
        text=st.text(),
    )
)
def test_an_answer_comes_back_as_it_was_given(answer: Given):
    assert Given.from_json(answer.as_json(), answer.text) == answer


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("1,204", "1204"), ("1,204.5", "1204.5"), ("-12,345,678", "-12345678"), ("1 204", "1204"),
        ("0,125", "0.125"), ("0.125", "0.125"), ("12.5 percent", "12.5"),
        ("3.5", "3.5"), ("3,5", "3.5"), ("12,34", "12.34"), ("1,2045", "1.2045"),
    ],
)  # fmt: skip
def test_a_number_in_english_may_have_commas_between_thousands(text: str, number: str):
    assert number_of(text, "en") == Decimal(number)
    if text == "1,204":
        assert number_of(text) == Decimal("1.204")


@pytest.mark.parametrize(
    ("number", "swedish", "english"),
    [("1204.5", "1\u00a0204,5", "1,204.5"), ("-2", "\u22122", "\u22122"), ("3", "3", "3")],
)
def test_a_number_is_written_as_its_language_writes_it(number, swedish, english):
    value = Decimal(number)
    assert (number_in(value, "sv"), number_in(value, "en")) == (swedish, english)
    assert number_of(number_in(value, "en"), "en") == value


def test_free_text_never_stands_in_what_the_ledger_keeps():
    kept = Given(choices=(1,), text="Jag heter Kim").as_json()
    assert kept == {"choices": [1]}
    assert Given.from_json(kept, None).text == ""


# --- feedback


def test_every_option_has_its_feedback_and_the_chosen_is_marked():
    rows = feedback_for(ONE, Given(choices=(1,)))
    assert [(r.label, r.feedback, r.chosen, r.right) for r in rows] == [
        ("a", "Om a.", True, False),
        ("b", "Om b.", False, True),
    ]


def test_steps_are_told_in_the_right_order_with_the_place_each_was_given():
    rows = feedback_for(ORDER, Given(order=(2, 1, 3)))
    assert [(r.label, r.said, r.answer, r.right) for r in rows] == [
        ("a", "1", "", True),
        ("b", "3", "2", False),
        ("c", "2", "3", False),
    ]


def test_pairs_are_told_with_what_was_chosen_and_what_is_right():
    rows = feedback_for(MATCH, Given(pairs=(2, 2)))
    assert [(r.label, r.said, r.answer, r.right) for r in rows] == [
        ("x", "X", "", True),
        ("y", "X", "Y", False),
    ]


def test_a_number_is_told_in_swedish_with_the_right_words():
    (right,) = feedback_for(NUMBER, Given(number=Decimal("3.5")))
    (wrong,) = feedback_for(NUMBER, Given(number=Decimal("-1204.5")))
    assert (right.label, right.feedback, right.answer, right.also) == ("3,5", "Ja.", "", "")
    assert (wrong.label, wrong.feedback) == ("\u22121\u00a0204,5", "Nej.")
    assert (wrong.answer, wrong.also) == ("3,5", "3,0–4,0")


def test_a_number_within_its_margin_is_right_and_the_exact_one_is_told():
    (row,) = feedback_for(NUMBER, Given(number=Decimal(4)))
    assert (row.right, row.label, row.answer, row.also) == (True, "4", "3,5", "3,0–4,0")


@pytest.mark.parametrize(
    ("text", "answer", "also"),
    [
        ("agenda 2030", "", ""),
        ("agendan", "Agenda 2030", "agendan"),
        ("?", "Agenda 2030", "agendan"),
    ],
)
def test_a_short_text_is_told_with_what_is_right(text: str, answer: str, also: str):
    (row,) = feedback_for(TEXT, Given(text=text))
    assert (row.answer, row.also) == (answer, also)


def test_what_a_person_wrote_is_told_without_becoming_markup():
    (row,) = feedback_for(TEXT, Given(text="<b>agendan</b>"))
    assert row.label == "&lt;b&gt;agendan&lt;/b&gt;"


def test_a_rating_has_no_verdict():
    assert [r.right for r in feedback_for(RATING, Given(choices=(2,)))] == [None, None]


def test_an_answer_to_a_wording_with_fewer_steps_is_told_as_far_as_it_goes():
    steps = feedback_for(ORDER, Given(order=(9, 2)))
    assert [(r.said, r.answer, r.right) for r in steps] == [
        ("2", "1", False),
        ("", "2", False),
        ("", "3", False),
    ]
    pairs = feedback_for(MATCH, Given(pairs=(7,)))
    assert [(r.said, r.answer, r.right) for r in pairs] == [("", "X", False), ("", "Y", False)]


@drawn(st.lists(st.sampled_from([1, 2, 3, 9]), max_size=4))
def test_the_parts_are_all_right_just_when_the_answer_is(numbers: list[int]):
    for question, given in (
        (ORDER, Given(order=tuple(numbers))),
        (MATCH, Given(pairs=tuple(numbers))),
    ):
        if is_right(question, given):
            assert all(row.right for row in feedback_for(question, given))
        elif len(numbers) <= 2:
            assert not all(row.right for row in feedback_for(question, given))


# --- modules and tracks


def module(name: str, *questions: Question) -> Module:
    return Module(name, "kurs", "sv", name, 5, (), (), 1, "", questions)


COURSE = Course(
    "kurs",
    "Kurs",
    "Alla",
    1,
    tracks=(
        Track("alla", "Alla", ("a", "b")),
        Track("chef", "Chef", ("c", "a")),
        Track("fortroendevald", "Förtroendevald", ("d",)),
    ),
    modules=(module("d"), module("c"), module("b"), module("a")),
)


def test_a_person_gets_the_modules_of_all_own_tracks_in_the_courses_order_each_once():
    assert [m.id for m in COURSE.modules_for({"alla"})] == ["a", "b"]
    assert [m.id for m in COURSE.modules_for(("chef", "alla"))] == ["a", "b", "c"]
    assert [m.id for m in COURSE.modules_for(("fortroendevald", "alla"))] == ["a", "b", "d"]
    assert COURSE.modules_for(()) == ()


def test_a_module_has_its_place_in_the_track_that_it_stands_in() -> None:
    assert [(COURSE.place_of(m)[0].id, COURSE.place_of(m)[1]) for m in "abcd"] == [
        ("alla", 1),
        ("alla", 2),
        ("chef", 1),
        ("fortroendevald", 1),
    ]
    loose = replace(COURSE, tracks=())
    assert [loose.place_of(m)[1] for m in "dcba"] == [1, 2, 3, 4]


def test_only_questions_of_form_b_stand_in_the_course():
    asked = module(
        "m",
        Question("före", "one", "a", "?"),
        Question("i", "one", "b", "?"),
        Question("plan", "commitment", "b", "?"),
        Question("efter", "one", "c", "?"),
    )
    assert [q.id for q in asked.asked] == ["i", "plan"]
    assert [q.id for q in asked.graded] == ["i"]


def test_what_is_not_in_a_course_is_not_found():
    with pytest.raises(NotFound):
        COURSE.module("e")
    with pytest.raises(NotFound):
        COURSE.module("a").question("q")


# --- the goals


def test_there_are_17_goals_and_169_targets():
    assert [goal.number for goal in GOALS] == list(range(1, 18))
    assert len(set(TARGETS)) == 169
    assert {"11.3", "12.3", "17.19", "1.a", "14.c"} <= set(TARGETS)
    assert BY_NUMBER[3].name_in("sv") == "God hälsa och välbefinnande"
    assert BY_NUMBER[3].name_in("en") == "Good health and well-being"


# --- the same question


WEIGHED = Question(
    "x", "one", "b", "Hur mycket mat slängdes i köket?", ("a",),
    options=(Option(1, "Två kilo varje vecka", "", True), Option(2, "Inget alls", "")),
)  # fmt: skip


@pytest.mark.parametrize(
    "now",
    [
        replace(WEIGHED, prompt="Hur mycket mat slängdes i skolans kök?"),
        replace(WEIGHED, prompt="Vad visade vågen i mars?"),  # the same right answer
        replace(WEIGHED, options=(Option(1, "Elva procent", "", True), Option(2, "Nej"))),
        replace(WEIGHED, competences=("a", "b")),
        replace(WEIGHED, form="c"),
    ],
)
def test_a_question_in_other_words_is_the_same_question(now: Question):
    assert other_meaning(WEIGHED, now) is None


@pytest.mark.parametrize(
    ("now", "said"),
    [
        (replace(WEIGHED, kind="several"), "annat slag (one)"),
        (replace(WEIGHED, competences=("b",)), "annan kompetens (a)"),
        (
            replace(WEIGHED, prompt="Vem beslutar?", options=(Option(1, "Fullmäktige", "", True),)),
            "helt annan fråga",
        ),
    ],
)
def test_another_question_is_told_from_the_same(now: Question, said: str):
    assert said in (other_meaning(WEIGHED, now) or "")
