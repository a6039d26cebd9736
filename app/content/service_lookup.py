"""Keeping what can be looked up with each release. Nothing here commits."""

from __future__ import annotations

from datetime import datetime

from app.content.library import Library
from app.content.models import LookupText, PublishedLookup
from app.content.queries_lookup import Held
from app.core.db import db, insert


def texts_of(library: Library) -> dict[Held, str]:
    """The files of the look-up, as a release holds them."""
    goals, glossary = library.goals, library.glossary
    files = {
        ("goals", goals.fingerprint): goals.source,
        ("glossary", glossary.fingerprint): glossary.source,
    }
    return {key: source for key, source in files.items() if source}


def keep(texts: dict[Held, str], release_id: int, now: datetime) -> None:
    """Keep every text that is not kept already, and say that it stands in the release."""
    if not texts:
        return
    rows = [
        {"fingerprint": key, "kind": kind, "text": text, "first_published_at": now}
        for (kind, key), text in texts.items()
    ]
    db.session.execute(insert(LookupText).on_conflict_do_nothing(), rows)
    for kind, key in texts:
        db.session.add(PublishedLookup(release_id=release_id, kind=kind, fingerprint=key))
    db.session.flush()
