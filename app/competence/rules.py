"""When a rung of the evidence ladder is reached, and what a person adds to the counts. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from app.people.rules import FOREVER, PROFILE, Population, Span, common, joined, months_later

RUNGS = ("completed", "shown")
ALWAYS: Span = (0, FOREVER)

Place = int
Booking = tuple[Place, str, str, Population, int]
"""Place, competence, rung, population and day (ordinal): what a change is about."""


@dataclass(frozen=True, slots=True)
class ShownRule:
    """When a competence is shown (product.md §3): questions answered for the first time, and the
    share right.
    """

    questions: int = 3
    percent: int = 80


@dataclass(frozen=True, slots=True)
class FirstAnswer:
    """A question of a competence answered for the first time in a check."""

    at: datetime
    right: bool


@dataclass(frozen=True, slots=True)
class Profiles:
    """Which competences each role's profile holds, for a span of days."""

    when: Span
    needed: Mapping[str, frozenset[str]]


@dataclass(frozen=True, slots=True)
class Reached:
    """On which days (ordinals) a person reached a rung of a competence. Shown does not run out."""

    completed: Mapping[str, Sequence[int]]
    shown: Mapping[str, int]


def shown_at(answers: Iterable[FirstAnswer], rule: ShownRule) -> datetime | None:
    """The moment a competence was first shown, or none: what was shown once is not taken back.

    Of answers at one moment the wrong come first, so that their order in the list says nothing.
    """
    right = 0
    for total, answer in enumerate(sorted(answers, key=lambda a: (a.at, a.right)), start=1):
        right += answer.right
        if total >= rule.questions and right * 100 >= rule.percent * total:
            return answer.at
    return None


def can_be_shown(questions_in_course: int, rule: ShownRule) -> bool:
    """Whether enough questions exist; otherwise the competence reads ”kan inte visas än”."""
    return questions_in_course >= rule.questions


def held(days: Iterable[int], months: int | None) -> list[Span]:
    """The spans in which something reached on these days holds, if it holds for `months` (none:
    for good).
    """
    if months is None:
        return joined((day, FOREVER) for day in days)
    return joined((day, months_later(date.fromordinal(day), months).toordinal()) for day in days)


def bookings(
    standing: Mapping[Place, Iterable[tuple[Span, Population]]],
    profiles: Iterable[Profiles],
    reached: Reached,
    validity: Mapping[Population, int | None],
    rungs: Iterable[str] = ("needed", *RUNGS),
) -> Counter[Booking]:
    """Everything one person adds to the counts: +1 on the day something begins, -1 on the day after
    it ends.

    `standing` says where, when and in which population the person is counted
    (`people.rules.standing_in`), `validity` for how many months a completion holds in a
    population. Who has no need of a competence is not counted on it.
    """
    result: Counter[Booking] = Counter()
    dated, wanted = tuple(profiles), frozenset(rungs)
    known: dict[tuple[str, int | None], list[tuple[str, Sequence[Span]]]] = {}
    for place, pieces in standing.items():
        for piece, population in pieces:
            for profile in dated:
                counted = common(piece, profile.when)
                if counted is None:
                    continue
                for competence in profile.needed.get(PROFILE[population], ()):
                    key = competence, validity.get(population)
                    if key not in known:
                        known[key] = [s for s in _spans(reached, *key) if s[0] in wanted]
                    for rung, spans in known[key]:
                        _book(result, (place, competence, rung, population), counted, spans)
    return Counter({booking: change for booking, change in result.items() if change})


def _spans(
    reached: Reached, competence: str, months: int | None
) -> Iterator[tuple[str, Sequence[Span]]]:
    """Each rung with the days on which a person stands on it; who needs it needs it always."""
    yield "needed", (ALWAYS,)
    yield "completed", held(reached.completed.get(competence, ()), months)
    if competence in reached.shown:
        yield "shown", ((reached.shown[competence], FOREVER),)


def _book(
    result: Counter[Booking],
    about: tuple[Place, str, str, Population],
    counted: Span,
    spans: Iterable[Span],
) -> None:
    for days in spans:
        if shared := common(counted, days):
            result[*about, shared[0]] += 1
            if shared[1] < FOREVER:
                result[*about, shared[1]] -= 1


@dataclass(frozen=True, slots=True)
class Cell:
    """How many need a competence in a place, and how many of them stand on the rung."""

    needed: int
    reached: int

    @property
    def percent(self) -> int:
        return (200 * self.reached + self.needed) // (2 * self.needed) if self.needed else 0

    @property
    def level(self) -> int:
        """Five fixed steps: 0–19, 20–39, 40–59, 60–79, 80–100."""
        return min(self.percent // 20, 4)


def too_small(cell: Cell, smallest: int) -> bool:
    """Whether a group is so small that its figure would tell of persons: 1 to `smallest` - 1."""
    return 0 < cell.needed < smallest


def hidden(cells: Mapping[Place, Cell], smallest: int, total_shown: bool) -> frozenset[Place]:
    """The places whose figures are hidden: too small, and one more where a total would give a
    single one away.
    """
    small = {place for place, cell in cells.items() if too_small(cell, smallest)}
    if total_shown and small:
        lacking = sum(cells[place].needed for place in small)
        others = sorted(
            (cell.needed, place)
            for place, cell in cells.items()
            if place not in small and cell.needed
        )
        while others and (len(small) < 2 or lacking < smallest):
            needed, place = others.pop(0)
            small.add(place)
            lacking += needed
    return frozenset(small)
