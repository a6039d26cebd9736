"""What a person's text edition holds: which modules, and which of the answers. Pure.

The text edition has the questions that stand in the course (form b) and at its end what is right
and why. A right answer never reaches anybody before the question has been answered: *visat* rests
on the first answer, and would be hollow if it could be read beforehand. So the answers to a
question stand there once one has answered it, as they then stand on its page of feedback too; for
managers and all others likewise. Only who writes the courses reads them all: they stand in the
files on that desk already. The questions from before and after (forms a and c) are never in it.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from app.content.rules import Course, Module, Question
from app.core.errors import known
from app.learning.rules import COMMON

OWN, WHOLE = "mina", "hela"


@dataclass(frozen=True, slots=True)
class Selection:
    """Some of a course's modules, and the tracks they come from."""

    id: str
    tracks: tuple[str, ...]
    modules: tuple[Module, ...]


def selections(course: Course, own: Collection[str]) -> Mapping[str, Selection]:
    """What one can choose to read: one's own modules, those of one track with the common ones, or
    the whole course.
    """
    tracks = [track.id for track in course.tracks]
    wanted = {
        OWN: [track for track in tracks if track in own],
        **{track: [each for each in tracks if each in (COMMON, track)] for track in tracks},
        WHOLE: tracks,
    }
    return {
        id_: Selection(id_, tuple(chosen), course.modules_for(chosen))
        for id_, chosen in wanted.items()
    }


def selected(offered: Mapping[str, Selection], asked: str | None) -> Selection:
    """The selection that is asked for; one's own where none is."""
    return offered[known(asked, offered) or OWN]


def choice(offered: Mapping[str, Selection]) -> tuple[Selection, ...]:
    """The selections that differ: those of the same modules stand there once."""
    found: dict[tuple[str, ...], Selection] = {}
    for each in offered.values():
        if each.modules:
            found.setdefault(tuple(module.id for module in each.modules), each)
    return tuple(found.values())


def told(question: Question, answered: Collection[str], writes: bool) -> bool:
    """Whether the right answer may stand there: one has answered, or writes the courses."""
    return writes or question.id in answered
