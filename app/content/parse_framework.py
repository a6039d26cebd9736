"""competences.yaml and sources.yaml as checked values: what the courses teach, and what they rest
on.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from app.content.parse_entries import plain
from app.content.parse_front import SLUG, CompetenceEntry, SourceEntry
from app.content.parse_prose import look_at_words
from app.content.parse_text import Report, canonical, fingerprint
from app.content.parse_yaml import Read, checked, read_yaml, texts
from app.content.rules import (
    ENGLISH,
    ROLES,
    SOURCE_LANGUAGE,
    Competence,
    Framework,
    Problem,
    Source,
)


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
        look_at_words(words, read.line(*path), report, language_at(path))


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


def language_at(path: tuple[str | int, ...]) -> str:
    """The language whose rules a text follows, by the keys that it stands under."""
    return ENGLISH if ENGLISH in path else SOURCE_LANGUAGE
