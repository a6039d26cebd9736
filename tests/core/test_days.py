"""Swedish days of moments, what the clock says, and errors that people may read."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
import time_machine

from app.core import clock
from app.core.days import swedish_day
from app.core.errors import NotAllowed, NotFound, Refused, Told
from app.core.goals import GOALS


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        (datetime(2026, 1, 31, 22, 59, 59, tzinfo=UTC), date(2026, 1, 31)),
        (datetime(2026, 1, 31, 23, 0, tzinfo=UTC), date(2026, 2, 1)),
        (datetime(2026, 6, 30, 21, 59, 59, tzinfo=UTC), date(2026, 6, 30)),
        (datetime(2026, 6, 30, 22, 0, tzinfo=UTC), date(2026, 7, 1)),
        (datetime(2026, 3, 28, 23, 0, tzinfo=UTC), date(2026, 3, 29)),
        (datetime(2026, 10, 24, 22, 0, tzinfo=UTC), date(2026, 10, 25)),
    ],
)
def test_a_day_begins_at_midnight_in_sweden_winter_and_summer(moment, day) -> None:
    assert swedish_day(moment) == day


def test_the_clock_says_the_moment_in_utc_and_the_day_in_sweden() -> None:
    with time_machine.travel(datetime(2026, 12, 31, 23, 30, tzinfo=UTC), tick=False):
        assert clock.now() == datetime(2026, 12, 31, 23, 30, tzinfo=UTC)
        assert clock.today() == date(2027, 1, 1)


@pytest.mark.parametrize("kind", [NotFound, Refused, NotAllowed])
def test_an_error_carries_a_sentence_that_a_person_may_read(kind: type[Told]) -> None:
    error = kind("Svaret finns inte. Gå till startsidan.")
    assert error.sentence == str(error) == "Svaret finns inte. Gå till startsidan."


def test_there_are_seventeen_goals_in_order_each_with_a_colour_of_its_own() -> None:
    assert [goal.number for goal in GOALS] == list(range(1, 18))
    assert len({goal.color for goal in GOALS}) == len({goal.name for goal in GOALS}) == 17
