"""A text that has been made safe to show, read back as values: paragraphs, lists, tables and the
runs of words in them.

It reads the very HTML that the pages show, so that paper says what the screen says. What stands
there for the screen alone (regions that scroll, the way back from a footnote) is left out.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from html.parser import HTMLParser

from app.content.rules_blocks import (
    Block,
    Blocks,
    Grid,
    Heading,
    Item,
    Line,
    Listing,
    Paragraph,
    Pause,
    Quote,
    Run,
    Term,
    Terms,
    Verbatim,
    words_of,
)

VOID = frozenset({"br", "hr", "img"})
INLINE = frozenset({"em", "strong", "code", "br", "sup", "a", "img"})
BACK = "footnote-backref"
SPACES = re.compile(r"[ \t\r\n\f]+")


@dataclass(slots=True)
class Node:
    """An element with what is in it; text stands as it is."""

    tag: str
    attributes: dict[str, str] = field(default_factory=dict)
    children: list[Node | str] = field(default_factory=list)

    def every(self, *tags: str) -> list[Node]:
        """The children with one of these tags."""
        return [c for c in self.children if isinstance(c, Node) and c.tag in tags]

    @property
    def text(self) -> str:
        return "".join(c if isinstance(c, str) else c.text for c in self.children)


class _Reader(HTMLParser):
    """Builds the tree. What comes here is well formed: the sanitiser has written it."""

    def __init__(self) -> None:
        super().__init__()
        self.root = Node("")
        self.open = [self.root]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        node = Node(tag, {name: value or "" for name, value in attrs})
        self.open[-1].children.append(node)
        if tag not in VOID:
            self.open.append(node)

    def handle_endtag(self, tag: str) -> None:
        if tag not in VOID and len(self.open) > 1:
            self.open.pop()

    def handle_data(self, data: str) -> None:
        self.open[-1].children.append(data)


def blocks_of(html: str) -> Blocks:
    """The text as values."""
    return _blocks(_tree(html).children)


def line_of(html: str) -> Line:
    """One line of text as values."""
    return _line(_tree(html).children)


def _tree(html: str) -> Node:
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return reader.root


def _blocks(nodes: Iterable[Node | str]) -> Blocks:
    """Blocks, and a paragraph for each stretch of words that stands beside them."""
    found: list[Block] = []
    loose: list[Node | str] = []
    for node in nodes:
        if isinstance(node, str) or node.tag in INLINE:
            loose.append(node)
            continue
        found += _paragraph(loose)
        loose = []
        found += READ.get(node.tag, _inside)(node)
    return (*found, *_paragraph(loose))


def _paragraph(nodes: list[Node | str]) -> list[Block]:
    line = _line(nodes)
    return [Paragraph(line)] if line else []


def _inside(node: Node) -> Blocks:
    return _blocks(node.children)


def _heading(node: Node) -> Blocks:
    level = int(node.tag[1])
    return (Heading(level, _line(node.children), node.attributes.get("id", "")),)


def _listing(node: Node) -> Blocks:
    items = tuple(
        Item(_blocks(each.children), each.attributes.get("id", "")) for each in node.every("li")
    )
    start = node.attributes.get("start", "1")
    number = int(start) if start.isdigit() else 1
    return (Listing(items, number if node.tag == "ol" else None),)


def _region(node: Node) -> Blocks:
    """A table stands in a region with a name; a division of another kind is nothing in itself."""
    tables = node.every("table")
    return _table(tables[0], node.attributes.get("aria-label", "")) if tables else _inside(node)


def _table(node: Node, name: str = "") -> Blocks:
    rows = [row for part in node.every("thead", "tbody") for row in part.every("tr")]
    cells = [row.every("th", "td") for row in rows]
    if not cells:
        return ()
    header, *body = [tuple(_line(cell.children) for cell in row) for row in cells]
    numbers = tuple(cell.attributes.get("class") == "number" for cell in cells[0])
    return (Grid(name, header, tuple(body), numbers),)


def _terms(node: Node) -> Blocks:
    found: list[Term] = []
    for each in node.every("dt", "dd"):
        if each.tag == "dt":
            found.append(Term(_line(each.children), ()))
        elif found:
            said = found[-1].meaning + _blocks(each.children)
            found[-1] = replace(found[-1], meaning=said)
    return (Terms(tuple(found)),)


READ: dict[str, Callable[[Node], Blocks]] = {
    "p": lambda node: tuple(_paragraph(node.children)),
    **{f"h{level}": _heading for level in range(1, 7)},
    "ul": _listing,
    "ol": _listing,
    "dl": _terms,
    "div": _region,
    "table": _table,
    "blockquote": lambda node: (Quote(_inside(node)),),
    "pre": lambda node: (Verbatim(node.text.strip("\n")),),
    "hr": lambda _node: (Pause(),),
}


def _line(nodes: Iterable[Node | str]) -> Line:
    """The runs, with the spaces that a browser would show."""
    runs: list[Run] = []
    for run in _runs(nodes, Run("")):
        text = run.text if run.text == "\n" else SPACES.sub(" ", run.text)
        if text[:1] == " " and (not runs or runs[-1].text[-1:] in (" ", "\n")):
            text = text[1:]
        if text == "\n" and runs:
            runs[-1] = replace(runs[-1], text=runs[-1].text.rstrip(" "))
        if text:
            place = "" if runs and runs[-1].place == run.place else run.place  # it stands once
            runs.append(replace(run, text=text, place=place))
    while runs and not runs[-1].text.strip():
        runs.pop()
    if runs:
        runs[-1] = replace(runs[-1], text=runs[-1].text.rstrip())
    return tuple(runs) if words_of(runs) else ()


def _runs(nodes: Iterable[Node | str], like: Run) -> Iterable[Run]:
    for node in nodes:
        if isinstance(node, str):
            yield replace(like, text=node)
        elif node.tag == "br":
            yield Run("\n")
        elif node.tag == "img":
            yield replace(like, text=node.attributes.get("alt", ""))
        elif BACK not in node.attributes.get("class", "").split():
            yield from _runs(node.children, _styled(like, node))


def _styled(like: Run, node: Node) -> Run:
    place = node.attributes.get("id", "") or like.place
    match node.tag:
        case "strong":
            return replace(like, strong=True, place=place)
        case "em":
            return replace(like, emphasis=True, place=place)
        case "code":
            return replace(like, code=True, place=place)
        case "sup":
            return replace(like, raised=True, place=place)
        case "a":
            leads = node.attributes.get("href", "")
            named = node.attributes.get("aria-label", "")
            return replace(like, leads=leads, named=named, place=place)
    return replace(like, place=place)
