"""Publishing: a release of each course that has changed, with every text kept for good. Nothing
here commits.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from app.content import queries
from app.content.check import checked
from app.content.library import Library, of_folder
from app.content.models import PublishedModule, PublishedQuestion, PublishedText, Release
from app.content.parse import CourseDraft, ModuleDraft
from app.content.parse_folder import Folder
from app.content.parse_text import canonical, fingerprint
from app.content.rules import (
    SOURCE_LANGUAGE,
    Change,
    Course,
    Module,
    Problem,
    Question,
    other_meaning,
)
from app.core import audit
from app.core.db import begin_writing, db, insert
from app.core.errors import Refused

SAID: dict[Change, str] = {
    "new": "ny",
    "typo": "språkligt ändrad",
    "minor": "lite ändrad",
    "material": "ändrad i sak",
    "same": "oförändrad",
}


class Faulty(Refused):
    """The files have faults, so nothing was published."""

    def __init__(self, problems: list[Problem]) -> None:
        many = "1 fel" if len(problems) == 1 else f"{len(problems)} fel"
        super().__init__(
            "\n".join([*map(str, problems), f"Kurserna har {many}. Inget är publicerat."])
        )
        self.problems = problems


@dataclass(frozen=True, slots=True)
class Published:
    """The releases that were made (none when nothing had changed), and what to say about them."""

    releases: tuple[Release, ...]
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Before:
    """A course as it was last published."""

    edition: int
    modules: dict[tuple[str, str], tuple[int, str]]
    texts: tuple[str, str, str]
    questions: dict[str, Question]
    """By id the last wording of every question that the course has had, in Swedish."""

    def module(self, module: Module) -> tuple[int, str]:
        """The edition and fingerprint of a module as it was; nothing when it is new."""
        return self.modules.get((module.id, module.language), (0, ""))


def publish(path: Path, now: datetime, today: date, actor: int | None = None) -> Published:
    """Publish every course in the folder that has changed since last time. Any fault refuses all of
    it.
    """
    folder, problems = checked(path, today)
    if problems:
        raise Faulty(problems)
    library = of_folder(folder)
    begin_writing()
    before = _before()
    if problems := sorted(_unlike(folder, before)):
        raise Faulty(problems)
    made: list[Release] = []
    lines: list[str] = []
    for draft in folder.courses:
        course = library.courses[draft.course.id]
        release, said = _release(course, library, before.get(course.id), now, actor)
        lines.append(said)
        if release is not None:
            made.append(release)
    return Published(tuple(made), tuple(lines))


def unlike_published(folder: Folder) -> Iterator[Problem]:
    """What the author has to say or change before these courses may follow those published."""
    yield from _unlike(folder, _before())


def _unlike(folder: Folder, before: dict[str, _Before]) -> Iterator[Problem]:
    for draft in folder.courses:
        if {"edition", "release"} <= draft.sound:
            yield from _wrong_with(draft, before)


def _before() -> dict[str, _Before]:
    library = queries.library()
    found = {}
    for row in queries.latest_releases():
        modules = {
            (m.module_id, m.language): (m.edition, m.fingerprint)
            for m in queries.modules_of(row.id)
        }
        wordings = queries.last_wordings(row.course_id)
        questions = {key: library.question_by(wording) for key, wording in wordings.items()}
        questions |= {
            question.id: question
            for module in library.course(row.course_id).modules
            for question in module.questions
        }
        found[row.course_id] = _Before(
            row.edition, modules, (row.course_text, row.framework_text, row.sources_text), questions
        )
    return found


def _wrong_with(draft: CourseDraft, published: dict[str, _Before]) -> Iterator[Problem]:
    """The same for one course."""
    before = published.get(draft.course.id)
    if before is None:
        return
    raised = False
    for parts in draft.modules.values():
        for part in parts:
            edition, was = before.module(part.module)
            change = change_of(part.module, draft.course, before.edition, edition, was)
            raised = raised or change in ("new", "minor", "material")
            if "edition" in part.sound:
                yield from _wrong_with_module(part, draft, change, edition)
            yield from _reused(part, before)
    edition = before.edition
    if draft.course.edition < edition or (raised and draft.course.edition == edition):
        said = f"Kursen är publicerad i utgåva {edition}. Höj edition till {edition + 1}."
        yield Problem(draft.file, draft.front.line("edition"), said)


def _wrong_with_module(
    part: ModuleDraft, course: CourseDraft, change: Change | None, edition: int
) -> Iterator[Problem]:
    module, line = part.module, part.front.line("edition")
    if change is None:
        said = (
            f"Delen {module.id} är ändrad. Skriv under changes hur mycket: typo, minor "
            "eller material."
        )
        yield Problem(course.file, course.front.line("release", "changes"), said)
    if module.edition < edition:
        said = f"Utgåva {edition} av delen är redan publicerad. Numret får inte sänkas."
        yield Problem(part.file, line, said)
    elif change in ("minor", "material") and module.edition == edition:
        said = f"Delen är ändrad ({change}). Höj edition till {edition + 1}."
        yield Problem(part.file, line, said)


def _reused(part: ModuleDraft, before: _Before) -> Iterator[Problem]:
    """An id that has meant one question never comes to mean another."""
    for question in part.module.questions if part.module.language == SOURCE_LANGUAGE else ():
        was = before.questions.get(question.id)
        if was is not None and (why := other_meaning(was, question)):
            said = f"Frågan {question.id} {why}. Ge den ett nytt id."
            yield Problem(part.file, question.line, said)


def change_of(
    module: Module, course: Course, course_edition: int, edition: int, fingerprint: str
) -> Change | None:
    """How much a module has changed since it was published with this edition and fingerprint; none
    if nobody says.

    Who skips editions misses what the skipped ones said, so there a raised edition counts as minor.
    """
    if not fingerprint:
        return "new"
    if module.fingerprint == fingerprint:
        return "same"
    if said := course.release.changes.get(module.id):
        return said
    if course.edition > course_edition + 1:
        return "minor" if module.edition > edition else "typo"
    return None


def _release(
    course: Course, library: Library, before: _Before | None, now: datetime, actor: int | None
) -> tuple[Release | None, str]:
    modules = [library.modules[place] for place in library.modules if place[0] == course.id]
    sources = fingerprint("sources", library.sources_text)
    shared = (course.fingerprint, library.framework.fingerprint, sources)
    own = {(m.id, m.language): (m.edition, m.fingerprint) for m in modules}
    if before and before.texts == shared and before.modules == own:
        return (
            None,
            f"{course.title}: utgåva {course.edition} är redan publicerad. Inget är ändrat.",
        )
    _keep_texts(course, library, sources, modules, now)
    last = queries.current()
    release = Release(
        course_id=course.id,
        edition=course.edition,
        notes=course.release.notes,
        course_text=shared[0],
        framework_text=shared[1],
        sources_text=shared[2],
        fingerprint=_of_release(last.fingerprint if last else "", shared, own),
        published_at=now,
    )
    db.session.add(release)
    db.session.flush()
    changes: dict[str, Change] = {}
    for position, module in enumerate(modules):
        edition, was = before.module(module) if before else (0, "")
        change = change_of(module, course, before.edition if before else 0, edition, was) or "minor"
        if module.language == SOURCE_LANGUAGE:
            changes[module.id] = change
        db.session.add(
            PublishedModule(
                release_id=release.id,
                course_id=course.id,
                module_id=module.id,
                language=module.language,
                position=position,
                edition=module.edition,
                fingerprint=module.fingerprint,
                change=change,
            )
        )
    db.session.flush()
    audit.record(
        "courses.publish", f"course:{course.id}", actor, now,
        edition=course.edition, release=release.id, changes=changes,
    )  # fmt: skip
    told = ", ".join(
        f"{key} ({SAID[change]})" for key, change in changes.items() if change != "same"
    )
    return release, (
        f"{course.title}: utgåva {course.edition} är publicerad. {told or 'Inga delar är ändrade'}."
    )


def _of_release(last: str, shared: tuple[str, str, str], modules: dict[Any, Any]) -> str:
    """The fingerprint of a release: the one before it, and all that it holds."""
    said = json.dumps([last, shared, sorted([*key, *value] for key, value in modules.items())])
    return hashlib.sha256(said.encode()).hexdigest()


def _keep_texts(
    course: Course, library: Library, sources: str, modules: list[Module], now: datetime
) -> None:
    """Keep every text and question that is not kept already. What is kept is never written
    again.
    """
    texts: list[tuple[str, str, str, list[str]]] = [
        (course.fingerprint, "course", course.source, []),
        (library.framework.fingerprint, "framework", library.framework.source, []),
        (sources, "sources", canonical(library.sources_text), []),
        *((m.fingerprint, "module", m.source, list(m.competences)) for m in modules),
    ]
    rows = [
        {
            "fingerprint": key,
            "kind": kind,
            "text": text,
            "competences": competences,
            "first_published_at": now,
        }
        for key, kind, text, competences in texts
    ]
    db.session.execute(insert(PublishedText).on_conflict_do_nothing(), rows)
    questions = [
        {
            "fingerprint": question.fingerprint,
            "course_id": course.id,
            "module_id": module.id,
            "question_id": question.id,
            "language": module.language,
            "kind": question.kind,
            "text": question.source,
            "competences": list(question.competences),
            "first_published_at": now,
        }
        for module in modules
        for question in module.questions
    ]
    if questions:
        db.session.execute(insert(PublishedQuestion).on_conflict_do_nothing(), questions)
