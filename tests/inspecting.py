"""A test client that reads every page it fetches as a standards checker and a careful reader would.

`page_faults` reads a page's text, `header_faults` what came with it; `InspectingClient` asks both
at every answer that is HTML and raises `Unfit` with every fault in plain words.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any
from urllib.parse import urlsplit
from xml.etree.ElementTree import Element

import html5lib
from flask.testing import FlaskClient
from html5lib.constants import E as PARSE_ERRORS
from werkzeug.datastructures import Headers

HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
FLOW_ONLY = frozenset(
    "address article aside blockquote center details dialog div dl fieldset figure footer form"
    " header hr main menu nav ol p pre search section table ul".split()
)
PHRASING_PARENTS = frozenset(
    "abbr b button cite code dfn em h1 h2 h3 h4 h5 h6 i kbd label mark p q s samp small span strong"
    " sub summary sup time u var".split()
)
INTERACTIVE = frozenset("a button details input label select summary textarea".split())
HOLDS_NO_LINK = frozenset({"a", "button", "label"})
OBSOLETE = frozenset(
    "acronym applet basefont big blink center dir font frame frameset marquee nobr noframes"
    " plaintext strike tt xmp".split()
)
GLOBAL_ATTRIBUTES = frozenset(
    "accesskey autocapitalize autofocus class dir enterkeyhint hidden id inert inputmode lang role"
    " spellcheck tabindex title translate".split()
)
INPUT_ATTRIBUTES = (
    "accept autocomplete checked disabled form list max maxlength min minlength multiple name"
    " pattern placeholder readonly required size step type value"
)
ATTRIBUTES = {
    name: frozenset(known.split())
    for name, known in {
        "a": "href hreflang rel target download type",
        "abbr": "",
        "blockquote": "cite",
        "button": "disabled form formaction name type value",
        "details": "open name",
        "fieldset": "disabled form name",
        "form": "accept-charset action autocomplete enctype method name novalidate",
        "html": "",
        "img": "alt decoding height loading sizes src srcset width",
        "input": INPUT_ATTRIBUTES,
        "label": "for",
        "li": "value",
        "link": "as crossorigin href media rel sizes type",
        "meta": "charset content http-equiv media name",
        "ol": "reversed start type",
        "optgroup": "disabled label",
        "option": "disabled label selected value",
        "output": "for form name",
        "progress": "max value",
        "q": "cite",
        "script": "src type",
        "select": "autocomplete disabled form multiple name required size",
        "td": "colspan headers rowspan",
        "textarea": "autocomplete cols disabled form maxlength minlength name placeholder readonly"
        " required rows wrap",
        "th": "abbr colspan headers rowspan scope",
        "time": "datetime",
    }.items()
}
CHILDREN = {
    "ul": {"li"},
    "ol": {"li"},
    "dl": {"dt", "dd", "div"},
    "select": {"option", "optgroup", "hr"},
    "optgroup": {"option"},
}
LABELLED = ("input", "select", "textarea")
NO_LABEL_NEEDED = ("hidden", "submit", "button", "reset", "image")
VERBATIM = ("code", "pre", "kbd", "samp", "textarea")
OWN_SCRIPT = re.compile(r"/static/[a-z]+\.js\?v=[0-9a-f]+")
POINTERS = ("aria-labelledby", "aria-describedby", "aria-controls", "aria-owns", "headers")


class Unfit(AssertionError):
    """A page with faults: its address and all of them."""

    def __init__(self, about: str, faults: Iterable[str]) -> None:
        super().__init__("\n  ".join([about, *faults]))


class InspectingClient(FlaskClient):
    """Flask's test client; every HTML answer that is not a redirect has to pass."""

    def open(self, *args: Any, **kwargs: Any) -> Any:
        answer = super().open(*args, **kwargs)
        if answer.mimetype == "text/html" and not 300 <= answer.status_code < 400:
            request, faults = answer.request, header_faults(answer.headers)
            if request.method not in ("HEAD", "OPTIONS"):  # which bring no page along
                faults += page_faults(answer.get_data(as_text=True))
            if faults:
                raise Unfit(f"{request.method} {request.full_path} {answer.status_code}", faults)
        return answer


# --- headers


def header_faults(headers: Headers) -> list[str]:
    """What is missing or too loose in the headers of a page."""
    found = []
    if headers.get("Content-Type", "").lower().replace(" ", "") != "text/html;charset=utf-8":
        found.append(f"Content-Type is {headers.get('Content-Type')}")
    if headers.get("X-Content-Type-Options") != "nosniff":
        found.append("X-Content-Type-Options is not nosniff")
    if headers.get("Referrer-Policy") not in ("same-origin", "no-referrer", "strict-origin"):
        found.append(f"Referrer-Policy is {headers.get('Referrer-Policy')}")
    if "no-store" not in headers.get("Cache-Control", ""):
        found.append("a page may be kept by a browser: Cache-Control lacks no-store")
    found += [
        f"the header {name} stands {times} times"
        for name, times in Counter(name.lower() for name, _ in headers).items()
        if times > 1 and name not in ("set-cookie", "vary")
    ]
    return found + _policy_faults(headers.get("Content-Security-Policy", ""))


def _policy_faults(text: str) -> list[str]:
    policy = {
        words[0]: words[1:] for part in text.split(";") if (words := part.strip().lower().split())
    }
    found = []
    for name in ("object-src", "base-uri", "frame-ancestors"):
        if policy.get(name) != ["'none'"]:
            found.append(f"Content-Security-Policy: {name} is not 'none'")
    if policy.get("form-action") != ["'self'"]:
        found.append("Content-Security-Policy: form-action is not 'self'")
    if policy.get("default-src") not in (["'none'"], ["'self'"]):
        found.append("Content-Security-Policy: default-src is neither 'none' nor 'self'")
    for name, sources in policy.items():
        found += [
            f"Content-Security-Policy: {name} allows {source}"
            for source in sources
            if source not in ("'none'", "'self'")
        ]
    return found


# --- the page


def page_faults(html: str) -> list[str]:
    """Every fault of a page's text, in the order in which the checks stand here."""
    parser = html5lib.HTMLParser(namespaceHTMLElements=False)
    root = parser.parse(html)
    found = [
        f"row {row}, column {column}: {PARSE_ERRORS.get(code, code) % values}"
        for (row, column), code, values in parser.errors
    ]
    page = Page(root)
    for check in CHECKS:
        found += check(page)
    return found


class Page:
    """A parsed page, with the ways of asking that the checks share."""

    def __init__(self, root: Element) -> None:
        self.root = root
        self.all: list[Element] = [e for e in root.iter() if isinstance(e.tag, str)]
        self.html = [e for e in self.all if not e.tag.startswith("{")]
        self.parent = {child: e for e in root.iter() for child in e}
        self.ids = Counter(e.get("id") for e in self.all if e.get("id") is not None)

    def every(self, *tags: str) -> list[Element]:
        return [e for e in self.html if e.tag in tags]

    def above(self, element: Element) -> Iterator[Element]:
        while element in self.parent:
            element = self.parent[element]
            yield element

    def visible_text(self) -> Iterator[tuple[Element, str]]:
        """The text that is shown, with the element it stands in."""
        yield from _texts(self.every("body")[0])
        yield from ((e, text_of(e)) for e in self.every("title"))


def _texts(element: Element) -> Iterator[tuple[Element, str]]:
    if not isinstance(element.tag, str) or element.tag in ("script", "style", *VERBATIM):
        return
    if element.text:
        yield element, element.text
    for child in element:
        yield from _texts(child)
        if child.tail:
            yield element, child.tail


def text_of(element: Element) -> str:
    """The words in an element, with single spaces."""
    return " ".join("".join(element.itertext()).split())


def shown(element: Element) -> str:
    """A start tag, as a person finds it again in a template."""
    tag = str(element.tag).rsplit("}", 1)[-1]
    marks = "".join(f' {name}="{value}"' for name, value in element.attrib.items())
    return f"<{tag}{marks}>" + (f" {text_of(element)[:50]}" if text_of(element) else "")


def _document(page: Page) -> Iterator[str]:
    if page.root.get("lang") not in ("sv", "en"):
        yield f'<html lang> is {page.root.get("lang")!r}, neither "sv" nor "en"'
    if len(page.every("main")) != 1:
        yield f"{len(page.every('main'))} <main>, not one"
    for meta in page.every("meta"):
        if meta.get("name") == "viewport" and re.search(
            "maximum-scale|user-scalable", meta.get("content", "")
        ):
            yield "the viewport forbids zoom"
    firsts = page.every("h1")
    titles = [text_of(e) for e in page.every("title")]
    if len(firsts) != 1:
        yield f"{len(firsts)} <h1>, not one"
    if len(titles) != 1:
        yield f"{len(titles)} <title>, not one"
    if firsts and titles and (not text_of(firsts[0]) or text_of(firsts[0]) not in titles[0]):
        yield f"the title ”{titles[0]}” does not hold the h1 ”{text_of(firsts[0])}”"


def _headings(page: Page) -> Iterator[str]:
    last = 0
    for heading in page.every(*HEADINGS):
        level = int(heading.tag[1])
        if level > last + 1:
            yield f"the heading {shown(heading)} skips from level {last} to {level}"
        last = level


def _ids(page: Page) -> Iterator[str]:
    for name, times in page.ids.items():
        if times > 1:
            yield f'the id "{name}" stands {times} times'
        if not name or re.search(r"\s", name):
            yield f'the id "{name}" is empty or has a space'
    for element in page.all:
        for attribute in POINTERS:
            for name in (element.get(attribute) or "").split():
                if name not in page.ids:
                    yield f'{attribute}="{name}" of {shown(element)} points at nothing'
        if element.tag == "label" and element.get("for", None) not in (None, *page.ids):
            yield f'<label for="{element.get("for")}"> points at nothing'
        href = element.get("href", "") if element.tag == "a" else ""
        if href.startswith("#") and href[1:] not in page.ids:
            yield f'the link "{href}" points at nothing on the page'


def _names(page: Page) -> Iterator[str]:
    fors = {e.get("for") for e in page.every("label") if text_of(e)}
    for field in page.every(*LABELLED):
        if field.get("type") in NO_LABEL_NEEDED:
            continue
        around = any(e.tag == "label" and text_of(e) for e in page.above(field))
        named = field.get("aria-label") or field.get("aria-labelledby")
        if not around and not named and field.get("id") not in fors:
            yield f"{shown(field)} has no label"
    for element in page.every("a", "button", "summary"):
        if not text_of(element) and not element.get("aria-label"):
            yield f"{shown(element)} has no words"
    for image in page.every("img"):
        if image.get("alt") is None:
            yield f"{shown(image)} has no alt"
    for image in page.all:
        if image.tag == "{http://www.w3.org/2000/svg}svg" and image.get("aria-hidden") != "true":
            yield f"{shown(image)} is neither hidden nor named"


def _forms(page: Page) -> Iterator[str]:
    for form in page.every("form"):
        if form.get("method", "get").lower() != "post":
            continue
        tokens = [e for e in form.iter("input") if e.get("name") == "csrf_token"]
        if not tokens or not tokens[0].get("value"):
            yield f"{shown(form)} posts without a csrf token"
        if form.get("novalidate") is None and any(e.tag in LABELLED[1:] for e in form.iter()):
            yield f"{shown(form)} lets the browser check instead of us: novalidate is missing"


def _tables(page: Page) -> Iterator[str]:
    for table in page.every("table"):
        if any(e.get("class") == "prose" for e in page.above(table)):
            continue
        if not [e for e in table if e.tag == "caption" and text_of(e)]:
            yield "a table has no caption"
        for header in table.iter("th"):
            if header.get("scope") not in ("col", "row", "colgroup", "rowgroup"):
                yield f"{shown(header)} has no scope"


def _words(page: Page) -> Iterator[str]:
    for element, text in page.visible_text():
        if quote := re.search(r".{0,20}[\"'].{0,20}", text):
            yield f"straight quotation mark in {shown(element)[:60]}: {quote[0].strip()}"
    for element in page.all:
        for attribute in ("alt", "title", "aria-label", "placeholder"):
            if re.search("[\"']", element.get(attribute, "")):
                yield f"straight quotation mark in {attribute} of {shown(element)}"


def _is_our_file(script: Element) -> bool:
    """A module that lies in a file of ours, whose address says its version; nothing is written
    here.
    """
    file = OWN_SCRIPT.fullmatch(script.get("src", ""))
    return bool(file) and not text_of(script) and script.get("type") == "module"


def _inline(page: Page) -> Iterator[str]:
    for element in page.all:
        if element.tag == "style" or (element.tag == "script" and not _is_our_file(element)):
            yield f"{shown(element)} stands in the page"
        for attribute, value in element.attrib.items():
            if attribute == "style" or attribute.startswith("on"):
                yield f"inline {attribute} on {shown(element)}"
            if attribute in ("href", "src", "action") and value.strip().lower().startswith(
                ("javascript:", "data:")
            ):
                yield f"{attribute} runs script on {shown(element)}"
    for element in page.every("link", "img", "script", "iframe", "source", "form"):
        address = element.get("src") or element.get("href") or element.get("action") or ""
        if urlsplit(address).netloc:
            yield f"{shown(element)} asks another host"


def _elements(page: Page) -> Iterator[str]:
    for element in page.html:
        if element.tag in OBSOLETE:
            yield f"<{element.tag}> is obsolete"
            continue
        known = GLOBAL_ATTRIBUTES | ATTRIBUTES.get(str(element.tag), frozenset())
        for attribute in element.attrib:
            if not attribute.startswith(("aria-", "data-", "on")) and attribute not in known | {
                "style"
            }:
                yield f"{shown(element)}: <{element.tag}> has no attribute {attribute}"
        if element.tag == "li" and "value" in element.attrib and page.parent[element].tag != "ol":
            yield f"{shown(element)}: only an <li> of an <ol> has a value"


def _nesting(page: Page) -> Iterator[str]:
    for element in page.html:
        above = {str(e.tag) for e in page.above(element)}
        wrong: set[str] = set()
        if element.tag in FLOW_ONLY:
            wrong |= PHRASING_PARENTS & above
        if element.tag in HEADINGS:
            wrong |= (PHRASING_PARENTS - {"summary"}) & above
        if element.tag in INTERACTIVE and element.get("type") != "hidden":
            wrong |= above & ({"a", "button"} if element.tag in LABELLED else HOLDS_NO_LINK)
        if element.tag == "form":
            wrong |= above & {"form"}
        if wrong:
            yield f"<{element.tag}> stands inside <{min(wrong)}>"


def _children(page: Page) -> Iterator[str]:
    for element in page.html:
        allowed = CHILDREN.get(str(element.tag))
        for child in element:
            if allowed and isinstance(child.tag, str) and child.tag not in allowed:
                yield f"<{child.tag}> stands directly inside <{element.tag}>"
        if element.tag == "details" and (len(element) == 0 or element[0].tag != "summary"):
            yield "<details> does not begin with <summary>"
        if element.tag == "legend" and page.parent[element].tag != "fieldset":
            yield "<legend> stands outside <fieldset>"


def _way_in(page: Page) -> Iterator[str]:
    reached = [e for e in page.html if (e.tag == "a" and e.get("href")) or e.tag == "button"]
    if not reached or reached[0].get("href") != "#innehall":
        yield "the first stop is not a link to the content"


CHECKS = (
    _document,
    _headings,
    _ids,
    _names,
    _forms,
    _tables,
    _words,
    _inline,
    _elements,
    _nesting,
    _children,
    _way_in,
)
