"""What a course is: frozen values and what is true of them. Pure: no Flask, no database, no clock,
no files.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Literal

from markupsafe import Markup

from app.content.rules_answers import Given, number_of, same_words, swedish_number
from app.core.errors import NotFound

__all__ = ["Given", "number_of", "swedish_number"]

Kind = Literal[
    "one",
    "several",
    "truefalse",
    "order",
    "match",
    "number",
    "text",
    "rating",
    "reflection",
    "commitment",
]
Form = Literal["a", "b", "c"]
Change = Literal["new", "typo", "minor", "material", "same"]

KINDS: tuple[Kind, ...] = (
    "one",
    "several",
    "truefalse",
    "order",
    "match",
    "number",
    "text",
    "rating",
    "reflection",
    "commitment",
)
CHOICE = frozenset[Kind]({"one", "several", "truefalse"})
NOT_GRADED = frozenset[Kind]({"rating", "reflection", "commitment"})
FORMS: tuple[Form, ...] = ("a", "b", "c")
LANGUAGES = ("sv", "en", "lattlast")
SOURCE_LANGUAGE = "sv"
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
class Option:
    """One thing to choose or to place. `number` is what a form sends, and never tells what is
    right.
    """

    number: int
    text: str
    feedback: str = ""
    right: bool = False
    html: Markup = field(default=Markup(""), compare=False)
    feedback_html: Markup = field(default=Markup(""), compare=False)


@dataclass(frozen=True, slots=True)
class Pair:
    """A left side, and the number (in `Question.matches`) of the right side it belongs with."""

    number: int
    left: str
    right: int
    feedback: str
    left_html: Markup = field(default=Markup(""), compare=False)
    feedback_html: Markup = field(default=Markup(""), compare=False)


@dataclass(frozen=True, slots=True)
class Question:
    """A question as its author wrote it. Only the fields of its own kind are filled.

    `options`: what can be chosen, in the order shown (rating: from low to high). `steps`: in the
    RIGHT order; show `shown_steps`. `pairs` and `matches`: left sides in order, right sides as
    shown. `accepted`, `number` and `tolerance`: what counts as right where one writes oneself, with
    `if_right` and `if_wrong` as feedback.
    """

    id: str
    kind: Kind
    form: Form
    prompt: str
    competences: tuple[str, ...] = ()
    case: str = ""
    options: tuple[Option, ...] = ()
    steps: tuple[Option, ...] = ()
    pairs: tuple[Pair, ...] = ()
    matches: tuple[Option, ...] = ()
    accepted: tuple[str, ...] = ()
    number: Decimal | None = None
    tolerance: Decimal = Decimal(0)
    if_right: str = ""
    if_wrong: str = ""
    source: str = ""
    fingerprint: str = ""
    line: int = 0
    prompt_html: Markup = field(default=Markup(""), compare=False)
    case_html: Markup = field(default=Markup(""), compare=False)
    if_right_html: Markup = field(default=Markup(""), compare=False)
    if_wrong_html: Markup = field(default=Markup(""), compare=False)

    @property
    def graded(self) -> bool:
        """Whether an answer can be right or wrong."""
        return self.kind not in NOT_GRADED

    @property
    def shown_steps(self) -> tuple[Option, ...]:
        """The steps in the order in which they are shown: never the right one."""
        return tuple(sorted(self.steps, key=lambda step: step.number))


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
    source: str = ""
    fingerprint: str = ""

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
class Course:
    """A course in its source language. `modules` are all its modules, in the order of their
    files.
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
    release: Release = field(default_factory=Release)
    source: str = ""
    fingerprint: str = ""

    def modules_for(self, tracks: Collection[str]) -> tuple[Module, ...]:
        """The modules of these tracks in the course's own order, each once."""
        wanted = dict.fromkeys(
            m for track in self.tracks if track.id in tracks for m in track.modules
        )
        by_id = {module.id: module for module in self.modules}
        return tuple(by_id[module_id] for module_id in wanted if module_id in by_id)

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


@dataclass(frozen=True, slots=True)
class FeedbackRow:
    """One line of the feedback: what it is about, what there is to say, whether the person chose
    it.
    """

    label: Markup
    feedback: Markup
    chosen: bool
    right: bool | None


def is_right(question: Question, given: Given) -> bool | None:
    """Whether the answer is right; none where nothing is graded."""
    if not question.graded:
        return None
    if question.kind in CHOICE:
        return frozenset(given.choices) == {o.number for o in question.options if o.right}
    if question.kind == "order":
        return given.order == tuple(step.number for step in question.steps)
    if question.kind == "match":
        return given.pairs == tuple(pair.right for pair in question.pairs)
    if question.kind == "number":
        if given.number is None or question.number is None:
            return False
        return abs(given.number - question.number) <= question.tolerance
    return same_words(given.text) in {same_words(accepted) for accepted in question.accepted}


def feedback_for(question: Question, given: Given) -> tuple[FeedbackRow, ...]:
    """What to say to the answer. Choices: every option, those chosen marked; the rest: what was
    given, part by part.
    """
    if question.kind == "order":
        return tuple(_placed(question, given.order))
    if question.kind == "match":
        return tuple(_matched(question, given.pairs))
    if question.options:
        return tuple(
            FeedbackRow(
                option.html,
                option.feedback_html,
                option.number in given.choices,
                option.right if question.graded else None,
            )
            for option in question.options
        )
    right = is_right(question, given)
    said = given.text if given.number is None else swedish_number(given.number)
    feedback = {True: question.if_right_html, False: question.if_wrong_html, None: Markup("")}
    return (FeedbackRow(Markup.escape(said), feedback[right], True, right),)


def _placed(question: Question, order: tuple[int, ...]) -> Iterable[FeedbackRow]:
    by_number = {step.number: step for step in question.steps}
    right = [step.number for step in question.steps]
    for place, number in enumerate(order):
        if step := by_number.get(number):
            fits = place < len(right) and right[place] == number
            yield FeedbackRow(
                Markup("{}. {}").format(place + 1, step.html), step.feedback_html, True, fits
            )


def _matched(question: Question, pairs: tuple[int, ...]) -> Iterable[FeedbackRow]:
    matches = {match.number: match for match in question.matches}
    for pair, number in zip(question.pairs, pairs, strict=False):
        if match := matches.get(number):
            label = Markup("{}: {}").format(pair.left_html, match.html)
            yield FeedbackRow(label, pair.feedback_html, True, pair.right == number)
