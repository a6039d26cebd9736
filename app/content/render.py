"""Markdown to HTML that is safe to show: rendered once for each fingerprint, sanitised, kept for
the process.
"""

from __future__ import annotations

import re
import threading
from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any
from xml.etree.ElementTree import Element, SubElement

import nh3
from markdown import Markdown
from markdown.extensions import Extension
from markdown.inlinepatterns import InlineProcessor
from markdown.treeprocessors import Treeprocessor
from markupsafe import Markup, escape

from app.content.library import Library
from app.content.parse_folder import NAME
from app.content.parse_prose import SOURCE, link_fault
from app.content.parse_sections import anchor
from app.content.rules import Module, Option, Pair, Question, Source

KEPT = 512
QUOTES = {
    "left-double-quote": "”",
    "right-double-quote": "”",
    "left-single-quote": "’",
    "right-single-quote": "’",
    "ellipsis": "…",
}
SOURCE_WORD = {"en": "Source"}
TABLE_WORD = {"en": "Table"}
TABLES = frozenset({"table", "thead", "tbody", "tr", "th", "td"})
BLOCKS = TABLES | frozenset("p h2 h3 h4 h5 h6 ul ol li dl dt dd pre blockquote hr div img".split())
INLINE = frozenset({"em", "strong", "code", "br", "sup", "a"})
ATTRIBUTES = {
    "a": {"href", "title", "class", "aria-label", "id"},
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
            word = SOURCE_WORD.get(getattr(self.md, "language", "sv"), "Källa")
            link.set("aria-label", f"{word} {numbers.get(key, '?')}")
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
                    language = getattr(self.md, "language", "sv")
                    word = TABLE_WORD.get(language, "Tabell")
                    parent[index] = _region(element, f"{word} {tables}. {heading}".strip(". "))


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
        md.treeprocessors.register(_Shape(md), "shape", -1)  # last: addresses as they will be


class _Engines(threading.local):
    """One Markdown for text and one for single lines, for each thread."""

    def __init__(self) -> None:
        shared: dict[str, Any] = {"smarty": {"substitutions": QUOTES, "smart_dashes": False}}
        self.text = Markdown(
            extensions=[
                "tables",
                "footnotes",
                "fenced_code",
                "def_list",
                "sane_lists",
                "smarty",
                _House(),
            ],
            extension_configs={
                **shared,
                "tables": {"use_align_attribute": True},
                "footnotes": {
                    "BACKLINK_TEXT": "Tillbaka",
                    "BACKLINK_TITLE": "Tillbaka till fotnot {} i texten",
                },
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


class Kept:
    """The last few things made, by key. Safe for threads; what falls out is made again."""

    def __init__(self, most: int) -> None:
        self.most = most
        self._kept: OrderedDict[Any, Markup] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, key: Any, make: Callable[[], Markup]) -> Markup:
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


_pages = Kept(KEPT)


def module_html(module: Module) -> Markup:
    """The module's text. Rendered once for each fingerprint."""
    return _pages.get((module.fingerprint, module.local, module.language), lambda: _page(module))


def _page(module: Module) -> Markup:
    numbers = {key: number for number, key in enumerate(module.sources, 1)}
    return text_html(module.text, numbers, module.language)


def text_html(text: str, numbers: Mapping[str, int] | None = None, language: str = "sv") -> Markup:
    """Markdown of several paragraphs."""
    return _rendered(_engines.text, text, BLOCKS | INLINE, numbers or {}, language)


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
    engine: Markdown, text: str, tags: frozenset[str], numbers: Mapping[str, int], language: str
) -> Markup:
    engine.reset()
    engine.numbers = numbers  # type: ignore[attr-defined]
    engine.language = language  # type: ignore[attr-defined]
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


def dressed(library: Library) -> Library:
    """The library with the HTML of every question in place, so that a page looks up and
    writes out.
    """
    modules = {
        place: replace(
            module,
            questions=tuple(_question(question, library.sources) for question in module.questions),
        )
        for place, module in library.modules.items()
    }
    courses = {
        course.id: replace(
            course,
            modules=tuple(modules[course.id, m.id, m.language] for m in course.modules),
        )
        for course in library.courses.values()
    }
    past = {key: _question(question, library.sources) for key, question in library.past.items()}
    return replace(library, modules=modules, courses=courses, past=past)


def _question(question: Question, sources: Mapping[str, Source]) -> Question:
    def named(text: str) -> str:
        return SOURCE.sub(lambda found: _named(found[1], sources), text)

    def option(one: Option) -> Option:
        return replace(
            one,
            html=inline_html(named(one.text), links=False),
            feedback_html=inline_html(named(one.feedback)),
        )

    def pair(one: Pair) -> Pair:
        return replace(
            one,
            left_html=inline_html(named(one.left), links=False),
            feedback_html=inline_html(named(one.feedback)),
        )

    return replace(
        question,
        prompt_html=inline_html(named(question.prompt), links=False),
        case_html=text_html(named(question.case)) if question.case else Markup(""),
        if_right_html=inline_html(named(question.if_right)),
        if_wrong_html=inline_html(named(question.if_wrong)),
        options=tuple(map(option, question.options)),
        steps=tuple(map(option, question.steps)),
        matches=tuple(map(option, question.matches)),
        pairs=tuple(map(pair, question.pairs)),
    )


def _named(keys: str, sources: Mapping[str, Source]) -> str:
    """A question has no list of sources, so there the publisher and the year stand in the text."""
    found = [sources[key] for part in keys.split(",") if (key := part.strip()) in sources]
    return f"({'; '.join(f'{source.publisher}, {source.year}' for source in found)})"
