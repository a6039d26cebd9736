"""Wrong guesses at passwords: counted before they are tried, slowed from the tenth, then shut out.

Each account has one row for all guesses and one for each address that they come from. Only the row
of the address makes anybody wait, and an address gets at most `FROM_ONE`, so that nobody can lock
out who sits elsewhere. The rows are named by keyed hashes. Names that no account has share a few
rows a day, so that guessing cannot fill the disk.
"""

from __future__ import annotations

import hashlib
import hmac
import ipaddress
from datetime import datetime, timedelta

from flask import current_app
from sqlalchemy import delete, select, update

from app.core.days import swedish_day
from app.core.db import begin_writing, db, insert
from app.people.models import SignInFailure

FREE = 9
FROM_ONE = 30
FROM_ALL = 100
LONGEST_WAIT = timedelta(hours=1)
REMEMBERED = timedelta(days=30)
SHARED = 16
"""How many rows a day the names that nobody has share."""

_EVERYWHERE = "0" * 32
_failure = SignInFailure.__table__


def wait(failures: int) -> timedelta:
    """How long to wait after so many wrong guesses: not at all, then twice as long each time."""
    if failures <= FREE:
        return timedelta(0)
    return min(timedelta(minutes=2 ** min(failures - FREE - 1, 10)), LONGEST_WAIT)


def keyed(text: str) -> str:
    """A hash that only this installation can make, of what rows and log lines must not name."""
    key = current_app.config["SECRET_KEY"].encode()
    return hmac.new(key, b"guess:" + text.encode(), hashlib.sha256).hexdigest()[:32]


def account_hash(person_id: int | None, login: str, now: datetime) -> str:
    """The name of an account's rows: its own, or one of those shared by names that nobody has."""
    if person_id is not None:
        return _own(person_id)
    return keyed(f"nobody {swedish_day(now)} {int(keyed(login)[:8], 16) % SHARED}")


def _own(person_id: int) -> str:
    return keyed(f"account {person_id}")


def place_hash(address: str) -> str:
    """Where a guess comes from. Who has one IPv6 address has the whole network of 64 bits."""
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return keyed(f"from {address}")
    if parsed.version == 6:
        parsed = ipaddress.ip_network((parsed, 64), strict=False).network_address
    return keyed(f"from {parsed}")


def count(person_id: int | None, login: str, address: str, now: datetime) -> bool:
    """Count a guess as wrong before it is tried. Not counted means not to be tried: one must wait.

    The caller commits before the password is tried, so that many at once are counted as many.
    """
    account = account_hash(person_id, login, now)
    all_told = account + (_EVERYWHERE if person_id is not None else keyed("nobody"))
    from_here = account + place_hash(address)
    begin_writing()
    db.session.execute(
        delete(_failure).where(
            _failure.c.last_at < now - REMEMBERED, ~_failure.c.name_hash.endswith(_EVERYWHERE)
        )
    )
    rows = [{"name_hash": key, "failures": 0, "last_at": now} for key in (all_told, from_here)]
    db.session.execute(insert(_failure).values(rows).on_conflict_do_nothing())
    found = {
        row.name_hash: row
        for row in db.session.execute(
            select(_failure)
            .where(_failure.c.name_hash.in_([all_told, from_here]))
            .order_by(_failure.c.name_hash)
            .with_for_update()
        )
    }
    here = found[from_here]
    counted = (
        found[all_told].failures < FROM_ALL
        and here.failures < FROM_ONE
        and here.last_at + wait(here.failures) <= now
    )
    db.session.execute(
        update(_failure)
        .where(_failure.c.name_hash.in_([all_told, from_here]))
        .values(
            failures=_failure.c.failures + int(counted),
            last_at=now if counted else _failure.c.last_at,
        )
    )
    return counted


def forgive(person_id: int, address: str) -> None:
    """A right password: the account's count starts again, and that of the address it came from."""
    account = _own(person_id)
    keys = [account + _EVERYWHERE, account + place_hash(address)]
    db.session.execute(delete(_failure).where(_failure.c.name_hash.in_(keys)))


def forget(person_id: int) -> None:
    """A new password: what was guessed about the old one means nothing any more."""
    account = _own(person_id)
    db.session.execute(delete(_failure).where(_failure.c.name_hash.startswith(account)))
