"""The time, read by entry points only and handed on as an argument. Stored in UTC, counted in
Swedish days.
"""

from __future__ import annotations

from datetime import UTC, date, datetime

from app.core.days import swedish_day

__all__ = ["now", "swedish_day", "today"]


def now() -> datetime:
    """This moment, in UTC."""
    return datetime.now(UTC)


def today() -> date:
    """The day it is in Sweden."""
    return swedish_day(now())
