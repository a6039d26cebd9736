"""What a course is: frozen values and what is true of them.

Pure: no Flask, no database, no clock, no files.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Literal

from app.content.rules_answers import Given, number_in, number_of, swedish_number
from app.content.rules_questions import (
    CHOICE,
    FORMS,
    KINDS,
    NOT_GRADED,
    FeedbackRow,
    Form,
    Kind,
    Option,
    Pair,
    Question,
    feedback_for,
    is_right,
    other_meaning,
    right_words,
)
from app.core.errors import NotFound

__all__ = [
    "CHOICE", "FORMS", "KINDS", "LANGUAGES", "NOT_GRADED", "ROLES", "SOURCE_LANGUAGE", "TRACKS",
    "Change", "Competence", "Course", "CourseWords", "FeedbackRow", "Form", "Framework", "Given",
    "Kind", "Module", "Option", "Pair", "PassRule", "Problem", "Question", "Release", "Section",
    "Source", "Track", "feedback_for", "is_right", "number_in", "number_of", "other_meaning",
    "right_words", "swedish_number",
]  # fmt: skip

Change = Literal["new", "typo", "minor", "material", "same"]
LANGUAGES = ("sv", "en", "lattlast")
SOURCE_LANGUAGE = "sv"
ENGLISH, EASY = "en", "lattlast"
EASY_LIX = 30
TRACKS = ("alla", "chef", "fortroendevald")
ROLES = ("employee", "manager", "politician")


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """A fault in a file: where, what is wrong and what to do."""

    file: str
    line: int
    text: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.text}"


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a module's text that a municipality may say in its own words: its id and heading,
    and where its body stands in the text.
    """

    id: str
    title: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Module:
    """One part of a course in one language. `text` is what stands before the questions, as
    Markdown.
    """

    id: str
    course_id: str
    language: str
    title: str
    minutes: int
    goals: tuple[int, ...]
    competences: tuple[str, ...]
    edition: int
    text: str
    questions: tuple[Question, ...] = ()
    sources: tuple[str, ...] = ()
    sections: tuple[Section, ...] = ()
    source: str = ""
    fingerprint: str = ""
    local: str = ""
    """Which of the municipality's own texts stand in it; nothing where none do."""

    @property
    def asked(self) -> tuple[Question, ...]:
        """The questions that stand in the course (form b), in order."""
        return tuple(question for question in self.questions if question.form == "b")

    @property
    def graded(self) -> tuple[Question, ...]:
        """Those of the asked questions that can be right or wrong."""
        return tuple(question for question in self.asked if question.graded)

    def question(self, question_id: str) -> Question:
        """The question with this id; another id is not found."""
        for question in self.questions:
            if question.id == question_id:
                return question
        raise NotFound(
            "Frågan finns inte i den här delen. Gå tillbaka till delen och fortsätt där."
        )


@dataclass(frozen=True, slots=True)
class PassRule:
    """The share of a module's graded questions that must be right."""

    share: float = 0.8


@dataclass(frozen=True, slots=True)
class Track:
    """Which modules a group takes, in order."""

    id: str
    title: str
    modules: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Release:
    """What the author says of an edition: notes, and for each changed module how much it
    changed.
    """

    notes: str = ""
    changes: Mapping[str, Change] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class CourseWords:
    """What a course is called in another language, and what it says of itself; nothing where it is
    said as in Swedish.
    """

    title: str = ""
    description: str = ""
    tracks: Mapping[str, str] = field(default_factory=dict)
    """What its tracks are called, by id."""


@dataclass(frozen=True, slots=True)
class Course:
    """A course in its source language. `modules` are all its modules, in the order of their
    files. `language` is the one that its title and description are in.
    """

    id: str
    title: str
    audience: str
    edition: int
    pass_rule: PassRule = PassRule()
    tracks: tuple[Track, ...] = ()
    modules: tuple[Module, ...] = ()
    description: str = ""
    words_limit: int = 400
    lix_limit: int = 40
    lix_limits: Mapping[str, int] = field(default_factory=dict)
    """Limits of their own for some languages."""
    release: Release = field(default_factory=Release)
    source: str = ""
    fingerprint: str = ""
    language: str = SOURCE_LANGUAGE
    words: Mapping[str, CourseWords] = field(default_factory=dict)
    """By language how it is named in others."""

    def in_language(self, language: str) -> Course:
        """The course with its title, description and tracks as they are named in a language; in
        Swedish where they are not in that one. Its modules are as they were.
        """
        said = self.words.get(language)
        if said is None:
            return self
        return replace(
            self,
            language=language,
            title=said.title or self.title,
            description=said.description or self.description,
            tracks=tuple(
                replace(track, title=said.tracks.get(track.id, track.title))
                for track in self.tracks
            ),
        )

    def lix_for(self, language: str) -> int:
        """How hard a text in this language may be: easy Swedish at most 30 unless the course says
        otherwise.
        """
        easier = min(self.lix_limit, EASY_LIX) if language == EASY else self.lix_limit
        return self.lix_limits.get(language, easier)

    def modules_for(self, tracks: Collection[str]) -> tuple[Module, ...]:
        """The modules of these tracks in the course's own order, each once."""
        wanted = dict.fromkeys(
            m for track in self.tracks if track.id in tracks for m in track.modules
        )
        by_id = {module.id: module for module in self.modules}
        return tuple(by_id[module_id] for module_id in wanted if module_id in by_id)

    def place_of(self, module_id: str) -> tuple[Track, int]:
        """The track that a module stands in, and its place there from 1. A module in no track
        counts among all modules.
        """
        for track in self.tracks:
            if module_id in track.modules:
                return track, track.modules.index(module_id) + 1
        whole = Track("", self.title, tuple(module.id for module in self.modules))
        return whole, whole.modules.index(module_id) + 1

    def module(self, module_id: str) -> Module:
        """The module with this id; another id is not found."""
        for module in self.modules:
            if module.id == module_id:
                return module
        raise NotFound("Delen finns inte i kursen. Gå till kursens sida och välj en del där.")


@dataclass(frozen=True, slots=True)
class Source:
    """What a text rests on. `review` is the last day on which somebody shall have read it again."""

    key: str
    title: str
    publisher: str
    year: int
    url: str
    read: date
    review: date


@dataclass(frozen=True, slots=True)
class Competence:
    """Something a person can do, and which role profiles need it."""

    id: str
    title: str
    can_do: str
    goals: tuple[int, ...]
    targets: tuple[str, ...]
    draft_sections: tuple[str, ...]
    profile: frozenset[str]
    language: str = SOURCE_LANGUAGE
    english: tuple[str, str] | None = None
    """Its title and its sentence in English."""

    def in_language(self, language: str) -> Competence:
        """The competence as it is said in a language; in Swedish where it is not in that one."""
        if language != ENGLISH or self.english is None:
            return self
        title, can_do = self.english
        return replace(self, language=language, title=title, can_do=can_do)


@dataclass(frozen=True, slots=True)
class Framework:
    """The competences in order."""

    competences: tuple[Competence, ...] = ()
    source: str = ""
    fingerprint: str = ""

    @property
    def profiles(self) -> dict[str, frozenset[str]]:
        """For each role the ids of the competences that its profile holds."""
        return {
            role: frozenset(c.id for c in self.competences if role in c.profile) for role in ROLES
        }
