"""What is wrong with a municipality's own layer, and where it would meet the shared courses."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import get_close_matches

from app.content.check_lookup import astray
from app.content.check_text import claimed, hard
from app.content.parse import CourseDraft
from app.content.parse_folder import SOURCES, Folder
from app.content.parse_local import SectionDraft
from app.content.parse_local_folder import Layer
from app.content.rules import SOURCE_LANGUAGE, Course, Problem
from app.content.rules_local import OWN, is_own


def ids_of_others(folder: Folder) -> Iterator[Problem]:
    """Ids in the shared courses that only a municipality may use, and sections with the same id."""
    for file, line, key in _ids(folder):
        if is_own(key):
            said = f"Id som börjar med {OWN} är kommunens egna. Ge {key} ett annat."
            yield Problem(file, line, said)
    for course in folder.courses:
        seen: dict[str, str] = {}
        for draft in course.modules.get(SOURCE_LANGUAGE, []):
            for mark in draft.marks:
                if seen.setdefault(mark.id, draft.file) != draft.file:
                    said = f"Avsnittet {mark.id} finns redan i {seen[mark.id]}. Ge det ett eget id."
                    yield Problem(draft.file, mark.line, said)


def layer_problems(layer: Layer, folder: Folder, names: frozenset[str]) -> Iterator[Problem]:
    """What only shows when the layer is laid on the courses."""
    for file, line, key in _ids(layer.folder):
        if not is_own(key):
            said = f"Kommunens egna id börjar med {OWN}. Skriv {OWN}{key}."
            yield Problem(file, line, said)
    keys = folder.sources.keys | layer.folder.sources.keys
    courses = {course.course.id: course for course in folder.courses}
    for draft in layer.folder.courses:
        course = courses.get(draft.course.id)
        if course is None:
            said = f"Kursen {draft.course.id} finns inte. Mappen ska heta som en gemensam kurs."
            yield Problem(draft.file.rsplit("/", 1)[0], 1, said)
            continue
        for text in layer.texts.get(draft.course.id, []):
            yield from _place(text, course)
            yield from _text(text, course.course, keys, names)
            yield from astray(text.file, text.seen.pages, folder.glossary.ids)


def _ids(folder: Folder) -> Iterator[tuple[str, int, str]]:
    """Every id of modules, questions and sources, with file and line."""
    for key in folder.sources.sources:
        yield folder.sources.file, folder.sources.lines[key, "read"], key
    for course in folder.courses:
        for parts in course.modules.values():
            for part in parts:
                if "id" in part.sound:
                    yield part.file, part.front.line("id"), part.module.id
                for question in part.module.questions:
                    yield part.file, question.line, question.id


def _place(text: SectionDraft, course: CourseDraft) -> Iterator[Problem]:
    """The section that the text is for is there, in the text's own language."""
    section, language = text.text.section, text.text.language
    there = {
        mark.id: draft.module.id
        for draft in course.modules.get(SOURCE_LANGUAGE, [])
        for mark in draft.marks
    }
    if section not in there:
        like = get_close_matches(section, there, 1)
        told = (
            f"Menar du {like[0]}?" if like else "Flytta texten till ett annat, eller ta bort den."
        )
        yield Problem(text.file, 1, f"Avsnittet {section} finns inte i kursen. {told}")
    elif all(d.module.id != there[section] for d in course.modules.get(language, [])):
        said = f"Delen {there[section]} finns inte på det här språket. Ta bort texten."
        yield Problem(text.file, 1, said)


def _text(
    text: SectionDraft, course: Course, keys: frozenset[str], names: frozenset[str]
) -> Iterator[Problem]:
    """The same rules for the words as in a module, and links that work from any place."""
    for key, line in text.seen.sources:
        if key not in keys:
            said = f"Källan {key} finns inte i någon {SOURCES}. Rätta nyckeln eller lägg till den."
            yield Problem(text.file, line, said)
    for href, line in text.seen.files:
        said = f"Länken {href} leder till en fil. Skriv hela adressen med https://."
        yield Problem(text.file, line, said)
    for place, line in text.seen.anchors:
        yield Problem(text.file, line, f"Länken #{place} leder till en rubrik. Ta bort den.")
    yield from hard(text.file, text.written, 1, course.lix_for(text.text.language))
    yield from claimed(text.file, text.written, names)
