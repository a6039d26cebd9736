"""Doing: answering, and what follows from it. Nothing here commits."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, bindparam, insert, select

from app.content.rules import Course, Given, Module, Question, is_right
from app.core.days import swedish_day
from app.core.db import begin_writing
from app.core.errors import NotFound
from app.core.prepared import run
from app.learning import queries
from app.learning.models import Answer, AnswerText, Certificate, Completion
from app.learning.queries import Evidence
from app.learning.rules import Progress, Tried
from app.people import queries as people
from app.people.models import Subject
from app.people.rules import tracks

_ANSWER = insert(Answer.__table__).returning(Answer.__table__.c.id)
_TEXT = insert(AnswerText.__table__)
_COMPLETION = insert(Completion.__table__).returning(Completion.__table__.c.id)
_CERTIFICATE = insert(Certificate.__table__)
_OWN = (
    select(Subject.key).where(Subject.key == bindparam("subject")).with_for_update(key_share=True)
)


@dataclass(frozen=True, slots=True)
class Answered:
    """A question answered, as far as it may change what a person can show."""

    fingerprint: str
    right: bool | None
    first: bool
    at: datetime


@dataclass(frozen=True, slots=True)
class Completed:
    """A module completed."""

    id: int
    fingerprint: str
    at: datetime


Fact = Answered | Completed
NOTHING = Evidence()


@dataclass(frozen=True, slots=True)
class Recorded:
    """The answer as kept, and the new facts that came of it (none when the same submission came
    twice), with the evidence as it was before them.
    """

    answer_id: int
    facts: tuple[Fact, ...] = ()
    before: Evidence = NOTHING
    progress: Progress | None = None


def answer(
    subject: int,
    course: Course,
    module: Module,
    question: Question,
    given: Given,
    key: str,
    now: datetime,
) -> Recorded:
    """Keep the answer with the version of the question it answers; the same key again is the same
    answer.

    Completes the module when this was what it lacked, and issues the certificate when that was
    what the course lacked.
    """
    if question.id not in {asked.id for asked in module.asked}:
        raise NotFound(
            "Frågan hör inte till den här delen. Gå tillbaka till delen och fortsätt därifrån."
        )
    connection = _lock(subject)
    history = queries.history(subject)
    if key in history.keys:
        return Recorded(queries.answer_with_key(subject, key))
    before = history.progress(module)
    fact = Answered(
        question.fingerprint, is_right(question, given), question.id not in before.tried, now
    )
    kept = {
        "subject": subject,
        "course_id": course.id,
        "module_id": module.id,
        "question_id": question.id,
        "edition": module.edition,
        "fingerprint": question.fingerprint,
        "form": question.form,
        "given": given.as_json(),
        "right": fact.right,
        "first": fact.first,
        "key": key,
        "answered_at": now,
    }
    answer_id: int = run(connection, _ANSWER, kept).scalar()
    if given.text:
        connection.execute(_TEXT, {"answer_id": answer_id, "text": given.text})
    facts: list[Fact] = [fact]
    after = _with(before, question.id, fact)
    if (course.id, module.id) not in history.done and after.is_complete(course.pass_rule):
        done = {m for c, m in history.done if c == course.id}
        facts.append(_complete(connection, subject, course, module, after, done, now))
    return Recorded(answer_id, tuple(facts), history.evidence, after)


def _lock(subject: int) -> Connection:
    """One submission at a time for each person, so that a double press cannot count twice.

    Rows that only name the person (an import's) may be written meanwhile.
    """
    connection = begin_writing()
    if connection.dialect.name == "postgresql":
        connection.execute(_OWN, {"subject": subject})
    return connection


def _with(before: Progress, question_id: str, fact: Answered) -> Progress:
    earlier = before.tried.get(question_id)
    right = fact.right or bool(earlier and earlier.right) if fact.right is not None else None
    tried = Tried(question_id, right, fact.at)
    return Progress(before.asked, {**before.tried, question_id: tried}, before.done_on)


def _complete(
    connection: Connection,
    subject: int,
    course: Course,
    module: Module,
    progress: Progress,
    done: set[str],
    now: datetime,
) -> Completed:
    grade = progress.grade
    kept = {
        "subject": subject,
        "course_id": course.id,
        "module_id": module.id,
        "edition": module.edition,
        "fingerprint": module.fingerprint,
        "right": grade.right,
        "total": grade.total,
        "completed_at": now,
    }
    completion_id: int = run(connection, _COMPLETION, kept).scalar()
    belongs = people.belonging(subject).memberships
    mine = course.modules_for(tracks(belongs, swedish_day(now)))
    ids = {m.id for m in mine}
    if module.id in ids and ids <= done | {module.id}:
        connection.execute(
            _CERTIFICATE,
            {
                "subject": subject,
                "completion_id": completion_id,
                "course_id": course.id,
                "title": course.title,
                "edition": course.edition,
                "code": secrets.token_urlsafe(16),
                "minutes": sum(module.minutes for module in mine),
                "modules": [{"id": module.id, "title": module.title} for module in mine],
                "issued_at": now,
            },
        )
    return Completed(completion_id, module.fingerprint, now)
