"""Whether the rows of one file agree with each other. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from datetime import date
from itertools import pairwise
from typing import Any

from app.people.roster_columns import shown
from app.people.roster_rows import BodyRow, ElectedRow, StaffRow, UnitRow

Said = tuple[int, str]


def disagreements(rows: Sequence[Any]) -> list[Said]:
    """The lines that contradict another line, and how."""
    if not rows:
        return []
    match rows[0]:
        case UnitRow():
            return list(_doubled_units(rows))
        case BodyRow():
            return [*_one_body(rows), *_overlapping(rows, lambda r: r.key, "Mandatperioden")]
        case StaffRow():
            return [
                *_one_person(rows, lambda r: r.key),
                *_shared(rows, lambda r: r.key, "email", "E-postadressen"),
                *_shared(rows, lambda r: r.key, "username", "Användarnamnet"),
                *_overlapping(rows, lambda r: (r.key, r.number, r.unit), "Anställningen"),
            ]
        case ElectedRow():
            return [
                *_one_person(rows, known_by),
                *_shared(rows, known_by, "email", "E-postadressen"),
                *_overlapping(rows, lambda r: (known_by(r), r.body, r.position), "Uppdraget"),
            ]
    return []


def known_by(row: ElectedRow) -> str:
    """What tells one elected person from another: the id, or the e-mail address."""
    return row.key or row.email or ""


def _doubled_units(rows: Iterable[UnitRow]) -> Iterator[Said]:
    first: dict[str, int] = {}
    for row in rows:
        if row.key in first:
            yield row.line, f"Enhets-id {shown(row.key)} står redan på rad {first[row.key]}."
        if row.key == row.parent:
            yield row.line, f"Enheten {shown(row.key)} är överordnad sig själv."
        first.setdefault(row.key, row.line)


def _one_body(rows: Iterable[BodyRow]) -> Iterator[Said]:
    first: dict[str, BodyRow] = {}
    for row in rows:
        known = first.setdefault(row.key, row)
        if (known.name, known.parent) != (row.name, row.parent):
            yield (
                row.line,
                (f"Organet {shown(row.key)} har annat namn eller överordnat på rad {known.line}."),
            )
        if row.key == row.parent:
            yield row.line, f"Organet {shown(row.key)} är överordnat sig självt."


def _one_person(rows: Iterable[Any], who: Callable[[Any], str]) -> Iterator[Said]:
    first: dict[str, Any] = {}
    for row in rows:
        known = first.setdefault(who(row), row)
        if (known.given, known.family) != (row.given, row.family):
            yield row.line, f"Samma person har ett annat namn på rad {known.line}."
        elif known.email != row.email:
            yield row.line, f"Samma person har en annan e-postadress på rad {known.line}."
        elif getattr(known, "username", None) != getattr(row, "username", None):
            yield row.line, f"Samma person har ett annat användarnamn på rad {known.line}."


def _shared(
    rows: Iterable[Any], who: Callable[[Any], str], field: str, what: str
) -> Iterator[Said]:
    first: dict[str, Any] = {}
    for row in rows:
        if value := getattr(row, field):
            known = first.setdefault(value, row)
            if who(known) != who(row):
                yield row.line, f"{what} hör till en annan person på rad {known.line}."


def _overlapping(rows: Iterable[Any], same: Callable[[Any], Hashable], what: str) -> Iterator[Said]:
    groups: dict[Hashable, list[Any]] = defaultdict(list)
    for row in rows:
        groups[same(row)].append(row)
    for group in groups.values():
        if len(group) < 2:
            continue
        group.sort(key=lambda row: (row.from_day or date.min, row.line))
        for one, other in pairwise(group):
            if one.to_day is None or other.from_day is None or other.from_day <= one.to_day:
                lines = sorted((one.line, other.line))
                yield lines[1], f"{what} står redan på rad {lines[0]} för samma tid."
