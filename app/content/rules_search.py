"""What a text is found by: its words, their stems and how much each says. Pure.

The weight of a stem in a document is BM25 over weighted fields, ”simple BM25F” in S. Robertson and
H. Zaragoza, The Probabilistic Relevance Framework: BM25 and Beyond, Foundations and Trends in
Information Retrieval 3(4), 2009, sections 3.4 and 3.6:

    weight = idf · tf / (k1 · (1 − b + b · length / average length) + tf)
    idf    = ln(1 + (documents − those with the stem + 0.5) / (those with the stem + 0.5))

where `tf` counts a word in the title as five and one in a heading as two, and `length` counts
likewise. The 1 in `idf` keeps a word that stands nearly everywhere from counting against a text.
What comes of it is multiplied by how much a hit in such a text says (`SAYS`).
"""

from __future__ import annotations

import re
import threading
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from math import log
from typing import Literal

from app.content.rules import SOURCE_LANGUAGE
from app.content.rules_stemmers import english, swedish

Kind = Literal["module", "goal", "target", "term"]
Place = tuple[int, int]
"""Where a word stands in a document's text: its first character, and the one after its last."""

INDEX = 3
"""Raised when an index is built in another way, so that one that was built before is built anew."""
K1, B = 1.2, 0.75
"""What Robertson and Zaragoza give as usual: how soon more of a word says no more, and how much a
long text is held back.
"""
TITLE, HEADING, BODY = 5, 2, 1
SAYS: dict[Kind, float] = {"module": 1.0, "term": 1.0, "goal": 0.6, "target": 0.25}
"""How much a hit in such a text says. Goals and targets are many and short, so that their few words
would otherwise stand before the parts of a course.
"""
LONGEST = 60
"""Letters of a stem that are kept."""
PLACES = 40
"""How many places of a stem in one document are kept: an excerpt shows the best of them."""
WHOLE = 1000
"""A weight is kept in thousandths, so that both databases hold the same."""
WORD = re.compile(r"\d+(?:[.,]\d+)+|\d+\.[a-z]\b|[^\W_]+(?:['’][^\W_]+)*")  # 12.5, 12,5, 12.a, ord
STEMMERS = {"sv": "swedish", "lattlast": "swedish", "en": "english"}
LEFT = re.compile(r"(.{3,})an|(.{5,})et")
"""”skolan” and ”matsvinnet”: definite forms that Snowball's Swedish leaves as they are."""


@dataclass(frozen=True, slots=True)
class Line:
    """A paragraph, a heading or the title of a document, and how much a word in it counts."""

    text: str
    counts: int = BODY


@dataclass(frozen=True, slots=True)
class Document:
    """What can be found: in which language one reads, where it is, and its lines, title first.

    `told_in` is the language of its text. `part` and `key` are what its address is made of. `also`
    are words that it is found by as by its title, though they stand nowhere in it.
    """

    language: str
    kind: Kind
    part: str
    key: str
    told_in: str
    lines: tuple[Line, ...]
    also: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """The lines as one text: the places of its words are places in it."""
        return "\n".join(line.text for line in self.lines)


@dataclass(frozen=True, slots=True)
class Posting:
    """That a stem stands in a document: which one (by its number in the list), how much it says
    of it in thousandths, and where.
    """

    stem: str
    document: int
    weight: int
    places: tuple[Place, ...]


@dataclass(slots=True)
class _Count:
    """What one document holds of each stem, each word of a field counted as the field counts."""

    amount: Counter[str] = field(default_factory=Counter)
    places: dict[str, list[Place]] = field(default_factory=lambda: defaultdict(list))

    @property
    def length(self) -> int:
        return self.amount.total()


def words(text: str) -> Iterator[tuple[str, Place]]:
    """The words of a text, each as it stands there and where."""
    for found in WORD.finditer(text):
        yield found[0], found.span()


def folded(word: str) -> str:
    """The word in small letters, each letter written in one way; å, ä and ö stay what they are."""
    whole = unicodedata.normalize("NFC", word.casefold())
    if whole[0].isdecimal():
        return whole.replace(",", ".")[:LONGEST]
    return whole.replace("’", "'")[:LONGEST]


class _Stemmers(threading.local):
    """A stemmer holds the word that it works on, so each thread has its own."""

    def __init__(self) -> None:
        self.of = {"swedish": swedish(), "english": english()}


_stemmers = _Stemmers()


@lru_cache(maxsize=8192)
def stem(word: str, language: str) -> str:
    """What all forms of a word have in common, by Snowball's rules for its language: ”upphandlar”
    and ”upphandla” are both ”upphandl”. A number is itself.
    """
    plain = folded(word)
    if plain[0].isdecimal():
        return plain
    name = STEMMERS[language]
    found: str = _stemmers.of[name].stemWord(plain)
    if name == "swedish" and (left := LEFT.fullmatch(found)):
        found = _stemmers.of[name].stemWord(left[1] or left[2])
    return found[:LONGEST]


def postings(documents: Sequence[Document]) -> Iterator[Posting]:
    """Every stem of every document with its weight, for documents that are read in one language."""
    counts = [_counted(document) for document in documents]
    held_by = Counter(each for count in counts for each in count.amount)
    average = sum(count.length for count in counts) / max(1, len(counts))
    for number, count in enumerate(counts):
        says = SAYS[documents[number].kind]
        for each, amount in count.amount.items():
            weight = idf(len(counts), held_by[each]) * saturated(amount, count.length / average)
            places = tuple(count.places[each][:PLACES])
            yield Posting(each, number, round(WHOLE * says * weight), places)


def idf(documents: int, holding: int) -> float:
    """How much a word says that `holding` of the documents have."""
    return log(1 + (documents - holding + 0.5) / (holding + 0.5))


def saturated(amount: float, length: float) -> float:
    """How much of a word's weight so many of them give, from 0 to 1, in a text that is so many
    times as long as the average.
    """
    return amount / (K1 * (1 - B + B * length) + amount)


def _counted(document: Document) -> _Count:
    count = _Count()
    begins = 0
    for line in document.lines:
        for word, (start, end) in words(line.text):
            each = stem(word, document.told_in)
            count.amount[each] += line.counts
            count.places[each].append((begins + start, begins + end))
        begins += len(line.text) + 1
    for also in document.also:
        for each in _stems_of(also, document.told_in) - count.amount.keys():
            count.amount[each] += TITLE
    return count


def _stems_of(text: str, language: str) -> set[str]:
    return {stem(word, language) for word, _place in words(text)}


@lru_cache(maxsize=256)
def stems_of(text: str) -> frozenset[str]:
    """The stems of words that stand beside each other in Swedish and in English."""
    return frozenset(_stems_of(text, SOURCE_LANGUAGE) | _stems_of(text, "en"))


def stems_asked(word: str, language: str) -> tuple[str, ...]:
    """What to look for when somebody writes this word: its stem in the language that they read,
    and in Swedish, which texts are in that are not in that language yet.
    """
    return tuple(dict.fromkeys(stem(word, each) for each in (language, SOURCE_LANGUAGE)))


def lines_of(title: str, body: Iterable[Line]) -> tuple[Line, ...]:
    """The title and what follows it, without empty lines and with single spaces."""
    found = (Line(" ".join(line.text.split()), line.counts) for line in (Line(title, TITLE), *body))
    return tuple(line for line in found if line.text)
