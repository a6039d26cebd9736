"""Swedish calendar days of moments. Pure; what time it is now is for `core.clock` to say."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

SWEDEN = ZoneInfo("Europe/Stockholm")


def swedish_day(moment: datetime) -> date:
    """The Swedish calendar day of a moment with a time zone."""
    return moment.astimezone(SWEDEN).date()
