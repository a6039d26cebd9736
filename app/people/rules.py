"""Spans of days, the line of places above a place, and which population a person belongs to where.
Pure.

Days are counted as ordinals (`date.toordinal`) and a span holds its first day but not its end, so
that spans join without gaps. A span without end runs to `FOREVER`.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

FOREVER = date.max.toordinal() + 1

Span = tuple[int, int]
Population = Literal["manager", "employee", "hourly", "member", "deputy"]

FORMS = ("permanent", "temporary", "hourly")
"""The forms of employment."""

PRECEDENCE: tuple[Population, ...] = ("manager", "employee", "hourly", "member", "deputy")
"""Who belongs to several populations of one place is counted once, in the first of these."""

STAFF: frozenset[Population] = frozenset({"manager", "employee", "hourly"})
ELECTED: frozenset[Population] = frozenset({"member", "deputy"})

PROFILE: dict[Population, str] = {
    "manager": "manager",
    "employee": "employee",
    "hourly": "employee",
    "member": "politician",
    "deputy": "politician",
}
"""The role profile of the framework that a population follows."""

TRACKS: dict[Population, tuple[str, ...]] = {
    "manager": ("alla", "chef"),
    "employee": ("alla",),
    "hourly": ("alla",),
    "member": ("alla", "fortroendevald"),
    "deputy": ("alla", "fortroendevald"),
}
"""The tracks of a course that are a population's."""


@dataclass(frozen=True, slots=True)
class Membership:
    """That somebody belongs to a place, in a population, from a day to a last day (or on)."""

    place_id: int
    population: Population
    from_day: date
    to_day: date | None = None

    @property
    def span(self) -> Span:
        return span(self.from_day, self.to_day)

    def holds(self, day: date) -> bool:
        return self.from_day <= day and (self.to_day is None or day <= self.to_day)


def tracks(memberships: Iterable[Membership], day: date) -> tuple[str, ...]:
    """The tracks that are a person's on a day: the common one, and those of every population now
    or to come.
    """
    found = {"alla"}
    for belongs in memberships:
        if belongs.to_day is None or belongs.to_day >= day:
            found.update(TRACKS[belongs.population])
    return tuple(sorted(found))


@dataclass(frozen=True, slots=True)
class Version:
    """Where a place stands, and what it is called, from a day to a last day (or on)."""

    place_id: int
    parent_id: int | None
    name: str
    from_day: date
    to_day: date | None = None

    def holds(self, day: date) -> bool:
        return self.from_day <= day and (self.to_day is None or day <= self.to_day)


def staff_population(form: str, manager: bool) -> Population:
    """The population of an employment: managers first, then by form."""
    if manager:
        return "manager"
    return "hourly" if form == "hourly" else "employee"


def elected_population(position: str) -> Population:
    """The population of a seat: deputies apart, all others sit."""
    return "deputy" if position == "deputy" else "member"


def span(from_day: date, to_day: date | None) -> Span:
    """The span of a first day and a last day; no last day runs on."""
    return from_day.toordinal(), FOREVER if to_day is None else to_day.toordinal() + 1


def common(one: Span, other: Span) -> Span | None:
    """The days that two spans share, or none."""
    start, end = max(one[0], other[0]), min(one[1], other[1])
    return (start, end) if start < end else None


def joined(spans: Iterable[Span]) -> list[Span]:
    """The same days in as few spans as can be, in order."""
    result: list[Span] = []
    for start, end in sorted(spans):
        if result and start <= result[-1][1]:
            result[-1] = (result[-1][0], max(end, result[-1][1]))
        else:
            result.append((start, end))
    return result


def months_later(day: date, months: int) -> date:
    """The same day of the month that many months on, or the month's last day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    last = monthrange(year, month + 1)[1]
    return date(year, month + 1, min(day.day, last))


def without(spans: Iterable[Span], holes: Iterable[Span]) -> list[Span]:
    """The days of `spans` that no hole covers."""
    left = joined(spans)
    for hole in joined(holes):
        left = [
            piece
            for start, end in left
            for piece in ((start, min(end, hole[0])), (max(start, hole[1]), end))
            if piece[0] < piece[1]
        ]
    return left


@dataclass(frozen=True, slots=True)
class Tree:
    """The dated tree of places: which line of places stands above each, and when."""

    versions: Mapping[int, Sequence[Version]]

    @classmethod
    def of(cls, versions: Iterable[Version]) -> Tree:
        grouped: dict[int, list[Version]] = {}
        for version in versions:
            grouped.setdefault(version.place_id, []).append(version)
        return cls(grouped)

    def lines(self, place_id: int, within: Span) -> list[tuple[Span, tuple[int, ...]]]:
        """For the days in `within`: the place and all above it, piece by piece as the tree changes.

        Days on which the place stands in no version have no line above them.
        """
        return self._climb((place_id,), within)

    def _climb(self, line: tuple[int, ...], within: Span) -> list[tuple[Span, tuple[int, ...]]]:
        pieces: list[tuple[Span, tuple[int, ...]]] = []
        covered: list[Span] = []
        for version in self.versions.get(line[-1], ()):
            shared = common(span(version.from_day, version.to_day), within)
            if shared is None:
                continue
            covered.append(shared)
            if version.parent_id is None or version.parent_id in line:
                pieces.append((shared, line))
            else:
                pieces += self._climb((*line, version.parent_id), shared)
        pieces += [(bare, line) for bare in without([within], covered)]
        return sorted(pieces)

    def line_on(self, place_id: int, day: date) -> tuple[int, ...]:
        """The place and all above it on one day, nearest first."""
        today = day.toordinal()
        return self.lines(place_id, (today, today + 1))[0][1]

    def name_on(self, place_id: int, day: date) -> str:
        """What the place is called that day. Where it does not stand: its last name, or else its
        first.
        """
        known = sorted(self.versions.get(place_id, ()), key=lambda v: v.from_day)
        begun = [version for version in known if version.from_day <= day]
        nearest = begun[-1:] or known[:1]
        return nearest[0].name if nearest else ""

    def below(self, place_ids: Iterable[int], day: date) -> frozenset[int]:
        """The places and all that stand below them on a day."""
        children: dict[int, list[int]] = {}
        for versions in self.versions.values():
            for version in versions:
                if version.parent_id is not None and version.holds(day):
                    children.setdefault(version.parent_id, []).append(version.place_id)
        found: set[int] = set()
        waiting = list(place_ids)
        while waiting:
            place = waiting.pop()
            if place not in found:
                found.add(place)
                waiting += children.get(place, [])
        return frozenset(found)


@dataclass(frozen=True, slots=True)
class DayTree:
    """The tree as it stands on one day: each place's parent and name, and what is right below."""

    parents: Mapping[int, int | None]
    names: Mapping[int, str]
    children: Mapping[int, Sequence[int]]

    @classmethod
    def of(cls, tree: Tree, day: date) -> DayTree:
        standing = {
            place: version
            for place, versions in tree.versions.items()
            for version in versions
            if version.holds(day)
        }
        children: dict[int, list[int]] = {}
        for place, version in sorted(standing.items()):
            if version.parent_id is not None:
                children.setdefault(version.parent_id, []).append(place)
        return cls(
            {place: version.parent_id for place, version in standing.items()},
            {place: version.name for place, version in standing.items()},
            children,
        )

    @property
    def roots(self) -> list[int]:
        """The places with nothing above them, in order."""
        return sorted(place for place, parent in self.parents.items() if parent is None)

    def line(self, place_id: int) -> tuple[int, ...]:
        """The place and all above it, nearest first."""
        line = [place_id]
        while (parent := self.parents.get(line[-1])) is not None and parent not in line:
            line.append(parent)
        return tuple(line)

    def lines_below(self, place_id: int) -> Iterator[tuple[int, ...]]:
        """The line of the place and of every place below it, each above what is below it."""
        waiting = [self.line(place_id)]
        while waiting:
            line = waiting.pop()
            yield line
            waiting += [
                (child, *line) for child in self.children.get(line[0], ()) if child not in line
            ]


def standing_in(
    memberships: Iterable[Membership], away: Iterable[Span], tree: Tree
) -> dict[int, list[tuple[Span, Population]]]:
    """In which places, when and in which population a person is counted: once per place and day.

    A person counts in the place itself and in all above it. Days of leave from work are left out
    among staff; a seat is held all the same.
    """
    spans: dict[tuple[int, Population], list[Span]] = {}
    holes = joined(away)
    for membership in memberships:
        for piece, line in tree.lines(membership.place_id, membership.span):
            for place in line:
                spans.setdefault((place, membership.population), []).append(piece)
    result: dict[int, list[tuple[Span, Population]]] = {}
    taken: dict[int, list[Span]] = {}
    for population in PRECEDENCE:
        for (place, whose), pieces in spans.items():
            if whose == population:
                left_out = holes if population in STAFF else []
                free = without(pieces, [*taken.get(place, []), *left_out])
                taken.setdefault(place, []).extend(free)
                result.setdefault(place, []).extend((piece, population) for piece in free)
    return result
