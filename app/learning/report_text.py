"""The text edition of a course as values: its page and its PDF are drawn from the same ones, so
that they say the same.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from app.content.library import NumberedSource
from app.content.parse_blocks import blocks_of, line_of
from app.content.rules import Course, Module, Option, Question, right_words
from app.content.rules_blocks import Blocks, Line, Run, prefixed, under
from app.learning.rules import Place, place_in
from app.learning.rules_text import told

LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
MODULE = 2
"""The level of a module's heading on the page."""


@dataclass(frozen=True, slots=True)
class Choice:
    """Something to choose, by the letter that one can say aloud."""

    letter: str
    line: Line


@dataclass(frozen=True, slots=True)
class Asked:
    """A question on paper. `choices`: what to tick, or the right sides of pairs. `rows`: the steps
    or left sides that something is written beside.
    """

    number: int
    place: str
    kind: str
    prompt: Line
    case: Blocks
    choices: tuple[Choice, ...] = ()
    rows: tuple[Line, ...] = ()


@dataclass(frozen=True, slots=True)
class Reason:
    """One line of an answer: what it is about, whether that is right, and why. `beside` is what
    belongs with it, or what else counts.
    """

    letter: str
    line: Line
    right: bool
    why: Line
    beside: Line = ()


@dataclass(frozen=True, slots=True)
class Solved:
    """What is right in a question, and why."""

    number: int
    kind: str
    prompt: Line
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class Cited:
    """A source with the number that stands in the text."""

    number: int
    place: str
    title: str
    address: str
    by: str


@dataclass(frozen=True, slots=True)
class Part:
    """A module on paper. `stands` is where it stands in the course, as on every page.
    `withheld` are the numbers of the questions whose answers are not shown yet.
    """

    stands: Place
    place: str
    title: str
    language: str
    minutes: int
    text: Blocks
    sources: tuple[Cited, ...]
    questions: tuple[Asked, ...]
    solved: tuple[Solved, ...]
    withheld: tuple[int, ...]

    @property
    def label(self) -> str:
        """What tells it from the other parts in a list of them: ”1”, or ”Chefer 1”."""
        return f"{self.stands.track} {self.stands.number}".strip()


def parts_of(
    course: Course,
    modules: Sequence[Module],
    texts: Iterable[str],
    sources: Iterable[Sequence[NumberedSource]],
    answered: Collection[str],
    writes: bool,
) -> tuple[Part, ...]:
    """These modules on paper: each with its text as HTML and its sources, and with the answers to
    the questions that `answered` names.
    """
    places = {module.id: f"#del-{module.id}" for module in modules}
    found = zip(modules, texts, sources, strict=True)
    return tuple(
        _part(place_in(course, module.id), module, text, cited, places, answered, writes)
        for module, text, cited in found
    )


def _part(
    stands: Place,
    module: Module,
    text: str,
    cited: Sequence[NumberedSource],
    places: Mapping[str, str],
    answered: Collection[str],
    writes: bool,
) -> Part:
    own = f"{module.id}--"
    known = {f"kalla-{source.key}" for source in cited}
    told_of = [(n, q, told(q, answered, writes)) for n, q in enumerate(module.asked, 1) if q.graded]
    return Part(
        stands=stands,
        place=places[module.id][1:],
        title=module.title,
        language=module.language,
        minutes=module.minutes,
        text=prefixed(
            under(blocks_of(text), MODULE),
            own,
            known,
            lambda address: places.get(address.split("#")[0], address),
        ),
        sources=tuple(
            Cited(s.number, f"{own}kalla-{s.key}", s.title, s.url, f"{s.publisher}, {s.year}")
            for s in cited
        ),
        questions=tuple(asked(n, q, own) for n, q in enumerate(module.asked, 1)),
        solved=tuple(solved(n, q) for n, q, may in told_of if may),
        withheld=tuple(n for n, _question, may in told_of if not may),
    )


def asked(number: int, question: Question, own: str) -> Asked:
    """The question as it is put on paper; nothing in it tells what is right."""
    rows: Iterable[str] = ()
    shown: Iterable[Option] = question.options
    if question.kind == "order":
        rows = [step.html for step in question.shown_steps]
    elif question.kind == "match":
        rows = [pair.left_html for pair in question.pairs]
        shown = question.matches
    case = under(blocks_of(question.case_html), MODULE + 2)
    return Asked(
        number,
        f"{own}fraga-{number}",
        question.kind,
        line_of(question.prompt_html),
        prefixed(case, f"{own}{number}--", (), lambda address: address),
        tuple(Choice(LETTERS[n], line_of(each.html)) for n, each in enumerate(shown)),
        tuple(line_of(row) for row in rows),
    )


def solved(number: int, question: Question) -> Solved:
    """What is right in the question, and why."""
    return Solved(number, question.kind, line_of(question.prompt_html), tuple(_reasons(question)))


def _reasons(question: Question) -> Iterable[Reason]:
    if question.kind == "order":
        for place, step in enumerate(question.steps, start=1):
            yield Reason(str(place), line_of(step.html), True, line_of(step.feedback_html))
    elif question.kind == "match":
        right = {each.number: (LETTERS[n], each) for n, each in enumerate(question.matches)}
        for pair in question.pairs:
            letter, other = right[pair.right]
            why = line_of(pair.feedback_html)
            yield Reason(letter, line_of(pair.left_html), True, why, line_of(other.html))
    elif question.options:
        for letter, option in zip(LETTERS, question.options, strict=False):
            why = line_of(option.feedback_html)
            yield Reason(letter, line_of(option.html), option.right, why)
    else:
        first, also = right_words(question)
        others = (Run(also),) if also else ()
        yield Reason("", (Run(first),), True, line_of(question.if_right_html), others)
