"""People, the two dated trees they belong to, and how they come in. `to_day` is the last day;
none means open.
"""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    Index,
    Integer,
    Numeric,
    String,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column

from app.core.db import Key, Model, Moment

SUBJECT = "subject.key"
IN_ORDER = "to_day IS NULL OR to_day >= from_day"


class Subject(Model):
    """The random key that is all the ledger knows of a person."""

    __tablename__ = "subject"
    key: Mapped[int] = mapped_column(Key, primary_key=True, autoincrement=False)


class Person(Model):
    """A human being: name and ways to be reached. Erasing this row breaks the key's link."""

    __tablename__ = "person"
    id: Mapped[int] = mapped_column(Key, primary_key=True)
    subject: Mapped[int] = mapped_column(ForeignKey(SUBJECT), unique=True)
    external_key: Mapped[str | None] = mapped_column(String(80), unique=True)
    given_name: Mapped[str] = mapped_column(String(80))
    family_name: Mapped[str] = mapped_column(String(80))
    email: Mapped[str | None] = mapped_column(String(254), unique=True)
    username: Mapped[str | None] = mapped_column(String(80), unique=True)
    password_hash: Mapped[str | None] = mapped_column(String(200))
    active: Mapped[bool] = mapped_column(default=True)
    protected: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime] = mapped_column(Moment)

    @property
    def name(self) -> str:
        return f"{self.given_name} {self.family_name}".strip()


class Place(Model):
    """A unit, a company or a political body. What it is called and where it stands is dated:
    `PlaceVersion`.
    """

    __tablename__ = "place"
    id: Mapped[int] = mapped_column(Key, primary_key=True)
    kind: Mapped[str] = mapped_column(String(10))
    key: Mapped[str] = mapped_column(String(80), unique=True)
    __table_args__ = (CheckConstraint("kind IN ('unit', 'company', 'body')", name="kind"),)


class PlaceVersion(Model):
    """The name of a place and the place above it, for a span of days."""

    __tablename__ = "place_version"
    id: Mapped[int] = mapped_column(Key, primary_key=True)
    place_id: Mapped[int] = mapped_column(ForeignKey("place.id"))
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("place.id"), index=True)
    name: Mapped[str] = mapped_column(String(200))
    from_day: Mapped[date]
    to_day: Mapped[date | None]
    __table_args__ = (
        UniqueConstraint("place_id", "from_day"),
        CheckConstraint(IN_ORDER, name="in_order"),
        CheckConstraint("parent_id <> place_id", name="not_own_parent"),
    )


class Employment(Model):
    """A span of days in one unit. A move ends one row and begins another."""

    __tablename__ = "employment"
    id: Mapped[int] = mapped_column(Key, primary_key=True)
    subject: Mapped[int] = mapped_column(ForeignKey(SUBJECT), index=True)
    number: Mapped[str | None] = mapped_column(String(80), index=True)
    place_id: Mapped[int] = mapped_column(ForeignKey("place.id"), index=True)
    form: Mapped[str] = mapped_column(String(10))
    manager: Mapped[bool] = mapped_column(default=False)
    main: Mapped[bool] = mapped_column(default=True)
    extent: Mapped[Decimal | None] = mapped_column(Numeric(5, 2))
    aid: Mapped[str | None] = mapped_column(String(10))
    title: Mapped[str | None] = mapped_column(String(120))
    from_day: Mapped[date]
    to_day: Mapped[date | None]
    __table_args__ = (
        CheckConstraint("form IN ('permanent', 'temporary', 'hourly')", name="form"),
        CheckConstraint(IN_ORDER, name="in_order"),
    )


class MandatePeriod(Model):
    """The days between which one body's members sit; dated for each body, never a constant."""

    __tablename__ = "mandate_period"
    id: Mapped[int] = mapped_column(Key, primary_key=True)
    place_id: Mapped[int] = mapped_column(ForeignKey("place.id"))
    from_day: Mapped[date]
    to_day: Mapped[date]
    __table_args__ = (
        UniqueConstraint("place_id", "from_day"),
        CheckConstraint("to_day >= from_day", name="in_order"),
    )


class Assignment(Model):
    """A seat in a body for a span of days. Party is not kept anywhere."""

    __tablename__ = "assignment"
    id: Mapped[int] = mapped_column(Key, primary_key=True)
    subject: Mapped[int] = mapped_column(ForeignKey(SUBJECT), index=True)
    place_id: Mapped[int] = mapped_column(ForeignKey("place.id"), index=True)
    position: Mapped[str] = mapped_column(String(20))
    from_day: Mapped[date]
    to_day: Mapped[date | None]
    __table_args__ = (
        CheckConstraint(
            "position IN ('chair', 'vice_chair', 'second_vice_chair', 'member', 'deputy', "
            "'auditor', 'observer')",
            name="position",
        ),
        CheckConstraint(IN_ORDER, name="in_order"),
    )


class Leave(Model):
    """Days away from work. Why is not kept."""

    __tablename__ = "leave"
    id: Mapped[int] = mapped_column(Key, primary_key=True)
    subject: Mapped[int] = mapped_column(ForeignKey(SUBJECT), index=True)
    from_day: Mapped[date]
    to_day: Mapped[date | None]
    __table_args__ = (CheckConstraint(IN_ORDER, name="in_order"),)


class RoleGrant(Model):
    """A role held for a scope (one place with all below it, or the whole municipality) and a
    time.
    """

    __tablename__ = "role_grant"
    id: Mapped[int] = mapped_column(Key, primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    role: Mapped[str] = mapped_column(String(20))
    place_id: Mapped[int | None] = mapped_column(ForeignKey("place.id"))
    from_day: Mapped[date]
    to_day: Mapped[date | None]
    source: Mapped[str] = mapped_column(String(10), default="hand")
    __table_args__ = (
        CheckConstraint(
            "role IN ('manager', 'deputy', 'hr', 'secretary', 'strategist', 'council', 'author', "
            "'auditor', 'admin')",
            name="role",
        ),
        CheckConstraint("source IN ('hand', 'roster')", name="source"),
        CheckConstraint(IN_ORDER, name="in_order"),
    )


class SignInSession(Model):
    """One signed-in browser. Only the hash of its token is kept; ending the row signs it out
    everywhere.
    """

    __tablename__ = "sign_in_session"
    id: Mapped[int] = mapped_column(Key, primary_key=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    created_at: Mapped[datetime] = mapped_column(Moment)
    seen_at: Mapped[datetime] = mapped_column(Moment)
    ended_at: Mapped[datetime | None] = mapped_column(Moment)
    reason_until: Mapped[datetime | None] = mapped_column(Moment)


class OneTimeLink(Model):
    """A single-use, short-lived link for activation or a new password. Only its hash is kept."""

    __tablename__ = "one_time_link"
    id: Mapped[int] = mapped_column(Key, primary_key=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    purpose: Mapped[str] = mapped_column(String(10))
    created_at: Mapped[datetime] = mapped_column(Moment)
    ends_at: Mapped[datetime] = mapped_column(Moment)
    used_at: Mapped[datetime | None] = mapped_column(Moment)
    __table_args__ = (CheckConstraint("purpose IN ('activate', 'reset')", name="purpose"),)


class SignInFailure(Model):
    """Wrong guesses on one sign-in name since the last right one; the name is kept as a keyed
    hash.
    """

    __tablename__ = "sign_in_failure"
    name_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    failures: Mapped[int] = mapped_column(Integer)
    last_at: Mapped[datetime] = mapped_column(Moment)


Index("ix_place_version_current", PlaceVersion.place_id, PlaceVersion.to_day)
