"""The published texts as documents to search: what is read on a page, line by line. Questions are
left out, so that no search tells what is right.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from html.parser import HTMLParser

from app.content.library import Library
from app.content.render import module_html
from app.content.rules import EASY, LANGUAGES, SOURCE_LANGUAGE
from app.content.rules_lookup import ENGLISH, Glossary, Goals, Words
from app.content.rules_search import BODY, HEADING, Document, Line, lines_of

BLOCKS = frozenset("p h2 h3 h4 h5 h6 li dt dd td th pre blockquote hr br div".split())
UNREAD = frozenset({"sup", "pre"})
"""Numbers of sources and of notes, and code: nobody looks for them."""

NAMED = {"sv": ("mål", "delmål"), "en": ("goal", "target")}
"""What stands before the number of a goal or a target."""


class _Reader(HTMLParser):
    """Gathers the lines of a page's text, headings as such."""

    def __init__(self) -> None:
        super().__init__()
        self.lines: list[Line] = []
        self._said: list[str] = []
        self._counts = BODY
        self._unread = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._unread += self._left_out(tag, attrs)
        if tag in BLOCKS:
            self._end()
            self._counts = HEADING if re.fullmatch("h[2-6]", tag) else BODY

    def handle_endtag(self, tag: str) -> None:
        if self._unread and tag in UNREAD | {"a"}:
            self._unread -= 1
        if tag in BLOCKS:
            self._end()
            self._counts = BODY

    def handle_data(self, data: str) -> None:
        if not self._unread:
            self._said.append(data)

    def close(self) -> None:
        super().close()
        self._end()

    def _left_out(self, tag: str, attrs: list[tuple[str, str | None]]) -> bool:
        back = tag == "a" and ("class", "footnote-backref") in attrs
        return bool(self._unread and tag == "a") or tag in UNREAD or back

    def _end(self) -> None:
        if said := " ".join("".join(self._said).split()):
            self.lines.append(Line(said, self._counts))
        self._said = []


def lines_in(html: str) -> list[Line]:
    """What is read in a piece of our own HTML, one line for each block."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return reader.lines


def documents(library: Library) -> dict[str, list[Document]]:
    """All that can be found, by the language that one reads in. What is not in that language is
    found in Swedish, as it is shown.
    """
    return {
        language: [
            *_modules(library, language),
            *_goals(library.goals, language),
            *_terms(library.glossary, language),
        ]
        for language in LANGUAGES
    }


def _modules(library: Library, language: str) -> Iterator[Document]:
    for course in library.courses.values():
        for part in library.in_language(course.modules, language):
            lines = lines_of(part.title, lines_in(module_html(part)))
            yield Document(language, "module", course.id, part.id, part.language, lines)


def _goals(goals: Goals, language: str) -> Iterator[Document]:
    """Each goal, and each of its targets as a text of its own, found by its number too."""
    told_in = ENGLISH if language == ENGLISH else SOURCE_LANGUAGE
    goal_word, target_word = NAMED[told_in]
    for text in goals.texts:
        key = str(text.number)
        said = [text.about, text.here, *(fact.said for fact in text.facts), text.ask]
        lines = lines_of(text.goal.name_in(told_in), _lines(said, told_in))
        also = (f"{goal_word} {key}", *text.sought.words_in(told_in))
        yield Document(language, "goal", key, key, told_in, lines, also)
        for target in text.targets:
            name = (f"{target_word} {target.number}",)
            lines = lines_of(target.said.said_in(told_in), ())
            yield Document(language, "target", key, target.number, told_in, lines, name)


def _terms(glossary: Glossary, language: str) -> Iterator[Document]:
    """Each word with its explanation, found by all its forms, and by the Swedish word too."""
    told_in = language if language in (ENGLISH, EASY) else SOURCE_LANGUAGE
    for term in glossary.in_order(language):
        lines = lines_of(term.name.said_in(told_in), [Line(term.explained_in(told_in))])
        also = (*term.forms_in(told_in), term.name.sv, *term.sought.words_in(told_in))
        yield Document(language, "term", "", term.id, told_in, lines, also)


def _lines(said: Iterable[Words], language: str) -> Iterator[Line]:
    return (Line(each.said_in(language)) for each in said)
