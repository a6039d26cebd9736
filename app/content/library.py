"""All courses at hand: every lookup is one step in a dictionary."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TypeVar

from app.content.rules import (
    LANGUAGES,
    SOURCE_LANGUAGE,
    Competence,
    Course,
    Framework,
    Module,
    Question,
    Source,
)
from app.content.rules_local import NOTHING, Local
from app.content.rules_lookup import Glossary, Goals
from app.core.errors import NotFound, sentence
from app.core.goals import BY_NUMBER, Goal

Key = TypeVar("Key")
Value = TypeVar("Value")

NO_COURSE = sentence("Kursen finns inte. Gå till startsidan; där står dina kurser.")
NO_MODULE = sentence("Delen finns inte i kursen. Gå till kursens sida och välj en del där.")
NO_QUESTION = sentence(
    "Frågan finns inte i den här delen. Gå tillbaka till delen och fortsätt där."
)
NO_COMPETENCE = sentence("Kompetensen finns inte i ramen. Gå till kompetenskartan och välj en där.")


@dataclass(frozen=True, slots=True)
class NumberedSource:
    """A source with its number in a module's list."""

    number: int
    key: str
    title: str
    publisher: str
    year: int
    url: str


@dataclass(frozen=True, slots=True)
class Library:
    """Courses, framework and sources, as published (or as they stand in a folder). Nothing in it
    changes.
    """

    courses: Mapping[str, Course]
    framework: Framework
    sources: Mapping[str, Source]
    sources_text: str = ""
    modules: Mapping[tuple[str, str, str], Module] = field(default_factory=dict)
    """By course, module and language."""
    past: Mapping[str, Question] = field(default_factory=dict)
    """Questions as they were once published and no longer stand, by fingerprint."""
    local: Local = NOTHING
    """What the municipality has added; it already stands in the courses and modules."""
    goals: Goals = field(default_factory=Goals)
    glossary: Glossary = field(default_factory=Glossary)
    added: Mapping[str, Mapping[str, date]] = field(default_factory=dict)
    """By course: the modules that it did not have from the beginning, and the day each came."""

    languages: tuple[str, ...] = field(init=False, compare=False)
    """Those that any module is in."""
    _editions: Mapping[tuple[str, str], tuple[str, ...]] = field(
        init=False, repr=False, compare=False
    )
    _questions: Mapping[tuple[str, str, str, str], Question] = field(
        init=False, repr=False, compare=False
    )
    _wordings: Mapping[str, Question] = field(init=False, repr=False, compare=False)
    _courses: Mapping[tuple[str, str], Course] = field(init=False, repr=False, compare=False)
    _competences: Mapping[tuple[str, str], Competence] = field(
        init=False, repr=False, compare=False
    )
    _tested: Mapping[str, tuple[Question, ...]] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        questions = {
            (*place[:2], question.id, place[2]): question
            for place, module in self.modules.items()
            for question in module.questions
        }
        tested: dict[str, list[Question]] = {c.id: [] for c in self.framework.competences}
        for place, question in questions.items():
            if place[3] == SOURCE_LANGUAGE and question.graded:
                for competence in question.competences:
                    tested.setdefault(competence, []).append(question)
        editions: dict[tuple[str, str], tuple[str, ...]] = {}
        for course_id, module_id, language in self.modules:
            known = editions.get((course_id, module_id), ())
            editions[course_id, module_id] = (*known, language)
        found = {place[2] for place in self.modules}
        object.__setattr__(self, "languages", tuple(each for each in LANGUAGES if each in found))
        object.__setattr__(self, "_editions", editions)
        wordings = {**self.past, **{q.fingerprint: q for q in questions.values()}}
        object.__setattr__(self, "_questions", questions)
        object.__setattr__(self, "_wordings", wordings)
        courses = {
            (course.id, language): course.in_language(language)
            for course in self.courses.values()
            for language in LANGUAGES
        }
        competences = {
            (competence.id, language): competence.in_language(language)
            for competence in self.framework.competences
            for language in LANGUAGES
        }
        object.__setattr__(self, "_courses", courses)
        object.__setattr__(self, "_competences", competences)
        object.__setattr__(self, "_tested", {key: tuple(found) for key, found in tested.items()})

    def course(self, course_id: str, language: str = SOURCE_LANGUAGE) -> Course:
        """The course with its title and description in the language, or in Swedish where they are
        not in that one.
        """
        return _found(self._courses, (course_id, language), NO_COURSE)

    def module(self, course_id: str, module_id: str, language: str = SOURCE_LANGUAGE) -> Module:
        if course_id not in self.courses:
            raise NotFound(NO_COURSE)
        return _found(self.modules, (course_id, module_id, language), NO_MODULE)

    def edition(self, course_id: str, module_id: str, language: str) -> Module:
        """The module in a language, or in Swedish where it is not in that one."""
        found = self.modules.get((course_id, module_id, language))
        return found or self.module(course_id, module_id)

    def editions(self, course_id: str, module_id: str) -> tuple[str, ...]:
        """The languages that the module is in."""
        return self._editions.get((course_id, module_id), ())

    def in_language(self, modules: Iterable[Module], language: str) -> tuple[Module, ...]:
        """These modules, each in the language or in Swedish where it is not in that one."""
        if language == SOURCE_LANGUAGE:
            return tuple(modules)
        return tuple(self.edition(each.course_id, each.id, language) for each in modules)

    def question(
        self, course_id: str, module_id: str, question_id: str, language: str = SOURCE_LANGUAGE
    ) -> Question:
        self.module(course_id, module_id, language)
        return _found(self._questions, (course_id, module_id, question_id, language), NO_QUESTION)

    def question_by(self, fingerprint: str) -> Question:
        """A question in just the wording that somebody answered, also when it has been changed
        since.
        """
        return _found(self._wordings, fingerprint, NO_QUESTION)

    def competence(self, competence_id: str, language: str = SOURCE_LANGUAGE) -> Competence:
        """The competence in the language, or in Swedish where it is not in that one."""
        return _found(self._competences, (competence_id, language), NO_COMPETENCE)

    def competences(self, language: str) -> tuple[Competence, ...]:
        """All competences in order, each in the language or in Swedish."""
        return tuple(self._competences[c.id, language] for c in self.framework.competences)

    def questions_of(self, competence_id: str) -> tuple[Question, ...]:
        """The graded questions that test a competence, of all forms, each once."""
        return self._tested.get(competence_id, ())

    def sources_of(self, module: Module) -> tuple[NumberedSource, ...]:
        """The module's sources in the order in which its text names them."""
        return tuple(
            NumberedSource(number, key, s.title, s.publisher, s.year, s.url)
            for number, key in enumerate(module.sources, 1)
            if (s := self.sources.get(key))
        )

    def goals_of(self, module: Module) -> tuple[Goal, ...]:
        """The goals that the module is about."""
        return tuple(BY_NUMBER[number] for number in module.goals)


def _found(values: Mapping[Key, Value], key: Key, said: str) -> Value:
    try:
        return values[key]
    except KeyError:
        raise NotFound(said) from None


EMPTY = Library({}, Framework(), {})
