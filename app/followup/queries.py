"""Reading the lists: every row is within the reach of who asks, and every status comes from
`duties`.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from app.content.library import Library
from app.core.errors import NotFound
from app.duties import queries as duties
from app.duties.rules import Status
from app.followup.rules import LEFT, PersonRow, earliest
from app.people import queries as people
from app.people.rules import PRECEDENCE, Membership, Population, Tree
from app.web.access import Reach


@dataclass(frozen=True, slots=True)
class Listing:
    """The persons within reach with the tree they stand in, read once for a page."""

    rows: tuple[PersonRow, ...]
    tree: Tree
    kinds: dict[int, str]


@dataclass(frozen=True, slots=True)
class UnitRow:
    """One unit in a manager's list: how many, how many are done, left and late."""

    place_id: int
    name: str
    persons: int
    done: int
    left: int
    late: int
    due: date | None


def listing(library: Library, reach: Reach, day: date, place_id: int | None = None) -> Listing:
    """Everybody within `reach` (and, if a place is named, in it or below it) under each
    requirement.

    A row shows the places where the requirement asks it of the person; somebody with two units
    stands in both managers' lists, once in each. Protected people are in no list.
    """
    tree, kinds = people.tree(), people.kinds()
    within = None if place_id is None else tree.below([place_id], day)
    subjects = None if within is None else people.members_of(within)
    names = people.named(subjects)
    owed = duties.owed_by_all(
        library, day, {subject: who.reachable for subject, who in names.items()}, subjects
    )
    titles = {
        module.id: module.title for course in library.courses.values() for module in course.modules
    }
    lines: dict[int, tuple[int, ...]] = {}
    rows: list[PersonRow] = []
    for subject, who in names.items():
        if subject not in owed:
            continue
        for duty in owed[subject].duties:
            asked = duty.requirement.populations
            belongs = [
                m
                for m in owed[subject].belonging.memberships
                if m.population in asked and (m.to_day is None or m.to_day >= day)
            ]
            seen = [m for m in belongs if _reached(m, reach, tree, kinds, lines, day)]
            if within is not None:
                seen = [m for m in seen if m.place_id in within]
            if not seen:
                continue
            above = tuple(sorted({p for m in seen for p in _line(m, tree, lines, day)}))
            rows.append(
                PersonRow(
                    subject=subject,
                    name=who.name,
                    sort_key=who.sort_key,
                    place_ids=above,
                    places=_names(seen, tree, day),
                    population=_first(seen),
                    duty=duty,
                    left=tuple(titles[module] for module in duty.left if module in titles),
                )
            )
    return Listing(tuple(rows), tree, kinds)


def _line(
    m: Membership, tree: Tree, lines: dict[int, tuple[int, ...]], day: date
) -> tuple[int, ...]:
    if m.place_id not in lines:
        lines[m.place_id] = tree.line_on(m.place_id, day)
    return lines[m.place_id]


def _reached(
    m: Membership,
    reach: Reach,
    tree: Tree,
    kinds: dict[int, str],
    lines: dict[int, tuple[int, ...]],
    day: date,
) -> bool:
    return reach.covers(kinds[m.place_id], _line(m, tree, lines, day))


def _names(memberships: Iterable[Membership], tree: Tree, day: date) -> str:
    return ", ".join(dict.fromkeys(tree.name_on(m.place_id, day) for m in memberships))


def _first(memberships: Iterable[Membership]) -> Population:
    return min((m.population for m in memberships), key=PRECEDENCE.index)


def unit_rows(listed: Listing, reach: Reach, day: date) -> list[UnitRow]:
    """The units of one's own with all below them, each person once for each requirement."""
    own = sorted(reach.places, key=lambda p: people.swedish(listed.tree.name_on(p, day)))
    below = listed.tree.below(own, day)
    shown = sorted(below, key=lambda p: _path(listed.tree, p, day))
    found = []
    for place in shown:
        rows = [row for row in listed.rows if place in row.place_ids]
        if not rows and place not in reach.places:
            continue
        found.append(
            UnitRow(
                place,
                listed.tree.name_on(place, day),
                len({row.subject for row in rows}),
                sum(1 for row in rows if row.duty.status is Status.DONE),
                sum(1 for row in rows if row.duty.status in LEFT),
                sum(1 for row in rows if row.duty.late),
                earliest(row.duty.due for row in rows if row.duty.status in LEFT),
            )
        )
    return found


def _path(tree: Tree, place: int, day: date) -> tuple[str, ...]:
    return tuple(people.swedish(tree.name_on(p, day)) for p in reversed(tree.line_on(place, day)))


def place_within(tree: Tree, kinds: dict[int, str], reach: Reach, place_id: int, day: date) -> str:
    """The name of a place within reach; any other is not found, whether it exists or not."""
    if place_id not in kinds or not reach.covers(kinds[place_id], tree.line_on(place_id, day)):
        raise NotFound("Enheten finns inte bland dina. Dina enheter finns under Mina enheter.")
    return tree.name_on(place_id, day)
