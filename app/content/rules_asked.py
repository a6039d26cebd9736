"""What a question to the search means. Pure.

A word is found where its stem stands; less counts a stem that differs in its ending, and least a
longer word that begins or ends with it, as ”svinn” in ”matsvinn”. A word that stands nowhere is
taken more loosely, and the page says so: first as if it were written without rings and dots
(”miljo”), then as a longer word that has one of the text's words in it (”äldreomsorg”, for
”omsorg”).
"""

from __future__ import annotations

import unicodedata
from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from typing import Literal

from app.content.rules import SOURCE_LANGUAGE
from app.content.rules_search import folded, stem, stems_asked, words

LONGEST_QUERY = 100
"""Characters of what somebody writes that are read."""
MOST_WORDS = 8
NEAR, PART = 0.6, 0.3
"""What a stem with another ending counts, and a part of a longer word."""
SHORTEST_NEAR, MOST_MORE = 5, 3
"""Letters that two stems have in common to be near, and how many more one may have."""
SHORTEST_FIRST, SHORTEST_LAST, SHORTEST_PART, REST = 3, 4, 5, 3
"""Letters that a word needs to be the first or the last part of a longer one, or to be looked for
when only the longer one is asked for; and how many stand beside it.
"""
COMMON = frozenset(
    "alla allt att av bara blev bli blir bör de dem den denna dess dessa det detta dig din dina "
    "ditt du där då efter eller en er era ert ett finns från få får för genom gå går gör göra ha "
    "hade har hos hur här i igen in inom innan inte jag kan kom kommer kunna man med men mer mig "
    "min mina mitt mot mycket måste ni nu när någon något några och också om oss på samt sedan "
    "sig sin sina sitt ska skall skulle som så till under ut utan var varför varje vad vara "
    "vem vi vid vilka vilken vilket vill vår våra vårt än även är åt över "
    "a about all am an and are as at be been by can could did do does for from had has have he "
    "her how i if in into is it its me my no not of on or our she should so some than that the "
    "their them then there these they this to us was we were what when where which who why will "
    "with would you your".split()
)
"""Words that say nothing of what is sought: left out where others are asked for too."""

Way = Literal["written", "plain", "part"]
"""How a word is understood: as it is written, without rings and dots, or as a part of it."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """A word that is asked for: how it was written, the stems to look for, and how it is
    understood.
    """

    word: str
    stems: tuple[str, ...]
    way: Way = "written"
    of: str = ""
    """The longer word that was written, when this is a part of it."""

    @property
    def equal(self) -> Iterator[str]:
        """The stems that answer it, its own and shorter ones near it."""
        if self.way == "plain":
            return
        for each in self.stems:
            yield each
            if self.way == "written":
                yield from shorter(each)

    @property
    def like(self) -> Iterator[str]:
        """Patterns for LIKE: longer stems that begin with it, and those that end with it."""
        if self.way == "part":
            return
        for each in self.stems:
            if _is_number(each):
                continue
            shown = _open(each) if self.way == "plain" else each
            if self.way == "plain":
                yield shown
                yield from (shown[: len(every)] for every in shorter(each))
            if len(each) >= SHORTEST_FIRST:
                yield f"{shown}%"
            if len(single := _single(each)) >= SHORTEST_LAST:
                yield f"%{'_' * REST}{shown[: len(single)]}"

    @property
    def plain(self) -> Wanted:
        """The word as if its writer had no rings and dots to write."""
        return replace(self, way="plain")

    def parts(self) -> dict[str, str]:
        """The stems of its parts, and each part as it is written: those it ends with first, the
        longest first, as the last part of a Swedish word says what it is.
        """
        whole = folded(self.word)
        if _is_number(whole):
            return {}
        last = (whole[at:] for at in range(REST, len(whole) - SHORTEST_PART + 1))
        first = (whole[:end] for end in range(len(whole) - REST, SHORTEST_PART - 1, -1))
        found: dict[str, str] = {}
        for part in (*last, *first):
            if part not in COMMON and part[0].isalpha():
                for each in stems_asked(part, SOURCE_LANGUAGE):
                    if len(each) >= SHORTEST_PART and each not in _common_stems():
                        found.setdefault(each, part)
        return found

    @property
    def loose(self) -> tuple[Wanted, Wanted]:
        """The ways to look for it when it stands in no text: without rings and dots, and all its
        parts.
        """
        return self.plain, Wanted(self.word, (*self.parts(),), "part")

    def parted(self, stems: Collection[str]) -> Wanted | None:
        """The part of it to look for when only these stems stand in any text."""
        for each, part in self.parts().items():
            if each in stems:
                return Wanted(part, (each,), "part", self.word)
        return None

    def nearness(self, stem: str) -> float:
        """How much a stem counts as this word, from 0 to 1."""
        if self.way == "part":
            return float(stem in self.stems)
        if self.way == "plain":
            return max(_nearness(bare(each), bare(stem)) for each in self.stems)
        return max(_nearness(each, stem) for each in self.stems)


@dataclass(frozen=True, slots=True)
class Asked:
    """What somebody asks for: as the field shows it, the words of it, and whether all were read."""

    text: str
    words: tuple[Wanted, ...]
    whole: bool = True


def asked(text: str, language: str) -> Asked:
    """What is meant by anything that somebody may have written."""
    clean = " ".join(_readable(text[: 20 * LONGEST_QUERY]).split())
    kept = clean[:LONGEST_QUERY].strip()
    written = [word.replace("'", "’") for word, _place in words(kept)]
    telling = [word for word in written if word.casefold() not in COMMON] or written
    found: dict[tuple[str, ...], str] = {}
    for word in telling:
        found.setdefault(stems_asked(word, language), word)
    wanted = tuple(Wanted(word, stems) for stems, word in found.items())[:MOST_WORDS]
    whole = len(text) <= 20 * LONGEST_QUERY and kept == clean and len(found) <= MOST_WORDS
    return Asked(kept, wanted, whole)


def shown(wanted: Collection[Wanted]) -> str:
    """The words as they were written or understood."""
    return " ".join(each.word for each in wanted)


@lru_cache(maxsize=8192)
def bare(word: str) -> str:
    """The word without rings, dots and other marks on its letters."""
    parts = unicodedata.normalize("NFD", word)
    return "".join(each for each in parts if not unicodedata.combining(each))


def _readable(text: str) -> str:
    """Without what nobody sees: control characters, halves of characters, turned directions."""
    return "".join(
        " " if kind[0] == "C" and kind != "Cf" else "" if kind == "Cf" else each
        for each in unicodedata.normalize("NFC", text)
        for kind in [unicodedata.category(each)]
    )


def _is_number(stem: str) -> bool:
    return stem[0].isdecimal()


def _open(stem: str) -> str:
    """A pattern that takes any letter where one may have lost its ring or its dots."""
    return "".join("_" if each in "ao" else each for each in stem)


def shorter(stem: str) -> Iterator[str]:
    """Stems that are near by lacking some letters at the end."""
    if not _is_number(stem):
        shortest = max(SHORTEST_NEAR, len(stem) - MOST_MORE)
        yield from (stem[:length] for length in range(len(stem) - 1, shortest - 1, -1))


def _single(stem: str) -> str:
    """Without the second of two letters at the end: ”svinn” ends ”matsvin”, as that is stemmed."""
    return stem[:-1] if stem[-1:] == stem[-2:-1] else stem


def _nearness(own: str, other: str) -> float:
    if own == other:
        return 1.0
    if _is_number(own):
        return 0.0
    shorter, longer = sorted((own, other), key=len)
    near = len(shorter) >= SHORTEST_NEAR and len(longer) - len(shorter) <= MOST_MORE
    if near and longer.startswith(shorter):
        return NEAR
    first = len(own) >= SHORTEST_FIRST and other.startswith(own)
    return PART if first or _is_last(_single(own), other) else 0.0


def _is_last(own: str, other: str) -> bool:
    """Whether a word is the last part of a longer one. What ”för” stands before is seldom a part by
    itself: ”försvinner” has nothing to do with ”svinn”.
    """
    rest = len(other) - len(own)
    fits = len(own) >= SHORTEST_LAST and rest >= REST and other.endswith(own)
    return fits and other[:rest] != "för"


@cache
def _common_stems() -> frozenset[str]:
    return frozenset(stem(word, SOURCE_LANGUAGE) for word in COMMON)
