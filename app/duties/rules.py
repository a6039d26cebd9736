"""What one person owes under one requirement on one day. Pure: the only place where status is
derived.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from enum import StrEnum

from app.people.rules import (
    FOREVER,
    STAFF,
    Membership,
    Population,
    Span,
    common,
    joined,
    months_later,
    span,
)


class Status(StrEnum):
    """Where a duty stands. The order is the precedence in which parts are counted (domain.md §9.2).

    Two departures: who begins later stands apart until then, and who is done is done, whether
    away or hard to reach: nothing granted is taken back.
    """

    UPCOMING = "upcoming"
    DONE = "done"
    AWAY = "away"
    UNREACHABLE = "unreachable"
    EXPIRED = "expired"
    STARTED = "started"
    NOT_STARTED = "not_started"


LATE = frozenset({Status.EXPIRED, Status.STARTED, Status.NOT_STARTED})
"""The statuses in which one can be late: who is away or cannot be reached is not."""


@dataclass(frozen=True, slots=True)
class Cycle:
    """One round: for everybody (no place), or for the one body whose mandate period it is."""

    from_day: date
    to_day: date | None = None
    place_id: int | None = None

    @property
    def span(self) -> Span:
        return span(self.from_day, self.to_day)


@dataclass(frozen=True, slots=True)
class Requirement:
    """That some populations shall take a course within `days` of their own start in the cycle."""

    key: str
    title: str
    course_id: str
    wording: str
    populations: frozenset[Population]
    start_day: date
    days: int
    validity_months: int | None
    cycles: tuple[Cycle, ...]


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of the person: the modules that are theirs, what is completed, begun, and
    days away; and of the course: which modules have come to it later, and when.
    """

    modules: tuple[str, ...]
    completed: Mapping[str, date] = field(default_factory=dict)
    begun_on: date | None = None
    away: tuple[Span, ...] = ()
    reachable: bool = True
    added: Mapping[str, date] = field(default_factory=dict)

    def as_of(self, day: date) -> Facts:
        """What had happened by that day."""
        completed = {module: done for module, done in self.completed.items() if done <= day}
        begun_on = self.begun_on if self.begun_on and self.begun_on <= day else None
        return replace(self, completed=completed, begun_on=begun_on)


@dataclass(frozen=True, slots=True)
class Duty:
    """What a person owes: status, since when, due when, the modules left, and of how many."""

    requirement: Requirement
    status: Status
    since: date
    due: date | None
    left: tuple[str, ...]
    done_on: date | None = None
    late: bool = False
    modules: int = 0


def duty(
    requirement: Requirement, assignments: Collection[Membership], facts: Facts, date: date
) -> Duty | None:
    """What the person owes under the requirement on that day, or none if it is not asked of them.

    Asked of who belongs to its populations in a cycle that has not ended; who begins later is
    asked from that day but may see it before. Leave from work pauses what is asked of staff
    alone. Of several cycles (several bodies) the one that is due first is the one that counts,
    and once. Who has only what has come to the course since the own start left is asked for that
    from the day it came: what is new has a last day of its own (nothing granted is taken back).
    """
    away = facts.away if requirement.populations <= STAFF else ()
    asked = [
        found
        for cycle in requirement.cycles
        if (found := _asked(requirement, cycle, assignments, away, date))
    ]
    if not asked:
        return None
    due, since = min(asked, key=_soonest)
    facts = facts.as_of(date)
    standing = {
        module: day
        for module, day in facts.completed.items()
        if holds(day, requirement.validity_months, date)
    }
    left = tuple(module for module in facts.modules if module not in standing)
    done_on = max((standing[m] for m in facts.modules), default=None) if not left else None
    status = _status(facts, left, away, since, date)
    came = min((facts.added.get(module, since) for module in left), default=since)
    if came > since:
        since, due = came, due_day(came, requirement.days, away)
    late = due is not None and due < date and status in LATE
    return Duty(requirement, status, since, due, left, done_on, late, len(facts.modules))


def _soonest(asked: tuple[date | None, date]) -> tuple[int, int]:
    due, since = asked
    return due.toordinal() if due else FOREVER, since.toordinal()


def holds(completed: date, months: int | None, day: date) -> bool:
    """Whether a completion still counts that day; without validity it counts for good."""
    return months is None or day < months_later(completed, months)


def due_day(since: date, days: int, away: Iterable[Span]) -> date | None:
    """The last day: `days` after the start, with every day away on the way added, or none when a
    leave has no end. Being away is never being late.
    """
    left, day = days, since
    holes = joined(away)
    while True:
        hole = next((h for h in holes if h[1] > day.toordinal()), None)
        if hole is None or hole[0] > day.toordinal() + left:
            return day + timedelta(days=left)
        left -= max(0, hole[0] - day.toordinal())
        if hole[1] > date.max.toordinal():
            return None
        day = date.fromordinal(hole[1])
        holes = holes[1:]


def _asked(
    requirement: Requirement,
    cycle: Cycle,
    assignments: Collection[Membership],
    away: Iterable[Span],
    day: date,
) -> tuple[date | None, date] | None:
    """Due day and start of the person's own time in the cycle, if the cycle asks it of them that
    day or later.
    """
    if cycle.to_day is not None and cycle.to_day < day:
        return None
    within = common(cycle.span, span(requirement.start_day, None))
    if within is None:
        return None
    spans = [
        shared
        for membership in assignments
        if membership.population in requirement.populations
        and cycle.place_id in (None, membership.place_id)
        and (shared := common(membership.span, within))
    ]
    for start, end in joined(spans):
        if day.toordinal() < end:
            since = date.fromordinal(start)
            return due_day(since, requirement.days, away), since
    return None


def _status(
    facts: Facts, left: tuple[str, ...], away: Iterable[Span], since: date, day: date
) -> Status:
    if not left:
        return Status.DONE
    if since > day:
        return Status.UPCOMING
    if any(start <= day.toordinal() < end for start, end in away):
        return Status.AWAY
    if not facts.reachable:
        return Status.UNREACHABLE
    if any(module in facts.completed for module in left):
        return Status.EXPIRED
    return Status.STARTED if facts.begun_on or facts.completed else Status.NOT_STARTED
