"""Reading the map that one address asks for, within the reach of who asks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Any

from app.competence import queries, report
from app.competence.report import Map
from app.competence.rules import RUNGS
from app.core.alphabet import swedish
from app.core.errors import NotAllowed, NotOffered, known
from app.people import queries as people
from app.people.rules import DayTree, Population
from app.web.access import Reach

GROUPS: dict[str, tuple[Population, ...]] = {
    "anstallda": ("manager", "employee", "hourly"),
    "chefer": ("manager",),
    "manadsavlonade": ("employee",),
    "timavlonade": ("hourly",),
    "ledamoter": ("member",),
    "ersattare": ("deputy",),
}
"""The groups of the address, and the populations in each."""

DEPTHS = {"1": 1, "2": 2, "alla": 99}
"""The levels of the address, and how many levels below the place they show."""


@dataclass(frozen=True, slots=True)
class Ground:
    """The places of one day: the tree, the kinds, and what the one who asks may open."""

    tree: DayTree
    kinds: Mapping[int, str]
    roots: tuple[int, ...]
    reach: Reach
    day: date

    def name(self, place: int) -> str:
        return self.tree.names.get(place, "")

    def line(self, place: int) -> tuple[int, ...]:
        return self.tree.line(place)

    def covers(self, line: tuple[int, ...]) -> bool:
        """Whether the place at the bottom of a line, with all below it, is within reach."""
        return self.reach.covers(self.kinds[line[0]], line)

    def covered(self, place: int) -> bool:
        return self.covers(self.line(place))

    def opens(self, place: int) -> bool:
        """Whether the place may be opened: within reach, or a root that all may see."""
        return self.covered(place) or (self.reach.published and place in self.roots)

    def has_below(self, place: int) -> bool:
        return place in self.tree.children


@dataclass(frozen=True, slots=True)
class View:
    """What one address asks for, as far as it is open."""

    place: int
    rung: str
    niva: str
    group: str
    by_name: bool = False
    """Whether the reader may see the place person by person: only then by group, since groups of
    one place could be subtracted from each other."""

    @property
    def open_to_all(self) -> dict[str, Any]:
        """The view of all groups as the parameters of an address, which leads on to any place."""
        return {"enhet": self.place, "grad": self.rung, "niva": self.niva}

    @property
    def query(self) -> dict[str, Any]:
        """The view as the parameters of an address."""
        return self.open_to_all | ({"grupp": self.group} if self.group else {})


def ground(reach: Reach, day: date) -> Ground:
    """The places as they stand on a day. Two statements."""
    tree, kinds = DayTree.of(people.tree(), day), people.kinds()
    tops = [place for place in tree.roots if place in kinds]
    sizes = {place: sum(1 for _ in tree.lines_below(place)) for place in tops}
    tops.sort(key=lambda place: (kinds[place] == "body", -sizes[place], place))
    return Ground(tree, kinds, tuple(tops), reach, day)


def view(asked: Mapping[str, str], on: Ground, persons: Reach) -> View:
    """The view asked for, as far as it is open. A place out of reach is not found, whether it
    exists or not.
    """
    text = asked.get("enhet", "")
    number = int(text) if text.isascii() and text.isdecimal() and len(text) < 12 else 0
    place = number if text else _start(on)
    if place not in on.tree.names or not on.opens(place):
        raise NotOffered("Enheten finns inte bland dem som du kan se. Börja från kompetenskartan.")
    rung = known(asked.get("grad"), RUNGS) or RUNGS[0]
    niva, group = known(asked.get("niva"), DEPTHS), known(asked.get("grupp"), GROUPS)
    by_name = rung == "completed" and persons.covers(on.kinds[place], on.line(place))
    if group and not by_name:
        raise NotOffered(
            "Här visas alla grupper tillsammans. En grupp för sig visas bara för det som är "
            "genomfört, och bara för den som får se personerna."
        )
    return View(
        place,
        rung,
        niva if niva and on.covered(place) else "1",
        group,
        by_name,
    )


def _start(on: Ground) -> int:
    if not on.roots:
        raise NotAllowed("Kommunen har inga enheter än. De kommer med den första filen.")
    if on.reach.places and not on.reach.staff:
        return min(on.reach.places, key=lambda place: (len(on.line(place)), place))
    covered = (root for root in on.roots if on.covered(root))
    return next(covered, on.roots[0])


def made(asked: View, on: Ground, competences: Sequence[str], smallest: int, persons: Reach) -> Map:
    """The map of the view. In the places of `persons`, seen by name, *genomfört* is whole."""
    height, depth = len(on.line(asked.place)), DEPTHS[asked.niva]
    inside = [line for line in on.tree.lines_below(asked.place) if 0 <= len(line) - height <= depth]
    labels = [
        (line[0], " / ".join(on.name(p) for p in reversed(line[: len(line) - height])))
        for line in inside[1:]
    ]
    labels.sort(key=lambda label: swedish(label[1]))
    above = [
        (parent, place, on.tree.children[parent])
        for parent, place in pairwise(reversed(on.line(asked.place)))
    ]
    counted = {line[0] for line in inside} | {
        place for _up, _own, group in above for place in group
    }
    counted |= {parent for parent, _own, _group in above}
    counts = queries.counts(counted, on.day, GROUPS.get(asked.group), ("needed", asked.rung))
    whole = [
        line[0]
        for line in inside
        if asked.rung == "completed" and persons.covers(on.kinds[line[0]], line)
    ]
    total = (asked.place, on.name(asked.place))
    parents = {line[0]: line[1] for line in inside[1:]}
    return report.make(
        counts, total, labels, competences, asked.rung, smallest, whole, parents, above
    )
