"""Doing what belongs to the lists: logging why, and what was taken out. Nothing here commits."""

from __future__ import annotations

from datetime import datetime, timedelta

from app.core import audit
from app.core.db import db
from app.core.models import AuditText
from app.people.models import SignInSession
from app.people.sign_in import hashed
from app.web.access import Scope

REASON_LASTS = timedelta(hours=1)


def give_reason(scope: Scope, reason: str, now: datetime) -> None:
    """Log why an auditor needs to see names, and open the lists for an hour in this session."""
    session = db.session.query(SignInSession).filter_by(token_hash=hashed(scope.token)).one()
    session.reason_until = now + REASON_LASTS
    line = audit.record("persons.reason", "persons", scope.subject, now)
    db.session.flush()
    db.session.add(AuditText(audit_id=line.id, text=reason))


def took_out(scope: Scope, what: str, rows: int, now: datetime) -> None:
    """Log that a file was taken out, and how many rows it held."""
    audit.record("file.taken", what, scope.subject, now, rows=rows)
