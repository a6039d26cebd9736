"""When a rung is reached, what a person adds to the counts, and what is hidden."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.competence.rules import (
    Cell,
    FirstAnswer,
    Profiles,
    Reached,
    ShownRule,
    bookings,
    can_be_shown,
    held,
    hidden,
    shown_at,
    too_small,
)
from app.people.rules import FOREVER, PROFILE, Membership, Tree, Version, span, standing_in
from tests.competence import by_hand

on = date.fromisoformat
ORIGIN = date(2026, 1, 1)
START = datetime(2026, 1, 1, 8, tzinfo=UTC)
OAK, TOWN = 1, 2


def number(day: str) -> int:
    return on(day).toordinal()


# --- shown


def answers(marks: str) -> list[FirstAnswer]:
    """One first answer an hour: r is right, w is wrong."""
    return [FirstAnswer(START + timedelta(hours=n), mark == "r") for n, mark in enumerate(marks)]


@pytest.mark.parametrize(
    ("marks", "which"),
    [
        ("", None),
        ("rr", None),
        ("rrr", 3),
        ("rrw", None),
        ("wrr", None),
        ("wrrr", None),
        ("wrrrr", 5),
        ("rrwrr", 5),
        ("rrrwww", 3),
        ("wwrrrrrr", None),
        ("wwrrrrrrrr", 10),
    ],
)
def test_shown_is_three_first_answers_and_four_of_five_right(marks: str, which: int | None) -> None:
    at = None if which is None else START + timedelta(hours=which - 1)
    assert shown_at(answers(marks), ShownRule()) == at


def test_shown_goes_by_the_time_of_the_answers_not_by_their_order_in_the_list() -> None:
    assert shown_at(reversed(answers("rrrw")), ShownRule()) == START + timedelta(hours=2)


def test_answers_of_one_moment_give_the_same_in_any_order() -> None:
    at_once = [FirstAnswer(START, right) for right in (True, True, True, False)]
    assert shown_at(at_once, ShownRule()) == shown_at(reversed(at_once), ShownRule())


def test_the_numbers_of_the_rule_are_settings() -> None:
    assert shown_at(answers("r"), ShownRule(questions=1, percent=100)) == START
    assert shown_at(answers("rw"), ShownRule(questions=2, percent=50)) == START + timedelta(hours=1)


@given(st.text("rw", max_size=12))
def test_what_was_shown_once_is_not_taken_back(marks: str) -> None:
    at = shown_at(answers(marks), ShownRule())
    assert at is None or shown_at(answers(marks + "wwwwww"), ShownRule()) == at


def test_a_competence_with_too_few_questions_cannot_be_shown_yet() -> None:
    assert [can_be_shown(n, ShownRule()) for n in (0, 2, 3)] == [False, False, True]


# --- held


def test_without_validity_a_completion_holds_for_good_from_the_first() -> None:
    assert held([30, 10, 20], None) == [(10, FOREVER)]
    assert held([], None) == []


def test_with_validity_each_completion_holds_for_its_months() -> None:
    days = [number("2026-01-31"), number("2026-06-01")]
    assert held(days, 1) == [
        (number("2026-01-31"), number("2026-02-28")),
        (number("2026-06-01"), number("2026-07-01")),
    ]


def test_a_completion_made_again_in_time_leaves_no_gap() -> None:
    days = [number("2026-01-10"), number("2026-02-10")]
    assert held(days, 1) == [(number("2026-01-10"), number("2026-03-10"))]


# --- what a person adds

ALL = {"employee": frozenset({"veta"}), "manager": frozenset({"veta", "leda"})}
ALWAYS = [Profiles((0, FOREVER), ALL)]
JANUARY = span(on("2026-01-01"), on("2026-01-31"))


def test_who_needs_a_competence_is_counted_from_the_first_day_to_the_day_after_the_last() -> None:
    assert bookings({OAK: [(JANUARY, "employee")]}, ALWAYS, Reached({}, {}), {}) == Counter(
        {
            (OAK, "veta", "needed", "employee", number("2026-01-01")): 1,
            (OAK, "veta", "needed", "employee", number("2026-02-01")): -1,
        }
    )


def test_who_has_not_the_need_is_not_counted_even_when_the_rung_is_reached() -> None:
    reached = Reached({"leda": [0]}, {"leda": 0})
    booked = bookings({OAK: [((1, FOREVER), "employee")]}, ALWAYS, reached, {})
    assert {key[1] for key in booked} == {"veta"}
    assert bookings({OAK: [((1, FOREVER), "member")]}, ALWAYS, reached, {}) == Counter()


def test_what_was_reached_before_counts_from_the_first_day_here() -> None:
    booked = bookings(
        {OAK: [((50, FOREVER), "employee")]}, ALWAYS, Reached({"veta": [10]}, {"veta": 20}), {}
    )
    assert booked == Counter(
        {(OAK, "veta", rung, "employee", 50): 1 for rung in ("needed", "completed", "shown")}
    )


def test_what_will_run_out_is_booked_on_its_day_already_now() -> None:
    reached = Reached({"veta": [number("2026-01-10")]}, {"veta": number("2026-01-10")})
    standing = {OAK: [((0, FOREVER), "employee")]}
    booked = bookings(standing, ALWAYS, reached, {"employee": 12})
    assert booked[OAK, "veta", "completed", "employee", number("2027-01-10")] == -1
    assert sum(change for key, change in booked.items() if key[2] == "shown") == 1


def test_validity_goes_by_the_population_one_is_counted_in() -> None:
    reached = Reached({"veta": [10]}, {})
    standing = {OAK: [((0, FOREVER), "employee")], TOWN: [((0, FOREVER), "manager")]}
    booked = bookings(standing, ALWAYS, reached, {"employee": 12}, ["completed"])
    assert sorted((key[0], change) for key, change in booked.items()) == [
        (OAK, -1),
        (OAK, 1),
        (TOWN, 1),
    ]


def test_a_profile_that_changes_ends_one_need_and_begins_another() -> None:
    dated = [
        Profiles((0, 100), {"employee": frozenset({"veta", "leda"})}),
        Profiles((100, FOREVER), {"employee": frozenset({"veta"})}),
    ]
    booked = bookings({OAK: [((50, FOREVER), "employee")]}, dated, Reached({}, {}), {})
    assert booked == Counter(
        {
            (OAK, "veta", "needed", "employee", 50): 1,
            (OAK, "leda", "needed", "employee", 50): 1,
            (OAK, "leda", "needed", "employee", 100): -1,
        }
    )


def test_only_the_rungs_asked_for_are_booked() -> None:
    reached = Reached({"veta": [10]}, {"veta": 10})
    standing = {OAK: [((0, FOREVER), "employee")]}
    for rung in ("needed", "completed", "shown"):
        assert {key[2] for key in bookings(standing, ALWAYS, reached, {}, [rung])} == {rung}


def test_what_begins_and_ends_outside_the_days_here_is_not_booked() -> None:
    reached = Reached({"veta": [number("2025-01-01")]}, {"veta": number("2026-03-01")})
    booked = bookings({OAK: [(JANUARY, "employee")]}, ALWAYS, reached, {"employee": 1})
    assert {key[2] for key in booked} == {"needed"}


# --- random lives, counted by hand

PLACES = (1, 2, 3, 4)
COMPETENCES = ("veta", "leda")
LAST = ORIGIN + timedelta(days=130)
days = st.integers(0, 100).map(lambda n: ORIGIN + timedelta(days=n))
spans = st.tuples(days, st.one_of(st.none(), st.integers(0, 60))).map(
    lambda s: (s[0], None if s[1] is None else s[0] + timedelta(days=s[1]))
)
needs = st.dictionaries(
    st.sampled_from(["employee", "manager", "politician"]),
    st.frozensets(st.sampled_from(COMPETENCES)),
)


@st.composite
def versions(draw) -> list[tuple[int, int | None, date, date | None]]:
    """For each place a few spans that do not overlap, each with a parent, sometimes with gaps."""
    found: list[tuple[int, int | None, date, date | None]] = []
    for place in PLACES:
        cuts = sorted(draw(st.sets(days, max_size=3)))
        starts = [date(2000, 1, 1), *cuts]
        for n, first in enumerate(starts):
            last = starts[n + 1] - timedelta(days=1) if n + 1 < len(starts) else None
            parent = draw(st.sampled_from([None, *(p for p in PLACES if p != place)]))
            if draw(st.integers(0, 5)):
                found.append((place, parent, first, last))
    return found


@st.composite
def towns(draw) -> by_hand.Town:
    changes = [date(2000, 1, 1), *sorted(draw(st.sets(days, max_size=2)))]
    return by_hand.Town(
        draw(versions()),
        [(day, draw(needs)) for day in changes],
        draw(st.dictionaries(st.sampled_from(by_hand.FIRST_THAT_FITS), st.sampled_from([1, 2]))),
    )


@st.composite
def lives(draw) -> by_hand.Life:
    belongs = st.tuples(
        st.sampled_from(PLACES), st.sampled_from(by_hand.FIRST_THAT_FITS), spans
    ).map(lambda m: (m[0], m[1], *m[2]))
    told = st.tuples(
        st.sampled_from(COMPETENCES),
        days,
        st.sampled_from([True, True, True, False]),
        st.integers(0, 9),
    ).map(
        lambda a: (
            a[0],
            datetime(a[1].year, a[1].month, a[1].day, 8 + a[3], tzinfo=UTC),
            a[2],
            a[1],
        )
    )
    return by_hand.Life(
        draw(st.lists(belongs, max_size=4)),
        draw(st.lists(spans, max_size=2)),
        draw(st.lists(st.tuples(st.sampled_from(COMPETENCES), days), max_size=4)),
        draw(st.lists(told, max_size=10, unique_by=lambda a: (a[0], a[1]))),
    )


def booked_by(town: by_hand.Town, life: by_hand.Life) -> Counter:
    """What the rules say of this life, put together as the queries do it."""
    tree = Tree.of(Version(p, above, "", first, last) for p, above, first, last in town.versions)
    belongs = [Membership(*m) for m in life.belongs]
    starts = [0, *(day.toordinal() for day, _ in town.profiles[1:])]
    ends = [*starts[1:], FOREVER]
    profiles = [Profiles((a, b), p[1]) for a, b, p in zip(starts, ends, town.profiles, strict=True)]
    done: dict[str, list[int]] = {}
    for competence, day in life.done:
        done.setdefault(competence, []).append(day.toordinal())
    shown = {}
    for competence in COMPETENCES:
        told = [FirstAnswer(at, right) for c, at, right, _ in life.answers if c == competence]
        if at := shown_at(told, ShownRule()):
            shown[competence] = at.date().toordinal()
    standing = standing_in(belongs, [span(*leave) for leave in life.leave], tree)
    return bookings(standing, profiles, Reached(done, shown), town.months)


@settings(max_examples=60 if settings.default.max_examples <= 100 else 1000)
@given(towns(), lives())
def test_the_sum_of_all_bookings_is_what_one_counts_by_hand_every_day(town, life) -> None:
    booked = booked_by(town, life)
    standing: by_hand.Counted = Counter()
    for day in by_hand.every_day(ORIGIN - timedelta(days=1), LAST):
        first = day == ORIGIN - timedelta(days=1)
        for (*key, when), change in booked.items():
            if when == day.toordinal() or (first and when < day.toordinal()):
                standing[tuple(key)] += change
        assert +standing == by_hand.count(town, [life], PLACES, day), day
        assert min(standing.values(), default=0) >= 0


@given(towns(), lives())
def test_what_is_booked_ends_no_more_often_than_it_begins(town, life) -> None:
    total: Counter = Counter()
    for (*key, _), change in sorted(booked_by(town, life).items(), key=lambda b: b[0][4]):
        total[tuple(key)] += change
        assert 0 <= total[tuple(key)] <= 1


# --- cells


@pytest.mark.parametrize(
    ("needed", "reached", "percent", "level"),
    [
        (0, 0, 0, 0),
        (5, 0, 0, 0),
        (5, 1, 20, 1),
        (8, 1, 13, 0),
        (200, 1, 1, 0),
        (40, 39, 98, 4),
        (5, 4, 80, 4),
        (5, 5, 100, 4),
        (1000, 195, 20, 1),
        (1000, 194, 19, 0),
        (50, 20, 40, 2),
        (50, 30, 60, 3),
    ],
)
def test_a_cell_says_its_share_in_whole_percent_and_one_of_five_steps(
    needed, reached, percent, level
) -> None:
    assert (Cell(needed, reached).percent, Cell(needed, reached).level) == (percent, level)


def test_a_group_of_one_to_four_is_too_small_and_an_empty_one_is_not() -> None:
    assert [too_small(Cell(n, 0), 5) for n in (0, 1, 4, 5)] == [False, True, True, False]


def cells(*needed: int) -> dict[int, Cell]:
    return {place: Cell(n, 0) for place, n in enumerate(needed, start=1)}


@pytest.mark.parametrize(
    ("needed", "gone"),
    [
        ((10, 20), set()),
        ((3, 10, 20), {1, 2}),
        ((3, 20, 10), {1, 3}),
        ((3, 4, 10, 20), {1, 2}),
        ((1, 2, 10, 20), {1, 2, 3}),
        ((3, 0, 10), {1, 3}),
        ((0, 0, 10), set()),
        ((3,), {1}),
        ((3, 0), {1}),
        ((2, 2, 0), {1, 2}),
        ((3, 10, 10), {1, 2}),
    ],
)
def test_one_more_is_hidden_where_the_total_would_give_a_small_one_away(needed, gone) -> None:
    assert hidden(cells(*needed), 5, total_shown=True) == gone


def test_without_a_total_only_the_small_ones_are_hidden() -> None:
    assert hidden(cells(3, 10, 20), 5, total_shown=False) == {1}


@given(st.lists(st.integers(0, 12), max_size=8), st.integers(2, 6))
def test_no_total_less_what_is_shown_gives_away_a_small_group(needed, smallest) -> None:
    every = cells(*needed)
    gone = hidden(every, smallest, total_shown=True)
    assert all(place in gone for place, cell in every.items() if 0 < cell.needed < smallest)
    left_over = sum(needed) - sum(cell.needed for place, cell in every.items() if place not in gone)
    nothing_more = all(cell.needed == 0 for place, cell in every.items() if place not in gone)
    assert left_over == 0 or nothing_more or (left_over >= smallest and len(gone) >= 2)
    assert gone or all(cell.needed == 0 or cell.needed >= smallest for cell in every.values())


def test_the_profiles_of_the_populations_are_the_roles_of_the_framework() -> None:
    assert by_hand.ROLE == PROFILE
