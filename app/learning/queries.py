"""Reading the ledger: one person's own, and sums by person for who may see them."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import NamedTuple

from sqlalchemy import Integer, bindparam, case, func, literal, not_, select, union_all

from app.content.rules import Module
from app.core.days import swedish_day
from app.core.db import db, read, some_rows
from app.core.errors import NotFound
from app.learning.models import Answer, AnswerText, Certificate, Completion
from app.learning.rules import Progress, Tried

_answer, _completion = Answer.__table__.c, Completion.__table__.c
_PROGRESS = union_all(
    select(
        _answer.question_id,
        func.max(case((_answer.right.is_(True), 1), (_answer.right.is_(False), 0))),
        func.max(_answer.answered_at),
    )
    .where(_answer.subject == bindparam("subject"), _answer.course_id == bindparam("course"))
    .group_by(_answer.question_id),
    select(literal(""), literal(1), func.min(_completion.completed_at))
    .where(
        _completion.subject == bindparam("subject"),
        _completion.course_id == bindparam("course"),
        _completion.module_id == bindparam("module"),
    )
    .having(func.count() > 0),
)
_HISTORY = union_all(
    select(
        _completion.course_id,
        literal(""),
        _completion.module_id,
        _completion.fingerprint,
        literal(1, Integer),
        literal(1, Integer),
        _completion.completed_at,
    ).where(_completion.subject == bindparam("subject")),
    select(
        _answer.course_id,
        _answer.question_id,
        _answer.key,
        _answer.fingerprint,
        case((_answer.right, 1), (not_(_answer.right), 0)),
        case((_answer.first, 1), else_=0),
        _answer.answered_at,
    ).where(_answer.subject == bindparam("subject")),
)
_BY_KEY = select(_answer.id).where(
    _answer.subject == bindparam("subject"), _answer.key == bindparam("key")
)
_held = Certificate.__table__.c
_CERTIFICATES = (
    select(_held.code, _held.course_id, _held.title, _held.edition, _held.minutes, _held.issued_at)
    .where(_held.subject == bindparam("subject"))
    .order_by(_held.issued_at.desc())
)
_STANDING = union_all(
    select(literal("done"), _completion.module_id, func.min(_completion.completed_at))
    .where(
        _completion.subject == bindparam("subject"), _completion.course_id == bindparam("course")
    )
    .group_by(_completion.module_id),
    select(literal("begun"), _answer.module_id, func.min(_answer.answered_at))
    .where(_answer.subject == bindparam("subject"), _answer.course_id == bindparam("course"))
    .group_by(_answer.module_id),
)
_ANSWERED = (
    select(_answer.question_id)
    .where(_answer.subject == bindparam("subject"), _answer.course_id == bindparam("course"))
    .distinct()
)


@dataclass(frozen=True, slots=True)
class Standing:
    """One person in one course: the day each module was first completed, and first answered in."""

    done: Mapping[str, date] = field(default_factory=dict)
    begun: Mapping[str, date] = field(default_factory=dict)


def progress(subject: int, module: Module) -> Progress:
    """Where the person stands in the module. A question that an author has moved here brings its
    answers along. One statement.
    """
    values = {"subject": subject, "course": module.course_id, "module": module.id}
    asked = {question.id for question in module.asked}
    tried, done_on = {}, None
    for question, right, at in read(_PROGRESS, values):
        if question in asked:
            tried[question] = Tried(question, None if right is None else bool(right), at)
        elif not question:
            done_on = swedish_day(at)
    return Progress(module.asked, tried, done_on)


@dataclass(frozen=True, slots=True)
class Evidence:
    """What the ledger says of one person for the competences: texts completed and questions first
    answered.
    """

    completed: tuple[tuple[str, datetime], ...] = ()
    first_answers: tuple[tuple[str, bool, datetime], ...] = ()


AnswerRow = tuple[str, str, str, str, int | None, int, datetime]
"""Course, question, key, fingerprint, right, first and when, of one answer."""


@dataclass(frozen=True, slots=True)
class History:
    """All that the ledger says of one person, in one reading: what somebody needs who answers."""

    completed: tuple[tuple[str, datetime], ...]
    done: frozenset[tuple[str, str]]
    """Course and module of each completion."""

    answers: Sequence[AnswerRow]

    @property
    def keys(self) -> frozenset[str]:
        """The keys of the submissions that have been kept."""
        return frozenset(row[2] for row in self.answers)

    @property
    def evidence(self) -> Evidence:
        """What it says for the competences."""
        first = (
            (fingerprint, bool(right), at)
            for _, _, _, fingerprint, right, is_first, at in self.answers
            if is_first and right is not None
        )
        return Evidence(self.completed, tuple(first))

    def progress(self, module: Module) -> Progress:
        """Where the person stands in the module, but for the day on which it was completed."""
        asked = {question.id for question in module.asked}
        tried: dict[str, Tried] = {}
        for course, question, _, _, right, _, at in self.answers:
            if question not in asked or course != module.course_id:
                continue
            earlier = tried.get(question)
            if right is not None and earlier is not None:
                right, at = right or earlier.right, max(at, earlier.answered_at)
            tried[question] = Tried(question, None if right is None else bool(right), at)
        return Progress(module.asked, tried)


def history(subject: int) -> History:
    """All that the ledger says of one person. One statement."""
    rows = read(_HISTORY, {"subject": subject})
    completed = [(row[3], row[6], row[0], row[2]) for row in rows if not row[1]]
    return History(
        tuple((fingerprint, at) for fingerprint, at, _, _ in completed),
        frozenset((course, module) for _, _, course, module in completed),
        [row for row in rows if row[1]],  # type: ignore[misc]
    )


def answer_with_key(subject: int, key: str) -> int:
    """The answer that a submission made. One statement."""
    found: int = read(_BY_KEY, {"subject": subject, "key": key}).scalar()
    return found


def standing(subject: int, course_id: str) -> Standing:
    """Where the person stands in a course. One statement."""
    found: dict[str, dict[str, date]] = {"done": {}, "begun": {}}
    for which, module, at in read(_STANDING, {"subject": subject, "course": course_id}):
        found[which][module] = swedish_day(at)
    return Standing(found["done"], found["begun"])


def answered(subject: int, course_id: str) -> frozenset[str]:
    """The questions of a course that the person has answered. One statement."""
    values = {"subject": subject, "course": course_id}
    return frozenset(question for (question,) in read(_ANSWERED, values))


def completed_by_all(
    course_id: str, subjects: Collection[int] | None = None
) -> dict[int, dict[str, date]]:
    """For everybody (or these): the day each module of the course was first completed. One
    statement a portion.
    """
    query = (
        select(Completion.subject, Completion.module_id, func.min(Completion.completed_at))
        .where(Completion.course_id == course_id)
        .group_by(Completion.subject, Completion.module_id)
    )
    found: dict[int, dict[str, date]] = {}
    for subject, module, at in some_rows(query, Completion.subject, subjects):
        found.setdefault(subject, {})[module] = swedish_day(at)
    return found


def begun_by_all(course_id: str, subjects: Collection[int] | None = None) -> dict[int, date]:
    """For everybody (or these) who has answered anything in the course: the first day. One
    statement a portion.
    """
    query = (
        select(Answer.subject, func.min(Answer.answered_at))
        .where(Answer.course_id == course_id)
        .group_by(Answer.subject)
    )
    return {subject: swedish_day(at) for subject, at in some_rows(query, Answer.subject, subjects)}


def answer_of(subject: int, answer_id: int) -> tuple[Answer, str | None]:
    """One of the person's own answers with its free text; another person's answer is not found."""
    row = db.session.execute(
        select(Answer, AnswerText.text)
        .outerjoin(AnswerText, AnswerText.answer_id == Answer.id)
        .where(Answer.id == answer_id, Answer.subject == subject)
    ).first()
    if row is None:
        raise NotFound("Svaret finns inte. Gå till startsidan och fortsätt därifrån.")
    return row[0], row[1]


class Held(NamedTuple):
    """A certificate that somebody holds."""

    code: str
    course_id: str
    title: str
    edition: int
    minutes: int
    issued_at: datetime


def certificates(subject: int) -> list[Held]:
    """The person's certificates, newest first. One statement."""
    return [Held(*row) for row in read(_CERTIFICATES, {"subject": subject})]


def certificate_of(subject: int, code: str) -> Certificate:
    """One of the person's own certificates; another person's is not found."""
    found = db.session.scalar(
        select(Certificate).where(Certificate.subject == subject, Certificate.code == code)
    )
    if found is None:
        raise NotFound("Intyget finns inte. Dina intyg finns på startsidan.")
    return found


_EVIDENCE = (
    select(Completion.subject, Completion.fingerprint, Completion.completed_at),
    select(Answer.subject, Answer.fingerprint, Answer.right, Answer.answered_at).where(
        Answer.first, Answer.right.is_not(None)
    ),
)


def evidence(subjects: Collection[int] | None = None) -> dict[int, Evidence]:
    """By subject: (fingerprint, when) of completions, (fingerprint, right, when) of first answers.

    Two statements for a portion of subjects, or for all when none are named.
    """
    done: dict[int, list[tuple[str, datetime]]] = {}
    first: dict[int, list[tuple[str, bool, datetime]]] = {}
    completions, answers = _EVIDENCE
    for subject, fingerprint, at in some_rows(completions, Completion.subject, subjects):
        done.setdefault(subject, []).append((fingerprint, at))
    for subject, fingerprint, right, at in some_rows(answers, Answer.subject, subjects):
        first.setdefault(subject, []).append((fingerprint, right, at))
    return {
        subject: Evidence(tuple(done.get(subject, ())), tuple(first.get(subject, ())))
        for subject in done.keys() | first.keys()
    }
