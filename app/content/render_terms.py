"""Where a word of the glossary first stands in a text, and leads to its explanation below it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache
from xml.etree.ElementTree import Element, SubElement

from markdown.treeprocessors import Treeprocessor

from app.content.rules_lookup import Glossary

OUTSIDE = frozenset("a code pre img sup h1 h2 h3 h4 h5 h6 th".split())
"""Where a word stays as it is: it leads elsewhere already, or is the name of what follows."""
NOTES = "footnote"


@dataclass(slots=True)
class Sought:
    """The forms that are looked for, and the ids of the words that have been found, in order."""

    forms: re.Pattern[str]
    words: dict[str, str]
    found: dict[str, None] = field(default_factory=dict)


def sought(glossary: Glossary, language: str) -> Sought | None:
    """What to look for in a text in this language; none where there are no words."""
    pairs = tuple(
        (_plain(form), term.id) for term in glossary.terms for form in term.forms_in(language)
    )
    return Sought(_pattern(tuple(form for form, _id in pairs)), dict(pairs)) if pairs else None


@lru_cache(maxsize=16)
def _pattern(forms: tuple[str, ...]) -> re.Pattern[str]:
    """Any of the forms as a word of its own, the longest first."""
    every = (
        r"\s+".join(map(re.escape, form.split())) for form in sorted(forms, key=len, reverse=True)
    )
    return re.compile(rf"(?<![\w-])(?:{'|'.join(every)})(?![\w]|[-:]\w)", re.IGNORECASE)


def _plain(form: str) -> str:
    return " ".join(form.casefold().split())


class Terms(Treeprocessor):
    """Each word that is sought becomes a link where it first stands."""

    def run(self, root: Element) -> None:
        words: Sought | None = getattr(self.md, "sought", None)
        if words:
            _mark(root, words)


def _mark(element: Element, words: Sought) -> None:
    if element.tag in OUTSIDE or element.get("class") == NOTES:
        return
    children = list(element)
    for child in children:
        element.remove(child)
    element.text = _linked(element.text, element, words)
    for child in children:
        element.append(child)
        _mark(child, words)
        child.tail = _linked(child.tail, element, words)


def _linked(text: str | None, element: Element, words: Sought) -> str | None:
    """The text up to the first word that is new; what follows it stands after the links that are
    added to the element.
    """
    if not text:
        return text
    start, first, last = 0, text, None
    for match in words.forms.finditer(text):
        term = words.words[_plain(match[0])]
        if term in words.found:
            continue
        words.found[term] = None
        between = text[start : match.start()]
        if last is None:
            first = between
        else:
            last.tail = between
        last = SubElement(element, "a", {"href": f"#ord-{term}", "id": f"ordet-{term}"})
        last.set("class", "term")
        last.set("role", "doc-glossref")
        last.text, start = match[0], match.end()
    if last is not None:
        last.tail = text[start:]
    return first
