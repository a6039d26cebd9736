"""What a question is, when an answer is right, and what to say to it. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import zip_longest
from typing import Literal

from markupsafe import Markup

from app.content.rules_answers import Given, number_in, same_words

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
NOTHING = Markup("")


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
    shown: tuple[int, ...] = ()
    """The numbers of the steps in the order in which they are shown."""
    pairs: tuple[Pair, ...] = ()
    matches: tuple[Option, ...] = ()
    accepted: tuple[str, ...] = ()
    number: Decimal | None = None
    tolerance: Decimal = Decimal(0)
    if_right: str = ""
    if_wrong: str = ""
    language: str = "sv"
    source: str = ""
    fingerprint: str = ""
    line: int = field(default=0, compare=False)
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
        """The steps in the order in which they are shown: never near the right one."""
        by_number = {step.number: step for step in self.steps}
        return tuple(by_number[number] for number in self.shown or sorted(by_number))


@dataclass(frozen=True, slots=True)
class FeedbackRow:
    """One line of the feedback: what it is about, what there is to say, whether the person chose
    it.

    `label` is an option or what was written; where an answer has parts, a left side or a step, and
    then `said` is what the person put beside it. `answer` is what is right there, where that was
    not said, and `also` what else counts as right.
    """

    label: Markup
    feedback: Markup
    chosen: bool
    right: bool | None
    said: Markup = NOTHING
    answer: Markup = NOTHING
    also: Markup = NOTHING


ALIKE = 0.25
"""The share of words that two texts must have in common to be versions of each other."""


def other_meaning(was: Question, now: Question) -> str | None:
    """Why the id of `was` may not be used for `now`, or none: facts about the one would count for
    the other. Of another kind; trying none of the same competences; or another case altogether,
    with another right answer.
    """
    if was.kind != now.kind:
        return f"har varit av ett annat slag ({was.kind})"
    if was.competences and now.competences and set(was.competences).isdisjoint(now.competences):
        return f"har prövat en annan kompetens ({', '.join(was.competences)})"
    asked = _in_common(f"{was.prompt} {was.case}", f"{now.prompt} {now.case}")
    if asked < ALIKE and _in_common(_right_words(was), _right_words(now)) < ALIKE:
        return "har varit en helt annan fråga"
    return None


def _in_common(one: str, other: str) -> float:
    """The share of the longer words of the shorter text that stand in the other as well."""
    first, second = (set(re.findall(r"[^\W_]{4,}", same_words(text))) for text in (one, other))
    return len(first & second) / max(1, min(len(first), len(second)))


def _right_words(question: Question) -> str:
    """What one says who answers rightly; nothing where only true or false is said."""
    if question.kind == "truefalse":
        return ""
    said = [option.text for option in question.options if option.right]
    said += [step.text for step in question.steps] + [pair.left for pair in question.pairs]
    return " ".join([*said, *question.accepted])


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


def right_words(question: Question) -> tuple[str, str]:
    """What one writes who answers rightly, and what else counts as right."""
    if question.number is None:
        first, *others = question.accepted
        return first, ", ".join(others)
    number, spread = question.number, question.tolerance
    least, most = number - spread, number + spread
    said, low, high = (number_in(each, question.language) for each in (number, least, most))
    return said, f"{low}–{high}" if spread else ""


def feedback_for(question: Question, given: Given) -> tuple[FeedbackRow, ...]:
    """What to say to the answer. Choices: every option, those chosen marked. Steps: in the right
    order, each with the place it was given. Pairs: each left side with what was put beside it. The
    rest: what was written.
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
    return (_written(question, given),)


def _placed(question: Question, order: tuple[int, ...]) -> Iterable[FeedbackRow]:
    given = {number: place for place, number in enumerate(order, start=1)}
    for place, step in enumerate(question.steps, start=1):
        said = given.get(step.number)
        yield _beside(
            step.html, step.feedback_html, said == place, Markup(said or ""), Markup(place)
        )


def _matched(question: Question, pairs: tuple[int, ...]) -> Iterable[FeedbackRow]:
    sides = {match.number: match.html for match in question.matches}
    for pair, number in zip_longest(question.pairs, pairs[: len(question.pairs)]):
        said = sides.get(number, NOTHING)
        yield _beside(
            pair.left_html, pair.feedback_html, number == pair.right, said, sides[pair.right]
        )


def _beside(
    label: Markup, feedback: Markup, right: bool, said: Markup, answer: Markup
) -> FeedbackRow:
    return FeedbackRow(label, feedback, True, right, said, NOTHING if right else answer)


def _written(question: Question, given: Given) -> FeedbackRow:
    right = is_right(question, given)
    said = given.text if given.number is None else number_in(given.number, question.language)
    feedback = {True: question.if_right_html, False: question.if_wrong_html, None: NOTHING}
    answer, also = right_words(question) if question.graded else ("", "")
    if same_words(said) == same_words(answer):
        answer, also = "", ""
    return FeedbackRow(
        Markup.escape(said),
        feedback[right],
        True,
        right,
        answer=Markup.escape(answer),
        also=Markup.escape(also),
    )
