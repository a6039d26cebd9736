"""Which documents answer a question to the search, best first, and the piece of a text that shows
why. Pure.

A document's score is the sum, over the words asked for (`rules_asked`), of its best posting
(`rules_search`) times how near that is to the word. Documents that have every word come alone; when
none has, those with any word come, and the page says so.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from app.content.rules_asked import NEAR, Wanted, bare, shorter
from app.content.rules_search import Place, Posting

EXCERPT = 180
"""Characters of an excerpt, about."""
SAYS_MORE = 60
"""Up to so many characters a longer paragraph is the better one: a heading says less than its text.
"""


@dataclass(frozen=True, slots=True)
class Answer:
    """A document that answers, by its number, and where the words asked for stand in its text."""

    document: int
    score: float
    places: tuple[Place, ...]


@dataclass(frozen=True, slots=True)
class Answers:
    """The documents that answer, best first, whether each has every word, and the words as they
    were understood.
    """

    best_first: tuple[Answer, ...]
    complete: bool
    wanted: tuple[Wanted, ...] = ()


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of a text, and whether it was asked for."""

    text: str
    hit: bool = False


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
        tuple(wanted),
    )


def nearest(word: Wanted, stems: Iterable[str]) -> float:
    """How near the nearest of these stems is to a word, from 0 to 1."""
    return max(map(word.nearness, stems), default=0.0)


def every_word(wanted: Iterable[Wanted], stems: frozenset[str]) -> bool:
    """Whether these stems have each of the words, in one form or another: the same as asking for
    the nearest, and sooner told.
    """
    return all(_has(each, stems) for each in wanted)


def _has(word: Wanted, stems: frozenset[str]) -> bool:
    plain = word.way == "plain"
    whole, reached = _reached(stems, plain)
    own = map(bare, word.stems) if plain else word.stems
    return any(each in reached or not whole.isdisjoint(shorter(each)) for each in own)


@lru_cache(maxsize=512)
def _reached(stems: frozenset[str], plain: bool) -> tuple[frozenset[str], frozenset[str]]:
    """These stems, and with them all that are near by being shorter."""
    whole = frozenset(map(bare, stems)) if plain else stems
    return whole, whole.union(*map(shorter, whole))


def unsure(wanted: Iterable[Wanted], stems: Collection[str]) -> list[Wanted]:
    """The words that stand in no text, or only in longer words, when these are the stems found."""
    return [each for each in wanted if nearest(each, stems) < NEAR]


def understood(word: Wanted, stems: Collection[str], more: Collection[str]) -> Wanted:
    """A word as it answers best: as it is written, from the stems found for that; else from those
    found more loosely.
    """
    written = nearest(word, stems)
    if nearest(word.plain, more) > written:
        return word.plain
    return word if written else word.parted(more) or word


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
