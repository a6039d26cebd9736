"""glossary.yaml: what may stand there, and the words that come of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Annotated, Any

from pydantic import Field, field_validator

from app.content.parse_entries import (
    Named,
    Said,
    SoughtEntry,
    Text,
    entries,
    new,
    only,
    plain,
    sought_of,
    words_of,
)
from app.content.parse_front import Short, Slug, Strict, once
from app.content.parse_text import Report, canonical, fingerprint
from app.content.parse_yaml import Read, read_yaml
from app.content.rules import Problem
from app.content.rules_lookup import Glossary, Term
from app.core.alphabet import swedish


class Forms(Strict):
    sv: Annotated[list[Short], Field(min_length=1)]
    en: Annotated[list[Short], Field(min_length=1)]

    _once = field_validator("sv", "en")(once)


class TermEntry(Strict):
    id: Slug
    forms: Forms
    term: Named
    explanation: Said
    lattlast: Text
    see: list[Slug] = []
    sought: SoughtEntry | None = None

    _once = field_validator("see")(once)


@dataclass(slots=True)
class GlossaryDraft:
    """glossary.yaml as read. `ids` are all that stand there, also those of entries at fault."""

    glossary: Glossary = field(default_factory=Glossary)
    file: str = ""
    problems: list[Problem] = field(default_factory=list)
    ids: frozenset[str] = frozenset()


def parse_glossary(text: str, report: Report) -> GlossaryDraft:
    """glossary.yaml: every word with its forms and its explanations."""
    draft = GlossaryDraft(file=report.file, problems=report.problems)
    read = read_yaml(text, 1, report)
    only(read, ("terms",), report)
    found: dict[str, Term] = {}
    lines: dict[str, int] = {}
    before = ""
    for at, entry, sound in entries(read, "terms", TermEntry, report):
        if "id" in sound and not new(entry["id"], lines, read.line(*at), report):
            continue
        if "id" in sound:
            lines[entry["id"]] = read.line(*at)
        if "term" in sound:
            name = entry["term"]["sv"]
            if before and swedish(name) < swedish(before):
                said = f"{name} ska stå före {before}. Orden står i bokstavsordning."
                report.add(read.line(*at), said)
            before = name
        if sound >= set(TermEntry.model_fields) - {"see", "sought"}:
            found[entry["id"]] = _term(entry, sound)
    _seen(read, frozenset(lines), report)
    _forms(read, report)
    _sought(read, report)
    ordered = sorted(found.values(), key=lambda term: swedish(term.name.sv))
    draft.glossary = Glossary(tuple(ordered), canonical(text), fingerprint("glossary", text))
    draft.ids = frozenset(lines)
    return draft


def _seen(read: Read, known: frozenset[str], report: Report) -> None:
    """Words that belong together are there, and are others than the word itself."""
    for index, entry in _rows(read):
        see = entry.get("see")
        for place, key in enumerate(see if isinstance(see, list) else ()):
            line = read.line("terms", index, "see", place)
            if key == entry.get("id"):
                report.add(line, f"{key} pekar på sig själv. Ta bort det ur see.")
            elif isinstance(key, str) and key not in known:
                report.add(line, f"Ordet {key} finns inte. Rätta id eller lägg till ordet.")


def _forms(read: Read, report: Report) -> None:
    """A form says which word it is, so it stands under one."""
    seen: dict[tuple[str, str], str] = {}
    for index, entry in _rows(read):
        forms = entry.get("forms")
        for language, every in forms.items() if isinstance(forms, dict) else ():
            for place, form in enumerate(every if isinstance(every, list) else ()):
                own = str(entry.get("id"))
                whose = seen.setdefault((language, " ".join(str(form).casefold().split())), own)
                if whose != own:
                    line = read.line("terms", index, "forms", language, place)
                    report.add(
                        line, f"Formen {form} står redan under {whose}. Låt den stå en gång."
                    )


def _sought(read: Read, report: Report) -> None:
    """What a word is found by already needs not be said again."""
    for index, entry in _rows(read):
        forms, sought = entry.get("forms"), entry.get("sought")
        if not isinstance(forms, dict) or not isinstance(sought, dict):
            continue
        for language, words in sought.items():
            own = forms.get(language)
            known = {str(form).casefold() for form in own} if isinstance(own, list) else set()
            for place, word in enumerate(words if isinstance(words, list) else ()):
                if str(word).casefold() in known:
                    line = read.line("terms", index, "sought", language, place)
                    report.add(line, f"{word} står redan bland forms. Ta bort det ur sought.")


def _rows(read: Read) -> Iterator[tuple[int, dict[str, Any]]]:
    every = read.value.get("terms") if isinstance(read.value, dict) else None
    for index, entry in enumerate(every if isinstance(every, list) else ()):
        if isinstance(entry, dict):
            yield index, entry


def _term(entry: dict[str, Any], sound: frozenset[str]) -> Term:
    return Term(
        id=entry["id"],
        name=words_of(entry["term"]),
        explanation=words_of(entry["explanation"]),
        easy=plain(entry["lattlast"]),
        forms=tuple(entry["forms"]["sv"]),
        english_forms=tuple(entry["forms"]["en"]),
        see=tuple(entry.get("see", ())),
        sought=sought_of(entry, sound),
    )
