"""Strict YAML 1.2: plain values, the line of every key, and every fault instead of the first."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from pydantic import BaseModel, ValidationError
from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from app.content.parse_text import Report
from app.content.rules import LANGUAGES

Path = tuple[str | int, ...]
DEEPEST = 12
WIDEST = 60
TOO_DEEP = "Det här är för djupt inskjutet. Jämför med en fil som fungerar."
KINDS = frozenset({"str", "int", "float", "bool", "null", "timestamp"})
WORDS = {
    "missing": "{name} saknas. Lägg till {name}.",
    "extra_forbidden": "{name} hör inte hemma här. Ta bort raden, eller rätta stavningen.",
    "string_type": "{name} ska vara text. Sätt citattecken om den.",
    "int_type": "{name} ska vara ett heltal, skrivet med siffror.",
    "float_type": "{name} ska vara ett tal, till exempel 0.8.",
    "bool_type": "{name} ska vara true eller false.",
    "date_type": "{name} ska vara en dag som finns, skriven som 2026-11-23.",
    "list_type": "{name} ska vara en lista inom hakparenteser, till exempel [a, b].",
    "tuple_type": "{name} ska vara en lista inom hakparenteser, till exempel [a, b].",
    "dict_type": "{name} ska vara en grupp av nycklar och värden.",
    "model_type": "{name} ska vara en grupp av nycklar och värden.",
    "string_pattern_mismatch": "{name} får bara ha a–z, siffror och bindestreck: ”{value}”.",
    "string_too_short": "{name} är tom. Skriv något där.",
    "string_too_long": "{name} är för lång. Den får vara högst {max_length} tecken.",
    "too_short": "{name} är tom. Skriv minst {min_length}.",
    "greater_than_equal": "{name} ska vara minst {ge}, inte {value}.",
    "less_than_equal": "{name} ska vara högst {le}, inte {value}.",
    "literal_error": "{name} kan inte vara ”{value}”. Välj bland {expected}.",
    "value_error": "{name}: {said}",
}


@dataclass(slots=True)
class Read:
    """What a YAML text says: plain values, and the line of every key and item."""

    value: Any
    lines: dict[Path, int] = field(default_factory=dict)

    def line(self, *path: str | int) -> int:
        """The line of the key or item, or of the nearest thing around it."""
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path, 1)


def read_yaml(text: str, first: int, report: Report) -> Read:
    """The values of a YAML text that begins on line `first`. Unreadable YAML is one fault, at its
    line.
    """
    clean = []
    for number, row in enumerate(text.split("\n"), first):
        if "\t" in row:
            report.add(number, "Här står en tabb. Skriv mellanslag i stället.")
        clean.append(row.replace("\t", "  "))
    found = Read({}, {(): first})
    if (deep := _too_deep(clean)) is not None:
        report.add(first + deep, TOO_DEEP)
        return Read(None, found.lines)
    try:
        node = YAML(typ="safe", pure=True).compose("\n".join(clean))
        if node is not None:
            found.value = _value(node, (), found, first, report)
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = first + (mark.line if mark else 0)
        report.add(line, _unreadable(clean, line - first))
        found.value = None
    except (YAMLError, ValueError, TypeError, IndexError, AttributeError, RecursionError):
        report.add(first, "Det här går inte att läsa som YAML. Jämför med en fil som fungerar.")
        found.value = None
    return found


def _too_deep(lines: list[str]) -> int | None:
    """Which line stands too deep in brackets or indents: told before anything is read."""
    depth = 0
    for index, line in enumerate(lines):
        if len(line) - len(line.lstrip(" -?")) > WIDEST:
            return index
        for mark in line:
            depth += (mark in "[{") - (mark in "]}")
            if depth > DEEPEST:
                return index
    return None


def _unreadable(lines: list[str], index: int) -> str:
    line = lines[index] if index < len(lines) else ""
    if line.count(": ") > 1:
        return 'Raden har två kolon. Skriv texten efter det första inom citattecken: ”title: "…"”.'
    return "Raden går inte att läsa som YAML. Se efter indrag, kolon, klamrar och citattecken."


def _value(node: Node, path: Path, found: Read, first: int, report: Report) -> Any:
    line = first + node.start_mark.line
    found.lines.setdefault(path, line)
    if node.anchor is not None:
        report.add(line, "Ankare (&) och hänvisningar (*) används inte här. Skriv ut värdet.")
        if not isinstance(node, ScalarNode):
            return None
    if len(path) > DEEPEST:
        report.add(line, TOO_DEEP)
        return None
    if isinstance(node, MappingNode):
        return _mapping(node, path, found, first, report)
    if isinstance(node, SequenceNode):
        return [
            _value(item, (*path, index), found, first, report)
            for index, item in enumerate(node.value)
        ]
    return _scalar(str(node.value), str(node.tag), line, report)


def _mapping(node: MappingNode, path: Path, found: Read, first: int, report: Report) -> Any:
    values: dict[str, Any] = {}
    for key_node, value_node in node.value:
        line = first + key_node.start_mark.line
        if not isinstance(key_node, ScalarNode):
            report.add(line, "En nyckel ska vara ett ord.")
            continue
        key = str(key_node.value)
        if key in values:
            report.add(line, f"{key} står två gånger. Ta bort den ena.")
            continue
        found.lines[(*path, key)] = line
        values[key] = _value(value_node, (*path, key), found, first, report)
    return values


def _scalar(text: str, tag: str, line: int, report: Report) -> Any:
    kind = tag.removeprefix("tag:yaml.org,2002:")
    if kind not in KINDS:
        report.add(line, "Taggar (!) används inte här. Skriv värdet som det är.")
    if kind == "int" and re.fullmatch(r"[-+]?[0-9]{1,15}", text):
        return int(text)
    if kind == "float" and re.fullmatch(r"[-+]?[0-9]+\.[0-9]+", text):
        return float(text)
    if kind == "bool" and text.lower() in ("true", "false"):
        return text.lower() == "true"
    if kind == "null":
        return None
    if kind == "timestamp" and re.fullmatch(r"\d{4}-\d\d-\d\d", text):
        try:
            return date.fromisoformat(text)
        except ValueError:
            return text
    return text


def checked(model: type[BaseModel], read: Read, report: Report, at: Path = ()) -> frozenset[str]:
    """Report everything in the values that the model refuses; the names of the fields that are
    sound.
    """
    value = read.value
    for step in at:
        value = value[step]
    if value is None and not at:
        return frozenset()
    if not isinstance(value, dict):
        report.add(
            read.line(*at), "Här ska det stå nycklar och värden, till exempel ”title: Titel”."
        )
        return frozenset()
    broken = set()
    try:
        model.model_validate(value)
    except ValidationError as errors:
        for error in errors.errors():
            path = tuple(step for step in error["loc"] if not _is_inner(step))
            broken.add(str(path[0]) if path else "")
            report.add(read.line(*at, *path), _said(error, path))
    return frozenset(set(value) & set(model.model_fields) - broken)


def _is_inner(step: str | int) -> bool:
    """Steps that pydantic adds for kinds of union, which stand nowhere in the file."""
    return isinstance(step, str) and ("[" in step or step in ("str", "int", "float", "date"))


def _said(error: Any, path: Path) -> str:
    names = [str(step) for step in path if isinstance(step, str)]
    name = names[-1] if names else "Värdet"
    if name in LANGUAGES and len(names) > 1:
        name = f"{names[-2]}.{name}"  # en language alone says too little
    if path and isinstance(path[-1], int):
        name = f"{name} (nummer {path[-1] + 1})"
    given = error.get("input")
    shown = {"true": "true", "false": "false"}.get(str(given).lower(), str(given))[:60]
    context = {
        key: str(value).removesuffix(".0") for key, value in (error.get("ctx") or {}).items()
    }
    context["expected"] = context.get("expected", "").replace("'", "").replace(" or ", " eller ")
    said = str(context.pop("error", ""))
    words = WORDS.get(error["type"], "{name} har ett värde som inte går att använda.")
    return words.format(name=name, value=shown, said=said, **context)


def texts(value: Any, path: Path = ()) -> Iterator[tuple[Path, str]]:
    """Every text among the values, with where it stands."""
    if isinstance(value, str):
        yield path, value
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield from texts(inner, (*path, key))
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            yield from texts(inner, (*path, index))
