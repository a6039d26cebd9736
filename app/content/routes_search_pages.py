"""The pages of the product that a search leads to, beside the texts: what each is called, where it
is, what one does there, and the words that it is sought by.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from app.content.library import Library
from app.content.rules_asked import Wanted
from app.content.rules_found import every_word
from app.content.rules_search import stems_of
from app.web import access, current
from app.web.pages import address_of
from app.web.words import NOTHING, lang
from app.web.words import gettext as _


@dataclass(frozen=True, slots=True)
class PageFound:
    """A page that answers: its name, its address and what one does there."""

    title: str
    url: str
    about: str
    told_in: Markup = NOTHING
    """The language of what is said of it, where that is not the page's."""


Offered = tuple[PageFound, str]
"""A page, and words that it is sought by beside its name."""


def pages_for(wanted: Sequence[Wanted], library: Library) -> list[PageFound]:
    """The pages of the product that have every word asked for."""
    return _answering(wanted, _named(library))


def pages_near(wanted: Sequence[Wanted], library: Library) -> list[PageFound]:
    """The pages of the product that have any of the words, for when nothing has them all."""
    found = [page for word in wanted for page in pages_for([word], library)]
    return list(dict.fromkeys(found))


def work_for(wanted: Sequence[Wanted], library: Library) -> list[PageFound]:
    """The kinds of work whose words have every word asked for, each with the goals that it
    meets.
    """
    return _answering(wanted, _work(library))


def _answering(wanted: Sequence[Wanted], offered: Iterable[Offered]) -> list[PageFound]:
    """Those that have the words, else those that have them without rings and dots."""
    if not wanted:
        return []
    known = [(page, stems_of(f"{page.title} {words}")) for page, words in offered]
    for words in (wanted, [each.plain for each in wanted]):
        if found := [page for page, stems in known if every_word(words, stems)]:
            return found
    return []


def _work(library: Library) -> Iterator[Offered]:
    language = current.language()
    for work in library.goals.work:
        url = f"{address_of('lookup.goals')}?arbete={work.id}"
        words = " ".join((work.name.sv, work.name.en, *work.sought.sv, *work.sought.en))
        about = _("Målen som det här arbetet möter.")
        yield PageFound(work.name.said_in(language), url, about), words


def _named(library: Library) -> Iterator[Offered]:
    """Every page that the reader may open, with its words in Swedish and in English."""
    for endpoint, place, title, about, words in _told():
        if access.may_open(current.scope(), endpoint):
            url = "" if place == LANGUAGES else address_of(endpoint)
            yield PageFound(title, url + place, about), words
    for key in library.courses:
        course = library.course(key, current.language())
        url = address_of("learning.text_edition", course=course.id)
        title = _("Skriv ut kursen, eller läs den på en sida")
        page = PageFound(title, url, course.title, lang(course.language))
        yield page, "textutgåva pdf papper skriva print"


LANGUAGES = "#sprakval"


def _told() -> Iterator[tuple[str, str, str, str, str]]:
    """Endpoint, place on its page, name, what one does there, and more words."""
    yield (
        *("followup.start", "#intyg", _("Mina intyg")),
        _("Dina intyg står på sidan Din utbildning."),
        "intyg certifikat diplom kursintyg certificate diploma proof",
    )
    yield (
        *("followup.start", "", _("Din utbildning")),
        _("Här ser du vad som är kvar, och i varje del kan du lyssna på texten."),
        "kurs kursen kurser utbildningar lyssna uppläsning högläsning ljud course listen audio",
    )
    yield (
        *("search.results", LANGUAGES, _("Välj språk")),
        _("Längst ner på varje sida väljer du svenska, engelska eller lätt svenska."),
        "lättläst lätt svenska engelska english easy read swedish language byta",
    )
    yield (
        *("people.sign_out", "", _("Logga ut")),
        _("Gör det när du har använt en dator som fler använder."),
        "utloggning logga ut avsluta log out sign out logout",
    )
    yield (
        *("lookup.goals", "", _("De 17 målen")),
        _("Alla mål och delmål, med våra ord."),
        "globala målen mål delmål goals targets",
    )
    yield (
        *("lookup.glossary", "", _("Ordlista")),
        _("Orden som kurserna använder, förklarade."),
        "ordlistan ordbok lexikon begrepp glossary dictionary",
    )
    yield (
        *("competence.map", "", _("Kompetens")),
        _("Vad kommunens enheter och organ kan."),
        "kompetenskarta kompetenskartan kompetenser kartan competence map",
    )
    yield (
        *("editing.handbook", "", _("Handbok")),
        _("För dig som skriver kurser."),
        "handboken manual handbook skribent redaktion författare",
    )
