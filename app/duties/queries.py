"""Reading what is required and deriving who owes what: the one way for pages, lists and files."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import select

from app.content.library import Library
from app.core.db import read
from app.duties import models
from app.duties.rules import Cycle, Duty, Facts, Requirement, duty
from app.learning import queries as learning
from app.learning.queries import Standing
from app.people import queries as people
from app.people.queries import Belonging
from app.people.rules import Membership, Population, tracks

_requirement, _cycle = models.Requirement.__table__.c, models.Cycle.__table__.c
_REQUIREMENTS = select(
    _requirement.id,
    _requirement.key,
    _requirement.title,
    _requirement.course_id,
    _requirement.wording,
    _requirement.populations,
    _requirement.start_day,
    _requirement.days,
    _requirement.validity_months,
).order_by(_requirement.id)
_CYCLES = select(_cycle.requirement_id, _cycle.from_day, _cycle.to_day, _cycle.place_id).order_by(
    _cycle.id
)


def requirements(places: Collection[int] | None = None) -> tuple[Requirement, ...]:
    """All requirements in the order they were made, with their cycles: all of them, or those that
    concern everybody or these places. Two statements.
    """
    cycles: dict[int, list[Cycle]] = {}
    for requirement, from_day, to_day, place in read(_CYCLES):
        if place is None or places is None or place in places:
            cycles.setdefault(requirement, []).append(Cycle(from_day, to_day, place))
    return tuple(
        Requirement(
            key, title, course, wording, frozenset(groups), start, days, months,
            tuple(cycles.get(own, ())),
        )
        for own, key, title, course, wording, groups, start, days, months in read(_REQUIREMENTS)
    )  # fmt: skip


_VALIDITY = select(_requirement.populations, _requirement.validity_months)


def validity_by_population() -> dict[Population, int | None]:
    """For how many months a completion holds, by population: the longest that any requirement
    gives it. One statement.
    """
    found: dict[Population, int | None] = {}
    for populations, months in read(_VALIDITY):
        for population in populations:
            earlier = found.get(population, months)
            found[population] = None if months is None or earlier is None else max(months, earlier)
    return found


NEVER = date.max
NOTHING: Mapping[str, date] = {}


@dataclass(frozen=True, slots=True)
class Owed:
    """A person's duties, with what they were derived from: where the person belongs and stands."""

    belonging: Belonging
    duties: tuple[Duty, ...]
    standing: Mapping[str, Standing] = field(default_factory=dict)


def modules_of(
    library: Library, course_id: str, belongs: Iterable[Membership], day: date
) -> tuple[str, ...]:
    """The ids of the modules that are a person's by all populations now or to come, in order."""
    return tuple(m.id for m in library.course(course_id).modules_for(tracks(belongs, day)))


def owed_by(subject: int, library: Library, day: date) -> Owed:
    """What one person owes on a day. Three statements, and one for each course required."""
    belongs = people.belonging(subject)
    asked = requirements({m.place_id for m in belongs.memberships})
    courses = {requirement.course_id for requirement in asked}
    standing = {course: learning.standing(subject, course) for course in courses}
    duties = []
    for requirement in asked:
        stands = standing[requirement.course_id]
        facts = Facts(
            modules_of(library, requirement.course_id, belongs.memberships, day),
            stands.done,
            min(stands.begun.values(), default=None),
            belongs.away,
            added=library.added.get(requirement.course_id, NOTHING),
        )
        if owed := duty(requirement, belongs.memberships, facts, day):
            duties.append(owed)
    return Owed(belongs, tuple(duties), standing)


def owed_by_all(
    library: Library,
    day: date,
    reachable: Mapping[int, bool],
    subjects: Collection[int] | None = None,
) -> dict[int, Owed]:
    """What everybody (or these subjects) owes on a day: the same rule, the facts read in bulk."""
    asked = requirements()
    belonging = people.belongings(subjects)
    facts = {
        course: _read_for(course, list(belonging), subjects is None, day)
        for course in {requirement.course_id for requirement in asked}
    }
    known: dict[tuple[str, tuple[str, ...]], tuple[str, ...]] = {}
    found: dict[int, Owed] = {}
    for subject, belongs in belonging.items():
        mine = tracks(belongs.memberships, day)
        populations = {m.population for m in belongs.memberships}
        duties = []
        for requirement in asked:
            if requirement.populations.isdisjoint(populations):
                continue
            course = requirement.course_id
            if (course, mine) not in known:
                known[course, mine] = modules_of(library, course, belongs.memberships, day)
            completed, begun = facts[course]
            what = Facts(
                known[course, mine],
                completed.get(subject, NOTHING),
                begun.get(subject),
                belongs.away,
                reachable.get(subject, False),
                library.added.get(course, NOTHING),
            )
            if owed := duty(requirement, belongs.memberships, what, day):
                duties.append(owed)
        found[subject] = Owed(belongs, tuple(duties))
    return found


def _read_for(
    course: str, subjects: Collection[int], everybody: bool, day: date
) -> tuple[Mapping[int, Mapping[str, date]], Mapping[int, date]]:
    """What is completed, and on which day who has completed nothing by `day` began: the others
    have begun anyhow, and answers are many.
    """
    completed = learning.completed_by_all(course, None if everybody else subjects)
    waiting = [s for s in subjects if min(completed.get(s, NOTHING).values(), default=NEVER) > day]
    return completed, learning.begun_by_all(course, None if everybody else waiting)
