"""Tables that belong to no slice: settings, the audit trail and the record of what was deleted."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, CheckConstraint, ForeignKey, Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from app.core.db import Key, Model, Moment


class Setting(Model):
    """One setting of this municipality."""

    __tablename__ = "setting"
    key: Mapped[str] = mapped_column(String(60), primary_key=True)
    value: Mapped[Any] = mapped_column(JSON)


class Audit(Model):
    """One deed: who, what, about what, when. Append-only; each row carries the hash of the one
    before.
    """

    __tablename__ = "audit"
    id: Mapped[int] = mapped_column(Key, primary_key=True)
    at: Mapped[datetime] = mapped_column(Moment)
    actor: Mapped[int | None] = mapped_column(BigInteger, index=True)
    verb: Mapped[str] = mapped_column(String(60), index=True)
    about: Mapped[str] = mapped_column(String(200))
    details: Mapped[str] = mapped_column(String)
    previous_hash: Mapped[str] = mapped_column(String(64))
    hash: Mapped[str] = mapped_column(String(64), unique=True)


class AuditText(Model):
    """Free text that belongs to a line, such as a stated reason. Can be erased; the line stays."""

    __tablename__ = "audit_text"
    audit_id: Mapped[int] = mapped_column(ForeignKey("audit.id"), primary_key=True)
    text: Mapped[str] = mapped_column(String(1000))


class AuditHead(Model):
    """The end of the audit chain: one row, locked while the next link is made."""

    __tablename__ = "audit_head"
    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    hash: Mapped[str] = mapped_column(String(64))
    __table_args__ = (CheckConstraint("id = 1", name="only_one"),)


class Deletion(Model):
    """The door through which append-only rows may leave, and the record that they did.

    The triggers let rows be deleted only while a door of the same transaction stands open.
    """

    __tablename__ = "deletion"
    id: Mapped[int] = mapped_column(Key, primary_key=True)
    kind: Mapped[str] = mapped_column(String(20))
    reason: Mapped[str] = mapped_column(String(500))
    actor: Mapped[int | None] = mapped_column(BigInteger)
    opened_at: Mapped[datetime] = mapped_column(Moment)
    closed_at: Mapped[datetime | None] = mapped_column(Moment)
    counts: Mapped[Any | None] = mapped_column(JSON)
    __table_args__ = (CheckConstraint("kind IN ('erase', 'retention')", name="kind"),)
