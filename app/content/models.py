"""What was published, kept for good: every text, every question, and which of them each release
holds. Append-only.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Integer, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from app.core.db import Key, Model, Moment

TEXT = "published_text.fingerprint"


class PublishedText(Model):
    """A file as it was when published: a module, a course.md, the framework or the sources."""

    __tablename__ = "published_text"
    fingerprint: Mapped[str] = mapped_column(String(64), primary_key=True)
    kind: Mapped[str] = mapped_column(String(10))
    text: Mapped[str] = mapped_column(Text)
    competences: Mapped[Any] = mapped_column(JSON)
    first_published_at: Mapped[datetime] = mapped_column(Moment)
    __table_args__ = (
        CheckConstraint("kind IN ('module', 'course', 'framework', 'sources')", name="kind"),
    )


class PublishedQuestion(Model):
    """A question as it was worded when published, and where it first stood."""

    __tablename__ = "published_question"
    fingerprint: Mapped[str] = mapped_column(String(64), primary_key=True)
    course_id: Mapped[str] = mapped_column(String(80), index=True)
    module_id: Mapped[str] = mapped_column(String(80))
    question_id: Mapped[str] = mapped_column(String(80))
    language: Mapped[str] = mapped_column(String(10))
    kind: Mapped[str] = mapped_column(String(10))
    text: Mapped[str] = mapped_column(Text)
    competences: Mapped[Any] = mapped_column(JSON)
    first_published_at: Mapped[datetime] = mapped_column(Moment)


class Release(Model):
    """One publication of a course. The fingerprint covers all it holds and the release
    before it.
    """

    __tablename__ = "release"
    id: Mapped[int] = mapped_column(Key, primary_key=True)
    course_id: Mapped[str] = mapped_column(String(80), index=True)
    edition: Mapped[int] = mapped_column(Integer)
    notes: Mapped[str] = mapped_column(Text)
    course_text: Mapped[str] = mapped_column(ForeignKey(TEXT))
    framework_text: Mapped[str] = mapped_column(ForeignKey(TEXT))
    sources_text: Mapped[str] = mapped_column(ForeignKey(TEXT))
    fingerprint: Mapped[str] = mapped_column(String(64), unique=True)
    published_at: Mapped[datetime] = mapped_column(Moment)
    __table_args__ = (CheckConstraint("edition >= 1", name="edition"),)


class PublishedModule(Model):
    """A module in a release, in the order of the course, and how much it changed since the release
    before.
    """

    __tablename__ = "published_module"
    release_id: Mapped[int] = mapped_column(ForeignKey("release.id"), primary_key=True)
    course_id: Mapped[str] = mapped_column(String(80))
    module_id: Mapped[str] = mapped_column(String(80), primary_key=True)
    language: Mapped[str] = mapped_column(String(10), primary_key=True)
    position: Mapped[int] = mapped_column(Integer)
    edition: Mapped[int] = mapped_column(Integer)
    fingerprint: Mapped[str] = mapped_column(ForeignKey(TEXT))
    change: Mapped[str] = mapped_column(String(10))
    __table_args__ = (
        CheckConstraint("change IN ('new', 'typo', 'minor', 'material', 'same')", name="change"),
    )


class LookupText(Model):
    """A file of what can be looked up, the goals or the glossary, as it was when published."""

    __tablename__ = "lookup_text"
    fingerprint: Mapped[str] = mapped_column(String(64), primary_key=True)
    kind: Mapped[str] = mapped_column(String(10))
    text: Mapped[str] = mapped_column(Text)
    first_published_at: Mapped[datetime] = mapped_column(Moment)
    __table_args__ = (CheckConstraint("kind IN ('goals', 'glossary')", name="kind"),)


class PublishedLookup(Model):
    """Which of these files a release was published with."""

    __tablename__ = "published_lookup"
    release_id: Mapped[int] = mapped_column(ForeignKey("release.id"), primary_key=True)
    kind: Mapped[str] = mapped_column(String(10), primary_key=True)
    fingerprint: Mapped[str] = mapped_column(ForeignKey("lookup_text.fingerprint"))


class LocalText(Model):
    """A file of the municipality's own as it was when published: a text for a section, the layer's
    course.md or its sources. Modules of its own are published like all others.
    """

    __tablename__ = "local_text"
    fingerprint: Mapped[str] = mapped_column(String(64), primary_key=True)
    kind: Mapped[str] = mapped_column(String(10))
    text: Mapped[str] = mapped_column(Text)
    first_published_at: Mapped[datetime] = mapped_column(Moment)
    __table_args__ = (CheckConstraint("kind IN ('section', 'course', 'sources')", name="kind"),)


class PublishedLocal(Model):
    """What of it stands in a release: for a section its id and language, else neither."""

    __tablename__ = "published_local"
    release_id: Mapped[int] = mapped_column(ForeignKey("release.id"), primary_key=True)
    kind: Mapped[str] = mapped_column(String(10), primary_key=True)
    section: Mapped[str] = mapped_column(String(80), primary_key=True)
    language: Mapped[str] = mapped_column(String(10), primary_key=True)
    fingerprint: Mapped[str] = mapped_column(ForeignKey("local_text.fingerprint"))
