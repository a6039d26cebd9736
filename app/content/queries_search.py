"""Looking in the search's index: two statements, however much there is, and one more for words that
stand in no text.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from sqlalchemy import Select, bindparam, func, or_, select

from app.content.models_search import SearchDocument, SearchWord
from app.content.rules_asked import Wanted
from app.content.rules_found import (
    Answer,
    Answers,
    Piece,
    answers,
    excerpt,
    title_of,
    understood,
    unsure,
)
from app.content.rules_search import Place, Posting
from app.core.db import read

PAGE = 20
"""Texts that one page of answers shows."""
STEP = 4
"""The stems looked for are filled up to a multiple of this, so that few statements differ."""
_document, _word = SearchDocument.__table__.c, SearchWord.__table__.c


@dataclass(frozen=True, slots=True)
class Found:
    """A text that answers: what it is, where it is read, its title, and a piece of it."""

    kind: str
    part: str
    key: str
    told_in: str
    title: tuple[Piece, ...]
    excerpt: tuple[Piece, ...]


def answers_to(wanted: Sequence[Wanted], language: str, loosely: bool = True) -> Answers:
    """What answers these words for who reads in this language, best first. One statement; none when
    nothing is asked for. A second one looks `loosely` for the words that no text has.
    """
    if not wanted:
        return Answers((), complete=False)
    found = _found_for(wanted, language)
    stems = {posting.stem for posting in found}
    if loosely and (lost := unsure(wanted, stems)):
        more = _found_for([way for each in lost for way in each.loose], language)
        known = {posting.stem for posting in more}
        wanted = [understood(each, stems, known) if each in lost else each for each in wanted]
        found = list({(each.document, each.stem): each for each in (*found, *more)}.values())
    return answers(found, wanted)


def _found_for(wanted: Sequence[Wanted], language: str) -> list[Posting]:
    equal = sorted({each for word in wanted for each in word.equal})
    like = sorted({each for word in wanted for each in word.like})
    if not equal and not like:
        return []
    equal += equal[-1:] * (-len(equal) % STEP)
    values = {f"equal_{n}": each for n, each in enumerate(equal)}
    values |= {f"like_{n}": each for n, each in enumerate(like)}
    rows = read(_postings(len(equal), len(like)), {"language": language} | values)
    return [Posting(row[0], row[1], row[2], _places(row[3])) for row in rows]


@lru_cache(maxsize=64)
def _postings(equal: int, like: int) -> Select[Any]:
    return select(_word.stem, _word.document_id, _word.weight, _word.places).where(
        _word.language == bindparam("language"),
        or_(
            _word.stem.in_([bindparam(f"equal_{n}") for n in range(equal)]),
            *(_word.stem.like(bindparam(f"like_{n}")) for n in range(like)),
        ),
    )


_TEXTS = select(
    _document.id, _document.kind, _document.part, _document.key, _document.told_in, _document.text
).where(or_(*(_document.id == bindparam(f"id_{n}") for n in range(PAGE))))


def texts_of(shown: Sequence[Answer]) -> list[Found]:
    """The texts of at most one page of answers, in their order. One statement; none for none."""
    if not shown:
        return []
    numbers = [each.document for each in shown]
    numbers += [numbers[-1]] * (PAGE - len(numbers))
    rows = read(_TEXTS, {f"id_{n}": number for n, number in enumerate(numbers)})
    by_number = {row[0]: row[1:] for row in rows}
    return [_found(by_number[each.document], each) for each in shown if each.document in by_number]


def search_size() -> tuple[int, int]:
    """How many texts and how many words of texts the index holds."""
    texts, words = (
        read(select(func.count()).select_from(table.__table__)).scalar()
        for table in (SearchDocument, SearchWord)
    )
    return texts, words


def _found(row: Iterable[str], answer: Answer) -> Found:
    kind, part, key, told_in, text = row
    title, said = title_of(text, answer.places), excerpt(text, answer.places)
    return Found(kind, part, key, told_in, title, said)


def _places(written: str) -> tuple[Place, ...]:
    """Where a stem stands, as it is kept: `12-18 45-52`."""
    found = (each.split("-") for each in written.split())
    return tuple((int(start), int(end)) for start, end in found)
