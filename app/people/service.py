"""Doing: reading files in, and adding persons and roles by hand. Nothing here commits."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Table, bindparam, delete, insert, select, update

from app.core import audit
from app.core.days import swedish_day
from app.core.db import begin_writing, db, some_rows
from app.core.errors import Refused
from app.people import roster
from app.people.models import Employment, Person, Place, RoleGrant, Subject
from app.people.roster_elected import plan_elected
from app.people.roster_people import new_key
from app.people.roster_places import plan_bodies, plan_units
from app.people.roster_plan import Plan, describe
from app.people.roster_rows import Roster
from app.people.roster_staff import plan_staff

__all__ = ["Plan", "apply", "describe", "import_file", "plan"]

AT_ONCE = 5000
ORDER = (
    "place",
    "place_version",
    "mandate_period",
    "person",
    "employment",
    "assignment",
    "leave",
    "role_grant",
)


def import_file(path: Path, today: date, secret: bytes, allow_ended: bool = False) -> Plan:
    """What the file would change. `secret` makes keys of personnummer, if there is nothing else."""
    try:
        data = path.read_bytes()
    except OSError as error:
        raise Refused(
            "%(name)s: filen går inte att läsa. Finns den, och får du läsa den?", name=path.name
        ) from error
    begin_writing()
    return plan(roster.read(data, path.name, secret), today, allow_ended)


def plan(roster: Roster, today: date, allow_ended: bool = False) -> Plan:
    """What the roster would change, and whom it touches. Writes nothing."""
    match roster.kind:
        case "units":
            return plan_units(roster, today)
        case "bodies":
            return plan_bodies(roster, today)
        case "staff":
            return plan_staff(roster, today, allow_ended)
        case "elected":
            return plan_elected(roster, today, allow_ended)
    return Plan.of(roster, today)


def apply(plan: Plan, actor: int | None, now: datetime) -> None:
    """Do all that the plan says, with one line in the audit trail; an empty plan writes nothing."""
    if not plan.allowed:
        raise Refused(describe(plan)[-1])
    if plan.empty:
        return
    begin_writing()
    db.session.flush()
    _Applying(plan, now).run()
    db.session.expire_all()
    audit.record("import people", str(plan.kind), actor, now, **plan.counts)


class _Applying:
    """Writing a plan in bulk: a few statements for each table, however many people."""

    def __init__(self, plan: Plan, now: datetime) -> None:
        self.steps, self.now = plan.steps, now
        self.tables = Person.metadata.tables
        self.places: dict[str, int] = {}
        self.persons: dict[int, int] = {}

    def run(self) -> None:
        for name in ORDER:
            table = self.tables[name]
            if ids := self.steps.gone.get(name):
                _remove(table, ids)
            if changes := self.steps.set.get(name):
                self._change(table, changes)
            if rows := self.steps.new.get(name):
                self._add(table, rows)

    def _change(self, table: Table, changes: list[tuple[int, dict[str, Any]]]) -> None:
        if table.name == "person":
            ids = [row for row, _ in changes]
            _change(table, [(row, {"email": None, "username": None}) for row in ids])
        _change(table, [(row, self._resolved(values)) for row, values in changes])

    def _add(self, table: Table, rows: list[dict[str, Any]]) -> None:
        if table.name == "person":
            _insert(self.tables["subject"], [{"key": row["subject"]} for row in rows])
            rows = [{**row, "active": True, "created_at": self.now} for row in rows]
        elif table.name == "role_grant":
            self._load_persons({row["subject"] for row in rows})
        _insert(table, [self._resolved(row) for row in rows])

    def _resolved(self, values: dict[str, Any]) -> dict[str, Any]:
        """The same values with ids where the plan had keys."""
        values = dict(values)
        if "place" in values:
            values["place_id"] = self._place(values.pop("place"))
        if "parent" in values:
            values["parent_id"] = self._place(values.pop("parent"))
        if "role" in values:
            values["person_id"] = self.persons[values.pop("subject")]
        return values

    def _place(self, key: str) -> int | None:
        if not key:
            return None
        if not self.places:
            self.places = {k: row for row, k in db.session.execute(select(Place.id, Place.key))}
        return self.places[key]

    def _load_persons(self, subjects: set[int]) -> None:
        query = select(Person.subject, Person.id)
        self.persons = dict(tuple(row) for row in some_rows(query, Person.subject, subjects))


def _insert(table: Table, rows: list[dict[str, Any]]) -> None:
    for start in range(0, len(rows), AT_ONCE):
        db.session.execute(insert(table), rows[start : start + AT_ONCE])


def _change(table: Table, changes: Iterable[tuple[int, dict[str, Any]]]) -> None:
    """One statement for each set of columns, run for all rows at once."""
    alike: dict[tuple[str, ...], list[dict[str, Any]]] = defaultdict(list)
    for row, values in changes:
        alike[tuple(sorted(values))].append(
            {f"to_{k}": v for k, v in values.items()} | {"row": row}
        )
    for columns, rows in alike.items():
        values = {column: bindparam(f"to_{column}") for column in columns}
        statement = update(table).where(table.c.id == bindparam("row")).values(values)
        for start in range(0, len(rows), AT_ONCE):
            db.session.execute(statement, rows[start : start + AT_ONCE])


def _remove(table: Table, ids: list[int]) -> None:
    db.session.execute(
        delete(table).where(table.c.id == bindparam("row")), [{"row": i} for i in ids]
    )


def create_person(
    given_name: str,
    family_name: str,
    actor: int | None,
    now: datetime,
    email: str | None = None,
    username: str | None = None,
) -> Person:
    """Add a person by hand: the first administrator, or somebody whom no file has."""
    email = email.strip().lower() or None if email else None
    username = username.strip().lower() or None if username else None
    for column, value in ((Person.email, email), (Person.username, username)):
        if value and db.session.scalar(select(Person.id).where(column == value)):
            raise Refused("%(value)s används redan av en annan person.", value=value)
    return _add_person(
        Person(
            given_name=given_name.strip(),
            family_name=family_name.strip(),
            email=email,
            username=username,
        ),
        "add person",
        actor,
        now,
    )


def create_protected_person(
    code_name: str, actor: int | None, now: datetime, root_id: int | None = None
) -> Person:
    """Add a person with protected identity: a code name to sign in with, no address and no unit.

    With the municipality's root the person is counted there, in the whole, and nowhere else.
    """
    username = "-".join(code_name.lower().split())
    if db.session.scalar(select(Person.id).where(Person.username == username)):
        raise Refused("Kodnamnet används redan. Välj ett annat.")
    person = Person(given_name=code_name.strip(), family_name="", username=username, protected=True)
    _add_person(person, "add protected person", actor, now)
    if root_id is not None:
        db.session.add(
            Employment(
                subject=person.subject,
                place_id=root_id,
                form="permanent",
                from_day=swedish_day(now),
            )
        )
        db.session.flush()
    return person


def _add_person(person: Person, verb: str, actor: int | None, now: datetime) -> Person:
    begin_writing()
    person.subject, person.created_at = new_key(), now
    db.session.add(Subject(key=person.subject))
    db.session.flush()
    db.session.add(person)
    db.session.flush()
    audit.record(verb, f"subject {person.subject}", actor, now)
    return person


def grant_role(
    person: Person,
    role: str,
    from_day: date,
    actor: int | None,
    now: datetime,
    place_id: int | None = None,
    to_day: date | None = None,
) -> RoleGrant:
    """Give a role by hand, for a unit or body with all below it, or for the whole municipality."""
    begin_writing()
    grant = RoleGrant(
        person_id=person.id,
        role=role,
        place_id=place_id,
        from_day=from_day,
        to_day=to_day,
        source="hand",
    )
    db.session.add(grant)
    db.session.flush()
    audit.record("give role", f"subject {person.subject}", actor, now, role=role, place_id=place_id)
    return grant


def end_role(grant: RoleGrant, last_day: date, actor: int | None, now: datetime) -> None:
    """Let a role end. One that the staff file gives comes back with the next file."""
    begin_writing()
    if last_day < grant.from_day:
        db.session.delete(grant)
    else:
        grant.to_day = last_day
    db.session.flush()
    subject = db.session.scalar(select(Person.subject).where(Person.id == grant.person_id))
    audit.record("end role", f"subject {subject}", actor, now, role=grant.role)
