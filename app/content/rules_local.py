"""What a municipality adds to a shared course: own modules, and own words for the sections that the
course has marked. Pure.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from app.content.rules import Change, Module, Source

OWN = "egen-"
"""How every id of the municipality's own begins, so that it never meets one of a shared course."""

NOTE = {
    "sv": "*Kommunens egen text.*",
    "lattlast": "*Kommunens egen text.*",
    "en": "*The municipality’s own text.*",
}
"""Stands under the heading, so that a reader knows who says it."""


def is_own(key: str) -> bool:
    """Whether an id belongs to the municipality's own layer."""
    return key.startswith(OWN)


@dataclass(frozen=True, slots=True)
class LocalText:
    """The municipality's words for one section in one language."""

    section: str
    language: str
    text: str
    sources: tuple[str, ...] = ()
    source: str = ""
    fingerprint: str = ""


@dataclass(frozen=True, slots=True)
class LocalCourse:
    """What is added to one course: modules at the end of its tracks, and texts."""

    tracks: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    changes: Mapping[str, Change] = field(default_factory=dict)
    texts: tuple[LocalText, ...] = ()
    modules: tuple[Module, ...] = ()
    source: str = ""
    fingerprint: str = ""


@dataclass(frozen=True, slots=True)
class Local:
    """The whole layer: what is added to each course, and the municipality's own sources."""

    courses: Mapping[str, LocalCourse] = field(default_factory=dict)
    sources: Mapping[str, Source] = field(default_factory=dict)
    sources_text: str = ""


NOTHING = Local()
