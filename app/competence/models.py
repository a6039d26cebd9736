"""Kept counters. Derived: every figure here can be counted again from the facts, and `flask
verify` does so.
"""

from __future__ import annotations

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from app.core.db import Model


class RollUp(Model):
    """By how much a count changes on a day: how many in a place and population stand on a rung.

    Rung "needed" counts those whose profile holds the competence. Future days hold what is
    already known.
    """

    __tablename__ = "roll_up"
    place_id: Mapped[int] = mapped_column(ForeignKey("place.id"), primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True)
    competence: Mapped[str] = mapped_column(String(80), primary_key=True)
    rung: Mapped[str] = mapped_column(String(10), primary_key=True)
    population: Mapped[str] = mapped_column(String(10), primary_key=True)
    change: Mapped[int] = mapped_column(Integer)
    __table_args__ = (
        CheckConstraint("rung IN ('needed', 'completed', 'shown')", name="rung"),
        CheckConstraint(
            "population IN ('manager', 'employee', 'hourly', 'member', 'deputy')", name="population"
        ),
    )


class Standing(Model):
    """The sum of all changes up to and including the day in `StandingDay`, so that today is read
    at once.
    """

    __tablename__ = "standing"
    place_id: Mapped[int] = mapped_column(ForeignKey("place.id"), primary_key=True)
    competence: Mapped[str] = mapped_column(String(80), primary_key=True)
    rung: Mapped[str] = mapped_column(String(10), primary_key=True)
    population: Mapped[str] = mapped_column(String(10), primary_key=True)
    count: Mapped[int] = mapped_column(Integer)


class StandingDay(Model):
    """Through which day the standing counts are summed: one row."""

    __tablename__ = "standing_day"
    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    day: Mapped[date]
    __table_args__ = (CheckConstraint("id = 1", name="only_one"),)
