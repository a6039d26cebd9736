"""Reading what a municipality had added to the courses when they were last published."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from sqlalchemy import Row, select

from app.content.models import LocalText, PublishedLocal
from app.content.parse_framework import parse_sources
from app.content.parse_local import SectionDraft, added, parse_local_course, parse_section
from app.content.parse_text import Report
from app.content.rules_local import NOTHING, Local
from app.core.db import db

Key = tuple[str, str, str, str]
"""What stands in a release: kind, section, language, fingerprint."""


def keys_of(release_id: int) -> set[Key]:
    """Everything of the municipality's own in a release, modules left out."""
    rows = db.session.execute(
        select(
            PublishedLocal.kind,
            PublishedLocal.section,
            PublishedLocal.language,
            PublishedLocal.fingerprint,
        ).where(PublishedLocal.release_id == release_id)
    )
    return {(row[0], row[1], row[2], row[3]) for row in rows}


def local_of(releases: Collection[Row[Any]]) -> Local:
    """The layer as it stands in these releases, the newest last, modules left out."""
    course_of = {release.id: release.course_id for release in releases}
    rows = db.session.execute(
        select(
            PublishedLocal.release_id,
            PublishedLocal.kind,
            PublishedLocal.section,
            PublishedLocal.language,
            LocalText.text,
        )
        .join(LocalText, LocalText.fingerprint == PublishedLocal.fingerprint)
        .where(PublishedLocal.release_id.in_(course_of))
        .order_by(PublishedLocal.release_id, PublishedLocal.section, PublishedLocal.language)
    ).all()
    if not rows:
        return NOTHING
    courses = {course_of[row.release_id]: "" for row in rows if row.kind != "sources"}
    texts: dict[str, list[SectionDraft]] = {course: [] for course in courses}
    sources = ""
    for row in rows:
        course = course_of[row.release_id]
        if row.kind == "course":
            courses[course] = row.text
        elif row.kind == "sources":
            sources = row.text
        else:
            texts[course].append(parse_section(row.text, row.section, row.language, Report("")))
    read = parse_sources(sources, Report(""))
    return Local(
        {
            key: added(parse_local_course(text, Report(""), key), texts[key])
            for key, text in courses.items()
        },
        read.sources,
        read.source,
    )
