"""A folder of courses: which files belong to it, each read once."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from app.content.parse import CourseDraft, ModuleDraft, parse_course, parse_module
from app.content.parse_framework import FrameworkDraft, SourcesDraft, parse_framework, parse_sources
from app.content.parse_glossary import GlossaryDraft, parse_glossary
from app.content.parse_goals import GoalsDraft, parse_goals
from app.content.parse_text import Report, read
from app.content.rules import LANGUAGES, SOURCE_LANGUAGE, Problem

NAME = re.compile(r"(\d\d)-([a-z0-9]+(?:-[a-z0-9]+)*)\.md$")
FRAMEWORK, SOURCES, COURSE = "competences.yaml", "sources.yaml", "course.md"
READ = frozenset({".md", ".yaml", ".py"})
GOALS, GLOSSARY = "goals.yaml", "glossary.yaml"
"""What can be looked up; a folder may do without."""


@dataclass(slots=True)
class Folder:
    """All drafts of a folder. `problems` holds what concerns the folder itself; the drafts hold
    their own.
    """

    root: Path
    problems: list[Problem] = field(default_factory=list)
    framework: FrameworkDraft = field(default_factory=FrameworkDraft)
    sources: SourcesDraft = field(default_factory=SourcesDraft)
    goals: GoalsDraft = field(default_factory=GoalsDraft)
    glossary: GlossaryDraft = field(default_factory=GlossaryDraft)
    courses: list[CourseDraft] = field(default_factory=list)
    files: int = 0
    called: str = ""
    """How problems name the folder, where its own name would not do."""

    def shown(self, path: Path) -> str:
        """The path as problems show it: from the folder's name."""
        name = Path(self.called or self.root.name)
        return (name / path.relative_to(self.root)).as_posix()

    @property
    def all_problems(self) -> list[Problem]:
        found = [*self.problems, *self.framework.problems, *self.sources.problems]
        found += [*self.goals.problems, *self.glossary.problems]
        for course in self.courses:
            found += course.problems
            for modules in course.modules.values():
                for module in modules:
                    found += module.problems
        return sorted(set(found))


def mark_of(folders: Iterable[Path], today: date) -> str:
    """All that the reading of these folders depends on, as one short text: their files, the rooms
    that read them, and the day, since a source may be past its review by tomorrow.
    """
    whole = hashlib.sha256(today.isoformat().encode())
    for folder in (Path(__file__).parent, *folders):
        for file in sorted(folder.rglob("*")):
            if file.suffix in READ and file.is_file():
                content = hashlib.sha256(file.read_bytes())
                whole.update(f"{file.relative_to(folder)} {content.hexdigest()}\n".encode())
    return whole.hexdigest()


def read_folder(root: Path) -> Folder:
    """Read every file of a folder of courses."""
    folder = Folder(root.resolve())
    root = folder.root
    if not root.is_dir():
        folder.problems.append(Problem(root.name, 1, "Mappen finns inte. Se efter sökvägen."))
        return folder
    if (text := _text(folder, root / FRAMEWORK, "Kompetensramen")) is not None:
        folder.framework = parse_framework(text[0], text[1])
    if (text := _text(folder, root / SOURCES, "Källorna")) is not None:
        folder.sources = parse_sources(text[0], text[1])
    if (root / GOALS).is_file():
        folder.goals = parse_goals(*text_of(folder, root / GOALS))
    if (root / GLOSSARY).is_file():
        folder.glossary = parse_glossary(*text_of(folder, root / GLOSSARY))
    courses = [path for path in _inside(root) if path.is_dir() and _is_course(path)]
    if not courses:
        folder.problems.append(
            Problem(root.name, 1, "Här finns ingen kurs. En kurs är en mapp med filen course.md.")
        )
    for path in courses:
        _read_course(folder, path)
    return folder


def _inside(path: Path) -> list[Path]:
    return sorted(found for found in path.iterdir() if not found.name.startswith("."))


def _is_course(path: Path) -> bool:
    return (path / COURSE).exists() or any((path / language).is_dir() for language in LANGUAGES)


def _text(folder: Folder, path: Path, what: str) -> tuple[str, Report] | None:
    if not path.is_file():
        folder.problems.append(
            Problem(folder.shown(path), 1, f"{what} saknas. Lägg till filen {path.name}.")
        )
        return None
    return text_of(folder, path)


def text_of(folder: Folder, path: Path) -> tuple[str, Report]:
    """A file's text, counted among those read, and what collects its faults."""
    report = Report(folder.shown(path))
    folder.files += 1
    return read(path, report), report


def _read_course(folder: Folder, path: Path) -> None:
    text = _text(folder, path / COURSE, "Kursens beskrivning")
    draft = (
        parse_course(text[0], text[1], path.name)
        if text
        else parse_course("", Report(folder.shown(path / COURSE)), path.name)
    )
    folder.courses.append(draft)
    if "id" in draft.sound and draft.course.id != path.name:
        draft.problems.append(
            Problem(draft.file, draft.front.line("id"), f"id ska vara mappens namn: {path.name}.")
        )
    for inner in _inside(path):
        if inner.is_dir() and inner.name in LANGUAGES:
            draft.modules[inner.name] = read_language(folder, draft, inner)
        elif inner.suffix == ".md" and inner.name != COURSE:
            said = "Filen ligger fel. Flytta den till mappen sv."
            folder.problems.append(Problem(folder.shown(inner), 1, said))
        elif inner.is_dir() and any(inner.glob("*.md")):
            said = f"Språket {inner.name} finns inte. Mapparna heter {', '.join(LANGUAGES)}."
            folder.problems.append(Problem(folder.shown(inner), 1, said))
    if not draft.modules.get(SOURCE_LANGUAGE):
        folder.problems.append(
            Problem(folder.shown(path), 1, "Kursen har inga delar. Lägg dem i mappen sv.")
        )


def read_language(folder: Folder, course: CourseDraft, path: Path) -> list[ModuleDraft]:
    found = []
    for index, file in enumerate((f for f in _inside(path) if f.suffix == ".md"), 1):
        report = Report(folder.shown(file))
        name = NAME.match(file.name)
        if not name:
            report.add(1, "Filen ska heta två siffror, bindestreck och delens id: 01-min-del.md.")
        elif int(name[1]) != index and path.name == SOURCE_LANGUAGE:
            report.add(1, f"Filen ska börja på {index:02d}: delarna numreras 01, 02 och så vidare.")
        stem = name[2] if name else file.stem
        folder.files += 1
        draft = parse_module(read(file, report), course.course.id, path.name, report, stem)
        if name and "id" in draft.sound and draft.module.id != stem:
            report.add(draft.front.line("id"), f"id ska vara samma som i filens namn: {stem}.")
            draft.module = replace(draft.module, id=stem)
            draft.sound -= {"id"}
        found.append(draft)
    return found
