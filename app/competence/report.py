"""The competence map as values: which rows and cells, what is hidden, what the heading finds.
Pure.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from app.competence.rules import Cell, hidden, too_small

Counts = Mapping[tuple[int, str, str], int]


@dataclass(frozen=True, slots=True)
class MapRow:
    """One unit or body: how many it holds, and for each competence a cell, or none where the
    figure is hidden.
    """

    place_id: int
    name: str
    cells: tuple[Cell | None, ...]
    persons: int | None
    too_few: frozenset[str] = frozenset()
    """The competences whose figure is hidden because the group itself is small."""


@dataclass(frozen=True, slots=True)
class Map:
    """The map of one place: the rows below it and the place as a whole."""

    competences: tuple[str, ...]
    rows: tuple[MapRow, ...]
    total: MapRow


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
) -> Map:
    """The map of `total` with a row for each of `places` in which anybody is counted.

    Figures of groups under `smallest` are hidden, and one more where the figure above would give
    a single one away, except in the places of `whole`: those that the reader may see person by
    person (product.md §3). `parents` says which place stands above which; without it all rows
    stand right below `total`.
    """
    beside: dict[int, list[int]] = {}
    for place, _name in places:
        beside.setdefault((parents or {}).get(place, total[0]), []).append(place)
    shut: dict[str, frozenset[int]] = {}
    for competence in competences:
        cells = {place: cell(counts, place, competence, rung) for place, _ in (*places, total)}
        closed = set(hidden({total[0]: cells[total[0]]}, smallest, total_shown=False))
        for group in beside.values():
            closed |= hidden({place: cells[place] for place in group}, smallest, total_shown=True)
        shut[competence] = frozenset(closed - set(whole))

    def row(place: int, name: str) -> MapRow:
        cells = tuple(
            None if place in shut[c] else cell(counts, place, c, rung) for c in competences
        )
        seen = [one.needed for one in cells if one is not None]
        hides = any(one is None for one in cells)
        too_few = frozenset(
            c
            for c in competences
            if place in shut[c] and too_small(cell(counts, place, c, rung), smallest)
        )
        return MapRow(place, name, cells, None if hides else max(seen, default=0), too_few)

    kept = [
        (place, name)
        for place, name in places
        if any(counts.get((place, c, "needed")) for c in competences)
    ]
    return Map(tuple(competences), tuple(row(*place) for place in kept), row(*total))


def lowest(made: Map, which: Collection[str]) -> tuple[MapRow, str, Cell] | None:
    """The shown cell with the lowest share among the competences that can be shown: where the gap
    is widest. When every row is hidden, the place as a whole.
    """
    return _lowest(made.rows, made, which) or _lowest((made.total,), made, which)


def _lowest(
    rows: Sequence[MapRow], made: Map, which: Collection[str]
) -> tuple[MapRow, str, Cell] | None:
    seen = [
        (one.percent, -one.needed, row, competence, one)
        for row in rows
        for competence, one in zip(made.competences, row.cells, strict=True)
        if one is not None and one.needed and competence in which
    ]
    if not seen:
        return None
    _share, _needed, row, competence, one = min(seen, key=lambda s: s[:2])
    return row, competence, one
