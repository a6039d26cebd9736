"""What may stand in front matter and in the two YAML files, and the values that come of it."""

from __future__ import annotations

import re
from datetime import date
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, field_validator

from app.content.parse_text import Report
from app.content.parse_yaml import Read, read_yaml
from app.core.goals import TARGETS

SLUG = r"^[a-z0-9]+(?:-[a-z0-9]+)*$"
SECTIONS = frozenset(
    f"{chapter}.{part}"
    for chapter, parts in {4: 4, 5: 3, 6: 9, 7: 7, 8: 5, 9: 2}.items()
    for part in range(1, parts + 1)
)
"""The headings of the public draft ftSS 854000:2020, which could be read to 9.2."""

Slug = Annotated[str, Field(pattern=SLUG, min_length=1, max_length=80)]
Short = Annotated[str, Field(min_length=1, max_length=200)]
Paragraph = Annotated[str, Field(min_length=1, max_length=1500)]
Goal = Annotated[int, Field(ge=1, le=17)]
Known = frozenset(TARGETS)


class Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)


def once(values: list[str | int]) -> list[str | int]:
    for index, value in enumerate(values):
        if value in values[:index]:
            raise ValueError(f"”{value}” står två gånger. Ta bort den ena.")
    return values


class ModuleFront(Strict):
    id: Slug
    title: Short
    minutes: Annotated[int, Field(ge=1, le=60)]
    goals: Annotated[list[Goal], Field(min_length=1)]
    competences: Annotated[list[Slug], Field(min_length=1)]
    edition: Annotated[int, Field(ge=1)]

    _once = field_validator("goals", "competences")(once)


class TrackFront(Strict):
    id: Literal["alla", "chef", "fortroendevald"]
    title: Short
    modules: Annotated[list[Slug], Field(min_length=1)]

    _once = field_validator("modules")(once)


class ReleaseFront(Strict):
    notes: Annotated[str, Field(min_length=1, max_length=2000)]
    changes: dict[str, Literal["typo", "minor", "material"]]


class EnglishCourse(Strict):
    title: Short
    description: Paragraph
    tracks: dict[Literal["alla", "chef", "fortroendevald"], Short]


class EasyCourse(Strict):
    description: Paragraph


class CourseFront(Strict):
    id: Slug
    title: Short
    audience: Short
    edition: Annotated[int, Field(ge=1)]
    pass_share: Annotated[float, Field(ge=0, le=1)]
    words_limit: Annotated[int, Field(ge=50, le=5000)]
    lix_limit: Annotated[int, Field(ge=10, le=100)]
    lix_limits: dict[Literal["sv", "en", "lattlast"], Annotated[int, Field(ge=10, le=100)]] = {}
    tracks: Annotated[list[TrackFront], Field(min_length=1)]
    release: ReleaseFront
    en: EnglishCourse | None = None
    lattlast: EasyCourse | None = None


class SourceEntry(Strict):
    title: Annotated[str, Field(min_length=1, max_length=300)]
    publisher: Short
    year: Annotated[int, Field(ge=1800, le=2200)]
    url: str
    read: date
    review: date

    @field_validator("url")
    @classmethod
    def opens(cls, value: str) -> str:
        if not re.fullmatch(r"https?://[^\s/]+\.[^\s]+", value):
            raise ValueError("adressen ska börja med https:// eller http://.")
        return value


class Profile(Strict):
    employee: bool
    manager: bool
    politician: bool


class EnglishCompetence(Strict):
    title: Short
    can_do: Short

    @field_validator("can_do")
    @classmethod
    def begins(cls, value: str) -> str:
        if not value.startswith("I can "):
            raise ValueError("meningen ska börja med ”I can”.")
        return value


class CompetenceEntry(Strict):
    id: Slug
    title: Short
    can_do: Short
    goals: Annotated[list[Goal], Field(min_length=1)]
    targets: list[str]
    draft_sections: list[str]
    profile: Profile
    en: EnglishCompetence

    _once = field_validator("goals", "targets", "draft_sections")(once)

    @field_validator("can_do")
    @classmethod
    def begins(cls, value: str) -> str:
        if not value.startswith("Jag kan "):
            raise ValueError("meningen ska börja med ”Jag kan”.")
        return value

    @field_validator("targets")
    @classmethod
    def targets_exist(cls, values: list[str]) -> list[str]:
        for value in values:
            if value not in Known:
                raise ValueError(f"delmål {value} finns inte. Se efter numret.")
        return values

    @field_validator("draft_sections")
    @classmethod
    def sections_exist(cls, values: list[str]) -> list[str]:
        for value in values:
            if value not in SECTIONS:
                raise ValueError(f"avsnitt {value} finns inte bland utkastets rubriker (4.1–9.2).")
        return values

    @field_validator("profile")
    @classmethod
    def someone(cls, value: Profile) -> Profile:
        if not (value.employee or value.manager or value.politician):
            raise ValueError("ingen behöver kompetensen. Sätt minst en roll till true.")
        return value


def split(text: str, report: Report) -> tuple[Read, str, int]:
    """The front matter's values, the text after it, and the line where that text begins."""
    lines = text.split("\n")
    nothing = Read(None, {(): 1})
    if not text.strip():
        return nothing, "", 1
    begin = next((index for index, line in enumerate(lines[:5]) if line.rstrip() == "---"), None)
    if begin != 0:
        report.add(1, "Filen ska börja med --- på rad 1, och sedan id, title och det andra.")
    if begin is None:
        return nothing, text, 1
    for index, line in enumerate(lines[begin + 1 :], begin + 1):
        if line.rstrip() == "---":
            front = read_yaml("\n".join(lines[begin + 1 : index]), begin + 2, report)
            return front, "\n".join(lines[index + 1 :]), index + 2
        if re.match(r"#{2,6}\s|\.\.\.\s*$", line):
            report.add(
                index + 1, "Inledningen är inte avslutad. Skriv --- på en egen rad före texten."
            )
            return nothing, "\n".join(lines[index:]), index + 1
    report.add(1, "Inledningen är inte avslutad. Skriv --- på en egen rad efter den.")
    return nothing, "", len(lines)
