"""The modules of a course as tasks: what each is called, where it leads and where it stands."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from typing import NamedTuple

from markupsafe import Markup

from app.content.rules import Course, Module
from app.learning.rules import ModuleRow, Place, place_in
from app.web.pages import address_of
from app.web.words import gettext as _
from app.web.words import lang, minutes, short_day, spoken


class Task(NamedTuple):
    """A module in the list: the row is the link, where it stands is said beside it."""

    id: str
    title: str
    told_in: Markup
    """The attribute for its language, where that is another than the page's."""
    url: str
    stands: str
    started: bool


class Tasks(NamedTuple):
    """The modules of one track as a list of tasks, with what the list is called: nothing where
    there is only one.
    """

    title: str
    told_in: Markup
    """The attribute for the title's language, where that is another than the page's."""
    rows: list[Task]


class NextTask(NamedTuple):
    """The one next thing in words: which part it is, how long it takes, what the button says."""

    title: str
    told_in: Markup
    """The attribute for its language, where that is another than the page's."""
    url: str
    minutes: int
    verb: str
    where: str


def task_lists(course: Course, rows: Sequence[ModuleRow]) -> list[Tasks]:
    """The modules as tasks, those of each track in a list of their own."""
    lists = [
        (track.title, list(some))
        for track, some in groupby(rows, lambda row: course.place_of(row.module.id)[0])
    ]
    told_in = lang(course.language)
    return [
        Tasks(title if len(lists) > 1 else "", told_in, [_task(course, row) for row in some])
        for title, some in lists
    ]


def _task(course: Course, row: ModuleRow) -> Task:
    return Task(
        row.module.id,
        row.module.title,
        lang(row.module.language),
        module_url(course, row.module),
        _stands(row),
        _begun(row),
    )


def next_task(course: Course, row: ModuleRow, rows: Sequence[ModuleRow]) -> NextTask:
    """The one next thing of the list."""
    return NextTask(
        row.module.title,
        lang(row.module.language),
        module_url(course, row.module),
        row.module.minutes,
        _("Fortsätt") if _begun(row) or count_done(rows) else _("Börja"),
        beginning(place_in_words(place_in(course, row.module.id))),
    )


def place_in_words(place: Place) -> str:
    """Which part of the course a module is, in words: ”del 1 av 5, Chefer”."""
    said = _("del %(number)s av %(all)s", number=place.number, all=place.total)
    if not place.track:
        return said
    return Markup("{}, {}").format(said, spoken(place.track, place.language))


def beginning(said: str) -> str:
    """The words as they begin a line; what is markup stays so."""
    return said[:1].upper() + said[1:]


def module_url(course: Course, module: Module) -> str:
    """Where the module is read."""
    return address_of("learning.module", course=course.id, module=module.id)


def count_done(rows: Sequence[ModuleRow]) -> int:
    """How many of the modules are done."""
    return sum(1 for row in rows if row.status == "done")


def _begun(row: ModuleRow) -> bool:
    return row.status == "started"


def _stands(row: ModuleRow) -> str:
    if row.status == "done":
        return _("Klar %(day)s", day=short_day(row.done_on))
    return _("Fortsätt") if _begun(row) else minutes(row.module.minutes)
