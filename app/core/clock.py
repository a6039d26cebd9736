"""The time, read by entry points only and handed on as an argument. Stored in UTC, counted in Swedish days."""

from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

SWEDEN = ZoneInfo("Europe/Stockholm")


def now() -> datetime:
    """This moment, in UTC."""
    return datetime.now(UTC)


def today() -> date:
    """The day it is in Sweden."""
    return swedish_day(now())


def swedish_day(moment: datetime) -> date:
    """The Swedish calendar day of a moment with a time zone."""
    return moment.astimezone(SWEDEN).date()
