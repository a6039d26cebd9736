"""Keeping what a municipality has added to a course with each release that shows it. Nothing here
commits.
"""

from __future__ import annotations

from datetime import datetime

from app.content.models import LocalText, PublishedLocal
from app.content.parse_text import fingerprint
from app.content.queries_local import Key
from app.content.rules_local import Local, LocalCourse
from app.core.db import db, insert


def texts_of(local: Local, course_id: str) -> dict[Key, str]:
    """What a release of the course holds of the municipality's own, beside its modules."""
    added = local.courses.get(course_id, LocalCourse())
    found = {("section", t.section, t.language, t.fingerprint): t.source for t in added.texts}
    if added.source:
        found["course", "", "", added.fingerprint] = added.source
    if local.sources_text:
        key = fingerprint("local-sources", local.sources_text)
        found["sources", "", "", key] = local.sources_text
    return found


def keep(texts: dict[Key, str], release_id: int, now: datetime) -> None:
    """Keep every text that is not kept already, and say that it stands in the release."""
    if not texts:
        return
    rows = [
        {"fingerprint": key[3], "kind": key[0], "text": text, "first_published_at": now}
        for key, text in texts.items()
    ]
    db.session.execute(insert(LocalText).on_conflict_do_nothing(), rows)
    for kind, section, language, key in texts:
        db.session.add(
            PublishedLocal(
                release_id=release_id,
                kind=kind,
                section=section,
                language=language,
                fingerprint=key,
            )
        )
    db.session.flush()
