"""What a file means for the dated rows that stand: which goes on, which ends, which begins. Pure.

A row is a span of days in one state (unit, form, manager and so on). When the state changes, the
old row ends the day before and a new one begins, so that any earlier day still reads as it was.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any, Final

A_DAY = timedelta(days=1)


class _Keep:
    """Stands for what the file has no column for: whatever is known stays."""


KEEP: Final = _Keep()


@dataclass(frozen=True, slots=True)
class Wanted:
    """A span that the file asks for. `state[0]` is the place; `row` is the file's row."""

    state: tuple[Any, ...]
    from_day: date
    to_day: date | None
    number: str | None = None
    row: Any = None


@dataclass(slots=True)
class Had:
    """A span that stands in the database, or is to stand there (no id yet)."""

    id: int | None
    state: tuple[Any, ...]
    from_day: date
    to_day: date | None
    number: str | None = None
    row: Any = None


@dataclass(slots=True)
class Outcome:
    """What is to be done, and the spans as they will stand."""

    new: list[Had] = field(default_factory=list)
    changed: list[Had] = field(default_factory=list)
    gone: list[int] = field(default_factory=list)
    spans: list[Had] = field(default_factory=list)
    moved: bool = False
    vanished: int = 0

    @property
    def empty(self) -> bool:
        return not (self.new or self.changed or self.gone)


def match(
    wanted: Sequence[Wanted],
    had: Sequence[Had],
    today: date,
    fill: Sequence[tuple[Any, ...]] = (),
    ends: Callable[[Had], bool] = lambda span: True,
) -> Outcome:
    """Bring the spans that stand to what the file asks for. The same file again changes nothing.

    `fill` is the state of a first new span where the file says nothing, and of those after it.
    A span that the file no longer has ends yesterday, if `ends` says that it should.
    """
    matching = _Matching(list(wanted), list(had), today, fill)
    matching.pair()
    for want, have in matching.pairs:
        matching.follow(want, have)
    for want in matching.wanted:
        matching.begin(want, want.from_day)
    matching.end_the_rest(ends)
    return matching.outcome()


def agrees(wanted: tuple[Any, ...], state: tuple[Any, ...]) -> bool:
    return all(ask is KEEP or ask == is_ for ask, is_ in zip(wanted, state, strict=True))


class _Matching:
    def __init__(
        self, wanted: list[Wanted], had: list[Had], today: date, fill: Sequence[tuple[Any, ...]]
    ) -> None:
        self.wanted, self.had, self.today, self.fill = wanted, had, today, list(fill)
        self.before = {
            have.id: (have.state, have.from_day, have.to_day, have.number) for have in had
        }
        self.pairs: list[tuple[Wanted, Had]] = []
        self.free = list(had)
        self.new: list[Had] = []
        self.gone: list[Had] = []
        self.moved = False
        self.vanished = 0

    def live(self, span: Wanted | Had) -> bool:
        return span.to_day is None or span.to_day >= self.today

    def pair(self) -> None:
        """Find for each span asked for the one that it continues, the surest likeness first."""

        def same(want: Wanted, have: Had) -> bool:
            return not want.number or not have.number or want.number == have.number

        likenesses: tuple[Callable[[Wanted, Had], bool], ...] = (
            lambda w, h: (
                same(w, h)
                and w.from_day == h.from_day
                and agrees(w.state, h.state)
                and not (self.live(w) and self._succeeded(h))
            ),
            lambda w, h: same(w, h) and not self.live(w) and w.to_day == h.to_day,
            lambda w, h: (
                same(w, h)
                and self.live(w)
                and agrees(w.state, h.state)
                and (self.live(h) or h.from_day >= w.from_day)
                and not self._succeeded(h)
            ),
            lambda w, h: same(w, h) and self.live(w) and self.live(h),
        )
        for alike in likenesses:
            if not self.wanted or not self.free:
                return
            for want in list(self.wanted):
                found = [have for have in self.free if alike(want, have)]
                if found:
                    have = max(found, key=lambda span: self._likeness(want, span))
                    self.pairs.append((want, have))
                    self.wanted.remove(want)
                    self.free.remove(have)

    def _likeness(self, want: Wanted, have: Had) -> tuple[bool, bool, date]:
        return have.to_day == want.to_day, self.live(have), have.from_day

    def _succeeded(self, have: Had) -> bool:
        """Whether a span has ended because another took over: then it is not to be opened again."""
        return not self.live(have) and any(
            self.live(span)
            and have.to_day is not None
            and span.from_day > have.to_day
            and (not span.number or not have.number or span.number == have.number)
            for span in self.had
        )

    def follow(self, want: Wanted, have: Had) -> None:
        """Carry one span on as the file says."""
        have.row = want.row
        same_state = agrees(want.state, have.state)
        self.moved |= not same_state and want.state[0] not in (KEEP, have.state[0])
        if have.from_day < self.today and not self.live(want) and same_state:
            have.to_day = want.to_day
        elif have.from_day >= self.today:
            self._rewrite(want, have)
        elif same_state and want.from_day <= have.from_day:
            if not self._earlier(have):
                have.from_day = want.from_day
            have.to_day = want.to_day
        elif same_state or self.live(want):
            switch = want.from_day if want.from_day > have.from_day else self.today
            self.begin(want, switch, have)
            have.row = None
            if have.to_day is None or have.to_day >= switch:
                have.to_day = switch - A_DAY
        if want.number and have.number != want.number:
            have.number = want.number

    def _rewrite(self, want: Wanted, have: Had) -> None:
        """A span that has not begun before today is simply written anew."""
        earlier = self._earlier(have)
        joined = [span for span in earlier if span.to_day == have.from_day - A_DAY]
        have.state = self._filled(want.state, have.state)
        if want.from_day > have.from_day:
            for span in joined:
                span.to_day = want.from_day - A_DAY
            have.from_day = want.from_day
        elif not earlier:
            have.from_day = want.from_day
        else:
            have.from_day = min(have.from_day, max(want.from_day, self.today))
            self._cut(earlier, have.from_day)
        have.to_day = want.to_day
        if have.to_day is not None and have.to_day < have.from_day:
            self.gone.append(have)
            for span in joined:
                if span.from_day <= have.to_day:
                    span.to_day = have.to_day

    def _cut(self, spans: list[Had], day: date) -> None:
        """Let these spans end before a day; one that would not have begun by then is no more."""
        for span in spans:
            if span.from_day >= day:
                self.gone.append(span)
                self.free.remove(span)
            elif span.to_day is None or span.to_day >= day:
                span.to_day = day - A_DAY

    def _earlier(self, have: Had) -> list[Had]:
        """The spans that led up to this one and that nothing in the file has taken up."""
        return [
            span
            for span in self.free
            if span.to_day is not None
            and span.to_day < have.from_day
            and (not span.number or not have.number or span.number == have.number)
        ]

    def _filled(self, state: tuple[Any, ...], other: tuple[Any, ...]) -> tuple[Any, ...]:
        return tuple(o if s is KEEP else s for s, o in zip(state, other, strict=True))

    def begin(self, want: Wanted, day: date, after: Had | None = None) -> None:
        other = want.state
        if after:
            other = after.state
        elif self.fill:
            other = self.fill[0] if len(self.fill) == 1 else self.fill.pop(0)
        state = self._filled(want.state, other)
        number = want.number or (after.number if after else None)
        self.new.append(Had(None, state, day, want.to_day, number, want.row))

    def end_the_rest(self, ends: Callable[[Had], bool]) -> None:
        """What the file lacks ends yesterday, but not what leads up to a span that goes on."""
        goes_on = [have for _, have in self.pairs] + self.new
        for have in self.free:
            if not self.live(have) or not ends(have):
                continue
            if have.to_day is not None and any(
                have.to_day < span.from_day
                and (not span.number or not have.number or span.number == have.number)
                for span in goes_on
            ):
                continue
            self.vanished += 1
            if have.from_day >= self.today:
                self.gone.append(have)
            else:
                have.to_day = self.today - A_DAY

    def outcome(self) -> Outcome:
        gone = {have.id for have in self.gone}
        left = [have for have in self.had if have.id not in gone]
        changed = [
            have
            for have in left
            if self.before[have.id] != (have.state, have.from_day, have.to_day, have.number)
        ]
        ids = [have.id for have in self.gone if have.id is not None]
        return Outcome(self.new, changed, ids, left + self.new, self.moved, self.vanished)
