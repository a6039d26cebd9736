"""Requirements and the cycles in which they are asked."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Integer, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.core.db import Key, Model


class Requirement(Model):
    """A course that a population shall take. For politicians the word on screen is "ingår i
    introduktionen".
    """

    __tablename__ = "requirement"
    id: Mapped[int] = mapped_column(Key, primary_key=True)
    key: Mapped[str] = mapped_column(String(40), unique=True)
    title: Mapped[str] = mapped_column(String(200))
    course_id: Mapped[str] = mapped_column(String(80))
    wording: Mapped[str] = mapped_column(String(12))
    populations: Mapped[Any] = mapped_column(JSON)
    start_day: Mapped[date]
    days: Mapped[int] = mapped_column(Integer)
    validity_months: Mapped[int | None] = mapped_column(Integer)
    __table_args__ = (
        CheckConstraint("wording IN ('requirement', 'introduction')", name="wording"),
        CheckConstraint("days >= 0", name="days"),
        CheckConstraint("validity_months IS NULL OR validity_months > 0", name="validity_months"),
    )


class Cycle(Model):
    """One round of a requirement: for everybody in it, or for one body's mandate period."""

    __tablename__ = "cycle"
    id: Mapped[int] = mapped_column(Key, primary_key=True)
    requirement_id: Mapped[int] = mapped_column(ForeignKey("requirement.id"))
    place_id: Mapped[int | None] = mapped_column(ForeignKey("place.id"))
    from_day: Mapped[date]
    to_day: Mapped[date | None]
    __table_args__ = (
        UniqueConstraint("requirement_id", "place_id", "from_day"),
        CheckConstraint("to_day IS NULL OR to_day >= from_day", name="in_order"),
    )
