"""The lists: within reach only, once a person, parts that add up."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import event

from app.content.library import Library
from app.core.db import db
from app.core.errors import NotFound
from app.duties import queries as duties
from app.duties.rules import Status
from app.followup import queries
from app.followup.queries import Listing, listing, place_within, unit_rows
from app.followup.rules import LEFT, parts
from app.learning import service as learning
from app.people import queries as people
from app.web.access import Reach
from tests import make

TODAY = date(2026, 3, 2)
SOON, PAST = date(2026, 4, 1), date(2026, 2, 1)
HR, CLERK, ALL = Reach(staff=True), Reach(elected=True), Reach(staff=True, elected=True)


@dataclass
class Town:
    """Two schools, a company and a council, and somebody of each kind."""

    library: Library
    places: dict[str, int]

    def rows(self, reach: Reach, place: str = "") -> list[Any]:
        within = self.places[place] if place else None
        return list(listing(self.library, reach, TODAY, within).rows)

    def names(self, reach: Reach, place: str = "") -> list[str]:
        return sorted(row.name for row in self.rows(reach, place))

    def manager_of(self, *places: str) -> Reach:
        return Reach(places=frozenset(self.places[place] for place in places))


@pytest.fixture
def town(inside) -> Town:
    return built()


@pytest.fixture
def either_town(either_inside) -> Town:
    return built()


def built() -> Town:
    course = make.course()
    library = make.published(course)
    top = make.unit("Exempelby")
    schools = make.unit("Skola", top)
    oak, elm = make.unit("Eken", schools), make.unit("Almen", schools)
    water = make.unit("Vatten AB", kind="company")
    council = make.body("Fullmäktige")
    make.requirement("alla", ("manager", "employee"), start_day=date(2026, 1, 1), days=30)
    make.requirement("valda", ("member", "deputy"), start_day=date(2026, 1, 1), days=90)

    def works(name: str, place: int, from_day: date = make.LONG_AGO, **more: Any) -> Any:
        who = make.person(*name.split(), reachable=more.pop("reachable", True))
        make.employment(who, place, from_day, **more)
        return who

    works("Anna Late", oak)
    done = works("Bo Done", oak)
    started = works("Cia Started", elm, manager=True)
    away = works("Dan Away", elm)
    make.leave(away, PAST)
    done_and_away = works("Eli Away", oak)
    make.leave(done_and_away, PAST)
    works("Fia Unreached", elm, reachable=False)
    works("Gun Later", oak, SOON)
    works("Hal Left", oak, to_day=PAST)
    works("Ida Hourly", oak, form="hourly")
    works("Jon Water", water)
    works("Kim Hidden", oak).protected = True
    works("Leo Closed", oak).active = False
    both = works("Mia Both", oak)
    make.employment(both, elm)
    seated = works("Nils Seated", elm)
    make.assignment(seated, council)
    make.assignment(make.person("Oda", "Council"), council, position="deputy")
    for who, modules in ((done, 2), (done_and_away, 2), (started, 1)):
        for part in course.modules[:modules]:
            for asked in part.asked:
                learning.answer(who.subject, course, part, asked, make.RIGHT, asked.id, make.NOW)
    db.session.flush()
    names = {"top": top, "schools": schools, "oak": oak, "elm": elm}
    return Town(library, {**names, "water": water, "council": council})


STAFF = (
    "Anna Late, Bo Done, Cia Started, Dan Away, Eli Away, Fia Unreached, "
    "Gun Later, Jon Water, Mia Both, Nils Seated"
).split(", ")


def test_hr_sees_all_staff_each_once_and_nobody_elected(either_town: Town) -> None:
    assert either_town.names(HR) == STAFF


def test_the_secretary_sees_the_elected_and_no_staff(town: Town) -> None:
    assert town.names(CLERK) == ["Nils Seated", "Oda Council"]
    assert {row.duty.requirement.key for row in town.rows(CLERK)} == {"valda"}


def test_a_manager_sees_own_units_and_what_is_below(town: Town) -> None:
    assert town.names(town.manager_of("elm")) == [
        "Cia Started",
        "Dan Away",
        "Fia Unreached",
        "Mia Both",
        "Nils Seated",
    ]
    assert town.names(town.manager_of("schools")) == [n for n in STAFF if n != "Jon Water"]
    assert town.names(town.manager_of("oak", "elm")) == town.names(town.manager_of("schools"))
    assert town.names(town.manager_of("water")) == ["Jon Water"]


def test_a_manager_sees_nothing_of_a_seat_that_an_employee_holds(town: Town) -> None:
    (row,) = [r for r in town.rows(town.manager_of("elm")) if r.name == "Nils Seated"]
    assert (row.duty.requirement.key, row.population) == ("alla", "employee")
    assert row.places == "Almen"


def test_without_reach_nobody_is_seen(town: Town) -> None:
    assert town.rows(Reach(own=True, published=True)) == []
    assert town.rows(Reach(needs_reason=True)) == []


def test_who_works_in_two_units_stands_in_both_lists_and_once_in_hrs(either_town: Town) -> None:
    for place, said in (("oak", "Eken"), ("elm", "Almen")):
        (row,) = [
            r for r in either_town.rows(either_town.manager_of(place)) if r.name == "Mia Both"
        ]
        assert row.places == said
    (row,) = [r for r in either_town.rows(HR) if r.name == "Mia Both"]
    assert sorted(row.places.split(", ")) == ["Almen", "Eken"]
    (row,) = [r for r in either_town.rows(HR, "oak") if r.name == "Mia Both"]
    assert row.places == "Eken"


def test_protected_people_and_closed_accounts_stand_in_no_list(town: Town) -> None:
    hidden = {"Kim Hidden", "Leo Closed"}
    for reach in (HR, CLERK, ALL, town.manager_of("oak"), town.manager_of("top")):
        for place in ("", *town.places):
            assert hidden.isdisjoint(town.names(reach, place))


@pytest.mark.parametrize(
    ("name", "status", "late"),
    [
        ("Anna Late", Status.NOT_STARTED, True),
        ("Bo Done", Status.DONE, False),
        ("Cia Started", Status.STARTED, True),
        ("Dan Away", Status.AWAY, False),
        ("Eli Away", Status.DONE, False),
        ("Fia Unreached", Status.UNREACHABLE, False),
        ("Gun Later", Status.UPCOMING, False),
    ],
)
def test_each_person_has_the_status_that_the_duty_gives(town, name, status, late) -> None:
    (row,) = [r for r in town.rows(HR) if r.name == name]
    assert (row.duty.status, row.duty.late) == (status, late)


def test_what_is_left_is_told_by_title(town: Town) -> None:
    left = {row.name: tuple(m.title for m in row.left) for row in town.rows(HR)}
    assert (left["Bo Done"], left["Cia Started"]) == ((), ("Tva",))
    assert left["Anna Late"] == ("Ett", "Tva")


def test_the_parts_add_up_in_every_list(town: Town) -> None:
    for reach in (HR, CLERK, ALL, town.manager_of("oak"), town.manager_of("schools")):
        for place in ("", *town.places):
            rows = town.rows(reach, place)
            assert sum(many for _, many in parts(rows)) == len(rows)
            assert all(
                many == 1
                for many in Counter((r.subject, r.duty.requirement.key) for r in rows).values()
            )


def test_a_place_narrows_the_list_to_what_stands_in_it_or_below(town: Town) -> None:
    assert town.names(HR, "schools") == [n for n in STAFF if n != "Jon Water"]
    assert town.names(HR, "council") == []
    assert town.names(ALL, "council") == ["Nils Seated", "Oda Council"]
    assert town.names(town.manager_of("oak"), "elm") == []


def test_what_one_person_owes_is_the_same_alone_and_among_all(either_town: Town) -> None:
    names = people.named()
    everybody = duties.owed_by_all(either_town.library, TODAY, dict.fromkeys(names, True))
    for subject in names:
        alone = duties.owed_by(subject, either_town.library, TODAY)
        assert alone.duties == everybody[subject].duties
    some = list(names)[:3]
    few = duties.owed_by_all(either_town.library, TODAY, dict.fromkeys(some, True), some)
    assert few == {subject: everybody[subject] for subject in some}


# --- a manager's units


def test_the_units_of_a_manager_say_how_many_are_done_left_and_late(either_town: Town) -> None:
    reach = either_town.manager_of("schools")
    listed = listing(either_town.library, reach, TODAY)
    found = unit_rows(listed, reach, TODAY)
    assert [(r.name, r.persons, r.done, r.left, r.late) for r in found] == [
        ("Skola", 9, 2, 5, 4),
        ("Almen", 5, 0, 4, 3),
        ("Eken", 5, 2, 2, 2),
    ]
    assert [r.due for r in found] == [None] * 3  # a day that has passed is not the next one
    last = date(2026, 1, 31)
    assert [r.due for r in unit_rows(listed, reach, last)] == [last] * 3


def test_the_figures_of_a_unit_are_the_parts_of_its_list(town: Town) -> None:
    reach = town.manager_of("schools")
    listed: Listing = listing(town.library, reach, TODAY)
    for unit in unit_rows(listed, reach, TODAY):
        counted = Counter(r.duty.status for r in listed.rows if unit.place_id in r.place_ids)
        assert unit.done == counted[Status.DONE]
        assert unit.left == sum(many for status, many in counted.items() if status in LEFT)
        assert unit.persons == counted.total()


def test_an_own_unit_without_people_is_shown_and_an_empty_one_below_is_not(town: Town) -> None:
    empty = make.unit("Tomma enheten", town.places["top"])
    below = make.unit("Under", empty)
    reach = Reach(places=frozenset({empty, town.places["water"]}))
    found = unit_rows(listing(town.library, reach, TODAY), reach, TODAY)
    assert [(r.name, r.persons, r.due) for r in found] == [
        ("Tomma enheten", 0, None),
        ("Vatten AB", 1, None),
    ]
    assert below not in {r.place_id for r in found}


def test_a_place_out_of_reach_is_not_found_whether_it_exists_or_not(town: Town) -> None:
    tree, kinds = people.tree(), people.kinds()
    reach = town.manager_of("oak")
    assert place_within(tree, kinds, reach, town.places["oak"], TODAY) == "Eken"
    for place in (town.places["elm"], town.places["top"], town.places["council"], 10**9):
        with pytest.raises(NotFound, match="Enheten finns inte bland dem som du får se"):
            place_within(tree, kinds, reach, place, TODAY)


def test_the_number_of_statements_does_not_grow_with_the_list(town: Town) -> None:
    seen: list[str] = []
    event.listen(db.engine, "before_cursor_execute", lambda *a: seen.append(a[2]))
    lengths = []
    for _ in range(2):
        seen.clear()
        queries.listing(town.library, HR, TODAY)
        lengths.append(len(seen))
        for _ in range(10):
            make.employment(make.person(), town.places["oak"], TODAY - timedelta(days=3))
    assert lengths[0] == lengths[1] <= 8
