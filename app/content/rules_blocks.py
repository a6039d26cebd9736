"""A text as values: what a page and a sheet of paper are both drawn from. Pure."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass, field, replace
from itertools import chain
from typing import TypeAlias

DEEPEST = 6


@dataclass(frozen=True, slots=True)
class Run:
    """Words written in one way. A line break is a run of its own: `\\n`, which stands nowhere else.

    `leads` is where a link goes: an address, or # and a place in the same text. `named` is what it
    is called aloud, where its words do not say it. `place` is what others may lead to.
    """

    text: str
    strong: bool = False
    emphasis: bool = False
    code: bool = False
    raised: bool = False
    leads: str = ""
    named: str = ""
    place: str = ""


Line: TypeAlias = tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Running text."""

    line: Line
    kind: str = field(default="paragraph", init=False)


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading with its level, and the place that others may lead to."""

    level: int
    line: Line
    place: str = ""
    kind: str = field(default="heading", init=False)


@dataclass(frozen=True, slots=True)
class Item:
    """One item of a list."""

    blocks: tuple[Block, ...]
    place: str = ""


@dataclass(frozen=True, slots=True)
class Listing:
    """A list; `first` is the number it begins with, nothing where it is not numbered."""

    items: tuple[Item, ...]
    first: int | None = None
    kind: str = field(default="listing", init=False)


@dataclass(frozen=True, slots=True)
class Grid:
    """A table: its name, its header, its rows, and which columns hold numbers."""

    name: str
    header: tuple[Line, ...]
    rows: tuple[tuple[Line, ...], ...]
    numbers: tuple[bool, ...]
    kind: str = field(default="grid", init=False)


@dataclass(frozen=True, slots=True)
class Quote:
    """What somebody else says."""

    blocks: tuple[Block, ...]
    kind: str = field(default="quote", init=False)


@dataclass(frozen=True, slots=True)
class Term:
    """A word and what it means."""

    line: Line
    meaning: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Terms:
    """A list of words with what they mean."""

    terms: tuple[Term, ...]
    kind: str = field(default="terms", init=False)


@dataclass(frozen=True, slots=True)
class Verbatim:
    """Text kept letter for letter."""

    text: str
    kind: str = field(default="verbatim", init=False)


@dataclass(frozen=True, slots=True)
class Pause:
    """A line across, between what belongs to different things."""

    kind: str = field(default="pause", init=False)


Block: TypeAlias = Paragraph | Heading | Listing | Grid | Quote | Terms | Verbatim | Pause
Blocks: TypeAlias = tuple[Block, ...]
Change = Callable[[Run], Run]


def words_of(line: Iterable[Run]) -> str:
    """The words of a line and nothing else."""
    return "".join(run.text for run in line).replace("\n", " ").strip()


def under(blocks: Iterable[Block], level: int) -> tuple[Block, ...]:
    """The text as it stands under a heading of this level: its own headings go down below it, and
    none skips a step.
    """
    found: list[Block] = []
    above: list[int] = []
    for block in blocks:
        if isinstance(block, Heading):
            while above and above[-1] >= block.level:
                above.pop()
            above.append(block.level)
            block = replace(block, level=min(level + len(above), DEEPEST))
        found.append(block)
    return tuple(found)


def prefixed(
    blocks: Blocks, prefix: str, known: Collection[str], elsewhere: Callable[[str], str]
) -> Blocks:
    """The text with its places named apart from those of other texts on the same page, and what
    leads out of it as `elsewhere` says. `known` are places beside the text that it may lead to; a
    link to a place that is not there is words alone.
    """
    places = {*known, *places_in(blocks)}

    def change(run: Run) -> Run:
        leads = elsewhere(run.leads) if run.leads and run.leads[0] != "#" else run.leads
        if run.leads.startswith("#"):
            leads = f"#{prefix}{leads[1:]}" if leads[1:] in places else ""
        return replace(run, leads=leads, place=run.place and prefix + run.place)

    return tuple(_changed(block, change, prefix) for block in blocks)


def _changed(block: Block, change: Change, prefix: str) -> Block:
    def line(runs: Line) -> Line:
        return tuple(map(change, runs))

    def inside(blocks: Blocks) -> Blocks:
        return tuple(_changed(each, change, prefix) for each in blocks)

    def placed(place: str) -> str:
        return place and prefix + place

    match block:
        case Paragraph():
            return replace(block, line=line(block.line))
        case Heading():
            return replace(block, line=line(block.line), place=placed(block.place))
        case Listing():
            items = (Item(inside(item.blocks), placed(item.place)) for item in block.items)
            return replace(block, items=tuple(items))
        case Grid():
            rows = tuple(tuple(map(line, row)) for row in block.rows)
            return replace(block, header=tuple(map(line, block.header)), rows=rows)
        case Quote():
            return replace(block, blocks=inside(block.blocks))
        case Terms():
            terms = (Term(line(term.line), inside(term.meaning)) for term in block.terms)
            return replace(block, terms=tuple(terms))
    return block


def lines_of(blocks: Iterable[Block]) -> Iterator[Line]:
    """Every line of a text, in the order in which it is read."""
    return chain.from_iterable(map(_lines, blocks))


def _lines(block: Block) -> Iterator[Line]:
    match block:
        case Paragraph() | Heading():
            yield block.line
        case Listing():
            yield from lines_of(chain.from_iterable(item.blocks for item in block.items))
        case Grid():
            yield from chain(block.header, *block.rows)
        case Quote():
            yield from lines_of(block.blocks)
        case Terms():
            for term in block.terms:
                yield from (term.line, *lines_of(term.meaning))
        case Verbatim():
            yield (Run(block.text, code=True),)


def places_in(blocks: Iterable[Block]) -> Iterator[str]:
    """Every place in a text that something may lead to."""
    found = list(blocks)
    yield from (run.place for line in lines_of(found) for run in line if run.place)
    yield from filter(None, _own_places(found))


def _own_places(blocks: Iterable[Block]) -> Iterator[str]:
    for block in blocks:
        match block:
            case Heading():
                yield block.place
            case Listing():
                for item in block.items:
                    yield item.place
                    yield from _own_places(item.blocks)
            case Quote():
                yield from _own_places(block.blocks)
            case Terms():
                for term in block.terms:
                    yield from _own_places(term.meaning)
