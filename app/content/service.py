"""Publishing: a release of each course that has changed, with every text kept for good. Nothing
here commits.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from app.content import queries, service_local, service_lookup, service_search
from app.content.check import checked
from app.content.library import Library
from app.content.library_read import of_folder
from app.content.models import PublishedModule, PublishedQuestion, PublishedText, Release
from app.content.parse_text import canonical, fingerprint
from app.content.queries_local import Key
from app.content.queries_lookup import Held
from app.content.rules import (
    SOURCE_LANGUAGE,
    Change,
    Course,
    Module,
    Problem,
)
from app.content.rules_local import NOTHING
from app.content.service_compare import Before, change_of, own_unlike, published, unlike
from app.core import audit
from app.core.db import begin_writing, db, insert
from app.core.errors import Refused
from app.core.models import Setting

SAID: dict[Change, str] = {
    "new": "ny",
    "typo": "språkligt ändrad",
    "minor": "lite ändrad",
    "material": "ändrad i sak",
    "same": "oförändrad",
}


MARK = "courses_published_as"
STANDS = (
    "Kommunens eget har fel. Det visas som det publicerades senast. Rätta det och kör "
    "courses publish."
)


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
    clean: bool = True
    """Whether nothing was left as it was because of its faults."""


def publish(
    path: Path,
    now: datetime,
    today: date,
    actor: int | None = None,
    local: Path | None = None,
    patient: bool = False,
) -> Published:
    """Publish every course in the folder that has changed since last time, with the municipality's
    layer `local`. Any fault refuses all of it.

    Who is `patient` takes faults in the layer as warnings: it stays as it was last published, so
    that an upgrade of the shared courses always goes through.
    """
    found = checked(path, today, local)
    if found.shared:
        raise Faulty(found.shared)
    begin_writing()
    before = published()
    layer = found.layer.value() if found.layer else NOTHING
    lines: list[str] = []
    if own := sorted({*found.own, *own_unlike(found.layer, before)}):
        if not patient:
            raise Faulty(own)
        layer = queries.library().local
        lines += [*map(str, own), STANDS]
    if problems := sorted(unlike(found.folder, before)):
        raise Faulty(problems)
    library = of_folder(found.folder, layer)
    made: list[Release] = []
    for draft in found.folder.courses:
        course = library.courses[draft.course.id]
        release, said = _release(course, library, before.get(course.id), now, actor)
        lines.append(said)
        if release is not None:
            made.append(release)
    index()
    return Published(tuple(made), tuple(lines), clean=not own)


def published_as(mark: str) -> bool:
    """Whether what this marks (`parse_folder.mark_of`) is what was published last."""
    kept = db.session.get(Setting, MARK)
    return kept is not None and kept.value == mark


def index() -> None:
    """Make what is published findable, if it is not."""
    service_search.refresh()


def remember(mark: str | None) -> None:
    """Keep the mark of what has been published; none when it should be read again."""
    db.session.merge(Setting(key=MARK, value=mark))


def _release(
    course: Course, library: Library, before: Before | None, now: datetime, actor: int | None
) -> tuple[Release | None, str]:
    modules = [library.modules[place] for place in library.modules if place[0] == course.id]
    sources = fingerprint("sources", library.sources_text)
    shared = (course.fingerprint, library.framework.fingerprint, sources)
    own = {(m.id, m.language): (m.edition, m.fingerprint) for m in modules}
    local = service_local.texts_of(library.local, course.id)
    lookup = service_lookup.texts_of(library)
    if before and (before.texts, before.modules, before.local, before.lookup) == (
        *(shared, own),
        *(set(local), set(lookup)),
    ):
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
        fingerprint=_of_release(
            last.fingerprint if last else "", shared, own, set(local), set(lookup)
        ),
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
    service_local.keep(local, release.id, now)
    service_lookup.keep(lookup, release.id, now)
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


def _of_release(
    last: str,
    shared: tuple[str, str, str],
    modules: dict[Any, Any],
    local: set[Key],
    lookup: set[Held],
) -> str:
    """The fingerprint of a release: the one before it, and all that it holds."""
    held: list[Any] = [last, shared, sorted([*key, *value] for key, value in modules.items())]
    held += [sorted(added) for added in (local, lookup) if added]
    said = json.dumps(held)
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
