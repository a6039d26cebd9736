"""Dated rows follow whatever files come: in order, true from today on, settled after one."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from app.people.roster_spans import KEEP, Had, Outcome, Wanted, match

START = date(2026, 1, 1)


def day(number: int) -> date:
    return START + timedelta(days=number)


@st.composite
def rows(draw: st.DrawFn, numbered: bool) -> list[Wanted]:
    """A person's employments in one file: one for each number, or one in each unit."""
    wanted = []
    for number in draw(st.lists(st.sampled_from("ABC"), unique=True, max_size=3)):
        first = draw(st.integers(-40, 60))
        length = draw(st.none() | st.integers(0, 60))
        last = None if length is None else day(first + length)
        unit = draw(st.sampled_from("ABC")) if numbered else number
        state = (unit, draw(st.sampled_from(["permanent", "hourly"])))
        wanted.append(Wanted(state, day(first), last, number if numbered else None))
    return wanted


def stored(outcome: Outcome, ids: list[int]) -> list[Had]:
    """The rows as the database will give them back."""
    found = []
    for span in outcome.spans:
        if span.id is None:
            ids.append(len(ids) + 1)
        found.append(Had(span.id or ids[-1], span.state, span.from_day, span.to_day, span.number))
    return found


def holds(span: Wanted | Had, on: date) -> bool:
    return span.from_day <= on and (span.to_day is None or on <= span.to_day)


@given(
    st.booleans().flatmap(lambda n: st.lists(st.tuples(rows(n), st.integers(0, 20)), max_size=6))
)
def test_any_files_in_a_row_leave_rows_in_order_true_from_today_and_settled(files):
    had: list[Had] = []
    ids: list[int] = []
    today = START
    for wanted, later in files:
        today += timedelta(days=later)
        had = stored(match(wanted, had, today), ids)
        assert all(s.to_day is None or s.from_day <= s.to_day for s in had)
        ever = max([today, *(row.from_day for row in wanted)])
        for on in map(day, range((today - START).days, 150)):
            asked = {row.state for row in wanted if holds(row, on)}
            stand = {span.state for span in had if holds(span, on)}
            assert asked <= stand
            assert on < ever or asked == stand
        again = match(wanted, had, today)
        assert again.empty
        had = stored(again, ids)


def test_what_the_file_has_no_column_for_is_kept():
    had = [Had(1, ("A", "hourly"), day(-10), None)]
    assert match([Wanted(("A", KEEP), day(-10), None)], had, START).empty
    moved = match([Wanted(("B", KEEP), day(-10), None)], had, START)
    assert moved.new[0].state == ("B", "hourly")


def test_a_new_span_takes_what_holds_when_nothing_is_said():
    fill = [(None, "first"), (None, "next")]
    wanted = [Wanted(("A", KEEP), START, None, "1"), Wanted(("B", KEEP), START, None, "2")]
    assert [span.state[1] for span in match(wanted, [], START, fill).new] == ["first", "next"]


def test_a_planned_move_that_is_put_off_leaves_no_gap():
    had = [Had(1, ("A",), day(-10), day(9), "1"), Had(2, ("B",), day(10), None, "1")]
    outcome = match([Wanted(("B",), day(20), None, "1")], had, START)
    assert [(s.from_day, s.to_day) for s in outcome.spans] == [(day(-10), day(19)), (day(20), None)]


def test_a_planned_move_that_is_taken_back_joins_the_old_again():
    had = [Had(1, ("A",), day(-10), day(9), "1"), Had(2, ("B",), day(10), None, "1")]
    outcome = match([Wanted(("A",), day(-10), None, "1")], had, START)
    on = day(5)
    assert {span.state for span in outcome.spans if holds(span, on)} == {("A",)}
    assert {span.state for span in outcome.spans if holds(span, day(30))} == {("A",)}
