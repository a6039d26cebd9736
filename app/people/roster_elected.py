"""What a register of elected would change. It is a full picture of bodies and times it names."""

from __future__ import annotations

from collections import defaultdict
from datetime import date

from app.people import roster_ground
from app.people.roster_ground import Index
from app.people.roster_people import People
from app.people.roster_plan import Plan
from app.people.roster_rows import ElectedRow, Roster
from app.people.roster_spans import Had, Outcome, Wanted, match

Seat = tuple[int, int]
"""A person in a body."""


def plan_elected(roster: Roster, today: date, allow_ended: bool) -> Plan:
    return _Elected(roster, today).plan_all(allow_ended)


class _Elected:
    def __init__(self, roster: Roster, today: date) -> None:
        self.roster, self.today = roster, today
        self.plan = Plan.of(roster, today)
        self.spans = roster_ground.assignments()
        self.people = People(self.plan, roster_ground.employed())
        self.bodies = Index(roster_ground.places(("body",)), "Organet")
        self.times: dict[int, set[tuple[date, date | None]]] = defaultdict(set)
        self.met: set[int] = set()
        self.altered: set[int] = set()

    def plan_all(self, allow_ended: bool) -> Plan:
        plan = self.plan
        hidden = self.people.hide(self.roster.protected_keys)
        asked = self._asked()
        before = self._seated()
        live = sum(
            self._live(span) and self._spoken_of(span)
            for all_ in self.spans.values()
            for span in all_
        )
        vanished = 0
        for seat in {**dict.fromkeys(asked), **dict.fromkeys(self.spans)}:
            had = self.spans.get(seat, [])
            outcome = match(asked.get(seat, []), had, self.today, ends=self._spoken_of)
            vanished += outcome.vanished
            self.spans[seat] = outcome.spans
            self._write(seat[0], outcome)
        self.people.write()
        self._count(before, self._seated())
        if hidden:
            plan.notes.append(
                f"{len(hidden)} av dem som fanns har fått skyddade personuppgifter. Namn och "
                "adresser är borttagna."
            )
        plan.stop_if_many(vanished, live, "uppdrag", allow_ended)
        return plan

    def _live(self, span: Had) -> bool:
        return span.to_day is None or span.to_day >= self.today

    def _seated(self) -> set[int]:
        return {seat[0] for seat, spans in self.spans.items() if any(map(self._live, spans))}

    def _asked(self) -> dict[Seat, list[Wanted]]:
        """What the file asks for by seat; on the way, which times of which bodies it names."""
        asked: dict[Seat, list[Wanted]] = defaultdict(list)
        for row in self.roster.rows:
            body = self.bodies.find(row.body)
            person = self.people.elected(row)
            if isinstance(body, str):
                self.plan.wrong(row.line, body)
                continue
            seat = (person.subject, body.id)
            wanted = Wanted((body.id, row.position), row.from_day, row.to_day, row=row)
            asked[seat].append(wanted)
            self.times[body.id].add((row.from_day, row.to_day))
            self._meet(row, person.subject, bool(person.email or person.username))
        return asked

    def _meet(self, row: ElectedRow, subject: int, reachable: bool) -> None:
        if subject not in self.met and not reachable:
            self.plan.unreachable.append(row.line)
        self.met.add(subject)

    def _spoken_of(self, span: Had) -> bool:
        """Whether the file names the span's body for any of the same days."""
        return any(
            (last is None or span.from_day <= last)
            and (span.to_day is None or first <= span.to_day)
            for first, last in self.times.get(span.state[0], ())
        )

    def _write(self, subject: int, outcome: Outcome) -> None:
        if outcome.empty:
            return
        steps = self.plan.steps
        self.plan.touched.add(subject)
        self.altered.add(subject)
        steps.gone["assignment"] += outcome.gone
        for span in outcome.changed:
            steps.change("assignment", span.id, **_values(span))
        for span in outcome.new:
            steps.add("assignment", subject=subject, **_values(span))

    def _count(self, before: set[int], after: set[int]) -> None:
        plan = self.plan
        altered = self.altered | {person.subject for person in self.people.changed()}
        new = (after - before) & self.altered
        ended = before - after
        plan.new, plan.ended = len(new), len(ended)
        plan.changed = len(altered - new - ended)
        plan.unchanged = len(self.met - altered)


def _values(span: Had) -> dict[str, object]:
    place, position = span.state
    return {
        "place_id": place,
        "position": position,
        "from_day": span.from_day,
        "to_day": span.to_day,
    }
