"""What the author's manual is built of, and what may stand in front matter, as its models say."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, get_origin

from app.content.parse_front import Strict
from app.content.report_words import FIELDS
from app.content.rules import EASY, EASY_LIX, Course


@dataclass(frozen=True, slots=True)
class Limits:
    """What a course says of its texts: words in a module, and how hard they may be."""

    words: int = 400
    lix: int = 40
    easy_lix: int = EASY_LIX

    @classmethod
    def of(cls, course: Course) -> Limits:
        return cls(course.words_limit, course.lix_limit, course.lix_for(EASY))


@dataclass(frozen=True, slots=True)
class Table:
    caption: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Example:
    """Something to copy: what it is, and the text as it stands in a file."""

    caption: str
    text: str


@dataclass(frozen=True, slots=True)
class Part:
    """One part of the manual: a heading with its place on the page, then words, tables and
    examples in turn.
    """

    id: str
    title: str
    body: tuple[str | Table | Example, ...]


def fields(model: type[Strict], caption: str) -> Table:
    """What may stand in a piece of front matter: each field, what it is, and its limits."""
    words = FIELDS[model]
    rows = tuple(
        (f"`{name}`", words[name], ", ".join(_limits(field)) or "–")
        for name, field in model.model_fields.items()
    )
    return Table(caption, ("Fält", "Vad som står där", "Gräns"), rows)


def _limits(field: Any) -> Iterator[str]:
    """The limits of a field in words, as its model has them."""
    said = {
        name: value
        for rule in field.metadata
        for name in ("ge", "le", "min_length", "max_length", "pattern")
        if (value := getattr(rule, name, None)) is not None
    }
    if {"ge", "le"} <= said.keys():
        yield f"{said['ge']}–{said['le']}"
    elif "ge" in said:
        yield f"minst {said['ge']}"
    if get_origin(field.annotation) is list:
        yield "lista"
    elif "max_length" in said:
        yield f"högst {said['max_length']} tecken"
    if "pattern" in said:
        yield "a–z, siffror och bindestreck"
    if not field.is_required():
        yield "får utelämnas"


def between(limits: tuple[int, int]) -> str:
    """”2–6”."""
    return f"{limits[0]}–{limits[1]}"


def keyed(words: Mapping[Any, tuple[str, ...]]) -> tuple[tuple[str, ...], ...]:
    """A row for each key, with its words after it."""
    return tuple((f"`{key}`", *said) for key, said in words.items())
