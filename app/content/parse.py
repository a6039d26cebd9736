"""Course files as checked values. Never stops at the first fault: gives what can be read, and every
problem.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any, cast

from app.content.parse_entries import plain
from app.content.parse_front import (
    SLUG,
    CompetenceEntry,
    CourseFront,
    ModuleFront,
    SourceEntry,
    Strict,
    split,
)
from app.content.parse_prose import SOURCE, Seen, headings, look, look_at_words, words_in
from app.content.parse_questions import Block, divide, question
from app.content.parse_sections import Mark, sections, without_marks
from app.content.parse_text import Line, Report, canonical, fingerprint, lines_of, prose
from app.content.parse_yaml import Read, checked, read_yaml, texts
from app.content.rules import (
    ENGLISH,
    LANGUAGES,
    ROLES,
    SOURCE_LANGUAGE,
    Change,
    Competence,
    Course,
    CourseWords,
    Framework,
    Module,
    PassRule,
    Problem,
    Question,
    Release,
    Source,
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


@dataclass(slots=True)
class FrameworkDraft:
    framework: Framework = field(default_factory=Framework)
    file: str = ""
    problems: list[Problem] = field(default_factory=list)
    lines: dict[str, int] = field(default_factory=dict)


@dataclass(slots=True)
class SourcesDraft:
    """The sources by key, the text they were read from, and the lines of their two dates."""

    sources: dict[str, Source] = field(default_factory=dict)
    source: str = ""
    file: str = ""
    problems: list[Problem] = field(default_factory=list)
    lines: dict[tuple[str, str], int] = field(default_factory=dict)
    keys: frozenset[str] = frozenset()
    """Every key that stands in the file, also where its entry is at fault."""


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
        look_at_words(words, front.line(*path), report, _language(path))
    return checked(model, front, report)


def _language(path: tuple[str | int, ...]) -> str:
    """The language whose rules a text follows, by the keys that it stands under."""
    return ENGLISH if ENGLISH in path else SOURCE_LANGUAGE


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


def parse_framework(text: str, report: Report) -> FrameworkDraft:
    """competences.yaml: every competence, and where it stands."""
    draft = FrameworkDraft(file=report.file, problems=report.problems)
    read = read_yaml(text, 1, report)
    entries = read.value.get("competences") if isinstance(read.value, dict) else None
    for key in read.value if isinstance(read.value, dict) else ():
        if key != "competences":
            report.add(read.line(key), f"{key} hör inte hemma här. Allt ska stå under competences.")
    if not isinstance(entries, list) or not entries:
        if read.value is not None and text.strip():
            report.add(
                read.line("competences"), "Skriv kompetenserna som en lista under competences."
            )
        entries = []
    found = []
    for index, entry in enumerate(entries):
        at = ("competences", index)
        _words(read, entry, at, report)
        sound = checked(CompetenceEntry, read, report, at)
        if not isinstance(entry, dict) or "id" not in sound:
            continue
        if entry["id"] in draft.lines:
            report.add(read.line(*at, "id"), f"Kompetensen {entry['id']} står två gånger.")
            continue
        draft.lines[entry["id"]] = read.line(*at, "id")
        if {"goals", "targets"} <= sound:
            _goals_of(entry, read, at, report)
        found.append(_competence({key: entry[key] for key in sound}))
    draft.framework = Framework(tuple(found), canonical(text), fingerprint("framework", text))
    return draft


def _words(read: Read, entry: Any, at: tuple[str | int, ...], report: Report) -> None:
    for path, words in texts(entry, at):
        look_at_words(words, read.line(*path), report, _language(path))


def _goals_of(entry: dict[str, Any], read: Read, at: tuple[str | int, ...], report: Report) -> None:
    for target in entry["targets"]:
        goal = int(target.split(".")[0])
        if goal not in entry["goals"]:
            report.add(
                read.line(*at, "targets"),
                f"Delmål {target} hör till mål {goal}, som inte står bland goals. Lägg till målet.",
            )


def _competence(say: dict[str, Any]) -> Competence:
    profile, english = say.get("profile", {}), say.get("en")
    return Competence(
        id=say["id"],
        title=say.get("title", say["id"]),
        can_do=say.get("can_do", ""),
        goals=tuple(say.get("goals", ())),
        targets=tuple(say.get("targets", ())),
        draft_sections=tuple(say.get("draft_sections", ())),
        profile=frozenset(role for role in ROLES if profile.get(role)),
        english=(plain(english["title"]), plain(english["can_do"])) if english else None,
    )


def parse_sources(text: str, report: Report) -> SourcesDraft:
    """sources.yaml: every source by key, and where it stands."""
    draft = SourcesDraft(source=canonical(text), file=report.file, problems=report.problems)
    read = read_yaml(text, 1, report)
    if read.value is not None and not isinstance(read.value, dict):
        report.add(
            1, "Skriv källorna som nycklar: fn-2015: och under den title, publisher och så vidare."
        )
    entries = read.value if isinstance(read.value, dict) else {}
    draft.keys = frozenset(entries)
    for key, entry in entries.items():
        if not re.match(SLUG, key):
            report.add(
                read.line(key), f"Nyckeln får bara ha a–z, siffror och bindestreck: ”{key}”."
            )
        _words(read, entry, (key,), report)
        sound = checked(SourceEntry, read, report, (key,))
        if sound < set(SourceEntry.model_fields):
            continue
        if entry["review"] <= entry["read"]:
            report.add(read.line(key, "review"), "review ska vara en senare dag än read.")
        draft.sources[key] = Source(key, **{name: entry[name] for name in sound})
        for name in ("read", "review"):
            draft.lines[key, name] = read.line(key, name)
    return draft
