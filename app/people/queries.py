"""Reading who belongs where. All spans with their days; who asks decides which day counts."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import islice
from typing import Any

from sqlalchemy import Select, bindparam, false, literal, or_, select, union_all

from app.core.alphabet import swedish
from app.core.db import AT_ONCE, db, portions, read, some_rows
from app.core.errors import NotFound, Refused
from app.people.models import (
    Assignment,
    Employment,
    Leave,
    MandatePeriod,
    Person,
    Place,
    PlaceVersion,
)
from app.people.rules import (
    FORMS,
    DayTree,
    Membership,
    Span,
    Tree,
    Version,
    elected_population,
    span,
    staff_population,
)


@dataclass(frozen=True, slots=True)
class Named:
    """A person as shown in a list to who may see names."""

    person_id: int
    subject: int
    given_name: str
    family_name: str
    reachable: bool

    @property
    def name(self) -> str:
        return f"{self.given_name} {self.family_name}".strip()

    @property
    def sort_key(self) -> tuple[str, str]:
        return swedish(self.family_name), swedish(self.given_name)


@dataclass(frozen=True, slots=True)
class Belonging:
    """Where one person belongs, past and to come, and the spans of leave."""

    memberships: tuple[Membership, ...] = ()
    away: tuple[Span, ...] = ()


NOWHERE = Belonging()
_LEAVE = "leave"
_employment, _assignment, _leave = (table.__table__.c for table in (Employment, Assignment, Leave))
_BELONGING = (
    select(
        _employment.subject,
        _employment.place_id,
        _employment.form.label("what"),
        _employment.manager,
        _employment.from_day,
        _employment.to_day,
    ),
    select(
        _assignment.subject,
        _assignment.place_id,
        _assignment.position,
        false(),
        _assignment.from_day,
        _assignment.to_day,
    ),
    select(_leave.subject, literal(0), literal(_LEAVE), false(), _leave.from_day, _leave.to_day),
)
_OF_ALL = union_all(*_BELONGING)
_OF_SOME = union_all(
    *(
        part.where(part.selected_columns[0].in_(bindparam("subjects", expanding=True)))
        for part in _BELONGING
    )
)
_OF_ONE = union_all(
    *(part.where(part.selected_columns[0] == bindparam("subject")) for part in _BELONGING)
)
_version = PlaceVersion.__table__.c
_VERSIONS = select(
    _version.place_id, _version.parent_id, _version.name, _version.from_day, _version.to_day
)


def belonging(subject: int) -> Belonging:
    """Where one person belongs. One statement."""
    found = read(_OF_ONE, {"subject": subject})
    return _gathered(found).get(subject, NOWHERE)


def belongings(subjects: Collection[int] | None = None) -> dict[int, Belonging]:
    """Where these people belong, or everybody when none are named. One statement a portion."""
    if subjects is None:
        return _gathered(db.session.execute(_OF_ALL))
    found: dict[int, Belonging] = {}
    for some in portions(subjects):
        found |= _gathered(db.session.execute(_OF_SOME, {"subjects": some}))
    return found


def _gathered(rows: Iterable[Any]) -> dict[int, Belonging]:
    memberships: dict[int, list[Membership]] = {}
    away: dict[int, list[Span]] = {}
    for subject, place, what, manager, from_day, to_day in rows:
        if what == _LEAVE:
            away.setdefault(subject, []).append(span(from_day, to_day))
            continue
        population = (
            staff_population(what, bool(manager)) if what in FORMS else elected_population(what)
        )
        belongs = Membership(place, population, from_day, to_day)
        memberships.setdefault(subject, []).append(belongs)
    return {
        subject: Belonging(tuple(belongs), tuple(away.get(subject, ())))
        for subject, belongs in memberships.items()
    }


def tree() -> Tree:
    """The whole dated tree of units and bodies. One statement."""
    return Tree.of(Version(*row) for row in db.session.execute(_VERSIONS))


def _above() -> Select[Any]:
    places = [
        select(held.place_id).where(held.subject == bindparam("subject"))
        for held in (_employment, _assignment)
    ]
    start = _VERSIONS.where(or_(*(_version.place_id.in_(mine) for mine in places)))
    line = start.cte("line", recursive=True)
    further = _VERSIONS.join_from(
        PlaceVersion.__table__, line, _version.place_id == line.c.parent_id
    )
    return select(line.union(further))


_ABOVE = _above()


def tree_above(subject: int) -> Tree:
    """The part of the tree that stands, or has stood, where the person belongs and above. One
    statement.
    """
    return Tree.of(Version(*row) for row in read(_ABOVE, {"subject": subject}))


def kinds() -> dict[int, str]:
    """Each place's kind: unit, company or body."""
    return {row.id: row.kind for row in db.session.execute(select(Place.id, Place.kind))}


def place_with(key: str) -> int:
    """The place with this id of the municipality's own."""
    found = db.session.scalar(select(Place.id).where(Place.key == key))
    if found is None:
        raise NotFound("Ingen enhet och inget organ har id %(key)s. Inget är ändrat.", key=key)
    return found


def root_unit(day: date) -> int:
    """The unit at the top of the tree, where the whole municipality is counted."""
    known, tops = kinds(), DayTree.of(tree(), day).roots
    units = [place for place in tops if known.get(place) == "unit"]
    if len(units) != 1:
        raise Refused("Läs först in en fil med enheter som har en enda enhet överst.")
    return units[0]


def named(subjects: Collection[int] | None = None) -> dict[int, Named]:
    """Names by subject. Protected people and closed accounts are not among them."""
    return {who.subject: who for portion in named_in_portions(subjects) for who in portion}


def named_in_portions(subjects: Collection[int] | None = None) -> Iterator[list[Named]]:
    """The same names, some thousands at a time: for lists that shall not hold everybody at once."""
    query = (
        select(
            Person.subject,
            Person.id,
            Person.given_name,
            Person.family_name,
            Person.email,
            Person.username,
        )
        .where(Person.active, ~Person.protected)
        .order_by(Person.id)
    )
    rows = some_rows(query, Person.subject, subjects)
    while portion := list(islice(rows, AT_ONCE)):
        yield [
            Named(person_id, subject, given, family, bool(email or username))
            for subject, person_id, given, family, email, username in portion
        ]


def reachable(subject: int) -> bool:
    """Whether the person can be reached at all: has an e-mail address or a user name."""
    row = db.session.execute(
        select(Person.email, Person.username).where(Person.subject == subject)
    ).first()
    return row is not None and any(row)


def subjects() -> list[int]:
    """Every subject that has ever belonged somewhere, in order."""
    return sorted(db.session.scalars(select(Employment.subject).union(select(Assignment.subject))))


def members_of(places: Collection[int]) -> frozenset[int]:
    """The subjects that belong, have belonged or will belong directly to any of these places. One
    statement.
    """
    works = select(Employment.subject).where(Employment.place_id.in_(places))
    sits = select(Assignment.subject).where(Assignment.place_id.in_(places))
    return frozenset(db.session.scalars(works.union(sits)))


def mandate_periods() -> list[tuple[int, date, date]]:
    """Body, first day and last day of every mandate period."""
    query = select(MandatePeriod.place_id, MandatePeriod.from_day, MandatePeriod.to_day)
    return [(place, first, last) for place, first, last in db.session.execute(query)]
