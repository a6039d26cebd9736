"""The text edition as its page and its PDF show it: gathered for who asks, with its words in their
language.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime
from itertools import groupby
from typing import Any
from urllib.parse import urljoin

from flask import current_app, request
from markupsafe import Markup

from app.content import queries as content
from app.content.library import Library
from app.content.parse_blocks import blocks_of
from app.content.render import module_html, text_html
from app.content.rules import SOURCE_LANGUAGE, Course
from app.content.rules_blocks import Blocks, under
from app.core import clock
from app.core.pdf import as_pdf
from app.learning import queries
from app.learning.report_text import Part, parts_of
from app.learning.routes_editions import instead
from app.learning.routes_tasks import beginning, place_in_words
from app.learning.rules_text import OWN, WHOLE, Selection, choice, selected, selections
from app.people import queries as people
from app.people.rules import tracks
from app.web import access, current
from app.web.access import Right
from app.web.pages import address_of, setting
from app.web.words import NOTHING, day, lang, locale, minutes, ngettext
from app.web.words import gettext as _

TEMPLATE = "learning/text_edition.typ"


@dataclass(frozen=True, slots=True)
class TextEdition:
    """One person's text edition: what stands in it, and what else one could choose."""

    course: Course
    published: datetime
    chosen: Selection
    choices: tuple[Selection, ...]
    preface: Blocks
    parts: tuple[Part, ...]
    instead: dict[str, str]
    """By the part's place: a word about a text in another language than the one chosen."""

    @property
    def contents(self) -> list[tuple[str, list[Part]]]:
        """The parts by the track that their numbers need; the common one needs no name."""
        return [
            (track, list(parts))
            for track, parts in groupby(self.parts, lambda part: part.stands.track)
        ]


def text_edition(course: Course) -> TextEdition:
    """The course on paper for who asks: own modules or those of the tracks in the address."""
    library: Library = current.library()
    scope = current.signed_in()
    belongs = people.belonging(scope.subject).memberships
    offered = selections(course, tracks(belongs, clock.today()))
    chosen = selected(offered, request.args.get("spar"))
    modules = library.in_language(chosen.modules, current.language())
    parts = parts_of(
        course,
        modules,
        [module_html(module) for module in modules],
        [library.sources_of(module) for module in modules],
        queries.answered(scope.subject, course.id),
        writes=access.reach(scope, Right.PUBLISH).everything,
    )
    said = ((part.place, instead(module)) for part, module in zip(parts, modules, strict=True))
    return TextEdition(
        course,
        content.published_at(course.id),
        chosen,
        choice(offered),
        under(blocks_of(text_html(course.description, language=course.language)), 1),
        parts,
        {place: word for place, word in said if word},
    )


def pdf_of(edition: TextEdition) -> bytes:
    """The same edition as PDF. Links lead to the site's public address."""
    course = edition.course
    page = address_of("learning.text_edition", course=course.id)
    home = urljoin(current_app.config["PUBLIC_URL"], page)
    data = {
        "lang": locale(),
        "title": title_of(course),
        "course": course.title,
        "told": _tongue(course.language),
        "address": home,
        "facts": facts(edition),
        "preface": [asdict(block) for block in edition.preface],
        "parts": [
            asdict(part)
            | {
                "label": part.label,
                "count": str(Markup(count_of(part)).striptags()),
                "lang": _tongue(part.language),
                "time": _("cirka %(time)s", time=minutes(part.minutes)),
                "instead": edition.instead.get(part.place, ""),
                "later": withheld(part),
            }
            for part in edition.parts
        ],
        "said": said(),
    }
    return as_pdf(TEMPLATE, absolute(data, home), edition.published)


def _tongue(language: str) -> str:
    """The language that a text is spoken in: easy Swedish is Swedish."""
    return current.ENGLISH if language == current.ENGLISH else SOURCE_LANGUAGE


def absolute(value: Any, home: str) -> Any:
    """The values with each link that leads out of the sheet made whole."""
    if isinstance(value, dict):
        return {key: _whole(key, absolute(each, home), home) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [absolute(each, home) for each in value]
    return value


def _whole(key: str, value: Any, home: str) -> Any:
    leads_out = key == "leads" and value and not value.startswith("#")
    return urljoin(home, value) if leads_out else value


def title_of(course: Course) -> str:
    """What the edition is called."""
    return _("%(course)s, textutgåva", course=course.title)


def facts(edition: TextEdition) -> list[tuple[str, str, str]]:
    """What stands under the title: each fact with what it is called, and the fact's language."""
    course = edition.course
    titles = [track.title for track in course.tracks if track.id in edition.chosen.tracks]
    found = [
        (_("Utgåva"), str(course.edition), locale()),
        (_("Publicerad"), day(edition.published), locale()),
        (_("Delar för"), ", ".join(titles), _tongue(course.language)),
        (_("Kommun"), setting("municipality") or "", SOURCE_LANGUAGE),
    ]
    return [fact for fact in found if fact[1]]


def choices_of(edition: TextEdition) -> list[tuple[str, str, bool, str]]:
    """What one can choose to have in it: label, address, whether it is this, and the attribute for
    the label's language.
    """
    told_in = lang(edition.course.language)
    titles = {track.id: (track.title, told_in) for track in edition.course.tracks}
    titles |= {OWN: (_("Mina delar"), NOTHING), WHOLE: (_("Hela kursen"), NOTHING)}
    now = [module.id for module in edition.chosen.modules]
    return [
        (title, f"?spar={each.id}", [module.id for module in each.modules] == now, told_in)
        for each in edition.choices
        for title, told_in in (titles[each.id],)
    ]


def count_of(part: Part) -> str:
    """Which part of the course it is, in words that begin a line: ”Del 1 av 5, Chefer”."""
    return beginning(place_in_words(part.stands))


def withheld(part: Part) -> str:
    """A word about the answers that are not shown yet; nothing where all are."""
    if not part.withheld:
        return ""
    if not part.solved:
        return _("Svaren visas när du har svarat på frågorna i delen.")
    *first, last = map(str, part.withheld)
    numbers = _("%(first)s och %(last)s", first=", ".join(first), last=last) if first else last
    return ngettext(
        "Svaret på fråga %(numbers)s visas när du har svarat på den.",
        "Svaren på frågorna %(numbers)s visas när du har svarat på dem.",
        len(part.withheld),
        numbers=numbers,
    )


def said() -> dict[str, str]:
    """The words around the text, on the page and on paper alike."""
    return {
        "edition": _("Textutgåva"),
        "use": _("Läs själv, eller högt i grupp och tala om frågorna."),
        "paper": _(
            "Det du skriver på papper registreras inte. Svara på frågorna i kursen för att bli "
            "klar med delen."
        ),
        "contents": _("Innehåll"),
        "sources": _("Källor"),
        "questions": _("Frågor att tala om"),
        "answers": _("Svar"),
        "about_answers": _("Här står vad som är rätt och varför."),
        "when": _(
            "Svaret på en fråga visas när du själv har svarat på den i kursen. Så visar ditt "
            "första svar vad du kan."
        ),
        "no_answers": _("Frågorna i de här delarna har inga svar som är rätt eller fel."),
        "right": _("Rätt svar"),
        "right_order": _("Rätt ordning"),
        "counts": _("Räknas också som rätt:"),
        "one": _("Kryssa för ett svar."),
        "truefalse": _("Kryssa för ett svar."),
        "several": _("Kryssa för alla svar som stämmer."),
        "rating": _("Kryssa för det som stämmer för dig. Inget svar är rätt eller fel."),
        "order": _("Skriv vilken plats varje steg ska ha. 1 kommer först."),
        "match": _("Skriv bokstaven för det som hör ihop med varje rad."),
        "number": _("Skriv ett tal."),
        "text": _("Skriv ett eller några få ord."),
        "reflection": _("Skriv så långt eller kort du vill. Inget svar är rätt eller fel."),
        "commitment": _("Skriv något litet som du själv råder över."),
        "if": _("Om …"),
        "then": _("… då …"),
        "place": _("Plats"),
        "step": _("Steg"),
        "row": _("Rad"),
        "letter": _("Bokstav"),
        "belongs": _("Hör ihop med"),
        "to_choose": _("Att välja bland"),
        "why": _("Varför"),
    }
