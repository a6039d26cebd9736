"""What the lists say: rows, findings, parts that add up, how it was counted, rows as a file."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from app.content.rules import Module
from app.core import table
from app.duties.rules import Duty, Status
from app.followup import rules
from app.followup.forms import POPULATION, STATUS
from app.followup.rules import PersonRow
from app.web.words import NOTHING, ngettext, spoken, unbroken
from app.web.words import gettext as _
from app.web.words import lazy_gettext as _l
from app.web.words import number as in_figures

NAMED = 2
"""So many titles a row has room for; the files hold them all."""
ORDER = {
    "standing": _l("Försenade står först, klara sist"),
    "name": _l("Efter efternamn"),
    "due": _l("Tidigast sista dag står först, klara sist"),
}
"""What the order of a list is called (`rules.ORDERS`)."""


def duty_in_words(owed: Duty) -> dict[str, Any]:
    """A duty as the start page says it."""
    return {
        "title": owed.requirement.title,
        "wording": owed.requirement.wording,
        "due": owed.due,
        "late": owed.late,
        "done_on": owed.done_on,
        "paused": owed.status is Status.AWAY,
    }


def finding(rows: Sequence[PersonRow]) -> str:
    """The heading of a list: how many have something left."""
    left = rules.left(rows)
    if not rows:
        return _("Ingen person motsvarar urvalet")
    if not left:
        return ngettext("Den enda i listan är klar", "Ingen av %(num)d har något kvar", len(rows))
    return _("%(left)s av %(all)s har något kvar", left=in_figures(left), all=in_figures(len(rows)))


def late(rows: Sequence[PersonRow]) -> str:
    """How many rows are late; nothing when none is."""
    many = sum(1 for row in rows if row.duty.late)
    if not many:
        return ""
    return ngettext("%(count)s är försenad", "%(count)s är försenade", many, count=in_figures(many))


def orders(by: str, address: Callable[[str | None], str]) -> dict[str, dict[str, Any]]:
    """What the list can be sorted by: whether it is, and the address where it is."""
    return {
        meaning: {"here": meaning == by, "url": address(word or None)}
        for word, meaning in rules.ORDERS.items()
    }


def how_many(persons: int, rows: int) -> str:
    """How many persons stand in a list, and on how many rows if that differs: who is asked by two
    requirements has two.
    """
    said = ngettext("%(count)s person", "%(count)s personer", persons, count=in_figures(persons))
    if persons == rows:
        return said
    return _("%(persons)s på %(rows)s rader", persons=said, rows=in_figures(rows))


def counted() -> list[str]:
    """How the list was counted."""
    return [
        _("Varje person räknas en gång för varje krav, i det första läge som stämmer."),
        _("Klar är den som har genomfört alla sina delar. Tiden räknas från personens egen start."),
        _("Den som inget krav gäller för just nu, eller snart, finns inte i listan."),
        _("Den som är frånvarande vilar och är inte sen. Dagarna läggs till den sista dagen."),
        _("Den som inte kan nås räknas inte som försenad."),
    ]


def counted_in_units() -> str:
    """How the persons of a unit were counted."""
    return _("Personer är alla som ska ta utbildningen, också den som är frånvarande.")


def parts(
    rows: Sequence[PersonRow], address: Callable[[Status], str] | None = None
) -> list[tuple[Any, int, str | None]]:
    """The parts that add up to the rows: label, number and the address of the part, if any."""
    return [
        (STATUS[status], number, address(status) if address else None)
        for status, number in rules.parts(rows)
    ]


def _kind(row: PersonRow) -> str:
    if row.duty.status is Status.DONE:
        return "done"
    if row.duty.status in (Status.AWAY, Status.UPCOMING):
        return "paused"
    if row.duty.status is Status.UNREACHABLE:
        return "unreachable"
    return "late" if row.duty.late else "left"


def row_in_words(row: PersonRow) -> dict[str, Any]:
    """A person's row as a page says it."""
    return {
        "name": row.name,
        "unit_name": row.places,
        "population": POPULATION[row.population],
        "requirement": row.duty.requirement.title,
        "url": None,
        "status": STATUS[row.duty.status],
        "kind": _kind(row),
        "left": _left(row),
        "since": row.duty.done_on or row.duty.since,
        "due": row.duty.due,
        "late": row.duty.late,
    }


def _left(row: PersonRow) -> str:
    """What is left in a few words: all, how many of all, or by title when they are few."""
    left, whole = len(row.left), row.duty.modules
    if left and left == whole:
        return unbroken(ngettext("Den enda delen", "Alla %(num)d delar", left))
    if left > NAMED:
        return unbroken(_("%(left)s av %(all)s delar", left=left, all=whole))
    return NOTHING.join(_titles(row.left))


def _titles(modules: Sequence[Module]) -> Iterator[str]:
    """The titles in a row, each marked where its language is another than the page's."""
    for place, module in enumerate(modules):
        yield ", " if place else ""
        yield spoken(module.title, module.language)


def as_table(name: str, rows: Sequence[PersonRow]) -> table.Table:
    """The same rows as a file holds them."""
    headings = (
        _("Namn"),
        _("Enhet eller organ"),
        _("Grupp"),
        _("Krav"),
        _("Läge"),
        _("Försenad"),
        _("Delar kvar"),
        _("Gäller från"),
        _("Senast"),
        _("Klar"),
    )
    population = {key: str(label) for key, label in POPULATION.items()}
    status = {key: str(label) for key, label in STATUS.items()}
    late = _("ja")
    return table.Table(
        name,
        headings,
        (
            (
                row.name,
                row.places,
                population[row.population],
                row.duty.requirement.title,
                status[row.duty.status],
                late if row.duty.late else "",
                ", ".join(module.title for module in row.left),
                row.duty.since,
                row.duty.due,
                row.duty.done_on,
            )
            for row in rows
        ),
    )
