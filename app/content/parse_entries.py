"""What the two files of the look-up have in common: lists of entries, said in Swedish and in
English.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Annotated, Any

from pydantic import Field, field_validator

from app.content.parse_front import Short, Strict, once
from app.content.parse_prose import look_at_words
from app.content.parse_text import Report
from app.content.parse_yaml import Path, Read, checked, texts
from app.content.rules_lookup import NOTHING_MORE, Sought, Words

Text = Annotated[str, Field(min_length=1, max_length=1500)]
LANGUAGE = {"sv": "sv", "en": "en", "lattlast": "sv"}
"""For the key that a text stands under: the language whose rules it follows."""
FOREIGN = {"sv": "“„‟«»", "en": "„‟«»"}


class Said(Strict):
    sv: Text
    en: Text


class Named(Strict):
    sv: Short
    en: Short


def _single(values: list[str]) -> list[str]:
    for value in values:
        if not value.isalnum():
            raise ValueError(f"”{value}” är inte ett ord. Skriv ett ord för sig, utan mellanslag.")
    return values


class SoughtEntry(Strict):
    sv: Annotated[list[Short], Field(min_length=1)]
    en: Annotated[list[Short], Field(min_length=1)]

    _once = field_validator("sv", "en")(once)
    _single = field_validator("sv", "en")(_single)


def only(read: Read, names: tuple[str, ...], report: Report) -> None:
    """The file has these lists and nothing beside them."""
    if read.value is None:
        return
    if not isinstance(read.value, dict):
        report.add(1, f"Skriv allt som listor under {' och '.join(names)}.")
        return
    for key in read.value:
        if key not in names:
            said = f"{key} hör inte hemma här. Allt ska stå under {' och '.join(names)}."
            report.add(read.line(key), said)
    for name in names:
        if not isinstance(read.value.get(name), list) or not read.value[name]:
            report.add(read.line(name), f"{name} saknas. Skriv det som en lista.")


def entries(
    read: Read, name: str, model: type[Strict], report: Report
) -> Iterator[tuple[Path, dict[str, Any], frozenset[str]]]:
    """Each entry of a list: where it stands, what it says, which of its fields are sound."""
    every = read.value.get(name) if isinstance(read.value, dict) else None
    for index, entry in enumerate(every if isinstance(every, list) else ()):
        at = (name, index)
        for path, said in texts(entry, at):
            _look_at(said, path, read.line(*path), report)
        sound = checked(model, read, report, at)
        if isinstance(entry, dict):
            yield at, entry, sound


def _look_at(said: str, path: Path, line: int, report: Report) -> None:
    """What every text here must be: plain words in the language that it stands under."""
    language = next((LANGUAGE[key] for key in reversed(path) if key in LANGUAGE), "sv")  # type: ignore[index]
    look_at_words(said, line, report, language)
    if "[" in said:
        report.add(line, "Här kan varken länkar eller källor stå. Skriv vanlig text.")
    if any(mark in said for mark in FOREIGN[language]):
        report.add(line, "Citattecknen hör till ett annat språk. Skriv ” både före och efter.")


def new(key: str, known: Iterable[str], line: int, report: Report) -> bool:
    if key in known:
        report.add(line, f"Id {key} står två gånger. Ta bort den ena.")
        return False
    return True


def words_of(said: dict[str, Any]) -> Words:
    return Words(plain(said["sv"]), plain(said["en"]))


def sought_of(entry: dict[str, Any], sound: frozenset[str]) -> Sought:
    """The everyday words that an entry says it is sought by; none where they are at fault."""
    said = entry["sought"] if "sought" in sound else None
    return Sought(tuple(said["sv"]), tuple(said["en"])) if said else NOTHING_MORE


def plain(text: str) -> str:
    """The text on one line, and with the apostrophe that a book has."""
    return " ".join(text.split()).replace("'", "’")
