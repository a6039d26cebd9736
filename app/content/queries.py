"""Reading what was published. When nothing is new, the whole library costs one small statement."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, TypeVar

from flask import current_app
from sqlalchemy import Row, bindparam, func, select

from app.content.library import EMPTY, Library
from app.content.library_read import Text, of_texts
from app.content.models import PublishedModule, PublishedQuestion, PublishedText, Release
from app.content.parse_framework import parse_framework
from app.content.parse_text import Report
from app.content.queries_local import local_of
from app.content.queries_lookup import lookup_of
from app.content.render_questions import dressed
from app.content.rules import SOURCE_LANGUAGE
from app.core.days import swedish_day
from app.core.db import db, read

Made = TypeVar("Made")

SHELF = "hallbar_grund_shelf"
RELEASES_KEPT = 2
_release = Release.__table__.c
_CURRENT = select(_release.id, _release.fingerprint).order_by(_release.id.desc()).limit(1)
_PUBLISHED = (
    select(_release.published_at)
    .where(_release.course_id == bindparam("course"))
    .order_by(_release.id.desc())
    .limit(1)
)


@dataclass(frozen=True, slots=True)
class Current:
    """The newest release. Its fingerprint covers its texts and every release before it."""

    id: int
    fingerprint: str


def current() -> Current | None:
    """The newest release; none when nothing is published. One statement."""
    found = read(_CURRENT).first()
    return Current(found[0], found[1]) if found else None


def current_release_id() -> int | None:
    """The number of the newest release. One statement."""
    found = current()
    return found.id if found else None


class Shelf:
    """What has been made of the last releases, in this process. Kept by fingerprint: a release that
    was rolled back and another that got its number are never taken for each other.
    """

    def __init__(self) -> None:
        self._made: OrderedDict[tuple[str, str], Any] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, what: str, fingerprint: str, make: Callable[[], Made]) -> Made:
        key = (what, fingerprint)
        found: Made | None = self._made.get(key)
        if found is not None:
            return found
        with self._lock:
            if key not in self._made:
                self._made[key] = make()
                own = [found for found in self._made if found[0] == what]
                for old in own[:-RELEASES_KEPT]:
                    del self._made[old]
            return self._made[key]  # type: ignore[no-any-return]

    def newest(self, what: str) -> Any:
        """What was made last of this kind; none when nothing has been."""
        with self._lock:
            made = [found for key, found in self._made.items() if key[0] == what]
        return made[-1] if made else None


def _shelf() -> Shelf:
    shelf: Shelf | None = current_app.extensions.get(SHELF)
    return shelf or current_app.extensions.setdefault(SHELF, Shelf())


def library() -> Library:
    """All courses as last published. One statement when nothing is new."""
    now = current()
    if now is None:
        return EMPTY
    return _shelf().get("library", now.fingerprint, lambda: dressed(_read()))


def published_at(course_id: str) -> datetime:
    """When the course was last published. One statement."""
    found: datetime = read(_PUBLISHED, {"course": course_id}).scalar()
    return found


def latest_releases() -> list[Row[Any]]:
    """The newest release of each course, oldest course first."""
    rows = db.session.execute(
        select(
            Release.id,
            Release.course_id,
            Release.edition,
            Release.course_text,
            Release.framework_text,
            Release.sources_text,
        ).order_by(Release.id)
    )
    newest: dict[str, Any] = {row.course_id: row for row in rows}
    return list(newest.values())


def modules_of(release_id: int) -> list[Row[Any]]:
    """The modules of a release in order: id, language, edition, fingerprint."""
    return list(
        db.session.execute(
            select(
                PublishedModule.module_id,
                PublishedModule.language,
                PublishedModule.edition,
                PublishedModule.fingerprint,
            )
            .where(PublishedModule.release_id == release_id)
            .order_by(PublishedModule.position)
        )
    )


def last_wordings(course_id: str) -> dict[str, str]:
    """For every question that a course has ever had in its source language: its latest wording."""
    rows = db.session.execute(
        select(PublishedQuestion.question_id, PublishedQuestion.fingerprint)
        .where(
            PublishedQuestion.course_id == course_id,
            PublishedQuestion.language == SOURCE_LANGUAGE,
        )
        .order_by(PublishedQuestion.first_published_at)
    )
    return {row[0]: row[1] for row in rows}


def texts(fingerprints: set[str]) -> dict[str, str]:
    """Published texts by fingerprint."""
    found = db.session.execute(
        select(PublishedText.fingerprint, PublishedText.text).where(
            PublishedText.fingerprint.in_(fingerprints)
        )
    )
    return {row[0]: row[1] for row in found}


def _read() -> Library:
    releases = latest_releases()
    modules = {release.id: modules_of(release.id) for release in releases}
    newest = max(releases, key=lambda release: release.id)
    wanted = {newest.framework_text, newest.sources_text}
    wanted |= {release.course_text for release in releases}
    wanted |= {module.fingerprint for found in modules.values() for module in found}
    text, lookup = texts(wanted), lookup_of(newest.id)
    return of_texts(
        [
            (
                release.course_id,
                text[release.course_text],
                [Text(m.module_id, m.language, text[m.fingerprint]) for m in modules[release.id]],
            )
            for release in releases
        ],
        text[newest.framework_text],
        text[newest.sources_text],
        _all_wordings(),
        local_of(releases),
        added=_added(),
        **lookup,
    )


def _added() -> dict[str, dict[str, date]]:
    """By course: the modules that were not in its first release, and the day each was published."""
    module = PublishedModule
    rows = db.session.execute(
        select(Release.course_id, module.module_id, func.min(Release.published_at))
        .join(Release, Release.id == module.release_id)
        .group_by(Release.course_id, module.module_id)
    )
    came: dict[str, dict[str, datetime]] = {}
    for course, key, at in rows:
        came.setdefault(course, {})[key] = at
    return {
        course: {key: swedish_day(at) for key, at in each.items() if at > min(each.values())}
        for course, each in came.items()
    }


def _all_wordings() -> list[tuple[str, str]]:
    """Every question ever published: its text and its language."""
    rows = db.session.execute(select(PublishedQuestion.text, PublishedQuestion.language))
    return [(row[0], row[1]) for row in rows]


Tags = Mapping[str, tuple[str, ...]]
DatedProfiles = list[tuple[datetime, dict[str, frozenset[str]]]]


def tags_and_profiles() -> tuple[Tags, DatedProfiles]:
    """Both `tags` and `profiles`, by one statement when nothing is new."""
    now = current()
    if now is None:
        return {}, []
    return _shelf().get("tags", now.fingerprint, _tags), _shelf().get(
        "profiles", now.fingerprint, _profiles
    )


def tags() -> Tags:
    """The competences of every text and question ever published, by fingerprint."""
    return tags_and_profiles()[0]


def tags_for(fingerprints: Iterable[str]) -> Tags:
    """The same, without asking whether anything is new as long as these are known: what a text is
    tagged with never changes.
    """
    known: Tags | None = _shelf().newest("tags")
    if known is not None and all(each in known for each in fingerprints):
        return known
    return tags()


def _tags() -> dict[str, tuple[str, ...]]:
    return {
        fingerprint: tuple(competences)
        for table in (PublishedText, PublishedQuestion)
        for fingerprint, competences in db.session.execute(
            select(table.fingerprint, table.competences)
        )
    }


def profiles() -> DatedProfiles:
    """Each framework that was published in turn: from when, and which competences each role
    needs.
    """
    return tags_and_profiles()[1]


def _profiles() -> list[tuple[datetime, dict[str, frozenset[str]]]]:
    found: list[tuple[datetime, dict[str, frozenset[str]]]] = []
    rows = db.session.execute(
        select(Release.published_at, PublishedText.text)
        .join(PublishedText, PublishedText.fingerprint == Release.framework_text)
        .order_by(Release.id)
    )
    for at, text in rows:
        needed = parse_framework(text, Report("")).framework.profiles
        if not found or found[-1][1] != needed:
            found.append((at, needed))
    return found


def text_of(fingerprint: str) -> str | None:
    """A published text as it was, for showing again what somebody read; none when it was never
    published.
    """
    found: str | None = db.session.scalar(
        select(PublishedText.text).where(PublishedText.fingerprint == fingerprint)
    )
    return found
