"""The competence map, as page and as file."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Any, NamedTuple

from flask import Blueprint, current_app, render_template, request, url_for
from werkzeug.wrappers import Response

from app.competence import queries, queries_map, report
from app.competence.forms import RUNG, MapFilter
from app.competence.queries_map import Ground, View
from app.competence.report import Map, MapRow
from app.competence.rules import RUNGS, Cell, can_be_shown
from app.content.library import Library
from app.content.rules import Competence
from app.core import clock, table
from app.web import access, current
from app.web.access import Right
from app.web.files import download
from app.web.words import gettext as _
from app.web.words import lang, number, percent

bp = Blueprint("competence", __name__)

HIDDEN, QUIET = "hidden", "none"


class CellText(NamedTuple):
    """A cell as the page shows it: its shade (0 to 4, `hidden` or `none`), its words, and what the
    share is a share of. A map has thousands, so it is no dictionary.
    """

    level: str
    text: str
    of: str = ""


@bp.get("/kompetens")
def map() -> str:
    """Units or bodies against competences: how many of those who need it stand on the rung."""
    on, view, made = _asked()
    library: Library = current.library()
    told = _told(library, view)
    below = _below(view)
    rows = [_spoken(row, made, told, below, on) for row in made.rows]
    total = _spoken(made.total, made, told, below, None)
    return render_template(
        "competence/map.html",
        heading=_heading(made, told, library),
        finding=_finding(made, told),
        caption=_caption(view),
        as_of=on.day,
        roots=[
            (on.name(p), _above(view, p), p in on.line(view.place)) for p in on.roots if on.opens(p)
        ],
        above=[
            (on.name(p), _above(view, p)) for p in reversed(on.line(view.place)[1:]) if on.opens(p)
        ],
        rungs=[
            (RUNG[r], url_for(".map", **(view.open_to_all | {"grad": r})), r == view.rung)
            for r in RUNGS
        ],
        rule=_rule(view),
        filters=_filters(view),
        competences=[_column(library, c) for c in made.competences],
        rows=rows,
        total=total,
        hidden=any(cell.level == HIDDEN for row in (*rows, total) for cell in row["cells"]),
        smallest=current_app.config["SMALLEST_GROUP"],
        empty=made.empty,
        framework=library.competences(current.language()),
        not_yet=[_column(library, c) for c in made.competences if c not in told],
        counted=_counted(view),
        csv_url=url_for(".map_file", ending="csv", **view.query),
        xlsx_url=url_for(".map_file", ending="xlsx", **view.query),
    )


@bp.get("/kompetens.<any(csv, xlsx):ending>")
def map_file(ending: str) -> Response:
    """The same map as a file, with the same figures hidden."""
    on, view, made = _asked()
    library: Library = current.library()
    headings = (
        _("Enhet"),
        _("Kompetens"),
        _("Behöver"),
        str(RUNG[view.rung]),
        _("Andel i procent"),
        _("Anmärkning"),
    )
    rows = _lines(made, _told(library, view), library)
    return download(table.Table("kompetens", headings, rows), ending, on.day)


def _asked() -> tuple[Ground, View, Map]:
    scope = current.scope()
    on = queries_map.ground(access.reach(scope, Right.FIGURES), clock.today())
    persons = access.reach(scope, Right.PERSONS)
    view = queries_map.view(request.args, on, persons)
    competences = [c.id for c in current.library().framework.competences]
    smallest = current_app.config["SMALLEST_GROUP"]
    return on, view, queries_map.made(view, on, competences, smallest, persons)


def _filters(view: View) -> MapFilter:
    form = MapFilter(data=view.query)
    if not view.by_name:
        del form.grupp
    return form


def _called(library: Library, competence: str) -> Competence:
    """The competence in the language of who reads."""
    return library.competence(competence, current.language())


def _column(library: Library, competence: str) -> dict[str, Any]:
    called = _called(library, competence)
    return {"id": competence, "short": called.title, "told_in": lang(called.language)}


def _told(library: Library, view: View) -> frozenset[str]:
    """The competences that have figures on this rung; the rest read ”kan inte visas än”."""
    return frozenset(
        c.id
        for c in library.framework.competences
        if view.rung != "shown" or can_be_shown(_asked_in_course(library, c.id), queries.RULE)
    )


def _asked_in_course(library: Library, competence: str) -> int:
    return sum(1 for question in library.questions_of(competence) if question.form == "b")


def _below(view: View) -> str:
    """The beginning of the address of the map of a place below; its number comes last."""
    return url_for(".map", **(view.query | {"enhet": None, "niva": "1"})) + "&enhet="


def _above(view: View, place: int) -> str:
    """To a place where the reader may not see persons, so without the group."""
    return url_for(".map", **(view.open_to_all | {"enhet": place, "niva": "1"}))


def _spoken(
    row: MapRow, made: Map, told: Collection[str], below: str, on: Ground | None
) -> dict[str, Any]:
    """A row in words; `on` gives it a link to its own map, where there is one to open, with an
    address that begins as `below`.
    """
    further = on and on.has_below(row.place_id) and on.covered(row.place_id)
    share = _("%(reached)s av %(needed)s")
    return {
        "name": row.name,
        "url": f"{below}{row.place_id}" if further else None,
        "cells": [
            _cell(one, competence in row.too_few, share)
            if competence in told
            else CellText(QUIET, "–")
            for competence, one in zip(made.competences, row.cells, strict=True)
        ],
    }


def _cell(one: Cell | None, too_few: bool, share: str) -> CellText:
    """The share with what it is a share of: a percentage alone says nothing of how many."""
    if one is None:
        smallest = current_app.config["SMALLEST_GROUP"]
        text = _("färre än %(smallest)s", smallest=smallest) if too_few else _("visas inte")
        return CellText(HIDDEN, text)
    if not one.needed:
        return CellText(QUIET, _("behövs inte"))
    of = share % {"reached": number(one.reached), "needed": number(one.needed)}
    return CellText(str(one.level), percent(one.percent), of)


def _lines(made: Map, told: Collection[str], library: Library) -> Iterator[list[table.Cell]]:
    for row in (*made.rows, made.total):
        for competence, one in zip(made.competences, row.cells, strict=True):
            title = _called(library, competence).title
            if competence not in told:
                yield [row.name, title, None, None, None, _("kan inte visas än")]
            elif one is None:
                why = _("liten grupp, visas inte")
                if competence not in row.too_few:
                    why = _("visas inte, för att en liten grupp inte ska gå att räkna ut")
                yield [row.name, title, None, None, None, why]
            elif one.needed:
                yield [row.name, title, one.needed, one.reached, one.percent, ""]


def _caption(view: View) -> str:
    if view.rung == "completed":
        return _("Andel som har genomfört en del om kompetensen, av dem som behöver den")
    return _("Andel som har visat kompetensen, av dem som behöver den")


def _heading(made: Map, told: Collection[str], library: Library) -> str:
    """The finding: where the gap is widest."""
    found = report.lowest(made, told)
    if found is None:
        return _("%(place)s har inga siffror att visa än", place=made.total.name)
    row, competence, one = found
    if row is made.total:
        return _(
            "%(place)s: störst gap för ”%(title)s”, som %(reached)s av %(needed)s når",
            place=row.name,
            title=_called(library, competence).title,
            reached=number(one.reached),
            needed=number(one.needed),
        )
    return _(
        "%(place)s: störst gap i %(unit)s, där %(reached)s av %(needed)s når ”%(title)s”",
        place=made.total.name,
        unit=row.name,
        title=_called(library, competence).title,
        reached=number(one.reached),
        needed=number(one.needed),
    )


def _finding(made: Map, told: Collection[str]) -> str:
    found = report.spread(made, told)
    if found is None:
        return _("Här kommer siffror när någon har genomfört en del eller svarat på frågor.")
    least, most, some = found
    said = {"place": made.total.name, "least": least, "most": percent(most)}
    if some:
        few = report.WORTH_SAYING
        if least == most:
            return _(
                "%(place)s som helhet ligger på %(most)s i de kompetenser som minst %(few)s "
                "personer behöver.",
                few=few,
                **said,
            )
        return _(
            "%(place)s som helhet ligger mellan %(least)s och %(most)s i de kompetenser som minst "
            "%(few)s personer behöver.",
            few=few,
            **said,
        )
    if least == most:
        return _("%(place)s som helhet ligger på %(most)s.", **said)
    return _(
        "%(place)s som helhet ligger mellan %(least)s och %(most)s, beroende på kompetens.", **said
    )


def _rule(view: View) -> str:
    """What it takes to stand on the rung that is shown."""
    if view.rung == "completed":
        return _("Genomfört: personen har genomfört minst en del som handlar om kompetensen.")
    return _(
        "Visat: personen har svarat på minst %(questions)s frågor om kompetensen. "
        "Av de första svaren är minst %(percent)s procent rätt.",
        questions=queries.RULE.questions,
        percent=queries.RULE.percent,
    )


def _counted(view: View) -> list[str]:
    return [
        _("Andelen räknas av dem som behöver kompetensen enligt kravprofilen."),
        _("Behövs inte: ingen i enheten har kompetensen i sin kravprofil."),
        _("Den som är frånvarande räknas inte."),
        _("Den som finns i flera enheter räknas en gång i varje, och en gång i summan."),
        _("Du ser alla siffror, också för små grupper, eftersom du får se personerna.")
        if view.by_name
        else _("Grupper med färre än fem personer visas inte, och inte det som avslöjar dem."),
    ]
