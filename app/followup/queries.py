"""Reading the lists: every row is within the reach of who asks, and every status comes from
`duties`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from app.content.library import Library
from app.content.rules import SOURCE_LANGUAGE, Module
from app.core.alphabet import swedish
from app.core.errors import NotFound
from app.duties import queries as duties
from app.duties.queries import Owed
from app.duties.rules import Duty, Status
from app.followup.rules import LEFT, PersonRow, Standing, Where, earliest, left
from app.people import queries as people
from app.people.queries import Named
from app.people.rules import PRECEDENCE, Membership, Population, Tree
from app.web.access import Reach


@dataclass(frozen=True, slots=True)
class Listing:
    """The persons within reach with the tree they stand in, read once for a page."""

    rows: Sequence[PersonRow]
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


def listing(
    library: Library,
    reach: Reach,
    day: date,
    place_id: int | None = None,
    language: str = SOURCE_LANGUAGE,
) -> Listing:
    """Everybody within `reach` (and, if a place is named, in it or below it) under each
    requirement.

    A row shows the places where the requirement asks it of the person; somebody with two units
    stands in both managers' lists, once in each. Protected people are in no list. The facts are
    read for some thousands at a time and only the rows are kept.
    """
    tree, kinds = people.tree(), people.kinds()
    ground = _Ground(tree, day, _shown(tree, kinds, reach, day, place_id))
    told = _Told(library, language)
    everybody = reach.staff and place_id is None
    rows: list[PersonRow] = []
    for names in people.named_in_portions(None if everybody else people.members_of(ground.places)):
        reachable = {who.subject: who.reachable for who in names}
        owed = duties.owed_by_all(library, day, reachable, reachable)
        for who in names:
            if who.subject in owed:
                rows += _rows(who, owed[who.subject], ground, told)
    return Listing(rows, tree, kinds)


def _shown(
    tree: Tree, kinds: dict[int, str], reach: Reach, day: date, place_id: int | None
) -> frozenset[int]:
    """The places within reach, or those of them that are in the one named."""
    within = kinds if place_id is None else tree.below([place_id], day) & kinds.keys()
    return frozenset(p for p in within if reach.covers(kinds[p], tree.line_on(p, day)))


def _rows(who: Named, owed: Owed, ground: _Ground, told: _Told) -> Iterator[PersonRow]:
    belongs = [m for m in owed.belonging.memberships if ground.holds(m)]
    for duty in owed.duties:
        seen = [m for m in belongs if m.population in duty.requirement.populations]
        if seen:
            yield PersonRow(
                subject=who.subject,
                given_name=told.name(who.given_name),
                family_name=told.name(who.family_name),
                where=ground.where(tuple(m.place_id for m in seen)),
                standing=told.standing(
                    min((m.population for m in seen), key=PRECEDENCE.index), duty
                ),
            )


class _Ground:
    """The places that a list shows, with what is said of them on its day: made once for each."""

    def __init__(self, tree: Tree, day: date, places: frozenset[int]) -> None:
        self.tree, self.day, self.places = tree, day, places
        self.known: dict[tuple[int, ...], Where] = {}

    def holds(self, m: Membership) -> bool:
        """Whether somebody belongs, now or later, to a place that is shown."""
        return m.place_id in self.places and (m.to_day is None or m.to_day >= self.day)

    def where(self, places: tuple[int, ...]) -> Where:
        """These places with all above them, and their names."""
        if places not in self.known:
            above = {p for place in places for p in self.tree.line_on(place, self.day)}
            names = dict.fromkeys(self.tree.name_on(place, self.day) for place in places)
            self.known[places] = Where(tuple(sorted(above)), ", ".join(names))
        return self.known[places]


class _Told:
    """What many rows have in common, held once: a list of everybody is long."""

    def __init__(self, library: Library, language: str) -> None:
        modules = [module for course in library.courses.values() for module in course.modules]
        self.modules = {module.id: module for module in library.in_language(modules, language)}
        self.names: dict[str, str] = {}
        self.standings: dict[tuple[object, ...], Standing] = {}
        self.known: dict[tuple[str, ...], tuple[Module, ...]] = {}

    def name(self, name: str) -> str:
        """The first name that was spelled like this one."""
        return self.names.setdefault(name, name)

    def standing(self, population: Population, owed: Duty) -> Standing:
        """The first that was like this one."""
        alike = (
            population,
            owed.requirement.key,
            owed.status,
            owed.since,
            owed.due,
            owed.left,
            owed.done_on,
            owed.late,
            owed.modules,
        )
        if alike not in self.standings:
            self.standings[alike] = Standing(population, owed, self.left(owed.left))
        return self.standings[alike]

    def left(self, ids: tuple[str, ...]) -> tuple[Module, ...]:
        """The modules that are left, in the language of the list."""
        if ids not in self.known:
            self.known[ids] = tuple(self.modules[each] for each in ids if each in self.modules)
        return self.known[ids]


def unit_rows(listed: Listing, reach: Reach, day: date) -> list[UnitRow]:
    """The units of one's own with all below them, each person once for each requirement."""
    own = sorted(reach.places, key=lambda p: swedish(listed.tree.name_on(p, day)))
    below = listed.tree.below(own, day)
    shown = sorted(below, key=lambda p: _path(listed.tree, p, day))
    standing: dict[int, list[PersonRow]] = {place: [] for place in shown}
    for row in listed.rows:
        for place in below.intersection(row.place_ids):
            standing[place].append(row)
    found = []
    for place, rows in standing.items():
        if not rows and place not in reach.places:
            continue
        found.append(
            UnitRow(
                place,
                listed.tree.name_on(place, day),
                len({row.subject for row in rows}),
                sum(1 for row in rows if row.duty.status is Status.DONE),
                left(rows),
                sum(1 for row in rows if row.duty.late),
                earliest((row.duty.due for row in rows if row.duty.status in LEFT), day),
            )
        )
    return found


def _path(tree: Tree, place: int, day: date) -> tuple[str, ...]:
    return tuple(swedish(tree.name_on(p, day)) for p in reversed(tree.line_on(place, day)))


def place_within(tree: Tree, kinds: dict[int, str], reach: Reach, place_id: int, day: date) -> str:
    """The name of a place within reach; any other is not found, whether it exists or not."""
    if place_id not in kinds or not reach.covers(kinds[place_id], tree.line_on(place_id, day)):
        raise NotFound("Enheten finns inte bland dem som du får se. Välj en från menyn.")
    return tree.name_on(place_id, day)
