"""Course files as checked values. Never stops at the first fault: gives what can be read, and every
problem.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any, cast

from app.content.parse_entries import plain
from app.content.parse_framework import language_at
from app.content.parse_front import (
    CourseFront,
    ModuleFront,
    Strict,
    split,
)
from app.content.parse_prose import SOURCE, Seen, headings, look, look_at_words, words_in
from app.content.parse_questions import Block, divide, question
from app.content.parse_sections import Mark, sections, without_marks
from app.content.parse_text import Line, Report, canonical, fingerprint, lines_of, prose
from app.content.parse_yaml import Read, checked, texts
from app.content.rules import (
    LANGUAGES,
    Change,
    Course,
    CourseWords,
    Module,
    PassRule,
    Problem,
    Question,
    Release,
    Track,
)


@dataclass(slots=True)
class ModuleDraft:
    """A module as read, and what other checks need: where things stand, and which fields
    are sound.
    """

    module: Module
    file: str
    problems: list[Problem]
    front: Read
    sound: frozenset[str]
    seen: Seen
    words: list[int]
    text_line: int
    written: list[Line]
    """The text before the questions."""
    blocks: list[Block]
    """The questions as written."""
    marks: list[Mark]
    """The local sections."""


@dataclass(slots=True)
class CourseDraft:
    """A course.md as read; its modules come from their own files."""

    course: Course
    file: str
    problems: list[Problem]
    front: Read
    sound: frozenset[str]
    modules: dict[str, list[ModuleDraft]] = field(default_factory=dict)


def parse_module(
    text: str, course_id: str, language: str, report: Report, name: str = ""
) -> ModuleDraft:
    """A module file. `name` is the id that the file's name says, for when the front matter
    cannot.
    """
    front, body, first = split(text, report)
    sound = _front(ModuleFront, front, report)
    lines = lines_of(body, first, report)
    seen = look(lines, report, language)
    written, found = divide(lines, report)
    written, marks = without_marks(written, report)
    headings(written, report)
    words = list(words_in(written))
    if not words and front.value is not None:
        report.add(first, "Delen har ingen text före frågorna. Skriv den efter inledningen.")
    questions = [q for block in found if (q := question(block, language, report))]
    _unlike([(q.id, q.line) for q in questions], report)
    before = SOURCE.findall("\n".join(prose(line) for line in written))
    value = cast(dict[str, Any], front.value) if isinstance(front.value, dict) else {}
    say = {key: value[key] for key in sound}
    module = Module(
        id=say.get("id", name),
        course_id=course_id,
        language=language,
        title=say.get("title", name),
        minutes=say.get("minutes", 1),
        goals=tuple(say.get("goals", ())),
        competences=tuple(say.get("competences", ())),
        edition=say.get("edition", 1),
        text="\n".join(line.text for line in written).strip("\n"),
        questions=tuple(questions),
        sources=tuple(dict.fromkeys(k.strip() for keys in before for k in keys.split(","))),
        sections=sections(written, marks),
        source=canonical(text),
        fingerprint=fingerprint("module", text),
    )
    return ModuleDraft(
        module=module,
        file=report.file,
        problems=report.problems,
        front=front,
        sound=sound,
        seen=seen,
        words=words,
        text_line=first,
        written=written,
        blocks=found,
        marks=marks,
    )


def parse_question(text: str, language: str) -> Question | None:
    """A question from its own published text."""
    report = Report("")
    _, found = divide(lines_of(canonical(text), 1), report)
    return question(found[0], language, report) if found else None


def _front(model: type[Strict], front: Read, report: Report) -> frozenset[str]:
    """Check front matter against its model, and the words in it as text."""
    for path, words in texts(front.value):
        look_at_words(words, front.line(*path), report, language_at(path))
    return checked(model, front, report)


def _unlike(ids: list[tuple[str, int]], report: Report) -> None:
    seen: dict[str, int] = {}
    for key, line in ids:
        if key in seen and key != "?":
            report.add(line, f"Id {key} används redan på rad {seen[key]}. Ge frågan ett eget.")
        seen.setdefault(key, line)


def parse_course(text: str, report: Report, name: str = "") -> CourseDraft:
    """A course.md. `name` is the name of its folder."""
    front, body, first = split(text, report)
    sound = _front(CourseFront, front, report)
    lines = lines_of(body, first, report)
    look(lines, report)
    for line in lines:
        if not line.code and re.match(r"#{1,6}\s", line.text):
            report.add(line.number, "Här ska bara stå en kort text om kursen, utan rubriker.")
    if text.strip() and not any(not line.blank for line in lines):
        report.add(first, "Kursen saknar beskrivning. Skriv några meningar efter inledningen.")
    value = cast(dict[str, Any], front.value) if isinstance(front.value, dict) else {}
    say = {key: value[key] for key in sound}
    course = Course(
        id=say.get("id", name),
        title=say.get("title", name),
        audience=say.get("audience", ""),
        edition=say.get("edition", 1),
        pass_rule=PassRule(float(say.get("pass_share", 0.8))),
        tracks=tuple(
            Track(track["id"], track["title"], tuple(track["modules"]))
            for track in say.get("tracks", ())
        ),
        description=body.strip(),
        words_limit=say.get("words_limit", 400),
        lix_limit=say.get("lix_limit", 40),
        lix_limits=dict(say.get("lix_limits", {})),
        release=_release(say.get("release")),
        source=canonical(text),
        fingerprint=fingerprint("course", text),
        words={language: _said(say[language]) for language in LANGUAGES if say.get(language)},
    )
    twice = [track.id for track in course.tracks]
    for index, track_id in enumerate(twice):
        if track_id in twice[:index]:
            report.add(front.line("tracks", index, "id"), f"Spåret {track_id} står två gånger.")
    return CourseDraft(course, report.file, report.problems, front, sound)


def _said(said: dict[str, Any]) -> CourseWords:
    return CourseWords(
        said.get("title", ""), plain(said["description"]), dict(said.get("tracks", {}))
    )


def _release(said: dict[str, Any] | None) -> Release:
    if not said:
        return Release()
    return Release(str(said["notes"]), cast(dict[str, Change], dict(said["changes"])))
