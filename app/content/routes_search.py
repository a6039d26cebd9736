"""Searching what is published: a form, and under it what was found, best first."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, render_template, request, url_for

from app.content.library import Library
from app.content.queries_search import PAGE, Found, answers_to, texts_of
from app.content.routes_search_pages import pages_for, pages_near, work_for
from app.content.rules_asked import LONGEST_QUERY, Asked, asked, shown
from app.content.rules_found import Answers
from app.web import current
from app.web.pages import address_of
from app.web.words import gettext as _
from app.web.words import lang, ngettext

bp = Blueprint("search", __name__)

Way = tuple[str, str, str]

FIELD = 4 * LONGEST_QUERY
"""Characters that the field takes: more than are read, so that the page can say so, and few enough
for an address.
"""


@bp.get("/sok")
def results() -> str:
    """The texts that answer what is asked for, a page at a time; anything may be asked."""
    language = current.language()
    wanted = asked(request.args.get("q", ""), language)
    library: Library = current.library()
    before, after = pages_for(wanted.words, library), work_for(wanted.words, library)
    beside = len(before) + len(after)
    found = answers_to(wanted.words, language, loosely=not beside)
    best = found.best_first if found.complete or not beside else ()
    near = [] if beside or found.complete else pages_near(wanted.words, library)
    pages = max(1, -(-len(best) // PAGE))
    page = min(max(1, request.args.get("sida", 1, type=int)), pages)
    texts = texts_of(best[(page - 1) * PAGE : page * PAGE])
    return render_template(
        "search/results.html",
        asked=wanted,
        longest=FIELD,
        heading=_heading(shown(found.wanted), beside + len(near) + len(best)),
        complete=found.complete or not (best or near),
        loosely=_loosely(found),
        before=(*before, *near) if page == 1 else (),
        after=after if page == 1 else (),
        rows=[_row(each) for each in texts],
        several=len(wanted.words) > 1,
        lost=_lost(library),
        prev_url=_url(wanted, page - 1) if page > 1 else None,
        next_url=_url(wanted, page + 1) if page < pages else None,
        page=_("Sida %(number)s av %(pages)s", number=page, pages=pages),
        editions=library.languages,
    )


def _heading(words: str, count: int) -> str:
    if not words:
        return _("Sök")
    if not count:
        return _("Ingen träff på ”%(words)s”", words=words)
    return ngettext(
        "%(num)d träff på ”%(words)s”", "%(num)d träffar på ”%(words)s”", count, words=words
    )


def _loosely(found: Answers) -> list[str]:
    """What was looked for instead of each word that stands in no text."""
    said = []
    for each in found.wanted:
        if each.way == "plain":
            said.append(_("”%(word)s” söks också med å, ä eller ö.", word=each.word))
        elif each.way == "part":
            told = _(
                "”%(whole)s” finns inte i texterna. Här är träffar på en del av ordet, ”%(part)s”.",
                whole=each.of,
                part=each.word,
            )
            said.append(told)
    return said


def _lost(library: Library) -> list[Way]:
    """Where to look when nothing is found: name, address, and the language of the name."""
    courses = [
        (said.title, address_of("learning.course", course=said.id), lang(said.language))
        for said in (library.course(key, current.language()) for key in library.courses)
    ]
    return [
        (_("Ordlista"), address_of("lookup.glossary"), ""),
        (_("De 17 målen"), address_of("lookup.goals"), ""),
        *courses,
    ]


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
        return _("Delmål\xa0%(number)s", number=found.key), f"{goal}#{found.key}"
    return _("Mål\xa0%(number)s", number=found.key), goal


def _url(wanted: Asked, page: int) -> str:
    return url_for(".results", q=wanted.text, sida=page)
