"""The modules of a course as tasks: what each is called, where it leads and where it stands."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from markupsafe import Markup

from app.content.rules import Course, Module
from app.learning.rules import ModuleRow
from app.web.pages import address_of
from app.web.words import gettext as _
from app.web.words import lang, minutes, short_day


class Task(NamedTuple):
    """A module in the list: the row is the link, where it stands is said beside it."""

    title: str
    told_in: Markup
    """The attribute for its language, where that is another than the page's."""
    url: str
    stands: str
    started: bool


class NextTask(NamedTuple):
    """The one next thing in words: which part it is, how long it takes, what the button says."""

    title: str
    told_in: Markup
    """The attribute for its language, where that is another than the page's."""
    url: str
    minutes: int
    verb: str
    where: str


def task_list(course: Course, rows: Sequence[ModuleRow]) -> list[Task]:
    """The modules as a list of tasks."""
    return [
        Task(
            row.module.title,
            lang(row.module.language),
            module_url(course, row.module),
            _stands(row),
            _begun(row),
        )
        for row in rows
    ]


def next_task(course: Course, row: ModuleRow, rows: Sequence[ModuleRow]) -> NextTask:
    """The one next thing of the list."""
    return NextTask(
        row.module.title,
        lang(row.module.language),
        module_url(course, row.module),
        row.module.minutes,
        _("Fortsätt") if _begun(row) or count_done(rows) else _("Börja"),
        _("del %(number)s av %(all)s", number=list(rows).index(row) + 1, all=len(rows)),
    )


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
