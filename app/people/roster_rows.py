"""What a staff or register file says, as values: its rows with their lines, and its faults."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from app.people.roster_columns import Kind


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One thing that is wrong, and where."""

    file: str
    line: int
    text: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.text}"


@dataclass(frozen=True, slots=True)
class UnitRow:
    """A unit or a company, and the unit above it."""

    line: int
    key: str
    name: str
    parent: str = ""
    company: bool | None = None
    from_day: date | None = None
    to_day: date | None = None


@dataclass(frozen=True, slots=True)
class BodyRow:
    """A body, the body above it, and one mandate period (none where it only gathers others)."""

    line: int
    key: str
    name: str
    parent: str = ""
    from_day: date | None = None
    to_day: date | None = None


@dataclass(frozen=True, slots=True)
class StaffRow:
    """One employment. What the file has no column for is none."""

    line: int
    key: str
    given: str
    family: str
    unit: str
    form: str
    from_day: date
    to_day: date | None = None
    number: str | None = None
    email: str | None = None
    username: str | None = None
    manager: bool | None = None
    deputy: bool | None = None
    main: bool | None = None
    extent: Decimal | None = None
    aid: str | None = None
    title: str | None = None
    leave_from: date | None = None
    leave_to: date | None = None


@dataclass(frozen=True, slots=True)
class ElectedRow:
    """One seat in one body. `key` is empty in a register that knows its people by e-mail alone."""

    line: int
    key: str
    given: str
    family: str
    body: str
    position: str
    from_day: date
    to_day: date | None = None
    email: str | None = None


Row = UnitRow | BodyRow | StaffRow | ElectedRow
ROWS: dict[Kind, type[Any]] = {
    "units": UnitRow,
    "bodies": BodyRow,
    "staff": StaffRow,
    "elected": ElectedRow,
}


@dataclass(frozen=True, slots=True)
class Roster:
    """What a file says: its kind, the fields it has columns for, its rows, and what is wrong."""

    file: str
    kind: Kind | None
    columns: frozenset[str] = frozenset()
    rows: tuple[Any, ...] = ()
    problems: tuple[Problem, ...] = ()
    notes: tuple[str, ...] = ()
    protected: int = 0
    protected_keys: frozenset[str] = field(default=frozenset(), repr=False)
