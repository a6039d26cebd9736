"""Everything that is wrong with a folder of courses, in one run: each fault with file, line and
what to do.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from difflib import get_close_matches
from pathlib import Path

from app.content.check_languages import edition_in, missing_from, named_in
from app.content.check_local import ids_of_others, layer_problems
from app.content.check_lookup import astray, unsourced
from app.content.check_text import text_problems
from app.content.library import Library
from app.content.library_read import of_folder
from app.content.parse import CourseDraft, ModuleDraft
from app.content.parse_claims import names_of
from app.content.parse_folder import COURSE, FRAMEWORK, Folder, read_folder
from app.content.parse_local_folder import Layer, read_layer
from app.content.parse_sections import anchors
from app.content.rules import SOURCE_LANGUAGE, Problem, Question
from app.content.rules_local import NOTHING

More = Callable[[Folder, Layer | None], Iterable[Problem]]


def check(path: Path, today: date, local: Path | None = None) -> list[Problem]:
    """Every problem in a folder of courses, one course or one file, by file and line."""
    return checked(path, today, local).problems


@dataclass(frozen=True, slots=True)
class Checked:
    """A folder of courses with what a municipality adds to it, and what is wrong with either."""

    folder: Folder
    layer: Layer | None
    shared: list[Problem]
    own: list[Problem]

    @property
    def problems(self) -> list[Problem]:
        return sorted({*self.shared, *self.own})

    @property
    def library(self) -> Library:
        return of_folder(self.folder, self.layer.value() if self.layer else NOTHING)

    def at(self, path: Path) -> Checked:
        """The same with the problems at or under a path alone."""
        folders = [self.folder, *([self.layer.folder] if self.layer else [])]
        shown = [f.shown(path) for f in folders if f.root in (path, *path.parents)]

        def here(problems: list[Problem]) -> list[Problem]:
            return [p for p in problems if any(f"{p.file}/".startswith(f"{at}/") for at in shown)]

        return replace(self, shared=here(self.shared), own=here(self.own))


def checked(
    path: Path, today: date, local: Path | None = None, more: More | None = None
) -> Checked:
    """The folder that the path belongs to with the layer `local` on it, and every problem at or
    under the path. `more` looks for problems of its own in the folder.
    """
    path = path.resolve()
    root = _root(path)
    folder, layer = read_folder(root), read_layer(local) if local else None
    shared = {*folder.all_problems, *across(folder, today), *ids_of_others(folder)}
    own: set[Problem] = set()
    if layer:
        names = names_of([*folder.sources.sources.values(), *layer.folder.sources.sources.values()])
        own.update(layer.all_problems, across(layer.folder, today, folder))
        own.update(layer_problems(layer, folder, names))
    if more:
        shared.update(more(folder, layer))
    found = Checked(folder, layer, sorted(shared), sorted(own))
    return found if path == root else found.at(path)


def _root(path: Path) -> Path:
    """The nearest folder at or above the path that holds a framework; else the path itself."""
    around = [path, *path.parents[:3]]
    return next((found for found in around if (found / FRAMEWORK).is_file()), path)


def report(found: Checked) -> tuple[list[str], bool]:
    """What `courses check` says, line by line, and whether nothing is wrong."""
    if problems := found.problems:
        many = "1 fel" if len(problems) == 1 else f"{len(problems)} fel"
        return [*map(str, problems), f"{many}. Inget är publicerat."], False
    library = found.library
    lines = [
        f"{course.title}: {_count(len(course.modules), 'del', 'delar')}, "
        f"{_count(sum(len(m.questions) for m in course.modules), 'fråga', 'frågor')}."
        for course in library.courses.values()
    ]
    lines += [
        f"Kan inte visas än: {competence.title}. Ingen fråga prövar den."
        for competence in library.framework.competences
        if not library.questions_of(competence.id)
    ]
    read = _count(found.folder.files, "fil", "filer")
    if found.layer:
        own = _count(found.layer.folder.files, "egen fil", "egna filer")
        lines.append(f"Kommunens eget: {own} i {found.layer.folder.called}.")
    return [
        *lines,
        f"{read} lästa, {_count(len(library.sources), 'källa', 'källor')}. Inga fel.",
    ], True


def _count(number: int, one: str, many: str) -> str:
    return f"{number} {one if number == 1 else many}"


def across(folder: Folder, today: date, below: Folder | None = None) -> Iterator[Problem]:
    """What only shows when files are read together. A layer has the courses `below` it."""
    for key, source in folder.sources.sources.items():
        if source.read < source.review < today:
            said = (
                f"Källan {key} skulle ha lästs igen senast {source.review}. Läs den, ändra "
                "read och review."
            )
            yield Problem(folder.sources.file, folder.sources.lines[key, "review"], said)
        if source.read > today:
            said = f"Källan {key} är läst en dag som inte har varit än. Rätta read."
            yield Problem(folder.sources.file, folder.sources.lines[key, "read"], said)
    folders = [folder, *([below] if below else [])]
    known = frozenset(c.id for f in folders for c in f.framework.framework.competences)
    keys = frozenset(key for f in folders for key in f.sources.keys)
    names = names_of(source for f in folders for source in f.sources.sources.values())
    words = frozenset(key for f in folders for key in f.glossary.ids)
    limits = {course.course.id: course.course for f in folders for course in f.courses}
    for course in folder.courses:
        yield from _tracks(course, () if below else ("release",))
        yield from _questions_once(course)
        for language, modules in course.modules.items():
            for module in modules:
                yield from _points_at(module, folder, known, keys)
                yield from astray(module.file, module.seen.pages, words)
                yield from text_problems(module, limits[course.course.id], names)
                for question in module.module.questions:
                    yield from _tags(question, module, known)
            if language != SOURCE_LANGUAGE:
                yield from edition_in(course, modules)
                at = course.file.replace(COURSE, language)
                yield from missing_from(course, language, at)
                yield from named_in(course, language) if not below else ()
    yield from _ids(folder)
    yield from unsourced(folder)


def _tracks(course: CourseDraft, around: tuple[str, ...]) -> Iterator[Problem]:
    """Tracks and changes name modules that are there; `around` is what the changes stand in."""
    here = {m.module.id: m for m in course.modules.get(SOURCE_LANGUAGE, [])}
    for index, track in enumerate(course.course.tracks):
        for place, module_id in enumerate(track.modules):
            if module_id not in here:
                line = course.front.line("tracks", index, "modules", place)
                said = f"Delen {module_id} finns inte i mappen sv. Rätta id eller lägg till filen."
                yield Problem(course.file, line, said)
    if "tracks" in course.sound or not (around or course.problems):
        placed = {module_id for track in course.course.tracks for module_id in track.modules}
        for module_id, module in here.items():
            if module_id not in placed and "id" in module.sound:
                said = (
                    f"Delen {module_id} hör inte till något spår. Lägg till den under tracks i "
                    "course.md."
                )
                yield Problem(module.file, module.front.line("id"), said)
    for module_id in course.course.release.changes:
        if module_id not in here:
            line = course.front.line(*around, "changes", module_id)
            yield Problem(
                course.file, line, f"Delen {module_id} finns inte. Ta bort den ur changes."
            )


def _ids(folder: Folder) -> Iterator[Problem]:
    """Module ids once in a course and language."""
    for course in folder.courses:
        for modules in course.modules.values():
            seen: dict[str, str] = {}
            for module in modules:
                if module.module.id in seen and "id" in module.sound:
                    said = f"Id {module.module.id} används redan i {seen[module.module.id]}."
                    yield Problem(module.file, module.front.line("id"), said)
                seen.setdefault(module.module.id, module.file)


def _questions_once(course: CourseDraft) -> Iterator[Problem]:
    """Question ids once in the whole course. Twice in one file is found when that file is read."""
    for modules in course.modules.values():
        seen: dict[str, ModuleDraft] = {}
        for module in modules:
            for question in module.module.questions:
                first = seen.setdefault(question.id, module)
                if first is not module and question.id != "?":
                    said = f"Id {question.id} används redan i {first.file}. Ge frågan ett eget."
                    yield Problem(module.file, question.line, said)


def _points_at(
    draft: ModuleDraft, folder: Folder, known: frozenset[str], keys: frozenset[str]
) -> Iterator[Problem]:
    """Competences, sources, files and places that the module names and that are not there."""
    for place, competence in enumerate(draft.module.competences):
        if known and competence not in known:
            line = draft.front.line("competences", place)
            yield Problem(draft.file, line, _unknown(competence))
    for key, line in draft.seen.sources:
        if keys and key not in keys:
            said = f"Källan {key} finns inte i sources.yaml. Rätta nyckeln eller lägg till källan."
            yield Problem(draft.file, line, said)
    for href, line in draft.seen.files:
        if missing := _missing(href, folder.root.parent / draft.file, folder.root):
            yield Problem(draft.file, line, missing)
    yield from _places(draft)


def _places(draft: ModuleDraft) -> Iterator[Problem]:
    """Headings that links lead to and that are not there."""
    there = set(anchors(draft.written))
    for place, line in draft.seen.anchors:
        if place not in there:
            said = f"Ingen rubrik i texten svarar mot #{place}. {_nearest(place, there)}"
            yield Problem(draft.file, line, said)


def _nearest(place: str, there: set[str]) -> str:
    like = get_close_matches(place, there, 1)
    return f"Menar du #{like[0]}?" if like else "Rätta länken eller ta bort den."


def _unknown(competence: str) -> str:
    return f"Kompetensen {competence} finns inte i {FRAMEWORK}. Rätta id eller lägg till den där."


def _tags(question: Question, draft: ModuleDraft, known: frozenset[str]) -> Iterator[Problem]:
    for competence in question.competences:
        if known and competence not in known:
            yield Problem(draft.file, question.line, _unknown(competence))
        elif "competences" in draft.sound and competence not in draft.module.competences:
            said = (
                f"Kompetensen {competence} står inte bland delens competences. Lägg till den "
                "överst."
            )
            yield Problem(draft.file, question.line, said)


def _missing(href: str, file: Path, root: Path) -> str | None:
    name = href.split("#")[0].split("?")[0]
    target = (file.parent / name).resolve()
    if root not in target.parents:
        return f"Länken {href} leder ut ur kurserna. Skriv hela adressen med https://."
    try:
        there = target.is_file()
    except (OSError, ValueError):
        there = False
    return None if there else f"Filen {name} finns inte. Rätta namnet eller lägg till filen."
