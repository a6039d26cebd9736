"""The folder of a municipality's own layer, beside the shared courses: each file read once."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path

from app.content.parse import CourseDraft
from app.content.parse_folder import COURSE, SOURCES, Folder, read_language, text_of
from app.content.parse_framework import parse_sources
from app.content.parse_front import SLUG
from app.content.parse_local import SectionDraft, added, parse_local_course, parse_section
from app.content.parse_text import Report
from app.content.rules import LANGUAGES, Problem
from app.content.rules_local import Local, LocalCourse

TEXTS = "lokalt"
ASTRAY = "Filen ligger fel. Egna delar ligger i sv, texter till avsnitt i sv/lokalt."


@dataclass(slots=True)
class Layer:
    """All drafts of the layer: a folder like that of the courses, and the texts for sections by
    course.
    """

    folder: Folder
    texts: dict[str, list[SectionDraft]] = field(default_factory=dict)

    @property
    def all_problems(self) -> list[Problem]:
        found = set(self.folder.all_problems)
        for texts in self.texts.values():
            for text in texts:
                found.update(text.report.problems)
        return sorted(found)

    def value(self) -> Local:
        """The layer as a value."""
        courses = {
            draft.course.id: added(draft, self.texts.get(draft.course.id, []))
            for draft in self.folder.courses
        }
        return Local(
            {key: found for key, found in courses.items() if found != LocalCourse()},
            self.folder.sources.sources,
            self.folder.sources.source,
        )


def read_layer(root: Path) -> Layer | None:
    """Every file of the layer; none where a municipality has added nothing."""
    root = root.resolve()
    if not root.is_dir():
        return None
    layer = Layer(Folder(root, called=f"{root.parent.name}/{root.name}"))
    for path in _in(root):
        if path.name == SOURCES:
            layer.folder.sources = parse_sources(*text_of(layer.folder, path))
        elif path.is_dir() and re.match(SLUG, path.name):
            _read_course(layer, path)
        else:
            _astray(layer.folder, path)
    return layer


def _in(path: Path) -> list[Path]:
    return sorted(found for found in path.iterdir() if not found.name.startswith("."))


def _astray(folder: Folder, path: Path) -> None:
    folder.problems.append(Problem(folder.shown(path), 1, ASTRAY))


def _read_course(layer: Layer, path: Path) -> None:
    folder, file = layer.folder, path / COURSE
    text, report = text_of(folder, file) if file.is_file() else ("", Report(folder.shown(file)))
    draft = parse_local_course(text, report, path.name)
    folder.courses.append(draft)
    for inner in _in(path):
        if inner.is_dir() and inner.name in LANGUAGES:
            _read_language(layer, draft, inner)
        elif inner != file:
            _astray(folder, inner)


def _read_language(layer: Layer, draft: CourseDraft, path: Path) -> None:
    draft.modules[path.name] = read_language(layer.folder, draft, path)
    for inner in _in(path):
        if inner.is_dir() and inner.name == TEXTS:
            for file in _in(inner):
                _read_text(layer, draft, path.name, file)
        elif inner.suffix != ".md":
            _astray(layer.folder, inner)


def _read_text(layer: Layer, draft: CourseDraft, language: str, file: Path) -> None:
    if file.suffix != ".md" or not re.match(SLUG, file.stem):
        said = "Filen ska heta som avsnittets id, till exempel var-strategi.md."
        layer.folder.problems.append(Problem(layer.folder.shown(file), 1, said))
        return
    text, report = text_of(layer.folder, file)
    found = parse_section(text, file.stem, language, report)
    layer.texts.setdefault(draft.course.id, []).append(found)
