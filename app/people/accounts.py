"""Accounts: the first one, links for choosing a password, closing, and the ten people of a demo."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime

from email_validator import EmailNotValidError, validate_email
from flask import current_app
from sqlalchemy import delete, exists, select, update

from app.core import audit
from app.core.days import swedish_day
from app.core.db import begin_writing, db
from app.core.errors import NotFound, Refused, sentence
from app.core.models import Setting
from app.people import guesses, passwords, service, sign_in
from app.people.models import OneTimeLink, Person

PRODUCT = ("Hållbar grund", "Agenda 2030")
GONE = sentence(
    "Länken gäller inte längre. Har du redan valt lösenord med den? Då kan du logga in. "
    "Be annars om en ny länk."
)


# --- the first start


def setup(municipality: str, given_name: str, family_name: str, email: str, now: datetime) -> str:
    """Name the municipality and make its first account, a system owner's.

    Gives the token of the link by which the owner chooses a password.
    """
    begin_writing()
    anybody = db.session.scalar(select(exists(select(Person.id))))
    if anybody or db.session.get(Setting, "municipality"):
        raise Refused("Kommunen är redan inlagd. Inget är ändrat.")
    if not municipality.strip() or not f"{given_name}{family_name}".strip():
        raise Refused("Skriv kommunens namn och ditt namn. Inget är ändrat.")
    db.session.add(Setting(key="municipality", value=municipality.strip()))
    audit.record("set up", "municipality", None, now)
    person = service.create_person(given_name, family_name, None, now, email=_address(email))
    service.grant_role(person, "admin", swedish_day(now), None, now)
    return make_link(person, "activate", now)


def _address(email: str) -> str:
    try:
        valid = validate_email(email.strip(), check_deliverability=False)
    except EmailNotValidError:
        raise Refused("”%(email)s” är ingen e-postadress. Inget är ändrat.", email=email) from None
    return sign_in.sign_in_name(valid.normalized)


# --- links


@dataclass(frozen=True, slots=True)
class LinkHolder:
    """Whom a link is for, and what others know about that person."""

    link_id: int
    purpose: str
    person_id: int
    subject: int
    name: str
    login: str
    known: tuple[str, ...]


def make_link(person: Person, purpose: str, now: datetime, actor: int | None = None) -> str:
    """A new link's token, known only here. Links made before for the same person stop working."""
    begin_writing()
    token = secrets.token_urlsafe(32)
    db.session.execute(delete(OneTimeLink).where(OneTimeLink.person_id == person.id))
    db.session.add(
        OneTimeLink(
            token_hash=sign_in.hashed(token),
            person_id=person.id,
            purpose=purpose,
            created_at=now,
            ends_at=now + current_app.config["LINK_LIFE"],
        )
    )
    audit.record("make link", f"subject {person.subject}", actor, now, purpose=purpose)
    return token


def person_with(login: str) -> Person:
    """Who has this sign-in name."""
    found = sign_in.account(login)
    person = db.session.get(Person, found.person_id) if found else None
    if person is None:
        raise NotFound("Ingen har ”%(login)s” som e-postadress eller användarnamn.", login=login)
    return person


def link_for(login: str, purpose: str | None, now: datetime) -> str:
    """A new link's token for who has this sign-in name; without purpose, what the account needs."""
    person = person_with(login)
    usual = "reset" if person.password_hash else "activate"
    return make_link(person, purpose or usual, now)


def holder(token: str, now: datetime) -> LinkHolder:
    """Whom the link is for. Looking does not use it up; used, late and wrong are refused alike."""
    row = db.session.execute(
        select(OneTimeLink.id, OneTimeLink.purpose, Person)
        .join(Person, Person.id == OneTimeLink.person_id)
        .where(
            OneTimeLink.token_hash == sign_in.hashed(token),
            OneTimeLink.used_at.is_(None),
            OneTimeLink.ends_at > now,
            Person.active,
        )
    ).first()
    if row is None:
        raise NotFound(GONE)
    link_id, purpose, person = row
    municipality = db.session.get(Setting, "municipality")
    known = (person.given_name, person.family_name, person.email, person.username)
    return LinkHolder(
        link_id,
        purpose,
        person.id,
        person.subject,
        person.name,
        person.email or person.username or "",
        (*PRODUCT, *filter(None, known), str(municipality.value) if municipality else ""),
    )


def use_link(held: LinkHolder, password: str, now: datetime) -> None:
    """Use the link up and set the password. Of two who do it at once, one is refused."""
    password_hash = passwords.kept(password)
    begin_writing()
    used = db.session.execute(
        update(OneTimeLink)
        .where(
            OneTimeLink.id == held.link_id,
            OneTimeLink.used_at.is_(None),
            OneTimeLink.ends_at > now,
        )
        .values(used_at=now)
    )
    if used.rowcount != 1:  # type: ignore[attr-defined]
        raise NotFound(GONE)
    set_password(held.person_id, password_hash, now, actor=held.subject)


def set_password(person_id: int, password_hash: str, now: datetime, actor: int | None) -> None:
    """Change the password: all sessions end, links stop working, and guesses are forgotten."""
    begin_writing()
    changed = db.session.execute(
        update(Person)
        .where(Person.id == person_id, Person.active)
        .values(password_hash=password_hash)
        .returning(Person.subject)
    ).scalar_one_or_none()
    if changed is None:
        raise NotFound(GONE)
    ended = sign_in.end_all(person_id, now)
    db.session.execute(
        delete(OneTimeLink).where(OneTimeLink.person_id == person_id, OneTimeLink.used_at.is_(None))
    )
    guesses.forget(person_id)
    audit.record("change password", f"subject {changed}", actor, now, sessions_ended=ended)


# --- closing


def close(person: Person, now: datetime, actor: int | None) -> None:
    """Close an account: who is in is out at once. What the person has done stays."""
    begin_writing()
    person.active = False
    db.session.execute(
        delete(OneTimeLink).where(OneTimeLink.person_id == person.id, OneTimeLink.used_at.is_(None))
    )
    ended = sign_in.end_all(person.id, now)
    audit.record("close account", f"subject {person.subject}", actor, now, sessions_ended=ended)


# --- the demo


@dataclass(frozen=True, slots=True)
class Persona:
    """One of the people that a visitor of the demo may be."""

    role: str
    person_id: int
    subject: int
    name: str
    does: str


def is_demo() -> bool:
    """Whether this database was made as a demo."""
    return db.session.scalar(select(Setting.value).where(Setting.key == "demo")) is True


def personas() -> list[Persona]:
    """The people of the demo, in the order it was made with. Not found anywhere else."""
    if not is_demo():
        raise NotFound("Sidan finns inte. Adressen kan vara fel eller gammal.")
    said = db.session.scalar(select(Setting.value).where(Setting.key == "personas")) or []
    wanted = [entry["person_id"] for entry in said]
    query = select(Person).where(Person.id.in_(wanted), Person.active)
    people = {person.id: person for person in db.session.scalars(query)}
    return [
        Persona(entry["role"], found.id, found.subject, found.name, entry["does"])
        for entry in said
        if (found := people.get(entry["person_id"])) is not None
    ]


def persona(person_id: int) -> Persona:
    """The one of them with this id, and nobody else."""
    for found in personas():
        if found.person_id == person_id:
            return found
    raise NotFound("Sidan finns inte. Adressen kan vara fel eller gammal.")
