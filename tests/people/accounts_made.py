"""Accounts for tests: a person with a password that no rule refuses."""

from __future__ import annotations

import secrets
from datetime import UTC, date, datetime
from typing import Any

from app.core.db import db
from app.core.models import Setting
from app.people import passwords
from app.people.models import Person, RoleGrant, Subject

LONG_AGO = datetime(2026, 1, 1, tzinfo=UTC)
PASSWORD = "sju snåriga björnbär i dimman"


def person(
    email: str | None = "eva.ek@exempelby.example",
    password: str | None = PASSWORD,
    given_name: str = "Eva",
    family_name: str = "Ek",
    **more: Any,
) -> Person:
    """A person with an account, kept in the database."""
    subject = Subject(key=secrets.randbits(63))
    db.session.add(subject)
    db.session.flush()
    made = Person(
        subject=subject.key,
        email=email,
        given_name=given_name,
        family_name=family_name,
        password_hash=passwords.kept(password) if password else None,
        created_at=LONG_AGO,
        **more,
    )
    db.session.add(made)
    db.session.commit()
    return made


def role(
    whose: Person,
    name: str,
    from_day: date = date(2026, 1, 1),
    to_day: date | None = None,
    place_id: int | None = None,
) -> RoleGrant:
    """A role held by a person."""
    granted = RoleGrant(
        person_id=whose.id, role=name, place_id=place_id, from_day=from_day, to_day=to_day
    )
    db.session.add(granted)
    db.session.commit()
    return granted


def demo(*people: Person) -> None:
    """Make the database one of a demo where a visitor may be any of these."""
    db.session.add(Setting(key="demo", value=True))
    said = [{"role": "hr", "person_id": found.id, "does": "Ser listan."} for found in people]
    db.session.add(Setting(key="personas", value=said))
    db.session.commit()
