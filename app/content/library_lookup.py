"""What of the courses touches a goal, and what the facts about it rest on."""

from __future__ import annotations

from dataclasses import dataclass

from app.content.library import Library
from app.content.rules import SOURCE_LANGUAGE, Competence, Module, Source
from app.content.rules_lookup import GoalText, Words


@dataclass(frozen=True, slots=True)
class FactShown:
    """A fact with the source that says it."""

    said: Words
    source: Source


def modules_about(library: Library, number: int, language: str) -> tuple[Module, ...]:
    """The modules of all courses that are about the goal, each in the language or in Swedish."""
    swedish = (
        module
        for place, module in library.modules.items()
        if place[2] == SOURCE_LANGUAGE and number in module.goals
    )
    return library.in_language(swedish, language)


def competences_about(library: Library, number: int, language: str) -> tuple[Competence, ...]:
    """The competences that lie near the goal, each in the language or in Swedish."""
    return tuple(c for c in library.competences(language) if number in c.goals)


def facts_about(library: Library, text: GoalText) -> tuple[FactShown, ...]:
    """What is known about the goal."""
    return tuple(
        FactShown(fact.said, library.sources[fact.source])
        for fact in text.facts
        if fact.source in library.sources
    )
