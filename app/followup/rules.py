"""What a list of persons says: rows, parts that add up, and which rows a filter keeps. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from app.content.rules import Module
from app.duties.rules import Duty, Status
from app.people.rules import Population

PER_PAGE = 50

LEFT = frozenset({Status.UNREACHABLE, Status.EXPIRED, Status.STARTED, Status.NOT_STARTED})
"""The statuses in which something is left to do."""


@dataclass(frozen=True, slots=True)
class PersonRow:
    """One person under one requirement: who, where, and where the duty stands."""

    subject: int
    name: str
    sort_key: tuple[str, str]
    place_ids: tuple[int, ...]
    places: str
    population: Population
    duty: Duty
    left: tuple[Module, ...]


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a filter asks for; empty means all."""

    text: str = ""
    status: str = ""
    population: str = ""
    requirement: str = ""
    places: frozenset[int] | None = None

    def keeps(self, row: PersonRow) -> bool:
        return (
            (not self.text or self.text.casefold() in row.name.casefold())
            and (not self.status or self._status(row))
            and (not self.population or row.population == self.population)
            and (not self.requirement or row.duty.requirement.key == self.requirement)
            and (self.places is None or not self.places.isdisjoint(row.place_ids))
        )

    def _status(self, row: PersonRow) -> bool:
        if self.status == "left":
            return row.duty.status in LEFT
        if self.status == "late":
            return row.duty.late
        return row.duty.status == self.status


def parts(rows: Iterable[PersonRow]) -> list[tuple[Status, int]]:
    """How many stand in each status, in order of precedence. The parts add up to the number of
    rows.
    """
    counted = Counter(row.duty.status for row in rows)
    return [(status, counted[status]) for status in Status if counted[status]]


def in_order(rows: Iterable[PersonRow]) -> list[PersonRow]:
    """By name as Swedes sort it, and a person's own rows by requirement."""
    listed = sorted(rows, key=lambda row: row.duty.requirement.key)
    listed.sort(key=lambda row: row.sort_key)  # two steps: no keys are made for a long list
    return listed


def page(rows: Sequence[PersonRow], number: int) -> tuple[Sequence[PersonRow], int, int]:
    """The rows of one page, its number (the nearest that exists) and how many pages there are."""
    pages = max(1, -(-len(rows) // PER_PAGE))
    number = min(max(1, number), pages)
    return rows[(number - 1) * PER_PAGE : number * PER_PAGE], number, pages


def earliest(days: Iterable[date | None]) -> date | None:
    """The first of the days that are known."""
    return min((day for day in days if day is not None), default=None)
