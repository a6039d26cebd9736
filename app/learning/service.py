"""Doing: answering, and what follows from it. Nothing here commits."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import insert, select
from sqlalchemy.orm import make_transient_to_detached

from app.content.rules import Course, Given, Module, Question, is_right
from app.core.days import swedish_day
from app.core.db import begin_writing, db
from app.core.errors import NotFound
from app.learning import queries
from app.learning.models import Answer, AnswerText, Certificate, Completion
from app.learning.rules import Progress, Tried
from app.people import queries as people
from app.people.models import Subject
from app.people.rules import tracks

Fact = Answer | Completion
_INSERT = insert(Answer.__table__)


@dataclass(frozen=True, slots=True)
class Recorded:
    """The answer as kept, and the new facts that came of it (none when the same submission came
    twice).
    """

    answer: Answer
    facts: tuple[Fact, ...] = ()
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
    _lock(subject)
    before, earlier = queries.before(subject, module, key)
    if earlier is not None:
        return Recorded(earlier)
    row = _keep(
        subject=subject,
        course_id=course.id,
        module_id=module.id,
        question_id=question.id,
        edition=module.edition,
        fingerprint=question.fingerprint,
        form=question.form,
        given=given.as_json(),
        right=is_right(question, given),
        first=question.id not in before.tried,
        key=key,
        answered_at=now,
    )
    if given.text:
        db.session.add(AnswerText(answer_id=row.id, text=given.text))
    facts: list[Fact] = [row]
    after = _with(before, row)
    if before.done_on is None and after.is_complete(course.pass_rule):
        facts += _complete(subject, course, module, after, now)
    return Recorded(row, tuple(facts), after)


def _keep(**values: Any) -> Answer:
    """The answer as a row. Written by a plain INSERT: this is what the program does most."""
    kept = db.session.connection().execute(_INSERT, values)
    (answer_id,) = kept.inserted_primary_key or (None,)
    row = Answer(id=answer_id, **values)
    make_transient_to_detached(row)
    db.session.add(row)
    return row


def _lock(subject: int) -> None:
    """One submission at a time for each person, so that a double press cannot count twice.

    Rows that only name the person (an import's) may be written meanwhile.
    """
    begin_writing()
    if db.engine.dialect.name == "postgresql":
        own = select(Subject.key).where(Subject.key == subject)
        db.session.execute(own.with_for_update(key_share=True))


def _with(before: Progress, row: Answer) -> Progress:
    earlier = before.tried.get(row.question_id)
    right = row.right or bool(earlier and earlier.right) if row.right is not None else None
    tried = Tried(row.question_id, right, row.answered_at)
    return Progress(before.asked, {**before.tried, row.question_id: tried}, before.done_on)


def _complete(
    subject: int, course: Course, module: Module, progress: Progress, now: datetime
) -> list[Fact]:
    completion = Completion(
        subject=subject,
        course_id=course.id,
        module_id=module.id,
        edition=module.edition,
        fingerprint=module.fingerprint,
        right=progress.grade.right,
        total=progress.grade.total,
        completed_at=now,
    )
    db.session.add(completion)
    db.session.flush()
    belongs = people.belonging(subject).memberships
    mine = course.modules_for(tracks(belongs, swedish_day(now)))
    ids = {m.id for m in mine}
    if module.id in ids and ids <= queries.standing(subject, course.id).done.keys():
        _certify(completion, course, mine, now)
    return [completion]


def _certify(last: Completion, course: Course, modules: tuple[Module, ...], now: datetime) -> None:
    db.session.add(
        Certificate(
            subject=last.subject,
            completion_id=last.id,
            course_id=course.id,
            title=course.title,
            edition=course.edition,
            code=secrets.token_urlsafe(16),
            minutes=sum(module.minutes for module in modules),
            modules=[{"id": module.id, "title": module.title} for module in modules],
            issued_at=now,
        )
    )
