"""The ledger's tables. Append-only by trigger, apart from free text, which can be erased."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import (
    JSON,
    CheckConstraint,
    ForeignKey,
    Index,
    Integer,
    String,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from app.core.db import Key, Model, Moment

SUBJECT = "subject.key"


class Answer(Model):
    """One answer to one question as it was worded then. `right` is empty where a question is not
    graded.
    """

    __tablename__ = "answer"
    id: Mapped[int] = mapped_column(Key, primary_key=True)
    subject: Mapped[int] = mapped_column(ForeignKey(SUBJECT))
    course_id: Mapped[str] = mapped_column(String(80))
    module_id: Mapped[str] = mapped_column(String(80))
    question_id: Mapped[str] = mapped_column(String(80))
    edition: Mapped[int] = mapped_column(Integer)
    fingerprint: Mapped[str] = mapped_column(ForeignKey("published_question.fingerprint"))
    form: Mapped[str] = mapped_column(String(1))
    given: Mapped[Any] = mapped_column(JSON)
    right: Mapped[bool | None]
    first: Mapped[bool]
    key: Mapped[str] = mapped_column(String(64))
    answered_at: Mapped[datetime] = mapped_column(Moment)
    __table_args__ = (
        UniqueConstraint("subject", "key"),
        CheckConstraint("form IN ('a', 'b', 'c')", name="form"),
        Index(
            "uq_answer_first",
            "subject",
            "course_id",
            "question_id",
            unique=True,
            sqlite_where=text("first"),
            postgresql_where=text("first"),
        ),
        Index("ix_answer_subject_module", "subject", "course_id", "module_id"),
    )


class AnswerText(Model):
    """The free text of an answer (short text, reflection, plan). Can be erased without touching
    the answer.
    """

    __tablename__ = "answer_text"
    answer_id: Mapped[int] = mapped_column(ForeignKey("answer.id"), primary_key=True)
    text: Mapped[str] = mapped_column(String(4000))


class Completion(Model):
    """A person completed a module in the wording named. Never removed, never re-dated."""

    __tablename__ = "completion"
    id: Mapped[int] = mapped_column(Key, primary_key=True)
    subject: Mapped[int] = mapped_column(ForeignKey(SUBJECT))
    course_id: Mapped[str] = mapped_column(String(80))
    module_id: Mapped[str] = mapped_column(String(80))
    edition: Mapped[int] = mapped_column(Integer)
    fingerprint: Mapped[str] = mapped_column(ForeignKey("published_text.fingerprint"))
    right: Mapped[int] = mapped_column(Integer)
    total: Mapped[int] = mapped_column(Integer)
    completed_at: Mapped[datetime] = mapped_column(Moment)
    __table_args__ = (
        UniqueConstraint("subject", "course_id", "module_id", "edition"),
        CheckConstraint('total >= 0 AND "right" >= 0 AND "right" <= total', name="counts"),
    )


class Certificate(Model):
    """Proof that a person completed all parts of a course that were theirs, by the completion
    that was the last.
    """

    __tablename__ = "certificate"
    id: Mapped[int] = mapped_column(Key, primary_key=True)
    subject: Mapped[int] = mapped_column(ForeignKey(SUBJECT), index=True)
    completion_id: Mapped[int] = mapped_column(ForeignKey("completion.id"), unique=True)
    course_id: Mapped[str] = mapped_column(String(80))
    title: Mapped[str] = mapped_column(String(200))
    edition: Mapped[int] = mapped_column(Integer)
    code: Mapped[str] = mapped_column(String(32), unique=True)
    minutes: Mapped[int] = mapped_column(Integer)
    modules: Mapped[Any] = mapped_column(JSON)
    issued_at: Mapped[datetime] = mapped_column(Moment)
