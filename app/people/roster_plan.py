"""What an import would do, as a value that can be read before anything is done."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from app.people.roster_columns import Kind
from app.people.roster_rows import Problem, Roster

STOP_SHARE = 0.10
NO_BREAK = "\u00a0"


@dataclass(slots=True)
class Steps:
    """Rows to add, change and remove, by table. Places stand by their keys until they have ids."""

    new: dict[str, list[dict[str, Any]]] = field(default_factory=lambda: defaultdict(list))
    set: dict[str, list[tuple[int, dict[str, Any]]]] = field(
        default_factory=lambda: defaultdict(list)
    )
    gone: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))

    def add(self, table: str, **values: Any) -> None:
        self.new[table].append(values)

    def change(self, table: str, row: int | None, **values: Any) -> None:
        if row is not None:
            self.set[table].append((row, values))

    def remove(self, table: str, row: int | None) -> None:
        if row is not None:
            self.gone[table].append(row)

    @property
    def empty(self) -> bool:
        return not any(any(rows.values()) for rows in (self.new, self.set, self.gone))


@dataclass(slots=True)
class Plan:
    """What one file would change. Nothing is done unless `allowed`."""

    file: str
    kind: Kind | None
    today: date
    steps: Steps = field(default_factory=Steps)
    touched: set[int] = field(default_factory=set)
    new: int = 0
    changed: int = 0
    moved: int = 0
    ended: int = 0
    unchanged: int = 0
    protected: int = 0
    problems: list[Problem] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    unreachable: list[int] = field(default_factory=list)
    stopped: str | None = None

    @classmethod
    def of(cls, roster: Roster, today: date) -> Plan:
        return cls(
            roster.file,
            roster.kind,
            today,
            protected=roster.protected,
            problems=list(roster.problems),
            notes=list(roster.notes),
        )

    @property
    def allowed(self) -> bool:
        return not self.problems and self.stopped is None

    @property
    def empty(self) -> bool:
        return self.steps.empty

    @property
    def counts(self) -> dict[str, int]:
        """The figures that the audit line keeps."""
        return {
            "new": self.new,
            "changed": self.changed,
            "moved": self.moved,
            "ended": self.ended,
            "unchanged": self.unchanged,
            "protected": self.protected,
            "unreachable": len(self.unreachable),
        }

    def wrong(self, line: int, text: str) -> None:
        self.problems.append(Problem(self.file, line, text))

    def stop_if_many(self, vanished: int, live: int, what: str, allow_ended: bool) -> None:
        """The stop rule: a file in which more than a tenth is missing is more likely broken."""
        if vanished and vanished > STOP_SHARE * live and not allow_ended:
            self.stopped = (
                f"{number(vanished)} av {number(live)} {what} saknas i filen, fler än var tionde. "
                "Är filen hel? Då går det att fortsätta med --allow-ended."
            )


def number(value: int) -> str:
    return f"{value:,}".replace(",", NO_BREAK)


_PEOPLE = {
    "new": ("ny", "nya"),
    "moved": ("flyttad", "flyttade"),
    "changed": ("ändrad", "ändrade"),
    "ended": ("har slutat", "har slutat"),
    "unchanged": ("oförändrad", "oförändrade"),
}
_UNITS = _PEOPLE | {"ended": ("har upphört", "har upphört")}
_BODIES = _UNITS | {
    "new": ("nytt", "nya"),
    "moved": ("flyttat", "flyttade"),
    "changed": ("ändrat", "ändrade"),
    "unchanged": ("oförändrat", "oförändrade"),
}
_WORDS = {"units": _UNITS, "bodies": _BODIES, "staff": _PEOPLE, "elected": _PEOPLE}


def describe(plan: Plan, applied: bool = False) -> list[str]:
    """The report of a plan, line by line: what would change, or what is wrong and where."""
    if plan.problems:
        count = len(plan.problems)
        lines = [str(problem) for problem in sorted(plan.problems)]
        return [*lines, *plan.notes, f"{number(count)} fel. Ingenting är ändrat."]
    lines = [*plan.notes, *_left_out(plan)]
    if plan.stopped:
        return [*lines, _sums(plan), f"Stopp: {plan.stopped} Ingenting är ändrat."]
    if plan.empty:
        return [*lines, f"Inget att ändra. {_sums(plan)}"]
    return [*lines, _sums(plan) if applied else f"{_sums(plan)} Inget är ändrat ännu."]


def _sums(plan: Plan) -> str:
    words = _WORDS[plan.kind or "staff"]
    parts = []
    for name, (one, many) in words.items():
        if count := getattr(plan, name):
            parts.append(f"{number(count)} {one if count == 1 else many}")
    return (", ".join(parts) or "0 rader") + "."


def _left_out(plan: Plan) -> list[str]:
    lines = []
    if plan.protected:
        rows = "rad" if plan.protected == 1 else "rader"
        lines.append(
            f"{number(plan.protected)} {rows} med skyddade personuppgifter läses inte in. "
            "Lägg upp kontot för hand under ett kodnamn."
        )
    if plan.unreachable:
        count = len(plan.unreachable)
        who = "1 person saknar" if count == 1 else f"{number(count)} personer saknar"
        lines.append(
            f"{who} både e-post och användarnamn och kan inte nås: {_lines(plan.unreachable)}."
        )
    return lines


def _lines(numbers: Iterable[int]) -> str:
    said = ", ".join(str(line) for line in sorted(numbers))
    return f"rad {said}"
