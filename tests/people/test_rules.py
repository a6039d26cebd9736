"""Spans of days, the dated tree and who is counted where."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.people.rules import (
    FOREVER,
    PRECEDENCE,
    PROFILE,
    TRACKS,
    DayTree,
    Membership,
    Population,
    Tree,
    Version,
    common,
    elected_population,
    joined,
    months_later,
    span,
    staff_population,
    standing_in,
    tracks,
    without,
)

on = date.fromisoformat
FIRST = date(2026, 1, 1)
TOWN, SCHOOLS, OAK, ELM, CARE, COUNCIL = 1, 2, 3, 4, 5, 6


def number(day: str) -> int:
    return on(day).toordinal()


def version(
    place: int, below: int | None, first: str = "2020-01-01", last: str = "", name: str = ""
) -> Version:
    return Version(place, below, name or f"Plats {place}", on(first), on(last) if last else None)


def works(
    place: int, population: Population = "employee", first: str = "2026-01-01", last: str = ""
) -> Membership:
    return Membership(place, population, on(first), on(last) if last else None)


STILL = Tree.of([version(TOWN, None), version(SCHOOLS, TOWN), version(OAK, SCHOOLS)])


# --- spans


def test_a_span_holds_its_first_day_and_its_last_day() -> None:
    assert span(on("2026-01-01"), on("2026-01-03")) == (
        number("2026-01-01"),
        number("2026-01-04"),
    )


def test_a_span_of_one_day_holds_that_day() -> None:
    start, end = span(FIRST, FIRST)
    assert end - start == 1


def test_a_span_without_a_last_day_runs_for_ever() -> None:
    assert span(FIRST, None) == (FIRST.toordinal(), FOREVER)


def test_the_last_day_there_is_ends_as_late_as_no_last_day() -> None:
    assert span(FIRST, date.max) == span(FIRST, None)


@pytest.mark.parametrize(
    ("one", "other", "shared"),
    [
        ((1, 5), (3, 8), (3, 5)),
        ((1, 9), (3, 5), (3, 5)),
        ((1, 3), (3, 5), None),
        ((1, 2), (7, 8), None),
        ((4, 5), (4, 5), (4, 5)),
    ],
)
def test_two_spans_share_the_days_that_are_in_both(one, other, shared) -> None:
    assert common(one, other) == shared
    assert common(other, one) == shared


def test_spans_that_touch_are_joined_and_spans_apart_are_not() -> None:
    assert joined([(8, 9), (1, 3), (3, 5), (4, 6)]) == [(1, 6), (8, 9)]


def test_a_span_inside_another_adds_nothing() -> None:
    assert joined([(1, 9), (3, 4)]) == [(1, 9)]


def test_a_hole_in_the_middle_leaves_two_pieces() -> None:
    assert without([(1, 9)], [(3, 5)]) == [(1, 3), (5, 9)]


def test_holes_at_the_ends_leave_the_middle_and_a_hole_over_all_leaves_nothing() -> None:
    assert without([(1, 9)], [(0, 3), (7, 20)]) == [(3, 7)]
    assert without([(1, 9)], [(0, 20)]) == []


def test_nothing_is_lost_where_there_is_no_hole() -> None:
    assert without([(1, 3), (3, 5)], []) == [(1, 5)]


spans = st.lists(
    st.tuples(st.integers(1, 30), st.integers(1, 12)).map(lambda s: (s[0], s[0] + s[1])),
    max_size=6,
)


@given(spans)
def test_joining_keeps_every_day_and_adds_none(some) -> None:
    kept = joined(some)
    for day in range(50):
        held = any(start <= day < end for start, end in some)
        assert [start <= day < end for start, end in kept].count(True) == held
    assert all(kept[n][1] < kept[n + 1][0] for n in range(len(kept) - 1))


@given(spans, spans)
def test_what_is_left_is_every_day_that_no_hole_covers(some, holes) -> None:
    left = without(some, holes)
    for day in range(50):
        held = any(start <= day < end for start, end in some)
        gone = any(start <= day < end for start, end in holes)
        assert [start <= day < end for start, end in left].count(True) == (held and not gone)


# --- months


@pytest.mark.parametrize(
    ("day", "months", "later"),
    [
        ("2026-01-15", 1, "2026-02-15"),
        ("2026-01-31", 1, "2026-02-28"),
        ("2028-01-31", 1, "2028-02-29"),
        ("2028-02-29", 12, "2029-02-28"),
        ("2026-12-31", 2, "2027-02-28"),
        ("2026-11-30", 1, "2026-12-30"),
        ("2026-05-31", 36, "2029-05-31"),
        ("2026-05-31", 0, "2026-05-31"),
    ],
)
def test_months_later_is_the_same_day_of_the_month_or_the_last(day, months, later) -> None:
    assert months_later(on(day), months) == on(later)


@given(st.dates(date(1990, 1, 1), date(2050, 1, 1)), st.integers(0, 120))
def test_months_later_counted_day_by_day(day: date, months: int) -> None:
    """Walk on through that many first days of a month, then to the day of the month or its last."""
    walking = day
    passed = 0
    while passed < months:
        walking += timedelta(days=1)
        passed += walking.day == 1
    while walking.day != day.day and (walking + timedelta(days=1)).day != 1:
        walking += timedelta(days=1)
    assert months_later(day, months) == (walking if months else day)


# --- populations


@pytest.mark.parametrize(
    ("form", "manager", "population"),
    [
        ("permanent", False, "employee"),
        ("temporary", False, "employee"),
        ("hourly", False, "hourly"),
        ("permanent", True, "manager"),
        ("hourly", True, "manager"),
    ],
)
def test_a_manager_is_a_manager_whatever_the_form(form, manager, population) -> None:
    assert staff_population(form, manager) == population


@pytest.mark.parametrize(
    "position", ["chair", "vice_chair", "second_vice_chair", "member", "auditor", "observer"]
)
def test_everybody_but_the_deputies_sits(position: str) -> None:
    assert elected_population(position) == "member"
    assert elected_population("deputy") == "deputy"


def test_every_population_has_a_profile_and_tracks() -> None:
    assert set(PRECEDENCE) == set(PROFILE) == set(TRACKS)
    assert all("alla" in found for found in TRACKS.values())


def test_a_membership_holds_from_its_first_day_through_its_last() -> None:
    seat = works(COUNCIL, "member", "2026-10-15", "2030-10-14")
    held = [seat.holds(on(d)) for d in ("2026-10-14", "2026-10-15", "2030-10-14", "2030-10-15")]
    assert held == [False, True, True, False]
    assert works(OAK).holds(date.max)


def test_who_belongs_nowhere_has_the_common_track() -> None:
    assert tracks([], FIRST) == ("alla",)


def test_the_tracks_are_those_of_every_population_now_or_to_come() -> None:
    belongs = [works(OAK, "manager"), works(COUNCIL, "member", "2026-10-15")]
    assert tracks(belongs, on("2026-03-01")) == ("alla", "chef", "fortroendevald")


def test_a_track_goes_when_its_population_has_ended() -> None:
    belongs = [works(OAK, "manager", last="2026-03-01"), works(OAK, "employee", "2026-03-02")]
    assert tracks(belongs, on("2026-03-01")) == ("alla", "chef")
    assert tracks(belongs, on("2026-03-02")) == ("alla",)


# --- the tree


def test_a_place_that_never_moved_has_one_line() -> None:
    within = span(FIRST, None)
    assert STILL.lines(OAK, within) == [(within, (OAK, SCHOOLS, TOWN))]


def test_a_move_in_the_tree_makes_two_pieces() -> None:
    tree = Tree.of(
        [
            version(OAK, SCHOOLS, last="2026-05-31"),
            version(OAK, CARE, "2026-06-01"),
            version(SCHOOLS, None),
            version(CARE, None),
        ]
    )
    assert tree.lines(OAK, span(FIRST, None)) == [
        ((number("2026-01-01"), number("2026-06-01")), (OAK, SCHOOLS)),
        ((number("2026-06-01"), FOREVER), (OAK, CARE)),
    ]


def test_a_move_outside_the_days_asked_for_is_not_seen() -> None:
    tree = Tree.of([version(OAK, SCHOOLS, last="2026-05-31"), version(OAK, CARE, "2026-06-01")])
    assert tree.line_on(OAK, on("2026-05-31")) == (OAK, SCHOOLS)
    assert tree.line_on(OAK, on("2026-06-01")) == (OAK, CARE)


def test_a_move_higher_up_is_a_move_for_all_below() -> None:
    tree = Tree.of(
        [
            version(OAK, SCHOOLS),
            version(SCHOOLS, TOWN, last="2026-05-31"),
            version(SCHOOLS, CARE, "2026-06-01"),
            version(TOWN, None),
            version(CARE, TOWN),
        ]
    )
    assert [line for _, line in tree.lines(OAK, span(FIRST, None))] == [
        (OAK, SCHOOLS, TOWN),
        (OAK, SCHOOLS, CARE, TOWN),
    ]


def test_days_without_a_version_have_no_line_above() -> None:
    tree = Tree.of([version(OAK, TOWN, "2026-02-01", "2026-02-28"), version(TOWN, None)])
    assert tree.lines(OAK, span(FIRST, on("2026-03-31"))) == [
        ((number("2026-01-01"), number("2026-02-01")), (OAK,)),
        ((number("2026-02-01"), number("2026-03-01")), (OAK, TOWN)),
        ((number("2026-03-01"), number("2026-04-01")), (OAK,)),
    ]


def test_places_that_stand_in_a_ring_are_climbed_once() -> None:
    tree = Tree.of([version(OAK, ELM), version(ELM, OAK)])
    assert tree.line_on(OAK, FIRST) == (OAK, ELM)
    assert tree.below([OAK], FIRST) == {OAK, ELM}


def test_a_place_that_nobody_knows_stands_alone() -> None:
    assert STILL.line_on(99, FIRST) == (99,)
    assert STILL.name_on(99, FIRST) == ""
    assert STILL.below([99], FIRST) == {99}


def test_the_roots_of_a_day_are_the_places_that_stand_below_nothing() -> None:
    tree = Tree.of(
        [
            version(TOWN, None),
            version(SCHOOLS, TOWN),
            version(OAK, TOWN, last="2026-05-31"),
            version(OAK, None, "2026-06-01", "2026-06-30"),
            version(COUNCIL, None, "2026-10-15"),
        ]
    )
    assert DayTree.of(tree, on("2026-05-31")).roots == [TOWN]
    assert DayTree.of(tree, on("2026-06-30")).roots == sorted([TOWN, OAK])
    assert DayTree.of(tree, on("2026-10-15")).roots == sorted([TOWN, COUNCIL])


@pytest.mark.parametrize("day", ["2026-05-31", "2026-06-30", "2026-10-15"])
def test_the_tree_of_a_day_says_what_the_dated_tree_says_of_that_day(day: str) -> None:
    tree = Tree.of(
        [
            version(TOWN, None),
            version(SCHOOLS, TOWN),
            version(OAK, SCHOOLS, last="2026-05-31"),
            version(OAK, TOWN, "2026-06-01", name="Ekens förskola"),
            version(COUNCIL, None, "2026-10-15"),
        ]
    )
    of_day = DayTree.of(tree, on(day))
    for place, name in of_day.names.items():
        assert of_day.line(place) == tree.line_on(place, on(day))
        assert name == tree.name_on(place, on(day))
        lines = list(of_day.lines_below(place))
        assert {line[0] for line in lines} == tree.below([place], on(day))
        assert all(line == of_day.line(line[0]) for line in lines)


RENAMED = Tree.of(
    [
        version(OAK, TOWN, "2026-06-01", name="Ekens förskola"),
        version(OAK, TOWN, "2026-02-01", "2026-03-31", name="Ekskolan"),
        version(TOWN, None),
    ]
)


@pytest.mark.parametrize(
    ("day", "name"),
    [
        ("2026-02-01", "Ekskolan"),
        ("2026-03-31", "Ekskolan"),
        ("2026-06-01", "Ekens förskola"),
        ("2027-01-01", "Ekens förskola"),
    ],
)
def test_a_place_is_called_what_it_was_called_that_day(day: str, name: str) -> None:
    assert RENAMED.name_on(OAK, on(day)) == name


def test_outside_its_days_a_place_keeps_its_last_name_or_bears_its_first() -> None:
    assert RENAMED.name_on(OAK, on("2026-04-15")) == "Ekskolan"
    assert RENAMED.name_on(OAK, on("2026-01-01")) == "Ekskolan"


def test_below_a_place_is_what_stood_below_it_that_day() -> None:
    tree = Tree.of(
        [
            version(TOWN, None),
            version(SCHOOLS, TOWN),
            version(OAK, SCHOOLS, last="2026-05-31"),
            version(ELM, OAK),
            version(CARE, TOWN, "2026-07-01"),
        ]
    )
    assert tree.below([SCHOOLS], on("2026-05-31")) == {SCHOOLS, OAK, ELM}
    assert tree.below([SCHOOLS], on("2026-06-01")) == {SCHOOLS}
    assert tree.below([TOWN], on("2026-06-01")) == {TOWN, SCHOOLS}
    assert tree.below([TOWN, SCHOOLS], on("2026-07-01")) == {TOWN, SCHOOLS, CARE}


# --- who is counted where


def counted(belongs, away=(), tree=STILL, place=TOWN) -> list[tuple[str, str, str]]:
    """First day, last day (empty: on) and population, in order."""
    return [
        (
            date.fromordinal(start).isoformat(),
            "" if end == FOREVER else date.fromordinal(end - 1).isoformat(),
            population,
        )
        for (start, end), population in sorted(standing_in(belongs, away, tree).get(place, []))
    ]


def test_a_person_counts_in_the_unit_and_in_all_above_it() -> None:
    assert set(standing_in([works(OAK)], [], STILL)) == {OAK, SCHOOLS, TOWN}


def test_two_jobs_below_the_same_place_are_one_person_there() -> None:
    tree = Tree.of(
        [version(TOWN, None), version(OAK, TOWN), version(ELM, TOWN)],
    )
    belongs = [works(OAK, last="2026-06-30"), works(ELM, first="2026-05-01")]
    assert counted(belongs, tree=tree) == [("2026-01-01", "", "employee")]
    assert counted(belongs, tree=tree, place=OAK) == [("2026-01-01", "2026-06-30", "employee")]


def test_a_gap_between_two_jobs_is_a_gap() -> None:
    belongs = [works(OAK, last="2026-01-31"), works(OAK, first="2026-03-01")]
    assert counted(belongs) == [
        ("2026-01-01", "2026-01-31", "employee"),
        ("2026-03-01", "", "employee"),
    ]


def test_who_is_manager_and_employee_is_counted_as_manager() -> None:
    belongs = [works(OAK), works(OAK, "manager", "2026-03-01", "2026-03-31")]
    assert counted(belongs) == [
        ("2026-01-01", "2026-02-28", "employee"),
        ("2026-03-01", "2026-03-31", "manager"),
        ("2026-04-01", "", "employee"),
    ]


def test_precedence_holds_place_by_place() -> None:
    tree = Tree.of([version(TOWN, None), version(OAK, TOWN), version(ELM, TOWN)])
    belongs = [works(OAK, "hourly"), works(ELM, "manager")]
    assert counted(belongs, tree=tree, place=OAK) == [("2026-01-01", "", "hourly")]
    assert counted(belongs, tree=tree, place=TOWN) == [("2026-01-01", "", "manager")]


def test_a_member_of_a_body_who_is_its_deputy_too_is_counted_as_member() -> None:
    belongs = [works(COUNCIL, "deputy"), works(COUNCIL, "member", "2026-02-01")]
    assert counted(belongs, place=COUNCIL) == [
        ("2026-01-01", "2026-01-31", "deputy"),
        ("2026-02-01", "", "member"),
    ]


MARCH = span(on("2026-03-01"), on("2026-03-31"))


def test_days_of_leave_are_not_counted_among_staff() -> None:
    assert counted([works(OAK)], [MARCH]) == [
        ("2026-01-01", "2026-02-28", "employee"),
        ("2026-04-01", "", "employee"),
    ]


def test_a_manager_on_leave_is_not_counted_as_an_employee_instead() -> None:
    belongs = [works(OAK, "manager"), works(OAK)]
    assert counted(belongs, [MARCH]) == [
        ("2026-01-01", "2026-02-28", "manager"),
        ("2026-04-01", "", "manager"),
    ]


def test_a_seat_is_held_during_leave_from_work() -> None:
    belongs = [works(COUNCIL, "member")]
    assert counted(belongs, [MARCH], place=COUNCIL) == [("2026-01-01", "", "member")]


def test_who_is_on_leave_from_work_is_counted_by_the_seat_in_a_place_above_both() -> None:
    tree = Tree.of([version(TOWN, None), version(OAK, TOWN), version(COUNCIL, TOWN)])
    belongs = [works(OAK), works(COUNCIL, "member", "2026-02-01")]
    assert counted(belongs, [MARCH], tree) == [
        ("2026-01-01", "2026-02-28", "employee"),
        ("2026-03-01", "2026-03-31", "member"),
        ("2026-04-01", "", "employee"),
    ]
