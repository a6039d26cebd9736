"""An independent recount: one day, one place and one person at a time, in the plainest way.

It shares no code with the product; what both must agree on is written out again here.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

FIRST_THAT_FITS = ("manager", "employee", "hourly", "member", "deputy")
ON_LEAVE = ("manager", "employee", "hourly")
ROLE = {
    "manager": "manager",
    "employee": "employee",
    "hourly": "employee",
    "member": "politician",
    "deputy": "politician",
}

Counted = Counter[tuple[int, str, str, str]]
"""Place, competence, rung and population: how many."""


@dataclass
class Town:
    """What is the same for everybody: (place, parent, first, last), profiles from a day, months."""

    versions: list[tuple[int, int | None, date, date | None]] = field(default_factory=list)
    profiles: list[tuple[date, dict[str, frozenset[str]]]] = field(default_factory=list)
    months: dict[str, int | None] = field(default_factory=dict)

    def above(self, place: int, day: date) -> list[int]:
        """The place and what stands above it that day, until the top or a place seen before."""
        line = [place]
        while True:
            parents = [
                parent
                for child, parent, first, last in self.versions
                if child == line[-1] and first <= day and (last is None or day <= last)
            ]
            if not parents or parents[0] is None or parents[0] in line:
                return line
            line.append(parents[0])

    def needed(self, population: str, day: date) -> frozenset[str]:
        """The competences of the profile that held that day; before the first, the first."""
        held = self.profiles[:1]
        held += [profile for profile in self.profiles[1:] if profile[0] <= day]
        return held[-1][1].get(ROLE[population], frozenset()) if held else frozenset()


@dataclass
class Life:
    """One person: (place, population, first, last), leave, completions and first answers."""

    belongs: list[tuple[int, str, date, date | None]] = field(default_factory=list)
    leave: list[tuple[date, date | None]] = field(default_factory=list)
    done: list[tuple[str, date]] = field(default_factory=list)
    answers: list[tuple[str, datetime, bool, date]] = field(default_factory=list)

    def population(self, town: Town, place: int, day: date) -> str | None:
        """What the person is counted as in the place that day, if at all."""
        away = any(first <= day and (last is None or day <= last) for first, last in self.leave)
        here = {
            population
            for where, population, first, last in self.belongs
            if first <= day and (last is None or day <= last)
            if place in town.above(where, day) and not (away and population in ON_LEAVE)
        }
        return next((population for population in FIRST_THAT_FITS if population in here), None)

    def has_completed(self, competence: str, months: int | None, day: date) -> bool:
        return any(
            what == competence and when <= day and (months is None or day < later(when, months))
            for what, when in self.done
        )

    def has_shown(self, competence: str, day: date) -> bool:
        """Three first answers or more, four of five right, at some moment up to that day."""
        told = sorted((at, right) for what, at, right, when in self.answers if what == competence)
        days = {at: when for what, at, _, when in self.answers if what == competence}
        for many in range(3, len(told) + 1):
            right = sum(right for _, right in told[:many])
            if right / many >= 0.8 and days[told[many - 1][0]] <= day:
                return True
        return False


def later(day: date, months: int) -> date:
    """That many months on: the same day of the month, or the last that there is."""
    year, month = day.year, day.month
    for _ in range(months):
        year, month = (year + 1, 1) if month == 12 else (year, month + 1)
    wanted = day.day
    while True:
        try:
            return date(year, month, wanted)
        except ValueError:
            wanted -= 1


def count(town: Town, lives: Iterable[Life], places: Iterable[int], day: date) -> Counted:
    """How many need each competence and stand on each rung, in each place and population."""
    found: Counted = Counter()
    every = list(places)
    for life in lives:
        for place in every:
            population = life.population(town, place, day)
            if population is None:
                continue
            for competence in town.needed(population, day):
                found[place, competence, "needed", population] += 1
                if life.has_completed(competence, town.months.get(population), day):
                    found[place, competence, "completed", population] += 1
                if life.has_shown(competence, day):
                    found[place, competence, "shown", population] += 1
    return found


def every_day(first: date, last: date) -> Iterable[date]:
    while first <= last:
        yield first
        first += timedelta(days=1)
