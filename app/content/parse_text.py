"""A file as lines that can be trusted: decoded, normalised, fenced code marked, with a
fingerprint.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from app.content.rules import Problem

LARGEST = 500_000
LONGEST = 2000
FENCE = re.compile(r"(~{3,}|`{3,})([^`]*)$")
INVISIBLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\x85\u2028\u2029\u202a-\u202e\u2066-\u2069]")
SPAN = re.compile(r"(?<!`)(`+)(?!`)(.+?)(?<!`)\1(?!`)")


@dataclass(frozen=True, slots=True)
class Line:
    """One line with its number in the file, and whether it stands inside fenced code."""

    number: int
    text: str
    code: bool = False

    @property
    def blank(self) -> bool:
        return not self.text.strip()


@dataclass(slots=True)
class Report:
    """Collects what is wrong with one file."""

    file: str
    problems: list[Problem] = field(default_factory=list)
    _known: set[Problem] = field(default_factory=set, repr=False)

    def add(self, line: int, text: str) -> None:
        problem = Problem(self.file, max(line, 1), text)
        if problem not in self._known:
            self._known.add(problem)
            self.problems.append(problem)


def read(path: Path, report: Report) -> str:
    """The file's text. What cannot be read is reported, and what can be is given all the same."""
    try:
        if path.stat().st_size > LARGEST:
            report.add(1, f"Filen är för stor. Den får vara högst {LARGEST // 1000} kB.")
            return ""
        raw = path.read_bytes()
    except OSError:
        report.add(1, "Filen går inte att läsa. Se efter att den finns och att du får läsa den.")
        return ""
    return decoded(raw, report)


def decoded(raw: bytes, report: Report) -> str:
    """The text of a file's bytes: UTF-8 with or without a byte-order mark, one kind of line end."""
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        report.add(line, "Tecknet går inte att läsa. Spara filen som UTF-8 och försök igen.")
        text = raw.decode("utf-8-sig", errors="replace")
    text = normalised(text)
    if not text.strip():
        report.add(1, "Filen är tom. Skriv innehållet, eller ta bort filen.")
    lines = text.split("\n")
    for number, line_text in enumerate(lines, 1):
        if len(line_text) > LONGEST:
            report.add(number, f"Raden är för lång. Den får ha högst {LONGEST} tecken: dela den.")
        if found := INVISIBLE.search(line_text):
            report.add(
                number,
                f"Här finns ett osynligt tecken (U+{ord(found[0]):04X}). Skriv om raden för hand.",
            )
    return INVISIBLE.sub(" ", "\n".join(line[:LONGEST] for line in lines))


def normalised(text: str) -> str:
    """The text with line feeds alone and each letter in one way (NFC)."""
    return unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))


def canonical(text: str) -> str:
    """The text without what nobody sees: space at the ends of lines, empty lines at the end."""
    lines = [line.rstrip() for line in normalised(text).split("\n")]
    return "\n".join(lines).strip("\n") + "\n"


def fingerprint(kind: str, text: str) -> str:
    """SHA-256 over the canonical text, marked with what kind of text it is."""
    return hashlib.sha256(f"{kind}\n{canonical(text)}".encode()).hexdigest()


def lines_of(text: str, first: int, report: Report | None = None) -> list[Line]:
    """The lines from a text that begins on line `first`, with fenced code marked as Markdown reads
    it.
    """
    raw = text.split("\n")
    found: list[Line] = []
    end = -1
    for index, line in enumerate(raw):
        if index > end and (opened := FENCE.match(line)):
            closing = _closing(raw, index, opened[1])
            if closing is None:
                if report:
                    report.add(
                        first + index,
                        f"Kodblocket som börjar här är inte avslutat. Skriv {opened[1]} på en egen "
                        "rad efter koden.",
                    )
                closing = _paragraph_end(raw, index)
            end = closing
        found.append(Line(first + index, line, index <= end))
    return found


def _closing(raw: list[str], opened: int, fence: str) -> int | None:
    for index in range(opened + 1, len(raw)):
        if raw[index].rstrip(" ") == fence:
            return index
    return None


def _paragraph_end(raw: list[str], index: int) -> int:
    """An unfinished block is taken to end at the next empty line, so that it hides no question."""
    while index + 1 < len(raw) and raw[index + 1].strip():
        index += 1
    return index


def prose(line: Line) -> str:
    """The line's text with inline code blanked out, each character in its place; empty inside
    fences.
    """
    if line.code:
        return ""
    if "`" not in line.text:
        return line.text
    return SPAN.sub(lambda found: " " * len(found[0]), line.text)


def blocks(lines: list[Line]) -> Iterator[list[Line]]:
    """Runs of lines that are read as one piece: parted by empty lines, headings and list
    markers.
    """
    piece: list[Line] = []
    quoted = False
    for line in lines:
        begins = re.match(r"\s*(#|[-*+]\s|\d+[.)]\s|=\s)", line.text) is not None
        quote = re.match(r"\s*>", line.text) is not None
        heading = piece and piece[-1].text.startswith("#")
        if piece and (line.blank or line.code or begins or heading or quote != quoted):
            yield piece
            piece = []
        quoted = quote
        if not line.blank and not line.code:
            piece.append(line)
    if piece:
        yield piece
