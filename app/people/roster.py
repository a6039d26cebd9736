"""Reading staff and register files: rows with their lines, and everything that is wrong. Pure.

A personnummer leaves this room only as a keyed hash, and a political party not at all. A person
with protected identity leaves it only as a key: the name reaches no message and no database.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields
from typing import Any

from app.people import roster_text
from app.people.roster_agree import disagreements
from app.people.roster_columns import (
    HEADINGS,
    LONGEST,
    PARTY,
    READ,
    SHAPES,
    WITHOUT_PERSONNUMMER,
    Shape,
    Unreadable,
    hidden,
    holds_personnummer,
    perhaps_protected,
    personnummer,
    plain,
    shown,
)
from app.people.roster_rows import ROWS, Problem, Roster
from app.people.roster_text import Broken, Line

MOST_PROBLEMS = 500
LEADING = frozenset("af av von de van der den la al".split())
FLAGS = frozenset({"company", "manager", "deputy", "main"})
MAY_BE_EMPTY = {"units": {"parent"}, "bodies": {"parent", "from_day", "to_day"}}
_KNOWN = frozenset(word for words in HEADINGS.values() for word in words)


def read(data: bytes, name: str, secret: bytes = b"") -> Roster:
    """The file as values. Never raises: whatever is wrong is a problem with its line.

    `secret` makes keys of personnummer, for files that have nothing else to know people by.
    """
    try:
        rows = roster_text.lines(roster_text.decode(data), _KNOWN)
        heading = next(rows, None)
        if heading is None:
            raise Broken(1, "Filen är tom.")
        layout = _layout(heading)
    except Broken as broken:
        return Roster(name, None, problems=(Problem(name, broken.line, broken.text),))
    if layout.wrong:
        problems = tuple(Problem(name, heading.number, text) for text in layout.wrong)
        return Roster(name, layout.shape.kind, problems=problems, notes=layout.notes)
    return _Reading(name, layout, secret).read(rows)


@dataclass(frozen=True, slots=True)
class Layout:
    """What the heading row says: the shape, where each field stands, how many columns there are."""

    shape: Shape
    places: dict[str, int]
    total: int
    notes: tuple[str, ...]
    wrong: tuple[str, ...]


def _layout(heading: Line) -> Layout:
    cells = heading.cells[: max(i for i, cell in enumerate(heading.cells) if cell) + 1]
    shape = _recognised(cells)
    known = HEADINGS[shape.kind]
    places: dict[str, int] = {}
    notes, wrong = [], []
    for place, cell in enumerate(cells):
        field = known.get(plain(cell))
        if field is not None and field in places:
            wrong.append(f"Rubriken {shape.columns[field].name} finns två gånger.")
        elif field is not None:
            places[field] = place
        elif plain(cell) in PARTY:
            notes.append(f"Kolumnen {shown(cell)} läses inte: partitillhörighet sparas aldrig.")
        elif cell:
            notes.append(f"Kolumnen {shown(cell)} läses inte.")
    missing = [c.name for f, c in shape.columns.items() if c.must and f not in places]
    for group in shape.one_of:
        if not places.keys() & set(group):
            missing.append(" eller ".join(shape.columns[field].name for field in group))
    wrong += [f"Rubriken {name} saknas." for name in missing]
    if "personnummer" in places:
        notes.append("Personnummer sparas aldrig.")
    return Layout(shape, places, len(cells), tuple(notes), tuple(wrong))


def _recognised(cells: Iterable[str]) -> Shape:
    """The shape to which most headings belong; those that only it has count threefold."""
    words = [plain(cell) for cell in cells]

    def score(shape: Shape) -> int:
        said = {HEADINGS[shape.kind].get(word) for word in words} - {None}
        return sum(3 if field in shape.tells else 1 for field in said)

    best = max(SHAPES, key=score)
    if score(best) < 4:
        raise Broken(
            1,
            "Rubrikraden känns inte igen. Filen ska ha rubriker för enheter, organ, personal "
            "eller förtroendevalda.",
        )
    return best


class _Reading:
    """The reading of one file's rows, one after the other."""

    def __init__(self, name: str, layout: Layout, secret: bytes) -> None:
        self.name, self.layout, self.secret = name, layout, secret
        self.shape, self.places = layout.shape, layout.places
        self.problems: list[Problem] = []
        self.protected: list[str] = []
        self.make = ROWS[self.shape.kind]
        self.kept = {field.name for field in fields(self.make)}

    def wrong(self, line: int, text: str) -> None:
        self.problems.append(Problem(self.name, line, text))

    def read(self, lines: Iterator[Line]) -> Roster:
        rows = []
        last = 1
        try:
            for line in lines:
                last = line.number
                if (row := self.row(line)) is not None:
                    rows.append(row)
                if len(self.problems) >= MOST_PROBLEMS:
                    self.wrong(last, "Här slutade läsningen: felen är för många.")
                    break
        except Broken as broken:
            self.wrong(broken.line, broken.text)
        if not rows and not self.problems and not self.protected:
            self.wrong(last, "Filen har rubriker men inga rader.")
        self.problems += [Problem(self.name, line, text) for line, text in disagreements(rows)]
        return Roster(
            self.name,
            self.shape.kind,
            frozenset(self.places),
            tuple(rows),
            tuple(sorted(set(self.problems))),
            self.layout.notes,
            len(self.protected),
            frozenset(self.protected) - {""},
        )

    def row(self, line: Line) -> Any:
        """The row as a value; none when it is wrong or about somebody protected."""
        cells, total = line.cells, self.layout.total
        if len(cells) < total or any(cells[total:]):
            self.wrong(line.number, f"Raden har {len(cells)} kolumner, rubrikraden har {total}.")
            return None
        said = {field: cells[place] for field, place in self.places.items()}
        if perhaps_protected(said.pop("protected", "")):
            self.protected.append(self.key(line.number, said, tell=False))
            return None
        before = len(self.problems)
        values = self.values(line.number, said)
        if self.shape.kind in ("staff", "elected"):
            values["key"] = self.key(line.number, said)
            self.name_parts(line.number, values)
        self.check(line.number, values)
        if len(self.problems) > before:
            return None
        return self.make(line=line.number, **{f: v for f, v in values.items() if f in self.kept})

    def values(self, line: int, said: dict[str, str]) -> dict[str, Any]:
        """The cells read as what they stand for; an empty cell is none, and no for a flag."""
        values: dict[str, Any] = {}
        for field, cell in said.items():
            column = self.shape.columns[field]
            empty = MAY_BE_EMPTY.get(self.shape.kind, ())
            if field == "personnummer":
                continue
            if not cell:
                values[field] = False if field in FLAGS else "" if column.must else None
                if column.must and field not in empty:
                    self.wrong(line, f"{column.name} saknas.")
                elif field in ("from_day", "to_day"):
                    values[field] = None
                continue
            if field == "number" and (digits := personnummer(cell)):
                values[field] = self.hide(line, digits)
                continue
            if len(cell) > LONGEST.get(field, 300):
                self.wrong(
                    line, f"{column.name} är för långt: högst {LONGEST.get(field, 300)} tecken."
                )
                continue
            if field in WITHOUT_PERSONNUMMER and holds_personnummer(cell):
                self.wrong(
                    line, f"{column.name} ser ut att innehålla ett personnummer. Ta bort det."
                )
                continue
            try:
                values[field] = READ.get(field, str)(cell)
            except Unreadable as fault:
                self.wrong(line, f"{column.name}: {fault}.")
        return values

    def key(self, line: int, said: dict[str, str], tell: bool = True) -> str:
        """What the person is known by: the stable id, else the employment number, else a hash."""
        for field in ("key", "number"):
            if field in said:
                cell = said[field]
                if tell and not cell:
                    self.wrong(line, f"{self.shape.columns[field].name} saknas.")
                digits = personnummer(cell)
                return self.hide(line, digits, tell) if digits else cell
        if "personnummer" not in said:
            return ""
        digits = personnummer(said["personnummer"])
        if digits is None:
            if tell:
                self.wrong(line, "Personnumret saknas eller går inte att läsa.")
            return ""
        return self.hide(line, digits, tell)

    def hide(self, line: int, digits: str, tell: bool = True) -> str:
        if self.secret:
            return hidden(digits, self.secret)
        if tell:
            self.wrong(
                line,
                "Raden har bara ett personnummer att känna igen personen på. Lägg till Person-id.",
            )
        return ""

    def name_parts(self, line: int, values: dict[str, Any]) -> None:
        """Given and family name, divided where the file has them in one."""
        given, family = values.get("given") or "", values.get("family") or ""
        whole = values.pop("name", None)
        if not (given or family) and whole:
            given, family = divided(whole)
        if not given and not family and self.shape.kind == "elected":
            self.wrong(line, "Namn saknas.")
        values["given"], values["family"] = given[:80], family[:80]

    def check(self, line: int, values: dict[str, Any]) -> None:
        for first, last in (("from_day", "to_day"), ("leave_from", "leave_to")):
            start, end = values.get(first), values.get(last)
            if start and end and end < start:
                names = self.shape.columns[last].name, self.shape.columns[first].name
                self.wrong(line, f"{names[0]} {end} är före {names[1].lower()} {start}.")
        if values.get("leave_to") and not values.get("leave_from"):
            self.wrong(line, "Frånvarande till finns, men inte frånvarande från.")
        known = self.shape.kind
        if known == "bodies" and bool(values.get("from_day")) != bool(values.get("to_day")):
            self.wrong(line, "Mandatperioden behöver både första och sista dag, eller ingen alls.")
        by_email = known == "elected" and not {"key", "personnummer"} & self.places.keys()
        if by_email and not values.get("email"):
            self.wrong(line, "E-post saknas. Filen har inget annat att känna igen personen på.")


def divided(name: str) -> tuple[str, str]:
    """Given and family name: ”Efternamn, Förnamn”, or the last word is the family's."""
    if "," in name:
        family, given = name.split(",", 1)
        return given.strip(), family.strip()
    parts = name.split(" ")
    first = len(parts) - 1
    while first > 1 and parts[first - 1].lower() in LEADING:
        first -= 1
    return " ".join(parts[:first]), " ".join(parts[first:])
