"""The competence map as values: which rows and cells, what is hidden, what the heading finds.
Pure.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from app.competence.rules import Cell, hidden, too_small

Counts = Mapping[tuple[int, str, str], int]
WORTH_SAYING = 5
"""The least group that the heading and the sentence under it speak of, where there is one that
large.
"""
NO_ROW = -1
"""Stands for those who belong to a place itself and to none below it."""


@dataclass(frozen=True, slots=True)
class MapRow:
    """One unit or body: for each competence a cell, or none where the figure is hidden."""

    place_id: int
    name: str
    cells: tuple[Cell | None, ...]
    too_few: frozenset[str] = frozenset()
    """The competences whose figure is hidden because the group itself is small."""


@dataclass(frozen=True, slots=True)
class Map:
    """The map of one place: the rows below it and the place as a whole."""

    competences: tuple[str, ...]
    rows: tuple[MapRow, ...]
    total: MapRow

    @property
    def empty(self) -> bool:
        """Whether nobody is counted in the place at all."""
        return all(one is not None and not one.needed for one in self.total.cells)


def cell(counts: Counts, place: int, competence: str, rung: str) -> Cell:
    """How many need the competence in the place and how many stand on the rung."""
    needed = counts.get((place, competence, "needed"), 0)
    return Cell(needed, counts.get((place, competence, rung), 0))


def make(
    counts: Counts,
    total: tuple[int, str],
    places: Sequence[tuple[int, str]],
    competences: Sequence[str],
    rung: str,
    smallest: int,
    whole: Collection[int] = (),
    parents: Mapping[int, int] | None = None,
    above: Sequence[tuple[int, int, Sequence[int]]] = (),
) -> Map:
    """The map of `total` with a row for each of `places` in which anybody is counted.

    Hidden from the top down: figures of groups under `smallest`, one more where the figure above
    would give a single one away, and everything below what is hidden; except in the places of
    `whole`, those that the reader may see person by person (product.md §3). `parents` says which
    place each row stands right below (without it, `total`); `above` holds, on the
    way down to `total`, each parent, the place below it, and all places right below that parent.
    """
    beside: dict[int, list[int]] = {}
    for place, _name in places:
        beside.setdefault((parents or {}).get(place, total[0]), []).append(place)
    shut = {
        competence: _closed(counts, competence, rung, smallest, total[0], beside, above)
        - frozenset(whole)
        for competence in competences
    }

    def row(place: int, name: str) -> MapRow:
        cells = tuple(
            None if place in shut[c] else cell(counts, place, c, rung) for c in competences
        )
        too_few = frozenset(
            c
            for c in competences
            if place in shut[c] and too_small(cell(counts, place, c, rung), smallest)
        )
        return MapRow(place, name, cells, too_few)

    kept = [
        (place, name)
        for place, name in places
        if any(counts.get((place, c, "needed")) for c in competences)
    ]
    return Map(tuple(competences), tuple(row(*place) for place in kept), row(*total))


def _closed(
    counts: Counts,
    competence: str,
    rung: str,
    smallest: int,
    total: int,
    beside: Mapping[int, Sequence[int]],
    above: Sequence[tuple[int, int, Sequence[int]]],
) -> frozenset[int]:
    """The places whose figure for a competence is hidden."""

    def small(parent: int, group: Sequence[int]) -> frozenset[int]:
        cells = {place: cell(counts, place, competence, rung) for place in group}
        of_parent = cell(counts, parent, competence, rung)
        rest = of_parent.needed - sum(one.needed for one in cells.values())
        if group and rest > 0:  # who belongs to the parent itself stands in no row
            cells[NO_ROW] = Cell(rest, 0)
        return hidden(cells, smallest, total_shown=True) - {NO_ROW}

    closed_above = any(place in small(parent, group) for parent, place, group in above)
    alone = {total: cell(counts, total, competence, rung)}
    closed = {total} if closed_above or hidden(alone, smallest, total_shown=False) else set()
    waiting = [total]
    while waiting:
        place = waiting.pop()
        below = beside.get(place, ())
        closed |= frozenset(below) if place in closed else small(place, below)
        waiting += below
    return frozenset(closed)


def lowest(made: Map, which: Collection[str]) -> tuple[MapRow, str, Cell] | None:
    """The shown cell with the lowest share among the competences that can be shown: where the gap
    is widest. A group too small to speak of counts only when there is no other; when every row is
    hidden, the place as a whole.
    """
    return (
        _lowest(made.rows, made, which, WORTH_SAYING)
        or _lowest(made.rows, made, which, 1)
        or _lowest((made.total,), made, which, 1)
    )


def _lowest(
    rows: Sequence[MapRow], made: Map, which: Collection[str], least: int
) -> tuple[MapRow, str, Cell] | None:
    seen = [
        (one.percent, -one.needed, row, competence, one)
        for row in rows
        for competence, one in zip(made.competences, row.cells, strict=True)
        if one is not None and one.needed >= least and competence in which
    ]
    if not seen:
        return None
    _share, _needed, row, competence, one = min(seen, key=lambda s: s[:2])
    return row, competence, one


def spread(made: Map, which: Collection[str]) -> tuple[int, int, bool] | None:
    """The least and the largest share of the place as a whole, and whether competences that few
    need are left out of it: one of one is all of them, and says nothing of the place.
    """
    seen = [
        one
        for competence, one in zip(made.competences, made.total.cells, strict=True)
        if one is not None and one.needed and competence in which
    ]
    if not seen:
        return None
    kept = [one.percent for one in seen if one.needed >= WORTH_SAYING] or [
        one.percent for one in seen
    ]
    return min(kept), max(kept), len(kept) < len(seen)
