"""goals.yaml: what may stand there, and the goals that come of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Annotated, Any

from pydantic import Field, field_validator

from app.content.parse_entries import (
    Named,
    Said,
    SoughtEntry,
    entries,
    new,
    only,
    plain,
    sought_of,
    words_of,
)
from app.content.parse_front import Goal, Slug, Strict, once
from app.content.parse_text import Report, canonical, fingerprint
from app.content.parse_yaml import Path, Read, read_yaml
from app.content.rules import Problem
from app.content.rules_lookup import Fact, Goals, GoalText, Target, Words, Work
from app.core.goals import BY_NUMBER, TARGETS


class WorkEntry(Named):
    id: Slug
    sought: SoughtEntry | None = None


class FactEntry(Said):
    source: Slug


class TargetEntry(Said):
    near: bool = False


class GoalEntry(Strict):
    number: Goal
    about: Said
    here: Said
    work: Annotated[list[Slug], Field(min_length=1)]
    ask: Said
    facts: list[FactEntry]
    targets: dict[str, TargetEntry]
    sought: SoughtEntry | None = None

    _once = field_validator("work")(once)


@dataclass(slots=True)
class GoalsDraft:
    """goals.yaml as read, and at which lines it names which sources."""

    goals: Goals = field(default_factory=Goals)
    file: str = ""
    problems: list[Problem] = field(default_factory=list)
    sources: list[tuple[str, int]] = field(default_factory=list)


def parse_goals(text: str, report: Report) -> GoalsDraft:
    """goals.yaml: the kinds of work, and every goal with every target of it."""
    draft = GoalsDraft(file=report.file, problems=report.problems)
    read = read_yaml(text, 1, report)
    only(read, ("work", "goals"), report)
    kinds: dict[str, Work] = {}
    for at, entry, sound in entries(read, "work", WorkEntry, report):
        if "id" in sound and new(entry["id"], kinds, read.line(*at), report):
            said = (entry[each] if each in sound else entry["id"] for each in ("sv", "en"))
            name = Words(*map(plain, said))
            kinds[entry["id"]] = Work(entry["id"], name, sought_of(entry, sound))
    found: dict[int, GoalText] = {}
    for at, entry, sound in entries(read, "goals", GoalEntry, report):
        draft.sources += _points_at(entry, sound, at, read, kinds, report)
        if "targets" in sound:
            _targets_of(entry, sound, at, read, report)
        if sound >= set(GoalEntry.model_fields) - {"sought"}:
            number = entry["number"]
            if number in found:
                report.add(read.line(*at, "number"), f"Mål {number} står två gånger.")
            found.setdefault(number, _goal(entry, sound))
    if isinstance(read.value, dict) and not report.problems:
        _whole(found, kinds, read, report)
    draft.goals = Goals(
        tuple(kinds.values()),
        tuple(found[number] for number in sorted(found)),
        canonical(text),
        fingerprint("goals", text),
    )
    return draft


def _points_at(
    entry: dict[str, Any],
    sound: frozenset[str],
    at: Path,
    read: Read,
    kinds: dict[str, Work],
    report: Report,
) -> Iterator[tuple[str, int]]:
    """The kinds of work that a goal names are there. The sources it names, for who has read
    them.
    """
    for index, key in enumerate(entry["work"] if "work" in sound else ()):
        if key not in kinds:
            said = f"Arbetet {key} finns inte under work. Rätta id eller lägg till det där."
            report.add(read.line(*at, "work", index), said)
    for index, fact in enumerate(entry["facts"] if "facts" in sound else ()):
        yield fact["source"], read.line(*at, "facts", index, "source")


def _targets_of(
    entry: dict[str, Any], sound: frozenset[str], at: Path, read: Read, report: Report
) -> None:
    """A goal has the targets that the agenda gives it: all of them, and no others."""
    if "number" not in sound:
        return
    goal = entry["number"]
    wanted = [target for target in TARGETS if target.split(".")[0] == str(goal)]
    for target in entry["targets"]:
        if target not in wanted:
            said = f"Delmål {target} finns inte under mål {goal}. Se efter numret."
            report.add(read.line(*at, "targets", target), said)
    for target in wanted:
        if target not in entry["targets"]:
            said = f"Delmål {target} saknas under mål {goal}. Lägg till det."
            report.add(read.line(*at, "targets"), said)


def _whole(found: dict[int, GoalText], kinds: dict[str, Work], read: Read, report: Report) -> None:
    """All goals are there, and each kind of work is some goal's."""
    for number in BY_NUMBER:
        if number not in found:
            said = f"Mål {number} saknas. Alla {len(BY_NUMBER)} ska stå här."
            report.add(read.line("goals"), said)
    used = {key for text in found.values() for key in text.work}
    for index, key in enumerate(kinds):
        if key not in used:
            said = f"Inget mål har arbetet {key}. Skriv det vid ett mål, eller ta bort det."
            report.add(read.line("work", index), said)


def _goal(entry: dict[str, Any], sound: frozenset[str]) -> GoalText:
    order = {target: place for place, target in enumerate(TARGETS)}
    return GoalText(
        number=entry["number"],
        about=words_of(entry["about"]),
        here=words_of(entry["here"]),
        work=tuple(entry["work"]),
        ask=words_of(entry["ask"]),
        facts=tuple(Fact(words_of(fact), fact["source"]) for fact in entry["facts"]),
        targets=tuple(
            Target(number, words_of(said), said.get("near", False))
            for number, said in sorted(
                entry["targets"].items(), key=lambda each: order.get(each[0], len(order))
            )
        ),
        sought=sought_of(entry, sound),
    )
