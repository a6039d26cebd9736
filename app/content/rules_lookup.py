"""What can be looked up: each goal as it meets a municipality's work, and the words of the courses.
Pure.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from app.core.alphabet import swedish
from app.core.goals import BY_NUMBER, Goal

ENGLISH, EASY = "en", "lattlast"
SENTENCE = re.compile(r".*?(?:[.!?](?=\s|$)|$)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Words:
    """The same thing said in Swedish and in English."""

    sv: str
    en: str

    def said_in(self, language: str) -> str:
        """The words in a language; the Swedish ones where there are no others."""
        return self.en if language == ENGLISH else self.sv


@dataclass(frozen=True, slots=True)
class Sought:
    """Everyday words that people look for something by, though they need not stand in its text."""

    sv: tuple[str, ...] = ()
    en: tuple[str, ...] = ()

    def words_in(self, language: str) -> tuple[str, ...]:
        """The words in a language."""
        return self.en if language == ENGLISH else self.sv


NOTHING_MORE = Sought()


@dataclass(frozen=True, slots=True)
class Work:
    """A kind of municipal work."""

    id: str
    name: Words
    sought: Sought = NOTHING_MORE


@dataclass(frozen=True, slots=True)
class Fact:
    """Something that is so, and the key of the source that says it."""

    said: Words
    source: str


@dataclass(frozen=True, slots=True)
class Target:
    """One of the 169 targets in our words. `near` is one that a municipality's work is close to."""

    number: str
    said: Words
    near: bool = False

    def __hash__(self) -> int:
        """The same for two that are equal, and soon told: parts of pages are kept by it."""
        return hash(self.number)


@dataclass(frozen=True, slots=True)
class GoalText:
    """What is said of one goal. `work` are ids of kinds of work."""

    number: int
    about: Words
    here: Words
    work: tuple[str, ...]
    ask: Words
    facts: tuple[Fact, ...] = ()
    targets: tuple[Target, ...] = ()
    sought: Sought = NOTHING_MORE

    @property
    def goal(self) -> Goal:
        """Its name and its official colour."""
        return BY_NUMBER[self.number]

    @property
    def near(self) -> tuple[str, ...]:
        """The numbers of the targets that a municipality's work is close to."""
        return tuple(target.number for target in self.targets if target.near)

    @property
    def far(self) -> tuple[str, ...]:
        """The numbers of the other targets."""
        return tuple(target.number for target in self.targets if not target.near)

    def line_in(self, language: str) -> str:
        """What it is about in one sentence."""
        return SENTENCE.match(self.about.said_in(language))[0]  # type: ignore[index]


@dataclass(frozen=True, slots=True)
class Goals:
    """The goals in order, and the kinds of work that touch them."""

    work: tuple[Work, ...] = ()
    texts: tuple[GoalText, ...] = ()
    source: str = ""
    fingerprint: str = ""
    _by_number: dict[int, GoalText] = field(init=False, repr=False, compare=False)
    _work: dict[str, Work] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_by_number", {text.number: text for text in self.texts})
        object.__setattr__(self, "_work", {work.id: work for work in self.work})

    def text(self, number: int) -> GoalText | None:
        """What is said of the goal; none where nothing is."""
        return self._by_number.get(number)

    def kind(self, work_id: str) -> Work | None:
        """The kind of work with this id, or none."""
        return self._work.get(work_id)

    def kinds_of(self, text: GoalText) -> tuple[Work, ...]:
        """The kinds of work that touch a goal."""
        return tuple(self._work[key] for key in text.work if key in self._work)

    def touched_by(self, work_id: str) -> frozenset[int]:
        """The numbers of the goals that a kind of work touches."""
        return frozenset(text.number for text in self.texts if work_id in text.work)


@dataclass(frozen=True, slots=True)
class Term:
    """A word with its explanation: in Swedish, in English and in easy Swedish. `see` are ids of
    words that belong with it.
    """

    id: str
    name: Words
    explanation: Words
    easy: str
    forms: tuple[str, ...]
    english_forms: tuple[str, ...]
    see: tuple[str, ...] = ()
    sought: Sought = NOTHING_MORE

    def __hash__(self) -> int:
        """The same for two that are equal, and soon told: parts of pages are kept by it."""
        return hash(self.id)

    def explained_in(self, language: str) -> str:
        """The explanation for who reads in this language."""
        return self.easy if language == EASY else self.explanation.said_in(language)

    def letter_in(self, language: str) -> str:
        """The letter that it stands under."""
        return _plain(self.name.said_in(language))[0].upper()

    def forms_in(self, language: str) -> tuple[str, ...]:
        """The forms in which it stands in texts in this language."""
        return self.english_forms if language == ENGLISH else self.forms


@dataclass(frozen=True, slots=True)
class Glossary:
    """The words in the order of the Swedish alphabet."""

    terms: tuple[Term, ...] = ()
    source: str = ""
    fingerprint: str = ""
    _by_id: dict[str, Term] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_by_id", {term.id: term for term in self.terms})

    def term(self, term_id: str) -> Term | None:
        """The word with this id, or none."""
        return self._by_id.get(term_id)

    def these(self, ids: Iterable[str]) -> tuple[Term, ...]:
        """The words with these ids."""
        return tuple(self._by_id[key] for key in ids if key in self._by_id)

    def in_order(self, language: str) -> tuple[Term, ...]:
        """All words by the alphabet of a language."""
        if language != ENGLISH:
            return self.terms
        return tuple(sorted(self.terms, key=lambda term: swedish(_plain(term.name.en))))


def _plain(name: str) -> str:
    """An English word without its article, as it is looked for."""
    return name.removeprefix("the ")
