"""What one person owes: start, due day, leave, several bodies, validity, and the one status."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.duties.rules import Cycle, Duty, Facts, Requirement, Status, due_day, duty, holds
from app.people.rules import STAFF, Membership, Population, Span, months_later, span

on = date.fromisoformat
OAK, ELM, COUNCIL, BOARD = 1, 2, 3, 4
MODULES = ("malen", "standarden", "vardagen")
STAFF_ASKED: frozenset[Population] = frozenset({"manager", "employee"})
ELECTED_ASKED: frozenset[Population] = frozenset({"member", "deputy"})


def asks(
    populations: frozenset[Population] = STAFF_ASKED,
    days: int = 60,
    months: int | None = None,
    start: str = "2026-01-01",
    cycles: Iterable[Cycle] | None = None,
) -> Requirement:
    rounds = (Cycle(on(start)),) if cycles is None else tuple(cycles)
    return Requirement(
        "alla",
        "Alla",
        "grundutbildning",
        "requirement",
        populations,
        on(start),
        days,
        months,
        rounds,
    )


def works(
    place: int = OAK, population: Population = "employee", first: str = "2026-03-01", last: str = ""
) -> Membership:
    return Membership(place, population, on(first), on(last) if last else None)


def knows(
    *done: str,
    day: str = "2026-03-10",
    begun: str = "",
    away: Iterable[tuple[str, str]] = (),
    reachable: bool = True,
) -> Facts:
    return Facts(
        MODULES,
        {module: on(day) for module in done},
        on(begun) if begun else None,
        tuple(span(on(first), on(last) if last else None) for first, last in away),
        reachable,
    )


def owed(
    day: str,
    belongs: Iterable[Membership] = (works(),),
    facts: Facts | None = None,
    requirement: Requirement | None = None,
) -> Duty:
    found = duty(requirement or asks(), belongs, facts or knows(), on(day))
    assert found is not None
    return found


# --- start and due day


def test_the_time_runs_from_ones_own_start() -> None:
    found = owed("2026-03-01", [works(first="2026-03-01")])
    assert (found.since, found.due) == (on("2026-03-01"), on("2026-04-30"))


def test_who_was_there_before_the_requirement_starts_with_it() -> None:
    assert owed("2026-03-01", [works(first="2019-08-01")]).since == on("2026-01-01")


def test_a_cycle_that_begins_after_the_requirement_counts_from_its_own_day() -> None:
    asked = asks(cycles=[Cycle(on("2026-02-01"))])
    assert owed("2026-03-01", [works(first="2019-08-01")], requirement=asked).since == on(
        "2026-02-01"
    )


def test_a_cycle_asks_nothing_before_the_requirement_starts() -> None:
    asked = asks(start="2026-02-01", cycles=[Cycle(on("2025-01-01"))])
    assert owed("2026-03-01", [works(first="2019-08-01")], requirement=asked).since == on(
        "2026-02-01"
    )
    ended = asks(start="2026-02-01", cycles=[Cycle(on("2025-01-01"), on("2026-01-31"))])
    assert duty(ended, [works(first="2019-08-01")], knows(), on("2026-01-15")) is None


def test_a_requirement_without_a_cycle_asks_nothing() -> None:
    assert duty(asks(cycles=[]), [works()], knows(), on("2026-03-01")) is None


def test_who_is_in_none_of_the_populations_owes_nothing() -> None:
    assert duty(asks(), [works(population="hourly")], knows(), on("2026-03-01")) is None


def test_who_has_left_owes_nothing_from_the_day_after() -> None:
    belongs = [works(last="2026-05-31")]
    assert owed("2026-05-31", belongs)
    assert duty(asks(), belongs, knows(), on("2026-06-01")) is None


def test_a_cycle_that_has_ended_asks_nobody() -> None:
    asked = asks(cycles=[Cycle(on("2026-01-01"), on("2026-06-30"))])
    assert owed("2026-06-30", requirement=asked)
    assert duty(asked, [works()], knows(), on("2026-07-01")) is None


def test_who_joins_when_the_cycle_is_over_is_not_asked() -> None:
    asked = asks(cycles=[Cycle(on("2026-01-01"), on("2026-06-30"))])
    assert duty(asked, [works(first="2026-07-01")], knows(), on("2026-05-01")) is None


def test_a_move_without_a_gap_does_not_start_the_time_again() -> None:
    belongs = [works(OAK, last="2026-04-30"), works(ELM, first="2026-05-01")]
    assert owed("2026-05-01", belongs).since == on("2026-03-01")


def test_who_comes_back_after_a_gap_starts_again() -> None:
    belongs = [works(OAK, last="2026-04-30"), works(OAK, first="2026-06-01")]
    assert owed("2026-06-01", belongs).since == on("2026-06-01")
    assert owed("2026-05-15", belongs).status == Status.UPCOMING


def test_a_manager_who_becomes_an_employee_goes_on_in_the_same_time() -> None:
    belongs = [works(population="manager", last="2026-04-30"), works(first="2026-05-01")]
    assert owed("2026-06-01", belongs).since == on("2026-03-01")


# --- leave


def test_leave_on_the_way_moves_the_due_day_by_its_days() -> None:
    facts = knows(away=[("2026-03-10", "2026-03-19")])
    assert owed("2026-04-01", facts=facts).due == on("2026-05-10")


def test_leave_over_the_start_lets_the_time_run_from_the_day_one_is_back() -> None:
    facts = knows(away=[("2026-02-01", "2026-05-31")])
    assert owed("2026-06-01", facts=facts).due == on("2026-06-01") + timedelta(days=60)


def test_leave_that_begins_on_the_due_day_moves_it() -> None:
    facts = knows(away=[("2026-04-30", "2026-05-01")])
    assert owed("2026-04-01", facts=facts).due == on("2026-05-02")


def test_leave_after_the_due_day_moves_nothing() -> None:
    facts = knows(away=[("2026-05-01", "2026-06-01")])
    assert owed("2026-04-01", facts=facts).due == on("2026-04-30")


def test_leave_without_an_end_has_no_due_day_in_sight() -> None:
    found = owed("2027-01-01", facts=knows(away=[("2026-03-10", "")]))
    assert (found.due, found.status, found.late) == (None, Status.AWAY, False)


def test_leave_from_work_does_not_pause_a_seat() -> None:
    asked = asks(ELECTED_ASKED)
    facts = knows(away=[("2026-03-10", "2026-12-31")])
    found = owed("2026-06-01", [works(COUNCIL, "member")], facts, asked)
    assert (found.due, found.status, found.late) == (on("2026-04-30"), Status.NOT_STARTED, True)


def test_being_away_is_never_being_late() -> None:
    facts = knows(away=[("2026-06-01", "2026-06-30")])
    found = owed("2026-06-15", facts=facts)
    assert found.due < on("2026-06-15")
    assert (found.status, found.late) == (Status.AWAY, False)


@given(
    st.dates(on("2026-01-01"), on("2026-03-01")),
    st.integers(0, 40),
    st.lists(st.tuples(st.integers(-20, 80), st.integers(0, 15)), max_size=5),
)
def test_the_due_day_is_found_by_walking_day_by_day(
    since: date, days: int, leave: list[tuple[int, int]]
) -> None:
    start = since.toordinal()
    away: list[Span] = [(start + first, start + first + length + 1) for first, length in leave]
    walking, left = since, days
    while True:
        here = not any(first <= walking.toordinal() < end for first, end in away)
        if here and left == 0:
            break
        left -= here
        walking += timedelta(days=1)
    assert due_day(since, days, away) == walking


# --- cycles and bodies


def mandate(place: int, first: str = "2026-10-15", last: str = "2030-10-14") -> Cycle:
    return Cycle(on(first), on(last), place)


def test_several_bodies_are_one_duty_by_the_one_that_is_due_first() -> None:
    asked = asks(
        ELECTED_ASKED, cycles=[mandate(BOARD, "2027-01-01", "2030-12-31"), mandate(COUNCIL)]
    )
    seats = [
        works(BOARD, "deputy", "2027-01-01", "2030-12-31"),
        works(COUNCIL, "member", "2026-10-15", "2030-10-14"),
    ]
    found = owed("2027-02-01", seats, requirement=asked)
    assert (found.since, found.due) == (on("2026-10-15"), on("2026-12-14"))


def test_a_body_without_a_mandate_period_is_not_asked() -> None:
    asked = asks(ELECTED_ASKED, cycles=[mandate(COUNCIL)])
    seats = [works(BOARD, "member", "2026-10-15")]
    assert duty(asked, seats, knows(), on("2026-11-01")) is None


def test_the_mandate_of_another_body_does_not_count() -> None:
    asked = asks(
        ELECTED_ASKED, cycles=[mandate(COUNCIL), mandate(BOARD, "2027-01-01", "2030-12-31")]
    )
    seats = [works(BOARD, "member", "2026-01-01")]
    assert owed("2027-01-01", seats, requirement=asked).since == on("2027-01-01")


def test_who_is_elected_during_the_period_counts_from_the_first_day_on_the_seat() -> None:
    asked = asks(ELECTED_ASKED, cycles=[mandate(COUNCIL)])
    seats = [works(COUNCIL, "deputy", "2028-05-01", "2030-10-14")]
    assert owed("2028-05-01", seats, requirement=asked).since == on("2028-05-01")


ADDED = {MODULES[-1]: on("2026-08-01")}


@pytest.mark.parametrize(
    ("done", "since", "due", "late"),
    [
        (MODULES[:-1], "2026-08-01", "2026-09-30", False),  # only what is new is left
        (MODULES[:1], "2026-03-01", "2026-04-30", True),  # more is left, and that is late
        ((), "2026-03-01", "2026-04-30", True),
    ],
)
def test_what_comes_to_the_course_later_has_a_last_day_of_its_own(
    done: tuple[str, ...], since: str, due: str, late: bool
) -> None:
    found = owed("2026-09-01", facts=replace(knows(*done), added=ADDED))
    assert (found.since, found.due, found.late) == (on(since), on(due), late)


def test_who_begins_after_it_came_has_the_own_last_day() -> None:
    facts = replace(knows(*MODULES[:-1]), added=ADDED)
    found = owed("2026-09-20", [works(first="2026-09-01")], facts)
    assert (found.since, found.due) == (on("2026-09-01"), on("2026-10-31"))


def test_who_is_elected_again_keeps_what_is_done() -> None:
    asked = asks(
        ELECTED_ASKED,
        start="2022-10-15",
        cycles=[mandate(COUNCIL, "2022-10-15", "2026-10-14"), mandate(COUNCIL)],
    )
    seats = [
        works(COUNCIL, "member", "2022-10-15", "2026-10-14"),
        works(COUNCIL, "member", "2026-10-15", "2030-10-14"),
    ]
    found = owed("2026-11-01", seats, knows(*MODULES, day="2023-02-01"), asked)
    assert (found.status, found.since, found.done_on) == (
        Status.DONE,
        on("2026-10-15"),
        on("2023-02-01"),
    )


# --- what is left


def test_what_is_left_stands_in_the_order_of_the_course() -> None:
    assert owed("2026-03-20", facts=knows("standarden")).left == ("malen", "vardagen")


def test_what_is_done_outside_ones_modules_adds_nothing() -> None:
    found = owed("2026-03-20", facts=knows(*MODULES, "chefens-del"))
    assert (found.left, found.status) == ((), Status.DONE)


def test_the_day_it_was_done_is_the_day_of_the_last_module() -> None:
    facts = Facts(
        MODULES,
        {"malen": on("2026-03-05"), "standarden": on("2026-03-09"), "vardagen": on("2026-03-07")},
    )
    assert owed("2026-03-20", facts=facts).done_on == on("2026-03-09")
    assert owed("2026-03-20", facts=knows("malen")).done_on is None


def test_who_has_nothing_to_take_is_done_without_a_day() -> None:
    found = owed("2026-03-20", facts=Facts(()))
    assert (found.status, found.done_on) == (Status.DONE, None)


@pytest.mark.parametrize(
    ("day", "months", "still"),
    [
        ("2027-03-09", 12, True),
        ("2027-03-10", 12, False),
        ("2027-03-10", None, True),
        ("2026-03-10", 12, True),
    ],
)
def test_a_completion_counts_from_its_day_for_its_months(day, months, still) -> None:
    assert holds(on("2026-03-10"), months, on(day)) is still


def test_what_has_run_out_is_left_again() -> None:
    done = knows(*MODULES, day="2026-03-10")
    asked = asks(months=12)
    assert owed("2027-03-09", facts=done, requirement=asked).status == Status.DONE
    after = owed("2027-03-10", facts=done, requirement=asked)
    assert (after.status, after.left, after.done_on) == (Status.EXPIRED, MODULES, None)


def test_as_of_an_earlier_day_nothing_was_done_yet() -> None:
    done = knows(*MODULES, day="2026-03-10", begun="2026-03-05")
    assert owed("2026-03-10", facts=done).status == Status.DONE
    assert owed("2026-03-09", facts=done).status == Status.STARTED
    before = owed("2026-03-04", facts=done)
    assert (before.status, before.left, before.done_on) == (Status.NOT_STARTED, MODULES, None)


# --- the one status


@pytest.mark.parametrize(
    ("facts", "status"),
    [
        (knows(), Status.NOT_STARTED),
        (knows(begun="2026-03-09"), Status.STARTED),
        (knows("malen"), Status.STARTED),
        (knows(*MODULES), Status.DONE),
        (knows(reachable=False), Status.UNREACHABLE),
        (knows("malen", reachable=False), Status.UNREACHABLE),
        (knows(*MODULES, reachable=False), Status.DONE),
        (knows(away=[("2026-03-15", "2026-04-15")]), Status.AWAY),
        (knows(*MODULES, away=[("2026-03-15", "2026-04-15")]), Status.DONE),
        (knows(away=[("2026-03-15", "2026-04-15")], reachable=False), Status.AWAY),
        (knows(away=[("2026-03-20", "2026-04-15")]), Status.AWAY),
        (knows(away=[("2026-03-15", "2026-03-20")]), Status.AWAY),
        (knows(away=[("2026-03-15", "2026-03-19")]), Status.NOT_STARTED),
        (knows(away=[("2026-03-21", "2026-04-15")]), Status.NOT_STARTED),
    ],
)
def test_the_first_status_that_fits_is_the_one(facts: Facts, status: Status) -> None:
    assert owed("2026-03-20", facts=facts).status == status


def test_expired_goes_before_started_and_after_unreachable() -> None:
    asked = asks(months=12)
    facts = knows("malen", begun="2026-03-05")
    assert owed("2027-04-01", facts=facts, requirement=asked).status == Status.EXPIRED
    nowhere = knows("malen", reachable=False)
    assert owed("2027-04-01", facts=nowhere, requirement=asked).status == Status.UNREACHABLE


def test_who_begins_later_sees_it_before() -> None:
    found = owed("2026-02-01")
    assert (found.status, found.since, found.late) == (Status.UPCOMING, on("2026-03-01"), False)
    assert owed("2026-02-01", facts=knows(*MODULES, day="2025-12-01")).status == Status.DONE


def test_late_is_from_the_day_after_the_due_day() -> None:
    assert not owed("2026-04-30").late
    assert owed("2026-05-01").late


@pytest.mark.parametrize(
    ("facts", "late"),
    [
        (knows(), True),
        (knows("malen"), True),
        (knows(*MODULES), False),
        (knows(away=[("2026-05-30", "2026-06-30")]), False),
        (knows(reachable=False), False),
    ],
)
def test_late_is_only_who_could_have_begun_and_is_not_done(facts: Facts, late: bool) -> None:
    """Domain 9.2: the late are among those expired, started or not started."""
    assert owed("2026-06-01", facts=facts).late is late


# --- the whole, against one who goes through the days


ORIGIN = on("2026-01-01")
days = st.integers(0, 120)
spans = st.tuples(days, st.one_of(st.none(), st.integers(0, 60))).map(
    lambda s: (
        ORIGIN + timedelta(days=s[0]),
        None if s[1] is None else ORIGIN + timedelta(days=s[0] + s[1]),
    )
)
everybody: list[Population] = ["manager", "employee", "hourly", "member", "deputy"]


@st.composite
def requirements(draw) -> Requirement:
    cycles = draw(
        st.lists(
            st.builds(
                lambda s, place: Cycle(s[0], s[1], place),
                spans,
                st.sampled_from([None, None, OAK, COUNCIL]),
            ),
            max_size=3,
        )
    )
    return Requirement(
        "r",
        "R",
        "k",
        "requirement",
        frozenset(draw(st.sets(st.sampled_from(everybody), min_size=1))),
        ORIGIN + timedelta(days=draw(st.integers(0, 60))),
        draw(st.integers(0, 50)),
        draw(st.sampled_from([None, 1, 2])),
        tuple(cycles),
    )


memberships = st.builds(
    lambda place, population, s: Membership(place, population, *s),
    st.sampled_from([OAK, ELM, COUNCIL]),
    st.sampled_from(everybody),
    spans,
)


class Plain:
    """The same, said by somebody who knows only how to look at one day at a time."""

    HORIZON = ORIGIN + timedelta(days=260)

    def __init__(self, requirement: Requirement, belongs: list[Membership], facts: Facts) -> None:
        self.requirement, self.belongs, self.facts = requirement, belongs, facts

    def asked_on(self, when: date, cycle: Cycle) -> bool:
        return (
            when >= self.requirement.start_day
            and cycle.from_day <= when
            and (cycle.to_day is None or when <= cycle.to_day)
            and any(
                m.population in self.requirement.populations
                and (cycle.place_id is None or cycle.place_id == m.place_id)
                and m.from_day <= when
                and (m.to_day is None or when <= m.to_day)
                for m in self.belongs
            )
        )

    def away_on(self, when: date) -> bool:
        only_staff = all(p in STAFF for p in self.requirement.populations)
        return only_staff and any(a <= when.toordinal() < b for a, b in self.facts.away)

    def start(self, cycle: Cycle, day: date) -> date | None:
        if cycle.to_day is not None and cycle.to_day < day:
            return None
        while day < self.HORIZON and not self.asked_on(day, cycle):
            day += timedelta(days=1)
        if day == self.HORIZON:
            return None
        while self.asked_on(day - timedelta(days=1), cycle):
            day -= timedelta(days=1)
        return day

    def due(self, since: date) -> date:
        due, left = since, self.requirement.days
        while left or self.away_on(due):
            left -= not self.away_on(due)
            due += timedelta(days=1)
        return due

    def left(self, day: date) -> tuple[tuple[str, ...], bool]:
        done = {m: when for m, when in self.facts.completed.items() if when <= day}
        months = self.requirement.validity_months
        gone = {m for m in done if months is not None and day >= months_later(done[m], months)}
        return tuple(m for m in MODULES if m not in done or m in gone), bool(gone)

    def status(self, since: date, day: date) -> Status:
        left, gone = self.left(day)
        happened = [*self.facts.completed.values(), self.facts.begun_on or date.max]
        in_order = [
            (not left, Status.DONE),
            (day < since, Status.UPCOMING),
            (self.away_on(day), Status.AWAY),
            (not self.facts.reachable, Status.UNREACHABLE),
            (gone, Status.EXPIRED),
            (min(happened) <= day, Status.STARTED),
        ]
        return next((status for fits, status in in_order if fits), Status.NOT_STARTED)

    def says(self, day: date) -> tuple[Status, date, date, tuple[str, ...], bool] | None:
        starts = [self.start(cycle, day) for cycle in self.requirement.cycles]
        found = sorted((self.due(since), since) for since in starts if since)
        if not found:
            return None
        due, since = found[0]
        status = self.status(since, day)
        late = due < day and status in (Status.EXPIRED, Status.STARTED, Status.NOT_STARTED)
        return status, since, due, self.left(day)[0], late


@given(
    requirements(),
    st.lists(memberships, max_size=4),
    st.dictionaries(st.sampled_from(MODULES), days, max_size=3),
    st.one_of(st.none(), days),
    st.lists(st.tuples(days, st.integers(1, 30)), max_size=3),
    st.booleans(),
    st.integers(0, 150),
)
def test_the_duty_is_what_one_finds_by_going_through_the_days(
    requirement, belongs, done, begun, leave, reachable, day
) -> None:
    facts = Facts(
        MODULES,
        {module: ORIGIN + timedelta(days=n) for module, n in done.items()},
        None if begun is None else ORIGIN + timedelta(days=begun),
        tuple(
            (ORIGIN.toordinal() + first, ORIGIN.toordinal() + first + many) for first, many in leave
        ),
        reachable,
    )
    when = ORIGIN + timedelta(days=day)
    found = duty(requirement, belongs, facts, when)
    said = None if found is None else (found.status, found.since, found.due, found.left, found.late)
    assert said == Plain(requirement, belongs, facts).says(when)
