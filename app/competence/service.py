"""Keeping the counts true: every change of facts books its difference in the same transaction.
Nothing here commits.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from datetime import date, datetime
from typing import Any

from sqlalchemy import bindparam, delete, func, select, update

from app.competence import queries
from app.competence.models import RollUp, Standing, StandingDay
from app.competence.rules import RUNGS, Booking, Profiles, Reached, bookings
from app.content import queries as content
from app.core.days import swedish_day
from app.core.db import adding, begin_writing, db, insert
from app.core.prepared import run, run_each
from app.learning.queries import Evidence
from app.learning.service import Completed, Fact, Recorded
from app.people import queries as people
from app.people.rules import standing_in

AT_ONCE = 2000


def book(subject: int, recorded: Recorded, now: datetime) -> None:
    """Book what a person's new facts add: only the rungs that they newly reach."""
    telling = [
        f for f in recorded.facts if isinstance(f, Completed) or (f.first and f.right is not None)
    ]
    if not telling:
        return
    tags = content.tags_for(fact.fingerprint for fact in telling)
    about = {competence for fact in telling for competence in tags.get(fact.fingerprint, ())}
    before = queries.telling(recorded.before, tags, about)
    was = queries.reached(before, tags, about)
    stands = queries.reached(_more(before, telling), tags, about)
    if was == stands:
        return
    through = advance(swedish_day(now))
    base = queries.ground()
    changed = _changed(was, stands, limited=any(base.validity.values()))
    if not changed:
        return
    belongs = people.belonging(subject)
    tree = people.tree_above(subject)
    standing = standing_in(belongs.memberships, belongs.away, tree)
    difference: Counter[Booking] = Counter()
    profiles = [_only(profile, changed) for profile in base.profiles]
    for sign, held in ((1, stands), (-1, was)):
        booked = bookings(standing, profiles, held, base.validity, RUNGS)
        difference.update({booking: sign * change for booking, change in booked.items()})
    _write(difference, through)


def _more(evidence: Evidence, facts: Iterable[Fact]) -> Evidence:
    """The evidence with these facts added."""
    done, first = list(evidence.completed), list(evidence.first_answers)
    for fact in facts:
        if isinstance(fact, Completed):
            done.append((fact.fingerprint, fact.at))
        else:
            first.append((fact.fingerprint, bool(fact.right), fact.at))
    return Evidence(tuple(done), tuple(first))


def _changed(was: Reached, stands: Reached, limited: bool) -> frozenset[str]:
    """The competences whose counts may differ. Of completions that never run out only the first
    counts.
    """

    def counted(days: Iterable[int]) -> list[int]:
        return sorted(days) if limited else [min(days)]

    completed = {
        competence
        for competence, days in stands.completed.items()
        if competence not in was.completed or counted(days) != counted(was.completed[competence])
    }
    shown = {
        competence
        for competence in was.shown.keys() | stands.shown.keys()
        if was.shown.get(competence) != stands.shown.get(competence)
    }
    return frozenset(completed | shown)


def _only(profile: Profiles, competences: frozenset[str]) -> Profiles:
    """The profile as far as it is about these competences."""
    return Profiles(
        profile.when, {role: needed & competences for role, needed in profile.needed.items()}
    )


@contextmanager
def rebooking(subjects: Collection[int] | None, now: datetime) -> Iterator[None]:
    """Whatever changes inside the block (moves, leave, units, profiles) is booked as a difference
    at its end. Others who would book wait meanwhile, so that neither counts what the other does.

    `subjects` are those whose counts may change, new ones included; none means everybody.
    """
    through = advance(swedish_day(now))
    before: Counter[Booking] = Counter()
    for _, booked in queries.recount(subjects):
        before.update(booked)
    yield
    db.session.flush()
    after: Counter[Booking] = Counter()
    for _, booked in queries.recount(subjects):
        after.update(booked)
    after.subtract(before)
    _write(after, through)


def _write(changes: Counter[Booking], through: date) -> None:
    """Add changes to the dated counts, and to the standing ones, which are summed through a day."""
    booked = [(booking, change) for booking, change in changes.items() if change]
    if not booked:
        return
    _add_dated(booked)
    standing: Counter[tuple[int, str, str, str]] = Counter()
    for (place, competence, rung, population, day), change in booked:
        if day <= through.toordinal():
            standing[place, competence, rung, population] += change
    _add_standing(standing)


def _add_dated(booked: list[tuple[Booking, int]]) -> None:
    _add(
        RollUp,
        "change",
        [
            {
                "place_id": place,
                "day": date.fromordinal(day),
                "competence": competence,
                "rung": rung,
                "population": population,
                "change": change,
            }
            for (place, competence, rung, population, day), change in sorted(booked)
        ],
    )


def _add_standing(changes: Counter[tuple[int, str, str, str]]) -> None:
    _add(
        Standing,
        "count",
        [
            {
                "place_id": place,
                "competence": competence,
                "rung": rung,
                "population": population,
                "count": change,
            }
            for (place, competence, rung, population), change in sorted(changes.items())
            if change
        ],
    )


def _add(table: type[RollUp] | type[Standing], amount: str, rows: list[dict[str, Any]]) -> None:
    connection = begin_writing()
    for start in range(0, len(rows), AT_ONCE):
        run_each(connection, adding(table.__table__, amount), rows[start : start + AT_ONCE])


_standing_day, _roll_up = StandingDay.__table__.c, RollUp.__table__.c
_DAY = select(_standing_day.day).with_for_update()
_ABOUT = (_roll_up.place_id, _roll_up.competence, _roll_up.rung, _roll_up.population)
_PASSED = (
    select(*_ABOUT, func.sum(_roll_up.change))
    .where(_roll_up.day > bindparam("from"), _roll_up.day <= bindparam("to"))
    .group_by(*_ABOUT)
)


def advance(today: date) -> date:
    """Carry the standing counts forward to today, if they are not there: the day they now stand at.

    Until the transaction ends nobody else can book: who counts a difference comes here first.
    """
    connection = begin_writing()
    day: date | None = run(connection, _DAY, {}).scalar()
    if day is None:
        first = insert(StandingDay).values(id=1, day=today)
        connection.execute(first.on_conflict_do_nothing(index_elements=["id"]))
        day = connection.execute(_DAY).scalar_one()
    if day >= today:
        return day
    passed = connection.execute(_PASSED, {"from": day, "to": today})
    _add_standing(Counter({(p, c, r, pop): n for p, c, r, pop, n in passed if n}))
    connection.execute(update(StandingDay).values(day=today))
    return today


def rebuild(today: date) -> None:
    """Count everything again from the facts and keep that instead."""
    advance(today)
    db.session.execute(delete(RollUp))
    db.session.execute(delete(Standing))
    db.session.execute(delete(StandingDay))
    total: Counter[Booking] = Counter()
    for _, booked in queries.recount():
        total.update(booked)
    _write(total, advance(today))


def differences() -> list[str]:
    """Where the kept counts differ from a recount of the facts; each as a Swedish line. Empty
    when all is true.
    """
    expected: Counter[Booking] = Counter()
    for _, booked in queries.recount():
        expected.update(booked)
    wrong = _dated_differences(expected)
    through = queries.standing_day()
    standing: Counter[tuple[int, str, str, str]] = Counter()
    if through is not None:
        for key, change in expected.items():
            if key[4] <= through.toordinal():
                standing[key[:4]] += change
    kept = Counter(
        {
            (row.place_id, row.competence, row.rung, row.population): row.count
            for row in db.session.scalars(select(Standing))
        }
    )
    for summed in sorted(standing.keys() | kept.keys()):
        if standing[summed] != kept[summed]:
            place, competence, rung, population = summed
            wrong.append(
                f"standing: plats {place}, {competence}, {rung}, {population}: "
                f"sparat {kept[summed]}, omräknat {standing[summed]}"
            )
    return wrong


def _dated_differences(expected: Counter[Booking]) -> list[str]:
    wrong = []
    kept: Counter[Booking] = Counter(
        {
            (r.place_id, r.competence, r.rung, r.population, r.day.toordinal()): r.change
            for r in db.session.execute(select(RollUp.__table__))
        }
    )
    for key in sorted(expected.keys() | kept.keys()):
        if expected[key] != kept[key]:
            place, competence, rung, population, day = key
            wrong.append(
                f"roll_up: plats {place}, {competence}, {rung}, {population}, "
                f"{date.fromordinal(day)}: sparat {kept[key]}, omräknat {expected[key]}"
            )
    return wrong
