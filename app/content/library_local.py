"""A course with the municipality's own layer on it. The module keeps its fingerprint, and so its
evidence.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from app.content.parse_prose import SOURCE
from app.content.rules import Course, Module
from app.content.rules_local import NOTE, LocalCourse, LocalText


def with_own_words(module: Module, texts: Iterable[LocalText]) -> Module:
    """The module with the municipality's words in the sections that it has filled."""
    by_section = {text.section: text for text in texts if text.language == module.language}
    own = [section for section in module.sections if section.id in by_section]
    if not own:
        return module
    text = module.text
    for section in reversed(own):
        said = by_section[section.id].text
        body = f"\n{NOTE[module.language]}\n\n{said}\n\n"
        text = text[: section.start] + body + text[section.end :]
    keys = (key.strip() for found in SOURCE.findall(text) for key in found.split(","))
    return replace(
        module,
        text=text.strip("\n"),
        sections=(),
        sources=tuple(dict.fromkeys(keys)),
        local=" ".join(by_section[section.id].fingerprint for section in own),
    )


def marked_as_own(module: Module) -> Module:
    """A module of the municipality's own says so before its text."""
    return replace(module, text=f"{NOTE[module.language]}\n\n{module.text}", local="own")


def extended(course: Course, added: LocalCourse, modules: Iterable[Module]) -> Course:
    """The course with these modules, and with the municipality's at the end of their tracks."""
    return replace(
        course,
        modules=tuple(modules),
        tracks=tuple(
            replace(track, modules=(*track.modules, *added.tracks.get(track.id, ())))
            for track in course.tracks
        ),
        release=replace(course.release, changes={**course.release.changes, **added.changes}),
    )
