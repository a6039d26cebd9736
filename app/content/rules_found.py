"""What a question to the search means, which documents answer it, best first, and the piece of a
text that shows why. Pure.

A word is found where its stem stands; less counts a stem that differs in its ending, and least a
longer word that begins or ends with it, as ”svinn” in ”matsvinn”. A document's score is the sum,
over the words asked for, of its best posting (`rules_search`) times how near that is. Documents
that have every word come alone; when none has, those with any word come, and the page says so.
"""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from app.content.rules_search import Place, Posting, stems_asked, words

LONGEST_QUERY = 100
"""Characters of what somebody writes that are read."""
MOST_WORDS = 8
NEAR, PART = 0.6, 0.3
"""What a stem with another ending counts, and a part of a longer word."""
SHORTEST_NEAR, MOST_MORE = 5, 3
"""Letters that two stems have in common to be near, and how many more one may have."""
SHORTEST_FIRST, SHORTEST_LAST, REST = 3, 4, 3
"""Letters that a word needs to be the first or the last part of a longer one, and how many the
longer one then has before its last part.
"""
EXCERPT = 180
"""Characters of an excerpt, about."""
SAYS_MORE = 60
"""Up to so many characters a longer paragraph is the better one: a heading says less than its text.
"""
COMMON = frozenset(
    "alla allt att av blir de dem den det detta din du där då efter eller en ett finns från för "
    "ha har hur här i in inte jag kan kommer man med men mer mot ni nu när och också om oss på "
    "sig sin ska som så till under upp ut var vad vara vem vi vid vilka vilken vilket vår är över "
    "a about all an and are as at be by can do does for from has have how if into is it its "
    "not of on or our that the their them they this to was we what when where which who will with "
    "you your".split()
)
"""Words that say nothing of what is sought: left out where others are asked for too."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """A word that is asked for: how it was written, and the stems to look for."""

    word: str
    stems: tuple[str, ...]

    @property
    def equal(self) -> Iterator[str]:
        """The stems that answer it, its own and shorter ones near it."""
        for each in self.stems:
            yield each
            if not _is_number(each):
                shortest = max(SHORTEST_NEAR, len(each) - MOST_MORE)
                yield from (each[:length] for length in range(len(each) - 1, shortest - 1, -1))

    @property
    def like(self) -> Iterator[str]:
        """Patterns for LIKE: longer stems that begin with it, and those that end with it."""
        for each in self.stems:
            if _is_number(each):
                continue
            if len(each) >= SHORTEST_FIRST:
                yield f"{each}%"
            if len(single := _single(each)) >= SHORTEST_LAST:
                yield f"%{'_' * REST}{single}"

    def nearness(self, stem: str) -> float:
        """How much a stem counts as this word, from 0 to 1."""
        return max(_nearness(each, stem) for each in self.stems)


@dataclass(frozen=True, slots=True)
class Asked:
    """What somebody asks for: as the field shows it, the words of it, and whether all were read."""

    text: str
    words: tuple[Wanted, ...]
    whole: bool = True

    @property
    def shown(self) -> str:
        """The words as they were written."""
        return " ".join(each.word for each in self.words)


@dataclass(frozen=True, slots=True)
class Answer:
    """A document that answers, by its number, and where the words asked for stand in its text."""

    document: int
    score: float
    places: tuple[Place, ...]


@dataclass(frozen=True, slots=True)
class Answers:
    """The documents that answer, best first, and whether each has every word."""

    best_first: tuple[Answer, ...]
    complete: bool


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of a text, and whether it was asked for."""

    text: str
    hit: bool = False


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


def _readable(text: str) -> str:
    """Without what nobody sees: control characters, halves of characters, turned directions."""
    return "".join(
        " " if kind[0] == "C" and kind != "Cf" else "" if kind == "Cf" else each
        for each in unicodedata.normalize("NFC", text)
        for kind in [unicodedata.category(each)]
    )


def _is_number(stem: str) -> bool:
    return stem[0].isdecimal()


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


def answers(found: Iterable[Posting], wanted: Sequence[Wanted]) -> Answers:
    """The documents that these postings tell of, best first."""
    best: dict[int, list[float]] = defaultdict(lambda: [0.0] * len(wanted))
    places: dict[int, set[Place]] = defaultdict(set)
    for posting in found:
        for number, each in enumerate(wanted):
            if counts := each.nearness(posting.stem):
                scores = best[posting.document]
                scores[number] = max(scores[number], counts * posting.weight)
                places[posting.document].update(posting.places)
    complete = {document for document, scores in best.items() if all(scores)}
    shown = complete or best.keys()
    ranked = sorted(shown, key=lambda document: (-sum(best[document]), document))
    return Answers(
        tuple(Answer(each, sum(best[each]), tuple(sorted(places[each]))) for each in ranked),
        bool(complete),
    )


def title_of(text: str, places: Iterable[Place]) -> tuple[Piece, ...]:
    """A document's title with the words asked for marked."""
    end = len(text.split("\n", 1)[0])
    return tuple(_pieces(text, 0, end, places))


def excerpt(text: str, places: Sequence[Place]) -> tuple[Piece, ...]:
    """The paragraph that holds most of what was asked for, cut to a few lines, with it marked; the
    first one when nothing stands below the title.
    """
    begins, end = _paragraph(text, places)
    if begins >= end:
        return ()
    here = [place for place in places if begins <= place[0] < end]
    start, stop = _window(text, begins, end, here)
    pieces = list(_pieces(text, start, stop, here))
    before = [Piece("… ")] if start > begins else []
    after = [Piece(" …")] if stop < end else []
    return (*before, *pieces, *after)


def _paragraph(text: str, places: Sequence[Place]) -> Place:
    """Where the best paragraph below the title stands."""
    begins, best, most = len(text.split("\n", 1)[0]) + 1, (0, 0), (-1, 0)
    for line in text[begins:].split("\n"):
        end = begins + len(line)
        told = {text[a:b].casefold() for a, b in places if begins <= a < end}
        if (says := (len(told), min(len(line), SAYS_MORE))) > most:
            best, most = (begins, end), says
        begins = end + 1
    return best


def _window(text: str, begins: int, end: int, here: Sequence[Place]) -> Place:
    """The part of the paragraph to show: it begins a little before the first word asked for, and
    never inside a word.
    """
    if end - begins <= EXCERPT:
        return begins, end
    first = here[0][0] if here else begins
    start = max(begins, min(first - EXCERPT // 3, end - EXCERPT))
    if start > begins:
        start = min(text.find(" ", start, first) + 1 or first, first)
    stop = min(end, start + EXCERPT)
    if stop < end:
        stop = max(text.rfind(" ", start, stop), *(b for _a, b in here if b <= stop), start + 1)
    return start, stop


def _pieces(text: str, start: int, stop: int, places: Iterable[Place]) -> Iterator[Piece]:
    for first, last in places:
        if start <= first and last <= stop and first < last:
            if start < first:
                yield Piece(text[start:first])
            yield Piece(text[first:last], hit=True)
            start = last
    if start < stop:
        yield Piece(text[start:stop])
