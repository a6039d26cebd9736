"""When a module counts as done, and where a person goes on. Pure: no Flask, no database, no
clock.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from math import ceil
from typing import Literal

from app.content.rules import SOURCE_LANGUAGE, TRACKS, Course, Module, PassRule, Question

COMMON = TRACKS[0]


@dataclass(frozen=True, slots=True)
class Tried:
    """What has become of one question: answered at least once, and right at least once (none: not
    graded).
    """

    question_id: str
    right: bool | None
    answered_at: datetime


@dataclass(frozen=True, slots=True)
class Grade:
    """How many graded questions are right. A question once answered right stays right."""

    right: int
    total: int

    def needed(self, rule: PassRule) -> int:
        """How many must be right; the rule is the author's, from course.md."""
        return ceil(round(self.total * rule.share, 6))

    def passes(self, rule: PassRule) -> bool:
        return self.right >= self.needed(rule)


@dataclass(frozen=True, slots=True)
class Progress:
    """Where a person stands in a module: the questions it asks, and what has become of each."""

    asked: Sequence[Question]
    tried: Mapping[str, Tried]
    done_on: date | None = None

    @property
    def grade(self) -> Grade:
        graded = [question for question in self.asked if question.graded]
        right = sum(1 for q in graded if q.id in self.tried and self.tried[q.id].right)
        return Grade(right, len(graded))

    @property
    def unanswered(self) -> list[Question]:
        return [question for question in self.asked if question.id not in self.tried]

    @property
    def to_try_again(self) -> list[Question]:
        """Graded questions that have been answered but never right."""
        return [
            q for q in self.asked if q.graded and q.id in self.tried and not self.tried[q.id].right
        ]

    @property
    def next_question(self) -> Question | None:
        """The first question without an answer; none when all have one."""
        return next(iter(self.unanswered), None)

    def is_complete(self, rule: PassRule) -> bool:
        """Every question answered, and enough of the graded ones right."""
        return not self.unanswered and self.grade.passes(rule)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a module stands in a course: its number among how many, and of which track; no track
    where it is for everybody.
    """

    number: int
    total: int
    track: str = ""
    language: str = SOURCE_LANGUAGE
    """The one that the track's name is in."""


def place_in(course: Course, module_id: str) -> Place:
    """A module's place within its track: the same for all who read it and on every page. The track
    is named by its title, but for the common one: that is everybody's.
    """
    track, number = course.place_of(module_id)
    name = "" if track.id in ("", COMMON) else track.title
    return Place(number, len(track.modules), name, course.language)


@dataclass(frozen=True, slots=True)
class ModuleRow:
    """One module in a person's list: done (when), begun, or open."""

    module: Module
    status: Literal["done", "started", "open"]
    done_on: date | None = None


def rows(
    modules: Iterable[Module], done: Mapping[str, date], begun: Iterable[str]
) -> list[ModuleRow]:
    """The modules of a person's course in order, each with where it stands."""
    started = frozenset(begun)
    return [
        ModuleRow(module, "done", done[module.id])
        if module.id in done
        else ModuleRow(module, "started" if module.id in started else "open")
        for module in modules
    ]


def next_row(rows: Sequence[ModuleRow]) -> ModuleRow | None:
    """The one next thing: what is begun first, then the first that is open."""
    left = [row for row in rows if row.status != "done"]
    return next((row for row in left if row.status == "started"), left[0] if left else None)
