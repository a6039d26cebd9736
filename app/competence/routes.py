"""The competence map, as page and as file."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import Blueprint, current_app, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.competence import queries, report
from app.competence.forms import POPULATIONS, RUNG, MapFilter
from app.competence.report import Map, MapRow
from app.competence.rules import RUNGS, can_be_shown
from app.core import clock, table
from app.core.errors import NotAllowed
from app.people import queries as people
from app.people.rules import Tree
from app.web import access, current
from app.web.access import Reach, Right
from app.web.files import download

bp = Blueprint("competence", __name__)

DEPTH = {"1": 1, "2": 2, "alla": 99}


@dataclass(frozen=True, slots=True)
class View:
    """What one address asks for, after what makes no sense has been left out."""

    place: int
    rung: str
    depth: int
    group: str
    tree: Tree
    kinds: dict[int, str]
    day: date


@bp.get("/kompetens")
def map() -> str:
    """Units or bodies against competences: how many of those who need it stand on the rung."""
    reach, day = access.reach(current.scope(), Right.FIGURES), clock.today()
    view = _view(reach, day)
    made = _made(view, reach)
    library = current.library()
    shown = [c for c in made.competences if _can_be_shown(library, c, view.rung)]
    return render_template(
        "competence/map.html",
        heading=_heading(view, made, shown, library),
        finding=_finding(view, made, shown),
        caption=_caption(view),
        as_of=day,
        rungs=[(RUNG[r], _address(view, reach, grad=r), r == view.rung) for r in RUNGS],
        filters=_form(view),
        above=[(view.tree.name_on(p, day), _address(view, reach, enhet=p)) for p in _above(view, reach)],
        roots=_roots_linked(view, reach),
        competences=[{"id": c, "short": library.competence(c).title} for c in made.competences],
        rows=[_spoken(row, made, shown, view, reach) for row in made.rows],
        total=_spoken(made.total, made, shown, view, reach, linked=False),
        not_yet=[library.competence(c).title for c in made.competences if c not in shown],
        counted=_counted(view),
        csv_url=url_for(".map_file", ending="csv", **_query(view)),
        xlsx_url=url_for(".map_file", ending="xlsx", **_query(view)),
    )


@bp.get("/kompetens.<any(csv, xlsx):ending>")
def map_file(ending: str) -> Response:
    """The same map as a file, with the same figures hidden."""
    reach, day = access.reach(current.scope(), Right.FIGURES), clock.today()
    view = _view(reach, day)
    made = _made(view, reach)
    library = current.library()
    shown = [c for c in made.competences if _can_be_shown(library, c, view.rung)]
    headings = [_("Enhet"), _("Kompetens"), _("Behöver"), str(RUNG[view.rung]), _("Andel i procent"), _("Anmärkning")]
    rows: list[list[table.Cell]] = []
    for row in (*made.rows, made.total):
        for competence, one in zip(made.competences, row.cells, strict=True):
            title = library.competence(competence).title
            if competence not in shown:
                rows.append([row.name, title, None, None, None, _("kan inte visas än")])
            elif one is None:
                rows.append([row.name, title, None, None, None, _("liten grupp, visas inte")])
            elif one.needed:
                rows.append([row.name, title, one.needed, one.reached, one.percent, ""])
    return download(table.Table("kompetens", headings, rows), ending, day)


def _view(reach: Reach, day: date) -> View:
    """The view asked for, or the nearest that makes sense and is within reach."""
    tree, kinds = people.tree(), people.kinds()
    asked = request.args.get("enhet", "")
    place = int(asked) if asked.isdecimal() and len(asked) < 12 else 0
    roots = _roots(tree, kinds, day)
    if place not in kinds or not _may_see(place, reach, tree, kinds, roots, day):
        if place in kinds and not reach.everything:
            raise NotAllowed(_("Du kan inte se figurer för den enheten. Behöver du dem? Fråga din chef."))
        place = _start(reach, tree, kinds, roots, day)
    rung = request.args.get("grad", "")
    group = request.args.get("grupp", "")
    depth = DEPTH.get(request.args.get("niva", ""), 1)
    return View(
        place,
        rung if rung in RUNGS else "completed",
        depth if reach.covers(kinds[place], tree.line_on(place, day)) else 1,
        group if group in POPULATIONS else "",
        tree,
        kinds,
        day,
    )


def _roots(tree: Tree, kinds: dict[int, str], day: date) -> list[int]:
    found = [p for p in kinds if tree.line_on(p, day) == (p,) and tree.name_on(p, day)]
    return sorted(found, key=lambda p: (kinds[p] == "body", -len(tree.below([p], day)), p))


def _may_see(
    place: int, reach: Reach, tree: Tree, kinds: dict[int, str], roots: list[int], day: date
) -> bool:
    if reach.covers(kinds[place], tree.line_on(place, day)):
        return True
    return reach.published and place in roots


def _start(reach: Reach, tree: Tree, kinds: dict[int, str], roots: list[int], day: date) -> int:
    if reach.places and not reach.staff:
        return min(reach.places, key=lambda p: (len(tree.line_on(p, day)), p))
    for root in roots:
        if reach.covers(kinds[root], (root,)):
            return root
    if not roots:
        raise NotAllowed(_("Kommunen har inga enheter än. De kommer med den första personalfilen."))
    return roots[0]


def _made(view: View, reach: Reach) -> Map:
    inside = [p for p in view.tree.below([view.place], view.day) if p != view.place]
    height = len(view.tree.line_on(view.place, view.day))
    lines = {p: view.tree.line_on(p, view.day) for p in inside}
    near = [p for p in inside if len(lines[p]) - height <= view.depth]
    named = [(p, _label(view, lines[p], height)) for p in near]
    named.sort(key=lambda one: people.swedish(one[1]))
    populations = POPULATIONS.get(view.group)
    counts = queries.counts([view.place, *near], view.day, populations)
    persons = access.reach(current.scope(), Right.PERSONS)
    whole = (
        [p for p in (view.place, *near) if persons.covers(view.kinds[p], view.tree.line_on(p, view.day))]
        if view.rung == "completed"
        else []
    )
    return report.make(
        counts,
        (view.place, view.tree.name_on(view.place, view.day)),
        named,
        [c.id for c in current.library().framework.competences],
        view.rung,
        current_app.config["SMALLEST_GROUP"],
        whole,
    )


def _label(view: View, line: tuple[int, ...], height: int) -> str:
    inner = reversed(line[: len(line) - height])
    return " / ".join(view.tree.name_on(p, view.day) for p in inner)


def _can_be_shown(library: Any, competence: str, rung: str) -> bool:
    return rung != "shown" or can_be_shown(library.questions_for(competence), queries.RULE)


def _query(view: View, **changed: Any) -> dict[str, Any]:
    depth = next(name for name, depth in DEPTH.items() if depth == view.depth)
    kept = {"enhet": view.place, "grad": view.rung, "niva": depth, "grupp": view.group}
    return {name: value for name, value in (kept | changed).items() if value not in ("", None)}


def _address(view: View, reach: Reach, **changed: Any) -> str:
    return url_for(".map", **_query(view, **changed))


def _above(view: View, reach: Reach) -> list[int]:
    line = view.tree.line_on(view.place, view.day)[1:]
    roots = _roots(view.tree, view.kinds, view.day)
    return [
        p
        for p in reversed(line)
        if _may_see(p, reach, view.tree, view.kinds, roots, view.day)
    ]


def _roots_linked(view: View, reach: Reach) -> list[tuple[str, str, bool]]:
    roots = _roots(view.tree, view.kinds, view.day)
    seen = [p for p in roots if _may_see(p, reach, view.tree, view.kinds, roots, view.day)]
    here = view.tree.line_on(view.place, view.day)
    return [
        (view.tree.name_on(p, view.day), _address(view, reach, enhet=p, niva="1", grupp=""), p in here)
        for p in seen
    ]


def _form(view: View) -> MapFilter:
    return MapFilter(data=_query(view))


def _spoken(
    row: MapRow, made: Map, shown: list[str], view: View, reach: Reach, linked: bool = True
) -> dict[str, Any]:
    cells = []
    for competence, one in zip(made.competences, row.cells, strict=True):
        if competence not in shown:
            cells.append({"text": "–", "level": None, "hidden": False})
        elif one is None:
            cells.append({"text": _("färre än 5"), "level": None, "hidden": True})
        elif not one.needed:
            cells.append({"text": "", "level": None, "hidden": False})
        else:
            cells.append({"text": str(one.percent), "level": one.level, "hidden": False})
    further = len(view.tree.below([row.place_id], view.day)) > 1 and reach.covers(
        view.kinds[row.place_id], view.tree.line_on(row.place_id, view.day)
    )
    return {
        "name": row.name,
        "url": _address(view, reach, enhet=row.place_id, niva="1") if linked and further else None,
        "persons": row.persons,
        "cells": cells,
    }


def _caption(view: View) -> str:
    return (
        _("Andel som har genomfört en del om kompetensen, procent av dem som behöver den")
        if view.rung == "completed"
        else _("Andel som har visat kompetensen, procent av dem som behöver den")
    )


def _heading(view: View, made: Map, shown: list[str], library: Any) -> str:
    name = made.total.name
    found = report.lowest(made, shown)
    if found is None:
        return _("%(place)s: inga siffror att visa än", place=name)
    row, competence, one = found
    title = library.competence(competence).title
    return _(
        "%(place)s: störst gap i %(unit)s, ”%(title)s” %(share)s %%",
        place=name,
        unit=row.name,
        title=title,
        share=one.percent,
    )


def _finding(view: View, made: Map, shown: list[str]) -> str:
    cells = [
        one
        for competence, one in zip(made.competences, made.total.cells, strict=True)
        if one is not None and one.needed and competence in shown
    ]
    if not cells:
        return _("Här kommer siffror när någon som räknas har genomfört en del eller svarat på frågor.")
    best = max(one.percent for one in cells)
    least = min(one.percent for one in cells)
    return _(
        "Av dem som behöver en kompetens har mellan %(least)s och %(best)s procent nått hit, beroende på kompetens.",
        least=least,
        best=best,
    )


def _counted(view: View) -> list[str]:
    rule = (
        _("Genomfört: personen har genomfört minst en del som handlar om kompetensen.")
        if view.rung == "completed"
        else _(
            "Visat: minst %(questions)s frågor om kompetensen är besvarade för första gången och minst %(percent)s procent är rätt.",
            questions=queries.RULE.questions,
            percent=queries.RULE.percent,
        )
    )
    return [
        rule,
        _("Nämnaren är de som behöver kompetensen enligt kravprofilen och tillhör enheten den här dagen."),
        _("Den som är frånvarande räknas inte. Den som finns i flera enheter räknas en gång i varje, och en gång i summan."),
        _("Grupper med färre än fem personer visas inte, och inte heller den siffra som skulle avslöja dem."),
    ]
