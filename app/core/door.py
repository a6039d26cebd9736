"""The one door through which append-only rows may leave: opened and closed in one transaction."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from app.core.db import begin_writing, db
from app.core.models import Deletion


@contextmanager
def open_door(kind: str, reason: str, actor: int | None, now: datetime) -> Iterator[dict[str, int]]:
    """Let rows of the ledger be deleted inside the block; the dictionary given is kept as what was
    removed.

    `kind` is "erase" (a person's identity and free text) or "retention". Nothing can be deleted
    before or after.
    """
    begin_writing()
    door = Deletion(kind=kind, reason=reason, actor=actor, opened_at=now)
    db.session.add(door)
    db.session.flush()
    removed: dict[str, int] = {}
    yield removed
    door.counts = removed
    door.closed_at = now
    db.session.flush()
