"""The library made: of a folder of course files, or of the texts that were published."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from app.content.library import Library
from app.content.library_local import extended, marked_as_own, with_own_words
from app.content.parse import parse_course, parse_module, parse_question
from app.content.parse_folder import Folder, read_folder
from app.content.parse_framework import parse_framework, parse_sources
from app.content.parse_glossary import parse_glossary
from app.content.parse_goals import parse_goals
from app.content.parse_text import Report
from app.content.rules import (
    SOURCE_LANGUAGE,
    Course,
    Framework,
    Module,
    Problem,
    Source,
)
from app.content.rules_local import NOTHING, Local, LocalCourse, is_own
from app.content.rules_lookup import Glossary, Goals


def load(path: Path) -> tuple[Library, list[Problem]]:
    """The library of a folder, and what is wrong with its files."""
    folder = read_folder(path)
    return of_folder(folder), folder.all_problems


def of_folder(folder: Folder, local: Local = NOTHING) -> Library:
    """The library that these drafts make, with a municipality's layer on it."""
    library = _assembled(
        [
            (course.course, [d.module for drafts in course.modules.values() for d in drafts])
            for course in folder.courses
        ],
        folder.framework.framework,
        folder.sources.sources,
        folder.sources.source,
        local,
    )
    return replace(library, goals=folder.goals.goals, glossary=folder.glossary.glossary)


@dataclass(frozen=True, slots=True)
class Text:
    """A published module: its language and its file's text, in the order of the course."""

    module_id: str
    language: str
    text: str


def of_texts(
    courses: Iterable[tuple[str, str, Iterable[Text]]],
    framework: str,
    sources: str,
    past: Iterable[tuple[str, str]] = (),
    local: Local = NOTHING,
    goals: str = "",
    glossary: str = "",
    added: Mapping[str, Mapping[str, date]] | None = None,
) -> Library:
    """The library that published texts make: for each course its id, its course.md and its modules,
    the municipality's own among them.

    `past` is the text and language of every question that has been published: of those that no
    longer stand, what they were is kept.
    """
    drafts = []
    for course_id, course_text, modules in courses:
        course = parse_course(course_text, Report(""), course_id).course
        parts = [
            parse_module(m.text, course_id, m.language, Report(""), m.module_id).module
            for m in modules
        ]
        drafts.append((course, parts))
    read = parse_sources(sources, Report(""))
    library = _assembled(
        drafts, parse_framework(framework, Report("")).framework, read.sources, read.source, local
    )
    stands = {(q.source, q.language) for part in library.modules.values() for q in part.questions}
    gone = (each for each in past if each not in stands)
    before = [found for text, language in gone if (found := parse_question(text, language))]
    return replace(
        library,
        past={question.fingerprint: question for question in before},
        goals=parse_goals(goals, Report("")).goals if goals else Goals(),
        glossary=parse_glossary(glossary, Report("")).glossary if glossary else Glossary(),
        added=added or {},
    )


def _assembled(
    drafts: Iterable[tuple[Course, list[Module]]],
    framework: Framework,
    sources: Mapping[str, Source],
    sources_text: str,
    local: Local,
) -> Library:
    courses: dict[str, Course] = {}
    modules: dict[tuple[str, str, str], Module] = {}
    layer = dict(local.courses)
    for course, parts in drafts:
        added = local.courses.get(course.id, LocalCourse())
        shared = [part for part in parts if not is_own(part.id)]
        own = [*added.modules, *(part for part in parts if is_own(part.id))]
        if own:
            layer[course.id] = replace(added, modules=tuple(own))
        whole = [with_own_words(part, added.texts) for part in shared]
        whole += map(marked_as_own, own)
        swedish = [part for part in whole if part.language == SOURCE_LANGUAGE]
        courses[course.id] = extended(course, added, swedish)
        for part in whole:
            modules[course.id, part.id, part.language] = part
    return Library(
        courses,
        framework,
        {**sources, **local.sources},
        sources_text,
        modules,
        local=replace(local, courses=layer),
    )
