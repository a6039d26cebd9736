"""Reading what could be looked up when the courses were last published."""

from __future__ import annotations

from sqlalchemy import select

from app.content.models import LookupText, PublishedLookup
from app.core.db import db

Held = tuple[str, str]
"""What a release was published with: kind, fingerprint."""


def held_by(release_id: int) -> set[Held]:
    """The files of the look-up that a release was published with."""
    rows = db.session.execute(
        select(PublishedLookup.kind, PublishedLookup.fingerprint).where(
            PublishedLookup.release_id == release_id
        )
    )
    return {(row[0], row[1]) for row in rows}


def lookup_of(release_id: int) -> dict[str, str]:
    """Their texts by kind: `goals`, `glossary`."""
    rows = db.session.execute(
        select(PublishedLookup.kind, LookupText.text)
        .join(LookupText, LookupText.fingerprint == PublishedLookup.fingerprint)
        .where(PublishedLookup.release_id == release_id)
    )
    return {row[0]: row[1] for row in rows}
