"""What the database holds that an import is compared with, read in a few statements."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import select

from app.core.db import db
from app.people.models import (
    Assignment,
    Employment,
    Leave,
    MandatePeriod,
    Person,
    Place,
    PlaceVersion,
    RoleGrant,
)
from app.people.roster_columns import plain, shown
from app.people.roster_spans import Had


@dataclass(slots=True)
class Known:
    """A person as the database has it, or as the plan is to make it (no id yet)."""

    id: int | None
    subject: int
    external_key: str | None
    given_name: str
    family_name: str
    email: str | None
    username: str | None
    protected: bool = False
    before: tuple[Any, ...] = ()

    @property
    def values(self) -> tuple[Any, ...]:
        return (
            self.external_key,
            self.given_name,
            self.family_name,
            self.email,
            self.username,
            self.protected,
        )


FIELDS = ("external_key", "given_name", "family_name", "email", "username", "protected")


def persons() -> list[Known]:
    query = select(
        Person.id,
        Person.subject,
        Person.external_key,
        Person.given_name,
        Person.family_name,
        Person.email,
        Person.username,
        Person.protected,
    )
    found = [Known(*row) for row in db.session.execute(query)]
    for person in found:
        person.before = person.values
    return found


def employments() -> dict[int, list[Had]]:
    """By subject. The state is unit, form, manager, main, extent, AID, title."""
    found: dict[int, list[Had]] = defaultdict(list)
    for row in db.session.execute(select(Employment.__table__).order_by(Employment.id)):
        state = (row.place_id, row.form, row.manager, row.main, row.extent, row.aid, row.title)
        found[row.subject].append(Had(row.id, state, row.from_day, row.to_day, row.number))
    return found


def employed() -> set[int]:
    """The subjects that have, have had or will have an employment."""
    return set(db.session.scalars(select(Employment.subject).distinct()))


def assignments() -> dict[tuple[int, int], list[Had]]:
    """By subject and body. The state is body and position."""
    found: dict[tuple[int, int], list[Had]] = defaultdict(list)
    for row in db.session.execute(select(Assignment.__table__).order_by(Assignment.id)):
        span = Had(row.id, (row.place_id, row.position), row.from_day, row.to_day)
        found[row.subject, row.place_id].append(span)
    return found


def leaves() -> dict[int, list[Had]]:
    """By subject, in order of first day."""
    found: dict[int, list[Had]] = defaultdict(list)
    for row in db.session.execute(select(Leave.__table__).order_by(Leave.from_day, Leave.id)):
        found[row.subject].append(Had(row.id, (), row.from_day, row.to_day))
    return found


def roster_grants() -> dict[int, list[Had]]:
    """What the roster has given, by person id. The state is role and unit."""
    found: dict[int, list[Had]] = defaultdict(list)
    query = select(RoleGrant.__table__).where(RoleGrant.source == "roster").order_by(RoleGrant.id)
    for row in db.session.execute(query):
        span = Had(row.id, (row.role, row.place_id), row.from_day, row.to_day)
        found[row.person_id].append(span)
    return found


@dataclass(slots=True)
class KnownPlace:
    """A place with its versions: state is the key of the place above and the name."""

    id: int
    key: str
    kind: str
    versions: list[Had] = field(default_factory=list)

    @property
    def last(self) -> Had | None:
        return max(self.versions, key=lambda version: version.from_day, default=None)

    @property
    def name(self) -> str:
        return str(self.last.state[1]) if self.last else ""

    @property
    def parent(self) -> str:
        return str(self.last.state[0]) if self.last else ""

    def ended_before(self, day: date) -> date | None:
        """The last day, if the place is no more on that day."""
        last = self.last
        return last.to_day if last and last.to_day is not None and last.to_day < day else None


def places(kinds: Iterable[str]) -> dict[str, KnownPlace]:
    """Places of these kinds by key."""
    rows = db.session.execute(select(Place.id, Place.key, Place.kind)).all()
    keys = {row.id: row.key for row in rows}
    by_id = {row.id: KnownPlace(row.id, row.key, row.kind) for row in rows}
    for row in db.session.execute(select(PlaceVersion.__table__)):
        above = keys.get(row.parent_id, "")
        by_id[row.place_id].versions.append(
            Had(row.id, (above, row.name), row.from_day, row.to_day)
        )
    wanted = set(kinds)
    return {place.key: place for place in by_id.values() if place.kind in wanted}


def periods() -> dict[int, list[Had]]:
    """Mandate periods by body."""
    found: dict[int, list[Had]] = defaultdict(list)
    for row in db.session.execute(select(MandatePeriod.__table__)):
        found[row.place_id].append(Had(row.id, (), row.from_day, row.to_day))
    return found


class Index:
    """Finds a place by its id, by a name that only it has, or by a path of names from above."""

    def __init__(self, known: dict[str, KnownPlace], what: str) -> None:
        self.known, self.what = known, what
        self.by_name: dict[str, list[KnownPlace]] = defaultdict(list)
        for place in known.values():
            self.by_name[plain(place.name)].append(place)
        self.found: dict[str, KnownPlace | str] = {}

    def find(self, said: str) -> KnownPlace | str:
        """The place, or why there is none to be had, as a sentence."""
        if said not in self.found:
            self.found[said] = self._find(said)
        return self.found[said]

    def _find(self, said: str) -> KnownPlace | str:
        if said in self.known:
            return self.known[said]
        named = self.by_name.get(plain(said), []) if plain(said) else []
        path = [part.strip() for part in said.replace(">", "/").split("/") if part.strip()]
        if not named and len(path) > 1:
            named = [p for p in self.by_name.get(plain(path[-1]), []) if self._stands(p, path)]
        if len(named) == 1:
            return named[0]
        if named:
            return (
                f"{self.what} {shown(said)} finns på {len(named)} ställen. "
                f"Skriv id eller hela vägen, till exempel {self._path(named[0])}."
            )
        return f"{self.what} {shown(said)} finns inte. Läs in den filen först, eller rätta raden."

    def _above(self, place: KnownPlace) -> list[KnownPlace]:
        line: list[KnownPlace] = []
        above = self.known.get(place.parent)
        while above is not None and above not in line:
            line.append(above)
            above = self.known.get(above.parent)
        return line

    def _stands(self, place: KnownPlace, path: list[str]) -> bool:
        line = [plain(above.name) for above in self._above(place)]
        asked = [plain(part) for part in reversed(path[:-1])]
        return line[: len(asked)] == asked

    def _path(self, place: KnownPlace) -> str:
        line = [above.name for above in reversed(self._above(place)[:1])]
        return " / ".join([*line, place.name])
