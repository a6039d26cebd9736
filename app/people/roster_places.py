"""What a file of units or bodies would change in the dated trees."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from app.people import queries, roster_ground
from app.people.roster_columns import shown
from app.people.roster_plan import Plan
from app.people.roster_rows import BodyRow, Roster, UnitRow
from app.people.roster_spans import Had, Outcome, Wanted, match
from app.people.rules import Span, joined, span

ALWAYS = date(1900, 1, 1)
"""From when a place stands whose file does not say."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A place as the file wants it."""

    line: int
    key: str
    name: str
    parent: str
    kind: str | None
    from_day: date | None
    to_day: date | None


def plan_units(roster: Roster, today: date) -> Plan:
    rows: tuple[UnitRow, ...] = roster.rows
    kinds = {None: None, True: "company", False: "unit"}
    asked = [
        Asked(r.line, r.key, r.name, r.parent, kinds[r.company], r.from_day, r.to_day) for r in rows
    ]
    plan = Plan.of(roster, today)
    tree = _Tree(plan, ("unit", "company"), "Enheten", asked)
    if left := len(tree.known.keys() - {row.key for row in rows}):
        plan.notes.append(
            f"{'1 enhet' if left == 1 else f'{left} enheter'} finns inte i filen och ligger kvar. "
            "En enhet upphör när den får en sista dag i kolumnen Till."
        )
    return plan


def plan_bodies(roster: Roster, today: date) -> Plan:
    rows: dict[str, list[BodyRow]] = defaultdict(list)
    for row in roster.rows:
        rows[row.key].append(row)
    asked = []
    for key, some in rows.items():
        first = min((row.from_day for row in some if row.from_day), default=None)
        asked.append(Asked(some[0].line, key, some[0].name, some[0].parent, "body", first, None))
    plan = Plan.of(roster, today)
    tree = _Tree(plan, ("body",), "Organet", asked)
    standing = roster_ground.periods()
    for key, some in rows.items():
        known = tree.known.get(key)
        changes = _mandates(plan, key, some, standing.get(known.id, []) if known else [])
        if changes and key in tree.unchanged:
            plan.unchanged -= 1
            plan.changed += 1
    return plan


def _mandates(plan: Plan, key: str, rows: Iterable[BodyRow], standing: list[Had]) -> bool:
    """Plan the mandate periods of one body; periods that the file does not name stay."""
    free = list(standing)
    changes = False
    asked = [(row.from_day, row.to_day) for row in rows if row.from_day and row.to_day]
    for exact in (True, False):
        for first, last in list(asked):
            same = [
                period
                for period in free
                if (period.from_day == first)
                or (not exact and period.from_day <= last and first <= (period.to_day or last))
            ]
            if not same:
                continue
            free.remove(same[0])
            asked.remove((first, last))
            if (same[0].from_day, same[0].to_day) != (first, last):
                plan.steps.change("mandate_period", same[0].id, from_day=first, to_day=last)
                changes = True
    for first, last in asked:
        plan.steps.add("mandate_period", place=key, from_day=first, to_day=last)
        changes = True
    return changes


class _Tree:
    """The planning of one tree: versions of places, circles, and whose line upwards changes."""

    def __init__(self, plan: Plan, kinds: tuple[str, ...], what: str, asked: list[Asked]) -> None:
        self.plan, self.what = plan, what
        everything = roster_ground.places(("unit", "company", "body"))
        self.known = {key: place for key, place in everything.items() if place.kind in kinds}
        self.taken = everything.keys() - self.known.keys()
        self.keys = self.known.keys() | {row.key for row in asked}
        self.final = {key: place.versions for key, place in self.known.items()}
        self.edges = {key: self._edges(spans) for key, spans in self.final.items()}
        self.unchanged: set[str] = set()
        turned = {row.key for row in asked if self._ask(row)}
        if not plan.problems:
            self._no_circles(asked)
            self._touch(turned)

    @staticmethod
    def _edges(spans: list[Had]) -> set[tuple[str, Span]]:
        """What has stood above and when, however many names the place has had meanwhile."""
        above: dict[str, list[Span]] = defaultdict(list)
        for one in spans:
            above[one.state[0]].append(span(one.from_day, one.to_day))
        return {(key, days) for key, spans in above.items() for days in joined(spans)}

    def _ask(self, row: Asked) -> bool:
        """Plan one place; whether its place in the tree changes."""
        if row.key in self.taken:
            self.plan.wrong(row.line, f"Id {shown(row.key)} hör redan till något av annat slag.")
            return False
        if row.parent and row.parent not in self.keys:
            self.plan.wrong(
                row.line, f"{self.what} {shown(row.parent)} som är överordnad finns inte."
            )
            return False
        place = self.known.get(row.key)
        versions = place.versions if place else []
        first = min((version.from_day for version in versions), default=ALWAYS)
        wanted = Wanted((row.parent, row.name), row.from_day or first, row.to_day)
        outcome = match([wanted], versions, self.plan.today, ends=lambda _: False)
        self._write(row, outcome)
        kind_changes = place is not None and row.kind not in (None, place.kind)
        if place is None:
            self.plan.steps.add("place", key=row.key, kind=row.kind or "unit")
        elif kind_changes:
            self.plan.steps.change("place", place.id, kind=row.kind)
        self._count(row, outcome, place is None, kind_changes)
        self.final[row.key] = outcome.spans
        return self._edges(outcome.spans) != self.edges.get(row.key, set())

    def _write(self, row: Asked, outcome: Outcome) -> None:
        self.plan.steps.gone["place_version"] += outcome.gone
        for one in outcome.changed:
            self.plan.steps.change(
                "place_version",
                one.id,
                parent=one.state[0],
                name=one.state[1],
                from_day=one.from_day,
                to_day=one.to_day,
            )
        for one in outcome.new:
            self.plan.steps.add(
                "place_version",
                place=row.key,
                parent=one.state[0],
                name=one.state[1],
                from_day=one.from_day,
                to_day=one.to_day,
            )

    def _count(self, row: Asked, outcome: Outcome, new: bool, kind_changes: bool) -> None:
        plan = self.plan
        last = max(outcome.spans, key=lambda span: span.from_day)
        if new:
            plan.new += 1
        elif outcome.moved:
            plan.moved += 1
        elif outcome.empty and not kind_changes:
            plan.unchanged += 1
            self.unchanged.add(row.key)
        elif last.to_day is not None and not outcome.new:
            plan.ended += 1
        else:
            plan.changed += 1

    def _no_circles(self, asked: list[Asked]) -> None:
        """No place may stand below itself on any day from now on."""
        lines = {row.key: row.line for row in asked}
        days = {self.plan.today} | {
            span.from_day
            for key in lines
            for span in self.final[key]
            if span.from_day > self.plan.today
        }
        for day in sorted(days):
            above = {
                key: span.state[0]
                for key, spans in self.final.items()
                for span in spans
                if span.from_day <= day and (span.to_day is None or span.to_day >= day)
            }
            if circle := _circle(above):
                line = min(lines[key] for key in circle if key in lines)
                names = " under ".join(shown(key) for key in [*circle, circle[0]][:6])
                self.plan.wrong(line, f"Enheterna går i cirkel: {names}.")
                return

    def _touch(self, turned: set[str]) -> None:
        """Whoever belongs, has belonged or will belong below a place that moves or ends."""
        below: dict[str, set[str]] = defaultdict(set)
        for key, spans in self.final.items():
            for above, _ in self._edges(spans) | self.edges.get(key, set()):
                below[above].add(key)
        found: set[str] = set()
        waiting = list(turned)
        while waiting:
            key = waiting.pop()
            if key not in found:
                found.add(key)
                waiting += below[key]
        ids = [self.known[key].id for key in found if key in self.known]
        if ids:
            self.plan.touched |= queries.members_of(ids)


def _circle(above: dict[str, str]) -> list[str]:
    """Places that stand below themselves, one below the other; empty when there are none."""
    cleared: set[str] = set()
    for start in above:
        line: dict[str, int] = {}
        key = start
        while key in above and key not in cleared and key not in line:
            line[key] = len(line)
            key = above[key]
        if key in line:
            return list(line)[line[key] :]
        cleared |= line.keys()
    return []
