"""What a list of persons says: parts that add up, order, filters and pages."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.duties.rules import Duty, Requirement, Status
from app.followup.rules import (
    LEFT,
    PER_PAGE,
    PersonRow,
    Standing,
    Wanted,
    Where,
    earliest,
    in_order,
    page,
    parts,
    persons,
)

DAY = date(2026, 3, 1)


def row(
    family: str = "Ek",
    given: str = "Eva",
    status: Status = Status.NOT_STARTED,
    late: bool = False,
    population: Any = "employee",
    requirement: str = "alla",
    places: tuple[int, ...] = (3, 1),
    subject: int = 1,
) -> PersonRow:
    asked = Requirement(
        requirement, "Alla", "kurs", "requirement", frozenset({"employee"}), DAY, 60, None, ()
    )
    duty = Duty(asked, status, DAY, DAY, (), None, late)
    return PersonRow(subject, given, family, Where(places, "Eken"), Standing(population, duty, ()))


@given(st.lists(st.sampled_from(Status)))
def test_the_parts_add_up_to_the_rows(statuses: list[Status]) -> None:
    found = parts([row(status=status) for status in statuses])
    assert sum(many for _, many in found) == len(statuses)
    assert [status for status, _ in found] == [s for s in Status if s in statuses]


def test_what_is_left_is_everybody_but_the_done_the_away_and_those_to_come() -> None:
    assert set(Status) - LEFT == {Status.DONE, Status.AWAY, Status.UPCOMING}


def test_names_stand_as_swedes_sort_them() -> None:
    names = ["Öberg", "Ahl", "Ärlig", "Zetterlund", "Åberg", "ek"]
    found = [r.name for r in in_order([row(name) for name in names])]
    assert found == ["Eva Ahl", "Eva ek", "Eva Zetterlund", "Eva Åberg", "Eva Ärlig", "Eva Öberg"]


def test_of_one_family_name_the_given_name_decides_and_of_one_person_the_requirement() -> None:
    found = in_order(
        [row(given="Örjan"), row(given="Eva", requirement="b"), row(given="Eva", requirement="a")]
    )
    assert [(r.name, r.duty.requirement.key) for r in found] == [
        ("Eva Ek", "a"),
        ("Eva Ek", "b"),
        ("Örjan Ek", "alla"),
    ]


def test_who_is_asked_by_two_requirements_is_one_person_also_beside_a_namesake() -> None:
    asked_by_two = [row(requirement="a"), row(requirement="b")]
    namesake = [row(requirement="a", subject=2), row(requirement="b", subject=2)]
    assert persons(asked_by_two) == 1
    assert persons(asked_by_two + namesake) == 2
    assert persons([]) == 0


@pytest.mark.parametrize(
    ("wanted", "keeps"),
    [
        (Wanted(), True),
        (Wanted(text="eva e"), True),
        (Wanted(text="EK"), True),
        (Wanted(text="bo"), False),
        (Wanted(status="started"), True),
        (Wanted(status="done"), False),
        (Wanted(status="left"), True),
        (Wanted(status="late"), True),
        (Wanted(population="employee"), True),
        (Wanted(population="manager"), False),
        (Wanted(requirement="alla"), True),
        (Wanted(requirement="valda"), False),
        (Wanted(places=frozenset({1})), True),
        (Wanted(places=frozenset({2, 3})), True),
        (Wanted(places=frozenset({9})), False),
        (Wanted(places=frozenset()), False),
        (Wanted(text="ek", status="left", population="employee", places=frozenset({3})), True),
        (Wanted(text="ek", status="left", population="manager"), False),
    ],
)
def test_a_filter_keeps_what_fits_all_that_it_asks(wanted: Wanted, keeps: bool) -> None:
    assert wanted.keeps(row(status=Status.STARTED, late=True)) is keeps


@pytest.mark.parametrize(("status", "left"), [(s, s in LEFT) for s in Status])
def test_left_is_a_filter_of_its_own(status: Status, left: bool) -> None:
    assert Wanted(status="left").keeps(row(status=status)) is left
    assert not Wanted(status="late").keeps(row(status=status))


@pytest.mark.parametrize(
    ("many", "asked", "number", "pages", "first", "length"),
    [
        (0, 1, 1, 1, None, 0),
        (PER_PAGE, 1, 1, 1, 0, PER_PAGE),
        (PER_PAGE + 1, 2, 2, 2, PER_PAGE, 1),
        (PER_PAGE + 1, 99, 2, 2, PER_PAGE, 1),
        (PER_PAGE + 1, -3, 1, 2, 0, PER_PAGE),
    ],
)
def test_a_page_that_does_not_exist_is_the_nearest_that_does(
    many, asked, number, pages, first, length
) -> None:
    every = [row(subject=n) for n in range(many)]
    shown, at, of = page(every, asked)
    assert (at, of, len(shown)) == (number, pages, length)
    assert first is None or shown[0].subject == first


def test_the_earliest_day_is_the_first_that_has_not_passed() -> None:
    gone, later = DAY - timedelta(days=1), DAY + timedelta(days=1)
    assert earliest([None, later, DAY, None, gone], DAY) == DAY
    assert earliest([gone, later], DAY) == later
    assert earliest([None, gone], DAY) is None
    assert earliest([], DAY) is None


def test_who_is_late_stands_first_and_who_is_done_last_each_by_name() -> None:
    rows = [
        row("Ahl", status=Status.DONE),
        row("Berg", status=Status.AWAY),
        row("Cato", status=Status.STARTED),
        row("Dahl", status=Status.NOT_STARTED, late=True),
        row("Ek", status=Status.EXPIRED, late=True),
    ]
    found = [r.family_name for r in in_order(rows, "standing")]
    assert found == ["Dahl", "Ek", "Cato", "Berg", "Ahl"]


def test_by_day_who_is_done_comes_last_and_who_has_no_day_after_those_who_have() -> None:
    def due(name: str, day: date | None, status: Status = Status.STARTED) -> PersonRow:
        one = row(name, status=status)
        standing = replace(one.standing, duty=replace(one.duty, due=day))
        return replace(one, standing=standing)

    rows = [
        due("Ahl", None),
        due("Berg", date(2026, 4, 1)),
        due("Cato", date(2026, 3, 1)),
        due("Dahl", date(2026, 1, 1), Status.DONE),
    ]
    assert [r.family_name for r in in_order(rows, "due")] == ["Cato", "Berg", "Ahl", "Dahl"]
