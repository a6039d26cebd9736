"""Markdown to HTML that is safe to show: rendered once for each fingerprint, sanitised, kept for
the process.
"""

from __future__ import annotations

import re
import threading
from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Generic, TypeVar
from xml.etree.ElementTree import Element, SubElement

import nh3
from markdown import Markdown
from markdown.extensions import Extension
from markdown.extensions.footnotes import FootnoteExtension
from markdown.inlinepatterns import InlineProcessor
from markdown.treeprocessors import Treeprocessor
from markupsafe import Markup, escape

from app.content.parse_folder import NAME
from app.content.parse_prose import SOURCE, link_fault
from app.content.parse_sections import anchor
from app.content.render_terms import Sought, Terms, sought
from app.content.rules import Course, Module
from app.content.rules_lookup import Glossary, Term

Made = TypeVar("Made")

KEPT = 512
NO_WORDS = Glossary()
QUOTES = {
    "left-double-quote": "”",
    "right-double-quote": "”",
    "left-single-quote": "’",
    "right-single-quote": "’",
    "ellipsis": "…",
}
SAID = {
    "sv": ("Källa", "Tabell", "Tillbaka", "Tillbaka till fotnot {} i texten"),
    "en": ("Source", "Table", "Back", "Back to note {} in the text"),
}
"""What is put into a text in its own language: before a source's number, before a table's, at the
end of a footnote, and what that link is called.
"""
TABLES = frozenset({"table", "thead", "tbody", "tr", "th", "td"})
BLOCKS = TABLES | frozenset("p h2 h3 h4 h5 h6 ul ol li dl dt dd pre blockquote hr div img".split())
INLINE = frozenset({"em", "strong", "code", "br", "sup", "a"})
ATTRIBUTES = {
    "a": {"href", "title", "class", "aria-label", "id", "role"},
    "img": {"src", "alt", "title"},
    "div": {"class", "role", "tabindex", "aria-label"},
    "th": {"class", "scope"},
    "td": {"class"},
    "ol": {"start"},
    "li": {"id"},
    "sup": {"id", "class"},
    "code": {"class"},
    **{f"h{level}": {"id"} for level in range(2, 7)},
}
PLAIN = re.compile(r"[^*_`\[\]<>&\\\"'!#|~:]*")


class _Sources(InlineProcessor):
    """[källa: key] becomes small numbers that lead to the list of sources; elsewhere the publisher
    and year.
    """

    def handleMatch(  # type: ignore[override]  # noqa: N802
        self, m: re.Match[str], data: str
    ) -> tuple[Element, int, int]:
        keys = [key.strip() for key in m[1].split(",")]
        numbers: Mapping[str, int] = getattr(self.md, "numbers", {})
        sup = Element("sup")
        sup.set("class", "source")
        for index, key in enumerate(keys):
            if index:
                sup[-1].tail = ", "
            link = SubElement(sup, "a")
            link.set("href", f"#kalla-{key}")
            link.set("aria-label", f"{_said(self.md)[0]} {numbers.get(key, '?')}")
            link.text = str(numbers.get(key, "?"))
        return sup, m.start(0), m.end(0)


class _Shape(Treeprocessor):
    """Safe addresses, headings from level 2, and tables that scroll in a region with a name."""

    def run(self, root: Element) -> None:
        heading, tables = "", 0
        led_to = {a.get("href", "")[1:] for a in root.iter("a") if a.get("href", "")[:1] == "#"}
        for parent in list(root.iter()):
            for index, element in enumerate(list(parent)):
                if element.tag == "h1":
                    element.tag = "h2"
                if element.tag in ("a", "img"):
                    _address(element)
                if re.fullmatch("h[2-6]", element.tag):
                    heading = "".join(element.itertext()).strip()
                    if (place := anchor(heading)) in led_to:
                        element.set("id", place)
                        led_to.discard(place)  # an id stands once on a page
                if element.tag == "table" and parent.get("class") != "scroll":
                    tables += 1
                    named = f"{_said(self.md)[1]} {tables}. {heading}".strip(". ")
                    parent[index] = _region(element, named)


def _said(md: Markdown) -> tuple[str, str, str, str]:
    return SAID.get(getattr(md, "language", "sv"), SAID["sv"])


def _address(element: Element) -> None:
    name = "src" if element.tag == "img" else "href"
    address = element.get(name, "")
    if address and not address.startswith("#") and link_fault(address):
        del element.attrib[name]
    elif element.tag == "a" and (other := NAME.fullmatch(address.split("#")[0])):
        element.set(name, other[2])  # another module, which is this page's neighbour


def _region(table: Element, name: str) -> Element:
    region = Element("div", {"class": "scroll", "role": "region", "tabindex": "0"})
    region.set("aria-label", name)
    region.append(table)
    region.tail, table.tail = table.tail, None
    for cell in table.iter("th"):
        cell.set("scope", "col")
    for cell in table.iter():
        if cell.attrib.pop("align", "") == "right":
            cell.set("class", "number")  # the attribute is no longer part of HTML
    return region


class _House(Extension):
    """What is ours: no raw HTML, sources, safe addresses."""

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802
        md.preprocessors.deregister("html_block")
        md.inlinePatterns.deregister("html")
        md.inlinePatterns.register(_Sources(r"\s*" + SOURCE.pattern, md), "source", 175)
        md.treeprocessors.register(_Shape(md), "shape", -1)  # late: addresses as they will be
        md.treeprocessors.register(Terms(md), "terms", -2)  # in what is left between the links


class _Engines(threading.local):
    """One Markdown for text and one for single lines, for each thread."""

    def __init__(self) -> None:
        self.notes = FootnoteExtension()
        shared: dict[str, Any] = {"smarty": {"substitutions": QUOTES, "smart_dashes": False}}
        self.text = Markdown(
            extensions=[
                "tables",
                self.notes,
                "fenced_code",
                "def_list",
                "sane_lists",
                "smarty",
                _House(),
            ],
            extension_configs={
                **shared,
                "tables": {"use_align_attribute": True},
            },
            output_format="html",
        )
        self.line = Markdown(
            extensions=["smarty", _House()], extension_configs=shared, output_format="html"
        )
        blocks = self.line.parser.blockprocessors
        for name in [name for name in _names(blocks) if name not in ("empty", "paragraph")]:
            blocks.deregister(name)


def _names(registry: Any) -> list[str]:
    return [item.name for item in registry._priority]


_engines = _Engines()


class Kept(Generic[Made]):
    """The last few things made, by key. Safe for threads; what falls out is made again."""

    def __init__(self, most: int) -> None:
        self.most = most
        self._kept: OrderedDict[Any, Made] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, key: Any, make: Callable[[], Made]) -> Made:
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
                return self._kept[key]
        made = make()
        with self._lock:
            self._kept[key] = made
            while len(self._kept) > self.most:
                self._kept.popitem(last=False)
        return made


@dataclass(frozen=True, slots=True)
class Page:
    """A module's text, and the words that it explains in the order in which they stand there."""

    html: Markup
    terms: tuple[Term, ...] = ()


_pages: Kept[Page] = Kept(KEPT)
_introductions: Kept[Markup] = Kept(KEPT)


def module_page(module: Module, glossary: Glossary = NO_WORDS) -> Page:
    """The module's text with the words of the glossary. Rendered once for each fingerprint of the
    two: other explanations make another page and the same module.
    """
    key = (module.fingerprint, module.local, module.language, glossary.fingerprint)
    return _pages.get(key, lambda: _page(module, glossary))


def module_html(module: Module) -> Markup:
    """The module's text alone."""
    return module_page(module).html


def course_html(course: Course) -> Markup:
    """What the course says of itself, in the language that it is in. Rendered once for each
    fingerprint and text.
    """
    known = f"{course.fingerprint} {course.description}"
    return _introductions.get(
        known, lambda: text_html(course.description, language=course.language)
    )


def _page(module: Module, glossary: Glossary) -> Page:
    numbers = {key: number for number, key in enumerate(module.sources, 1)}
    words = sought(glossary, module.language)
    html = text_html(module.text, numbers, module.language, words)
    return Page(html, glossary.these(words.found) if words else ())


def text_html(
    text: str,
    numbers: Mapping[str, int] | None = None,
    language: str = "sv",
    words: Sought | None = None,
) -> Markup:
    """Markdown of several paragraphs. The words that are sought are marked where they first
    stand.
    """
    return _rendered(_engines.text, text, BLOCKS | INLINE, numbers or {}, language, words)


def inline_html(text: str, links: bool = True) -> Markup:
    """Markdown on one line: no paragraphs, no lists. Without `links` it may stand inside a label or
    a link.
    """
    joined = " ".join(text.split())
    if PLAIN.fullmatch(joined):
        return escape(joined)
    allowed = INLINE if links else INLINE - {"a"}
    html = _rendered(_engines.line, joined, allowed, {}, "sv")
    return Markup(html.strip())


def _rendered(
    engine: Markdown,
    text: str,
    tags: frozenset[str],
    numbers: Mapping[str, int],
    language: str,
    words: Sought | None = None,
) -> Markup:
    engine.reset()
    engine.sought = words  # type: ignore[attr-defined]
    engine.numbers = numbers  # type: ignore[attr-defined]
    engine.language = language  # type: ignore[attr-defined]
    _words, _table, back, back_title = _said(engine)
    _engines.notes.setConfigs({"BACKLINK_TEXT": back, "BACKLINK_TITLE": back_title})
    html = engine.convert(text)
    clean = nh3.clean(
        html,
        tags=set(tags),
        attributes={tag: names for tag, names in ATTRIBUTES.items() if tag in tags},
        url_schemes={"http", "https", "mailto"},
        link_rel=None,
        strip_comments=True,
    )
    return Markup(clean)
