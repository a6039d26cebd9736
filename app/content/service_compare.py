"""What the author has to say or change before courses may follow those that were published."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from app.content import queries
from app.content.parse import CourseDraft, ModuleDraft
from app.content.parse_folder import Folder
from app.content.parse_local_folder import Layer
from app.content.queries_local import Key, keys_of
from app.content.queries_lookup import Held, held_by
from app.content.rules import (
    SOURCE_LANGUAGE,
    Change,
    Course,
    Module,
    Problem,
    Question,
    other_meaning,
)


@dataclass(frozen=True, slots=True)
class Before:
    """A course as it was last published."""

    edition: int
    modules: dict[tuple[str, str], tuple[int, str]]
    texts: tuple[str, str, str]
    questions: dict[str, Question]
    """By id the last wording of every question that the course has had, in Swedish."""
    local: set[Key]
    lookup: set[Held]

    def module(self, module: Module) -> tuple[int, str]:
        """The edition and fingerprint of a module as it was; nothing when it is new."""
        return self.modules.get((module.id, module.language), (0, ""))


def unlike_published(folder: Folder, layer: Layer | None) -> Iterator[Problem]:
    """What the author has to say or change before these courses may follow those published."""
    before = published()
    yield from unlike(folder, before)
    yield from own_unlike(layer, before)


def unlike(folder: Folder, before: dict[str, Before]) -> Iterator[Problem]:
    """What stands between the shared courses and those published."""
    for draft in folder.courses:
        if {"edition", "release"} <= draft.sound:
            yield from _wrong_with(draft, before)


def own_unlike(layer: Layer | None, before: dict[str, Before]) -> Iterator[Problem]:
    """The same for the municipality's own modules: a change that nobody sized is a small one."""
    for draft in layer.folder.courses if layer else ():
        was = before.get(draft.course.id)
        if was is None:
            continue
        for part in [part for parts in draft.modules.values() for part in parts]:
            edition, kept = was.module(part.module)
            said = draft.course.release.changes.get(part.module.id, "minor")
            same: Change = "same" if part.module.fingerprint == kept else said
            yield from _wrong_with_module(part, draft, same if kept else "new", edition)
            yield from _reused(part, was)


def published() -> dict[str, Before]:
    """Every course as it was last published."""
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
        texts = (row.course_text, row.framework_text, row.sources_text)
        found[row.course_id] = Before(
            row.edition, modules, texts, questions, keys_of(row.id), held_by(row.id)
        )
    return found


def _wrong_with(draft: CourseDraft, every: dict[str, Before]) -> Iterator[Problem]:
    before = every.get(draft.course.id)
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


def _reused(part: ModuleDraft, before: Before) -> Iterator[Problem]:
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
