"""Who is who: the persons of a file found among those we know, by id or by e-mail address."""

from __future__ import annotations

import secrets
from collections.abc import Collection
from typing import Any

from app.people import roster_ground
from app.people.roster_ground import FIELDS, Known
from app.people.roster_plan import Plan

Row = Any


def new_key() -> int:
    """A random subject key: all that the ledger will know of a person."""
    return secrets.randbits(62) + 1


class People:
    """The persons we know, and those that the plan adds."""

    def __init__(self, plan: Plan, employed: Collection[int]) -> None:
        self.plan, self.employed = plan, employed
        self.all = roster_ground.persons()
        self.by_key = {p.external_key: p for p in self.all if p.external_key}
        self.by_email = {p.email: p for p in self.all if p.email}
        self.lines: dict[int, int] = {}
        self.new: list[Known] = []

    def staff(self, row: Row, columns: frozenset[str], here: Collection[int]) -> Known:
        """The person of a staff row. `here` are those with an employment that goes on today."""
        person = self.by_key.get(row.key)
        if person is None and row.email and (holder := self.by_email.get(row.email)):
            if holder.subject not in self.employed:
                person = holder
                person.external_key = row.key
            elif holder.subject not in here:
                holder.email = None
        person = person or self._add(row)
        person.given_name, person.family_name = row.given, row.family
        person.protected = False
        if "email" in columns:
            person.email = row.email
        if "username" in columns:
            person.username = row.username
        return self._met(person, row)

    def elected(self, row: Row) -> Known:
        """The person of a register row. What payroll says of its own stands above the register."""
        person = self.by_key.get(row.key) if row.key else None
        if person is None and row.email:
            person = self.by_email.get(row.email)
        person = person or self._add(row)
        person.external_key = person.external_key or row.key or None
        if person.subject not in self.employed:
            person.given_name, person.family_name = row.given, row.family
            person.email = row.email or person.email
        else:
            person.email = person.email or row.email
        person.protected = False
        return self._met(person, row)

    def hide(self, keys: Collection[str]) -> list[Known]:
        """Those we know who have got protected identity: name and addresses go, the facts stay."""
        hidden = [self.by_key[key] for key in keys if key in self.by_key]
        for person in hidden:
            person.given_name, person.family_name = "Skyddad", "person"
            person.email = person.username = None
            person.protected = True
        return hidden

    def _add(self, row: Row) -> Known:
        person = Known(None, new_key(), row.key or None, row.given, row.family, row.email, None)
        self.new.append(person)
        if row.key:
            self.by_key[row.key] = person
        if row.email:
            self.by_email.setdefault(row.email, person)
        return person

    def _met(self, person: Known, row: Row) -> Known:
        self.lines.setdefault(person.subject, row.line)
        return person

    def changed(self) -> list[Known]:
        return [person for person in self.all if person.values != person.before]

    def write(self) -> None:
        """Put new and changed persons into the plan; two with the same address is a fault."""
        for field, what in (("email", "E-postadressen"), ("username", "Användarnamnet")):
            holders: dict[str, Known] = {}
            for person in (*self.all, *self.new):
                if value := getattr(person, field):
                    other = holders.setdefault(value, person)
                    if other is not person:
                        line = self.lines.get(person.subject) or self.lines.get(other.subject) or 1
                        self.plan.wrong(line, f"{what} hör redan till en annan person.")
        for person in self.new:
            values = dict(zip(FIELDS, person.values, strict=True))
            self.plan.steps.add("person", subject=person.subject, **values)
            self.plan.touched.add(person.subject)
        for person in self.changed():
            values = dict(zip(FIELDS, person.values, strict=True))
            self.plan.steps.change("person", person.id, **values)
