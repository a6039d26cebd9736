"""What a list of persons says: rows, parts that add up, and which rows a filter keeps. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from app.content.rules import Module
from app.core.alphabet import swedish
from app.duties.rules import Duty, Status
from app.people.rules import Population

PER_PAGE = 50

LEFT = frozenset({Status.UNREACHABLE, Status.EXPIRED, Status.STARTED, Status.NOT_STARTED})
"""The statuses in which something is left to do."""


@dataclass(frozen=True, slots=True)
class Where:
    """The places where something is asked of somebody, with all above them, and their names."""

    place_ids: tuple[int, ...]
    places: str


@dataclass(frozen=True, slots=True)
class Standing:
    """As what somebody is asked, where the duty stands, and the modules that are left."""

    population: Population
    duty: Duty
    left: tuple[Module, ...]


@dataclass(frozen=True, slots=True)
class PersonRow:
    """One person under one requirement: who, where, and where the duty stands. A list of everybody
    is long, so a row holds nothing of its own that it can share with others.
    """

    subject: int
    given_name: str
    family_name: str
    where: Where
    standing: Standing

    @property
    def name(self) -> str:
        return f"{self.given_name} {self.family_name}".strip()

    @property
    def place_ids(self) -> tuple[int, ...]:
        return self.where.place_ids

    @property
    def places(self) -> str:
        return self.where.places

    @property
    def population(self) -> Population:
        return self.standing.population

    @property
    def duty(self) -> Duty:
        return self.standing.duty

    @property
    def left(self) -> tuple[Module, ...]:
        return self.standing.left


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


def left(rows: Iterable[PersonRow]) -> int:
    """How many rows have something left."""
    return sum(1 for row in rows if row.duty.status in LEFT)


class _Alphabet(dict[str, str]):
    """Each name with the key it is sorted by, made when it is first met."""

    def __missing__(self, name: str) -> str:
        self[name] = key = swedish(name)
        return key


ORDERS = {"": "standing", "namn": "name", "senast": "due"}
"""What a list can be sorted by: the words of the address, and what they mean."""


def in_order(rows: Iterable[PersonRow], by: str = "name") -> list[PersonRow]:
    """By name as Swedes sort it, and a person's own rows by requirement; or, before that, by
    `standing` (who is late first, who is done last) or by day `due` (who is done last).
    """
    listed, keys = list(rows), _Alphabet()
    listed.sort(key=lambda row: row.duty.requirement.key)  # in steps: no row gets a key of its own
    listed.sort(key=lambda row: keys[row.given_name])
    listed.sort(key=lambda row: keys[row.family_name])
    if by == "standing":
        listed.sort(key=_waits)
    if by == "due":
        listed.sort(key=lambda row: row.duty.due or date.max)
        listed.sort(key=lambda row: row.duty.status is Status.DONE)
    return listed


def _waits(row: PersonRow) -> int:
    """How long a row can wait: who is late least, then who has something left, who is done most."""
    if row.duty.late:
        return 0
    if row.duty.status in LEFT:
        return 1
    return 3 if row.duty.status is Status.DONE else 2


def persons(rows: Iterable[PersonRow]) -> int:
    """How many different persons there are in rows as they are read: a person's own together."""
    return sum(1 for _ in groupby(rows, key=lambda row: row.subject))


def page(rows: Sequence[PersonRow], number: int) -> tuple[Sequence[PersonRow], int, int]:
    """The rows of one page, its number (the nearest that exists) and how many pages there are."""
    pages = max(1, -(-len(rows) // PER_PAGE))
    number = min(max(1, number), pages)
    return rows[(number - 1) * PER_PAGE : number * PER_PAGE], number, pages


def earliest(days: Iterable[date | None], today: date) -> date | None:
    """The first of the days that have not passed."""
    return min((day for day in days if day is not None and day >= today), default=None)
