"""Who is signed in. Each browser has a row; its cookie holds a random token, the row only its hash.

Flask-Login calls `load` before every page, outside the routes: so it reads the clock, and commits
when it moves `seen_at`. `by_password` commits a counted guess before it tries the password.
"""

from __future__ import annotations

import hashlib
import secrets
import unicodedata
from datetime import datetime, timedelta
from typing import NamedTuple

from flask import current_app
from sqlalchemy import ColumnElement, and_, bindparam, delete, insert, or_, select, update
from sqlalchemy.exc import OperationalError

from app.core import audit, clock
from app.core.days import swedish_day
from app.core.db import begin_writing, db, read
from app.people import guesses, passwords
from app.people.models import Person, RoleGrant, SignInSession
from app.web.access import Held, Scope

SEEN_EVERY = timedelta(minutes=5)
LONGEST_NAME = 254

_person = Person.__table__
_grant = RoleGrant.__table__
_session = SignInSession.__table__

_FIND = (
    select(
        _session.c.id,
        _session.c.seen_at,
        _session.c.reason_until,
        _person.c.id,
        _person.c.subject,
        _person.c.given_name,
        _person.c.family_name,
        _grant.c.role,
        _grant.c.place_id,
    )
    .select_from(
        _session.join(_person, _person.c.id == _session.c.person_id).outerjoin(
            _grant,
            and_(
                _grant.c.person_id == _person.c.id,
                _grant.c.from_day <= bindparam("today"),
                or_(_grant.c.to_day.is_(None), _grant.c.to_day >= bindparam("today")),
            ),
        )
    )
    .where(
        _session.c.token_hash == bindparam("token_hash"),
        _session.c.ended_at.is_(None),
        _session.c.seen_at > bindparam("seen_after"),
        _session.c.created_at > bindparam("begun_after"),
        _person.c.active,
    )
    .order_by(_grant.c.id)
)
_SEE = (
    update(_session)
    .where(_session.c.id == bindparam("session_id"), _session.c.seen_at < bindparam("now"))
    .values(seen_at=bindparam("now"))
)
_BY_NAME = (
    select(_person.c.id, _person.c.subject, _person.c.password_hash)
    .where(or_(_person.c.email == bindparam("name"), _person.c.username == bindparam("name")))
    .where(_person.c.active)
    .order_by(_person.c.email.is_(None), _person.c.email != bindparam("name"), _person.c.id)
    .limit(1)
)


class Account(NamedTuple):
    """What a sign-in name leads to."""

    person_id: int
    subject: int
    password_hash: str | None


def hashed(token: str) -> str:
    """What the database keeps of a token."""
    return hashlib.sha256(token.encode()).hexdigest()


def load(token: str) -> Scope | None:
    """Whose browser holds this token, with the roles of today; nobody once the session is over."""
    now = clock.now()
    config = current_app.config
    rows = read(
        _FIND,
        {
            "token_hash": hashed(token),
            "seen_after": now - config["SESSION_IDLE"],
            "begun_after": now - config["SESSION_LENGTH"],
            "today": swedish_day(now),
        },
    )
    if not rows:
        return None
    session_id, seen_at, reason_until, person_id, subject, given, family, *_ = rows[0]
    if now - seen_at > SEEN_EVERY:
        _see(session_id, now)
    return Scope(
        person_id,
        subject,
        f"{given} {family}".strip(),
        token,
        tuple(Held(row[7], row[8]) for row in rows if row[7] is not None),
        reason_until is not None and reason_until > now,
    )


def _see(session_id: int, now: datetime) -> None:
    """Note that the browser is in use. No page is refused because this could not be written."""
    try:
        db.session.execute(_SEE, {"session_id": session_id, "now": now})
        db.session.commit()
    except OperationalError:
        db.session.rollback()


def sign_in_name(typed: str) -> str:
    """An e-mail address or user name as it is kept; nothing for what can be neither."""
    name = unicodedata.normalize("NFC", typed).strip().lower()
    return name if name.isprintable() and len(name) <= LONGEST_NAME else ""


def account(typed: str) -> Account | None:
    """The open account with this e-mail address or user name."""
    name = sign_in_name(typed)
    row = db.session.execute(_BY_NAME, {"name": name}).first() if name else None
    return None if row is None else Account(*row)


def by_password(typed: str, password: str, address: str, now: datetime) -> str | None:
    """The token of a new session; nothing for a wrong name, a wrong password or a need to wait."""
    found = account(typed)
    person_id = found.person_id if found else None
    counted = guesses.count(person_id, sign_in_name(typed), address, now)
    db.session.commit()

    stored = found.password_hash if found and counted else None
    right = passwords.matches(stored, password)
    begin_writing()
    if found and stored and right and _still(found):
        guesses.forgive(found.person_id, address)
        if passwords.outgrown(stored):
            _keep(found.person_id, passwords.kept(password))
        return enter(found.person_id, found.subject, "password", address, now)
    if counted:
        where = guesses.place_hash(address)
        name = guesses.account_hash(person_id, sign_in_name(typed), now)
        audit.record("refuse sign-in", f"account {name}", None, now, place=where)
    return None


def _still(found: Account) -> bool:
    """Whether the account is still open with the password that was tried."""
    query = select(_person.c.id).where(
        _person.c.id == found.person_id,
        _person.c.password_hash == found.password_hash,
        _person.c.active,
    )
    return db.session.execute(query.with_for_update()).first() is not None


def _keep(person_id: int, password_hash: str) -> None:
    db.session.execute(
        update(_person).where(_person.c.id == person_id).values(password_hash=password_hash)
    )


def enter(person_id: int, subject: int, way: str, address: str, now: datetime) -> str:
    """Begin a session and give its token: the only place where the token itself is known."""
    begin_writing()
    token = secrets.token_urlsafe(32)
    config = current_app.config
    over = or_(
        _session.c.ended_at.is_not(None),
        _session.c.seen_at <= now - config["SESSION_IDLE"],
        _session.c.created_at <= now - config["SESSION_LENGTH"],
    )
    db.session.execute(delete(_session).where(_session.c.person_id == person_id, over))
    db.session.execute(
        insert(_session).values(
            token_hash=hashed(token), person_id=person_id, created_at=now, seen_at=now
        )
    )
    place = guesses.place_hash(address)
    audit.record("sign in", f"subject {subject}", subject, now, way=way, place=place)
    return token


def leave(scope: Scope, now: datetime) -> None:
    """End this session; its token is worth nothing from now on, wherever it is played back."""
    begin_writing()
    _end(_session.c.token_hash == hashed(scope.token), now)
    audit.record("sign out", f"subject {scope.subject}", scope.subject, now)


def end_all(person_id: int, now: datetime) -> int:
    """End every session of a person, and give how many there were."""
    begin_writing()
    return _end(_session.c.person_id == person_id, now)


def _end(which: ColumnElement[bool], now: datetime) -> int:
    ended = db.session.execute(
        update(_session).where(which, _session.c.ended_at.is_(None)).values(ended_at=now)
    )
    return int(ended.rowcount)  # type: ignore[attr-defined]
