"""The audit trail: every deed leaves one line in the same transaction, chained by hash to the
line before.
"""

from __future__ import annotations

import hashlib
import json
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import select

from app.core.db import begin_writing, db, insert
from app.core.models import Audit, AuditHead

START = "0" * 64


def link(
    previous: str, at: datetime, actor: int | None, verb: str, about: str, details: str
) -> str:
    """The hash of one line: SHA-256 over the line before and what this line says."""
    said = json.dumps(
        [previous, at.astimezone(UTC).isoformat(), actor, verb, about, details], ensure_ascii=False
    )
    return hashlib.sha256(said.encode()).hexdigest()


def record(verb: str, about: str, actor: int | None, now: datetime, **details: Any) -> Audit:
    """Write one line: `actor` (a subject key, or nobody) did `verb` to `about`. No names, answers
    or secrets.
    """
    begin_writing()
    db.session.execute(
        insert(AuditHead).values(id=1, hash=START).on_conflict_do_nothing(index_elements=["id"])
    )
    head = db.session.scalars(
        select(AuditHead).with_for_update().execution_options(populate_existing=True)
    ).one()
    said = json.dumps(details, ensure_ascii=False, sort_keys=True)
    line = Audit(
        at=now,
        actor=actor,
        verb=verb,
        about=about[:200],
        details=said,
        previous_hash=head.hash,
        hash=link(head.hash, now, actor, verb, about[:200], said),
    )
    head.hash = line.hash
    db.session.add(line)
    return line


def breaks() -> list[int]:
    """The ids of the lines where the chain does not hold; empty when nobody has touched it.

    Where lines are missing at the end, the last that is left (0: none is left).
    """
    wrong, previous, last = [], START, 0
    for line in db.session.scalars(
        select(Audit).order_by(Audit.id).execution_options(yield_per=1000)
    ):
        expected = link(previous, line.at, line.actor, line.verb, line.about, line.details)
        if line.previous_hash != previous or line.hash != expected:
            wrong.append(line.id)
        previous, last = line.hash, line.id
    if last not in wrong and previous != (db.session.scalar(select(AuditHead.hash)) or START):
        wrong.append(last)
    return wrong
