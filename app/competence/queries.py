"""Reading the counts, and the facts that they are counted from."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import func, select

from app.competence.models import RollUp, Standing, StandingDay
from app.competence.rules import (
    Booking,
    FirstAnswer,
    Profiles,
    Reached,
    ShownRule,
    bookings,
    shown_at,
)
from app.content import queries as content
from app.core.days import swedish_day
from app.core.db import db
from app.duties import queries as duties
from app.learning import queries as learning
from app.learning.queries import Evidence
from app.people import queries as people
from app.people.rules import FOREVER, Population, standing_in

RULE = ShownRule()

Counts = dict[tuple[int, str, str], int]
"""Place, competence and rung: how many."""


@dataclass(frozen=True, slots=True)
class Ground:
    """What is the same for everybody when one counts: tags, profiles and for how long completions
    hold.
    """

    tags: Mapping[str, tuple[str, ...]]
    profiles: tuple[Profiles, ...]
    validity: Mapping[Population, int | None]


def ground() -> Ground:
    """Tags of every published text and question, the dated profiles, and the validity by
    population.
    """
    tags, published = content.tags_and_profiles()
    return Ground(tags, dated(published), duties.validity_by_population())


def dated(published: content.DatedProfiles) -> tuple[Profiles, ...]:
    """The framework's role profiles with the days between which each held; the first holds from
    the beginning.
    """
    known = [(swedish_day(at).toordinal(), needed) for at, needed in published]
    starts = [day if place else 0 for place, (day, _) in enumerate(known)]
    ends = [*starts[1:], FOREVER]
    return tuple(
        Profiles((start, end), needed)
        for start, end, (_, needed) in zip(starts, ends, known, strict=False)
        if start < end
    )


def telling(evidence: Evidence, tags: Mapping[str, tuple[str, ...]], about: set[str]) -> Evidence:
    """The part of the evidence that is about these competences."""

    def tells(row: tuple[Any, ...]) -> bool:
        return not about.isdisjoint(tags.get(row[0], ()))

    return Evidence(
        tuple(row for row in evidence.completed if tells(row)),
        tuple(row for row in evidence.first_answers if tells(row)),
    )


def reached(
    evidence: Evidence, tags: Mapping[str, tuple[str, ...]], about: Collection[str] | None = None
) -> Reached:
    """The rungs that a person's evidence reaches, with their days: of all competences, or of
    those asked about.
    """
    completed: dict[str, list[int]] = {}
    for fingerprint, at in evidence.completed:
        for competence in tags.get(fingerprint, ()):
            if about is None or competence in about:
                completed.setdefault(competence, []).append(swedish_day(at).toordinal())
    answers: dict[str, list[FirstAnswer]] = {}
    for fingerprint, right, at in evidence.first_answers:
        for competence in tags.get(fingerprint, ()):
            if about is None or competence in about:
                answers.setdefault(competence, []).append(FirstAnswer(at, right))
    shown = {
        competence: swedish_day(moment).toordinal()
        for competence, given in answers.items()
        if (moment := shown_at(given, RULE))
    }
    return Reached(completed, shown)


def recount(subjects: Collection[int] | None = None) -> Iterator[tuple[int, Counter[Booking]]]:
    """Each subject with everything it adds to the counts, derived from the facts alone."""
    base = ground()
    belongings = people.belongings(subjects)
    tree = people.tree()
    evidence = learning.evidence(subjects)
    for subject, belongs in belongings.items():
        standing = standing_in(belongs.memberships, belongs.away, tree)
        held = reached(evidence.get(subject, Evidence()), base.tags)
        yield subject, bookings(standing, base.profiles, held, base.validity)


def standing_day() -> date | None:
    """Through which day the standing counts are summed."""
    return db.session.scalar(select(StandingDay.day))


def counts(
    places: Collection[int],
    day: date,
    populations: Collection[str] | None = None,
    rungs: Collection[str] | None = None,
) -> Counts:
    """How many need each competence and stand on each rung in these places, as of a day. Two or
    three statements.
    """
    through = standing_day()
    found: Counter[tuple[int, str, str]] = Counter()

    def add(table: type[Standing] | type[RollUp], amount: Any, *which: Any) -> None:
        about = (table.place_id, table.competence, table.rung)
        query = select(*about, func.sum(amount)).where(table.place_id.in_(places), *which)
        if populations is not None:
            query = query.where(table.population.in_(populations))
        if rungs is not None:
            query = query.where(table.rung.in_(rungs))
        for *key, number in db.session.execute(query.group_by(*about)):
            found[tuple(key)] += number

    if through is not None and day >= through:
        add(Standing, Standing.count)
        add(RollUp, RollUp.change, RollUp.day > through, RollUp.day <= day)
    else:
        add(RollUp, RollUp.change, RollUp.day <= day)
    return found
