"""The files of a municipality's own layer: a short course.md, and a text for each section."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Any, Literal, cast

from pydantic import Field, field_validator

from app.content.parse import CourseDraft
from app.content.parse_front import Slug, Strict, once, split
from app.content.parse_prose import SOURCE, Seen, headings, look, words_in
from app.content.parse_text import Line, Report, canonical, fingerprint, lines_of, prose
from app.content.parse_yaml import checked
from app.content.rules import Change, Course, Release, Track
from app.content.rules_limits import SECTION_WORDS
from app.content.rules_local import LocalCourse, LocalText


class LocalTrack(Strict):
    id: Literal["alla", "chef", "fortroendevald"]
    modules: Annotated[list[Slug], Field(min_length=1)]

    _once = field_validator("modules")(once)


class LocalFront(Strict):
    """What stands in the front matter of the layer's course.md."""

    tracks: list[LocalTrack] = []
    changes: dict[str, Literal["typo", "minor", "material"]] = {}


@dataclass(slots=True)
class SectionDraft:
    """A text for a section as read, with what other checks need."""

    text: LocalText
    file: str
    report: Report
    seen: Seen
    written: list[Line]
    words: list[int]


def parse_local_course(text: str, report: Report, name: str) -> CourseDraft:
    """The layer's course.md: which of the municipality's modules belong to which track."""
    front, body, first = split(text, report)
    sound = checked(LocalFront, front, report)
    if body.strip():
        report.add(first, "Här ska bara stå tracks och changes. Kursens text är gemensam.")
    value = cast(dict[str, Any], front.value) if isinstance(front.value, dict) else {}
    say = {key: value[key] for key in sound}
    course = Course(
        id=name,
        title=name,
        audience="",
        edition=1,
        tracks=tuple(
            Track(track["id"], track["id"], tuple(track["modules"]))
            for track in say.get("tracks", ())
        ),
        release=Release("", cast(dict[str, Change], dict(say.get("changes", {})))),
        source=canonical(text) if text.strip() else "",
        fingerprint=fingerprint("local-course", text) if text.strip() else "",
    )
    return CourseDraft(course, report.file, report.problems, front, sound)


def parse_section(text: str, section: str, language: str, report: Report) -> SectionDraft:
    """The municipality's words for a section: Markdown without front matter, headings from ###."""
    lines = lines_of(text, 1, report)
    seen = look(lines, report, language)
    for line in lines:
        if not line.code and line.text.startswith("## "):
            report.add(line.number, "Rubriken står redan i kursen. Skriv underrubriker med ###.")
    headings(lines, report, level=2)
    words = list(words_in(lines))
    if len(words) > SECTION_WORDS:
        said = f"Texten har {len(words)} ord. Här är gränsen nådd: korta den till {SECTION_WORDS}."
        report.add(words[SECTION_WORDS], said)
    named = SOURCE.findall("\n".join(prose(line) for line in lines))
    value = LocalText(
        section,
        language,
        text.strip("\n"),
        tuple(dict.fromkeys(key.strip() for keys in named for key in keys.split(","))),
        canonical(text),
        fingerprint("section", text),
    )
    return SectionDraft(value, report.file, report, seen, lines, words)


def added(draft: CourseDraft, texts: list[SectionDraft]) -> LocalCourse:
    """What the layer adds to a course, as a value."""
    return LocalCourse(
        tracks={track.id: track.modules for track in draft.course.tracks},
        changes=draft.course.release.changes,
        texts=tuple(sorted((d.text for d in texts), key=lambda t: (t.section, t.language))),
        modules=tuple(part.module for parts in draft.modules.values() for part in parts),
        source=draft.course.source,
        fingerprint=draft.course.fingerprint,
    )
