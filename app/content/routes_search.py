"""Searching what is published: a form, and under it what was found, best first."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, render_template, request, url_for

from app.content.queries_search import PAGE, Found, answers_to, texts_of
from app.content.rules_found import LONGEST_QUERY, Asked, asked
from app.web import current
from app.web.pages import address_of
from app.web.words import gettext as _
from app.web.words import lang, ngettext

bp = Blueprint("search", __name__)

FIELD = 4 * LONGEST_QUERY
"""Characters that the field takes: more than are read, so that the page can say so, and few enough
for an address.
"""


@bp.get("/sok")
def results() -> str:
    """The texts that answer what is asked for, a page at a time; anything may be asked."""
    language = current.language()
    wanted = asked(request.args.get("q", ""), language)
    found = answers_to(wanted.words, language)
    pages = max(1, -(-len(found.best_first) // PAGE))
    page = min(max(1, request.args.get("sida", 1, type=int)), pages)
    shown = texts_of(found.best_first[(page - 1) * PAGE : page * PAGE])
    return render_template(
        "search/results.html",
        asked=wanted,
        longest=FIELD,
        heading=_heading(wanted, len(found.best_first)),
        complete=found.complete,
        rows=[_row(each) for each in shown],
        prev_url=_url(wanted, page - 1) if page > 1 else None,
        next_url=_url(wanted, page + 1) if page < pages else None,
        page=_("Sida %(number)s av %(pages)s", number=page, pages=pages),
        editions=current.library().languages,
    )


def _heading(wanted: Asked, count: int) -> str:
    if not wanted.words:
        return _("Sök")
    if not count:
        return _("Ingen träff på ”%(words)s”", words=wanted.shown)
    return ngettext(
        "%(num)d träff på ”%(words)s”", "%(num)d träffar på ”%(words)s”", count, words=wanted.shown
    )


def _row(found: Found) -> dict[str, Any]:
    kind, url = _where(found)
    return {
        "url": url,
        "kind": kind,
        "told_in": lang(found.told_in),
        "title": found.title,
        "excerpt": found.excerpt,
    }


def _where(found: Found) -> tuple[str, str]:
    """What a text is called, and where it is read."""
    if found.kind == "module":
        return _("Del"), address_of("learning.module", course=found.part, module=found.key)
    if found.kind == "term":
        return _("Ord"), f"{address_of('lookup.glossary')}#{found.key}"
    goal = address_of("lookup.goal", number=found.part)
    if found.kind == "target":
        return _("Delmål %(number)s", number=found.key), f"{goal}#{found.key}"
    return _("Mål %(number)s", number=found.key), goal


def _url(wanted: Asked, page: int) -> str:
    return url_for(".results", q=wanted.text, sida=page)
