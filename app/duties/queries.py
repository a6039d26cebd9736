"""Reading what is required and deriving who owes what: the one way for pages, lists and files."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import select

from app.content.library import Library
from app.core.db import db
from app.duties import models
from app.duties.rules import Cycle, Duty, Facts, Requirement, duty
from app.learning import queries as learning
from app.learning.queries import Standing
from app.people import queries as people
from app.people.queries import Belonging
from app.people.rules import Membership, Population, tracks


def requirements() -> tuple[Requirement, ...]:
    """All requirements with their cycles, in the order they were made. One statement."""
    r, c = models.Requirement, models.Cycle
    found = db.session.execute(
        select(
            r.id,
            r.key,
            r.title,
            r.course_id,
            r.wording,
            r.populations,
            r.start_day,
            r.days,
            r.validity_months,
            c.from_day,
            c.to_day,
            c.place_id,
        )
        .outerjoin(c, c.requirement_id == r.id)
        .order_by(r.id, c.id)
    )
    heads: dict[int, tuple[object, ...]] = {}
    cycles: dict[int, list[Cycle]] = {}
    for row in found:
        heads[row[0]] = row[1:9]
        if row[9] is not None:
            cycles.setdefault(row[0], []).append(Cycle(row[9], row[10], row[11]))
    return tuple(
        Requirement(
            key=head[0],  # type: ignore[arg-type]
            title=head[1],  # type: ignore[arg-type]
            course_id=head[2],  # type: ignore[arg-type]
            wording=head[3],  # type: ignore[arg-type]
            populations=frozenset(head[4]),  # type: ignore[arg-type,call-overload]
            start_day=head[5],  # type: ignore[arg-type]
            days=head[6],  # type: ignore[arg-type]
            validity_months=head[7],  # type: ignore[arg-type]
            cycles=tuple(cycles.get(key, ())),
        )
        for key, head in heads.items()
    )


def validity_by_population() -> dict[Population, int | None]:
    """For how many months a completion holds, by population: the longest that any requirement
    gives it.
    """
    found: dict[Population, int | None] = {}
    query = select(models.Requirement.populations, models.Requirement.validity_months)
    for populations, months in db.session.execute(query):
        for population in populations:
            earlier = found.get(population, months)
            found[population] = None if months is None or earlier is None else max(months, earlier)
    return found


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
    """What one person owes on a day. Two statements, and one for each course that is required."""
    belongs = people.belonging(subject)
    asked = requirements()
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
    courses = {requirement.course_id for requirement in asked}
    completed = {course: learning.completed_by_all(course) for course in courses}
    begun = {course: learning.begun_by_all(course) for course in courses}
    known: dict[tuple[str, tuple[str, ...]], tuple[str, ...]] = {}
    found: dict[int, Owed] = {}
    for subject, belongs in people.belongings(subjects).items():
        mine = tracks(belongs.memberships, day)
        duties = []
        for requirement in asked:
            course = requirement.course_id
            if (course, mine) not in known:
                known[course, mine] = modules_of(library, course, belongs.memberships, day)
            facts = Facts(
                known[course, mine],
                completed[course].get(subject, {}),
                begun[course].get(subject),
                belongs.away,
                reachable.get(subject, False),
            )
            if owed := duty(requirement, belongs.memberships, facts, day):
                duties.append(owed)
        found[subject] = Owed(belongs, tuple(duties))
    return found
