"""What a staff file would change. It is a full picture: an employment that it lacks has ended."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from app.people import roster_ground
from app.people.roster_ground import Index, Known
from app.people.roster_people import People
from app.people.roster_plan import Plan
from app.people.roster_rows import Roster, StaffRow
from app.people.roster_spans import A_DAY, KEEP, Had, Outcome, Wanted, match

EMPLOYMENT = ("place_id", "form", "manager", "main", "extent", "aid", "title")


Grants = dict[tuple[Any, ...], tuple[date, date | None]]
"""First and last day by role and unit."""


@dataclass(slots=True)
class Matched:
    """One person's rows and what they lead to."""

    person: Known
    rows: list[StaffRow]
    wanted: list[Wanted] = field(default_factory=list)
    outcome: Outcome = field(default_factory=Outcome)


def plan_staff(roster: Roster, today: date, allow_ended: bool) -> Plan:
    return _Staff(roster, today).plan_all(allow_ended)


def _not_said(main: bool) -> tuple[Any, ...]:
    """What holds of a new employment where the file says nothing."""
    return (None, "permanent", False, main, None, None, None)


def _live(span: Had | Wanted, day: date) -> bool:
    return span.to_day is None or span.to_day >= day


class _Staff:
    def __init__(self, roster: Roster, today: date) -> None:
        self.roster, self.today, self.columns = roster, today, roster.columns
        self.plan = Plan.of(roster, today)
        self.spans = roster_ground.employments()
        self.leaves = roster_ground.leaves()
        self.grants = roster_ground.roster_grants()
        self.people = People(self.plan, self.spans.keys())
        self.units = Index(roster_ground.places(("unit", "company")), "Enheten")
        self.moved: set[int] = set()
        self.ended: set[int] = set()
        self.altered: set[int] = set()

    def plan_all(self, allow_ended: bool) -> Plan:
        plan = self.plan
        from_roster = {p.subject for p in self.people.all if p.external_key}
        self.here = {
            subject
            for subject, spans in self.spans.items()
            if subject in from_roster and any(_live(span, self.today) for span in spans)
        }
        live = sum(_live(span, self.today) for s in self.here for span in self.spans[s])
        hidden = self.people.hide(self.roster.protected_keys)
        by_person: dict[int, Matched] = {}
        for row in self.roster.rows:
            person = self.people.staff(row, self.columns, self.here)
            matched = by_person.setdefault(person.subject, Matched(person, []))
            matched.rows.append(row)
        for matched in by_person.values():
            self._match(matched)
        gone = self.here - by_person.keys()
        vanished = sum(matched.outcome.vanished for matched in by_person.values())
        for person in self.people.all:
            if person.subject in gone:
                vanished += self._end(person)
        self.people.write()
        self._count(by_person, len(gone))
        if hidden:
            plan.notes.append(
                f"{len(hidden)} av dem som fanns har fått skyddade personuppgifter. Namn och "
                "adresser är borttagna och anställningarna avslutade."
            )
        plan.stop_if_many(vanished, live, "anställningar", allow_ended)
        return plan

    def _match(self, matched: Matched) -> None:
        subject = matched.person.subject
        matched.wanted = [w for row in matched.rows if (w := self._wanted(row)) is not None]
        had = self.spans.get(subject, [])
        has_main = any(span.state[3] and _live(span, self.today) for span in had)
        fill = (
            [_not_said(main=False)] if has_main else [_not_said(main=True), _not_said(main=False)]
        )
        outcome = match(matched.wanted, had, self.today, fill)
        matched.outcome = outcome
        self._write(subject, outcome)
        if {"leave_from", "leave_to"} & self.columns:
            self._leave(subject, matched.rows)
        self._grants(matched.person, outcome)
        if not (matched.person.email or matched.person.username):
            self.plan.unreachable.append(matched.rows[0].line)

    def _wanted(self, row: StaffRow) -> Wanted | None:
        unit = self.units.find(row.unit)
        if isinstance(unit, str):
            self.plan.wrong(row.line, unit)
            return None
        closed = unit.ended_before(self.today)
        if closed and (row.to_day is None or row.to_day > closed):
            self.plan.wrong(
                row.line, f"Enheten {unit.name} upphörde {closed}, men anställningen går vidare."
            )
            return None
        said = [row.manager, row.main, row.extent, row.aid, row.title]
        told = [
            value if name in self.columns else KEEP
            for name, value in zip(EMPLOYMENT[2:], said, strict=True)
        ]
        state = (unit.id, row.form, *told)
        number = row.number or None
        return Wanted(state, row.from_day, row.to_day, number, row)

    def _end(self, person: Known) -> int:
        outcome = match([], self.spans[person.subject], self.today)
        self._write(person.subject, outcome)
        self._grants(person, outcome)
        self.ended.add(person.subject)
        return outcome.vanished

    def _write(self, subject: int, outcome: Outcome) -> None:
        if outcome.empty:
            return
        steps = self.plan.steps
        self.plan.touched.add(subject)
        self.altered.add(subject)
        if outcome.moved:
            self.moved.add(subject)
        steps.gone["employment"] += outcome.gone
        for span in outcome.changed:
            steps.change("employment", span.id, **_values(span))
        for span in outcome.new:
            steps.add("employment", subject=subject, **_values(span))

    def _leave(self, subject: int, rows: list[StaffRow]) -> None:
        """Leave as the file has it; leave that it no longer names ended yesterday."""
        asked: dict[date, date | None] = {}
        for row in rows:
            if row.leave_from is not None:
                last = asked.get(row.leave_from, row.leave_to)
                asked[row.leave_from] = _later(last, row.leave_to)
        altered = False
        for leave in self.leaves.get(subject, []):
            if leave.from_day in asked:
                last = asked.pop(leave.from_day)
                if last != leave.to_day:
                    self.plan.steps.change("leave", leave.id, to_day=last)
                    altered = True
            elif _live(leave, self.today):
                altered = True
                if leave.from_day >= self.today:
                    self.plan.steps.remove("leave", leave.id)
                else:
                    self.plan.steps.change("leave", leave.id, to_day=self.today - A_DAY)
        for first, last in asked.items():
            self.plan.steps.add("leave", subject=subject, from_day=first, to_day=last)
            altered = True
        if altered:
            self.plan.touched.add(subject)
            self.altered.add(subject)

    def _grants(self, person: Known, outcome: Outcome) -> None:
        """Managers and their deputies: what the roster gives follows the employment's days."""
        standing = self.grants.get(person.id or 0, [])
        live = {span.state: span for span in standing if _live(span, self.today)}
        asked = self._asked_grants(outcome, live.keys())
        changes = self._change_grants(live, asked)
        for (role, place), (first, last) in asked.items():
            if (role, place) not in live:
                changes = True
                self.plan.steps.add(
                    "role_grant",
                    subject=person.subject,
                    role=role,
                    place_id=place,
                    from_day=first,
                    to_day=last,
                    source="roster",
                )
        if changes:
            self.altered.add(person.subject)

    def _asked_grants(self, outcome: Outcome, live: Collection[tuple[Any, ...]]) -> Grants:
        asked: Grants = {}
        for span in outcome.spans:
            if not _live(span, self.today):
                continue
            place = span.state[0]
            if span.state[2]:
                _widen(asked, ("manager", place), span.from_day, span.to_day)
            deputy = ("deputy", place) in live
            if span.row is not None and "deputy" in self.columns:
                deputy = bool(span.row.deputy)
            if deputy:
                begins = span.from_day if span.id is None else max(span.from_day, self.today)
                _widen(asked, ("deputy", place), begins, span.to_day)
        return asked

    def _change_grants(self, live: dict[tuple[Any, ...], Had], asked: Grants) -> bool:
        """End, prolong or move what stands; what has begun keeps its first day."""
        steps, changes = self.plan.steps, False
        for state, span in live.items():
            begun = span.from_day < self.today
            if state not in asked and not begun:
                steps.remove("role_grant", span.id)
                changes = True
                continue
            first, last = asked.get(state, (span.from_day, self.today - A_DAY))
            first = span.from_day if begun else first
            if (first, last) != (span.from_day, span.to_day):
                steps.change("role_grant", span.id, from_day=first, to_day=last)
                changes = True
        return changes

    def _count(self, by_person: dict[int, Matched], gone: int) -> None:
        plan = self.plan
        new = {person.subject for person in self.people.new}
        altered = self.altered | {person.subject for person in self.people.changed()}
        plan.new, plan.ended = len(new), gone
        plan.moved = len(self.moved - new - self.ended)
        plan.changed = len(altered - new - self.moved - self.ended)
        plan.unchanged = len(by_person) - plan.new - plan.moved - plan.changed


def _values(span: Had) -> dict[str, Any]:
    return {
        "number": span.number,
        "from_day": span.from_day,
        "to_day": span.to_day,
        **dict(zip(EMPLOYMENT, span.state, strict=True)),
    }


def _later(one: date | None, other: date | None) -> date | None:
    return None if one is None or other is None else max(one, other)


def _widen(asked: Grants, what: tuple[str, int], first: date, last: date | None) -> None:
    """Two spans of one role in one unit are one grant."""
    if what in asked:
        first = min(first, asked[what][0])
        last = _later(last, asked[what][1])
    asked[what] = (first, last)
