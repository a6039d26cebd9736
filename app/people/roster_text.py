"""From bytes to rows of cells: encoding, separator, quotes and line numbers. Pure."""

from __future__ import annotations

import csv
import io
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

MOST_ROWS = 200_000
MOST_BYTES = 200_000_000
SEPARATORS = ";,\t"

_OTHER_FILES = (
    (b"%PDF", "en PDF"),
    (b"PK\x03\x04", "en Excel- eller ZIP-fil"),
    (b"\xd0\xcf\x11\xe0", "en äldre Excel-fil"),
    (b"\x1f\x8b", "en packad fil"),
)
_TWICE_ENCODED = ("Ã¥", "Ã¤", "Ã¶", "Ã…", "Ã„", "Ã–", "\ufffd")


class Broken(Exception):
    """A fault after which nothing more can be read: the line and what is wrong."""

    def __init__(self, line: int, text: str) -> None:
        super().__init__(text)
        self.line = line
        self.text = text


@dataclass(frozen=True, slots=True)
class Line:
    """One row of the file: the line where it begins, and its cells without outer blanks."""

    number: int
    cells: list[str]


def decode(data: bytes) -> str:
    """The text, in whichever of the usual encodings it was saved."""
    if not data.strip():
        raise Broken(1, "Filen är tom.")
    for start, what in _OTHER_FILES:
        if data.startswith(start):
            raise Broken(1, f"Filen är {what}, fast namnet säger något annat. Spara den som CSV.")
    if len(data) > MOST_BYTES:
        raise Broken(1, "Filen är för stor. Dela den eller ta bort kolumner som inte behövs.")
    text = _decoded(data)
    for sign, what in (("\0", "nolltecken"), *((damage, "tecken") for damage in _TWICE_ENCODED)):
        if (place := text.find(sign)) >= 0:
            line = text.count("\n", 0, place) + 1
            if sign == "\0":
                raise Broken(line, "Raden innehåller nolltecken. Spara om filen som CSV (UTF-8).")
            raise Broken(
                line,
                f"Raden har {what} som blivit förstörda. Hämta filen på nytt och spara som UTF-8.",
            )
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return unicodedata.normalize("NFC", text)


def _decoded(data: bytes) -> str:
    for mark, encoding in ((b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be")):
        if data.startswith(mark):
            try:
                return data[2:].decode(encoding)
            except UnicodeDecodeError as error:
                line = data[2 : error.start].decode(encoding, "replace").count("\n") + 1
                raise Broken(line, "Filen är avbruten eller skadad. Hämta den på nytt.") from error
    marked = data.startswith(b"\xef\xbb\xbf")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        first = data.count(b"\n", 0, error.start) + 1
    if marked or any(_is_utf8(line) for line in data.split(b"\n")):
        raise Broken(
            first,
            "Raden har en annan teckenkodning än resten av filen. Spara hela filen som UTF-8.",
        )
    try:
        return data.decode("cp1252")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise Broken(
            line, "Raden har tecken som inte går att läsa. Spara filen som UTF-8."
        ) from error


def _is_utf8(line: bytes) -> bool:
    """Whether a line has letters beyond ASCII and has them in UTF-8."""
    if line.isascii():
        return False
    try:
        line.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def separator(heading: str, known: frozenset[str]) -> str:
    """The separator under which most of the heading's cells are headings that are known."""

    def recognised(sign: str) -> tuple[int, int]:
        cells = heading.replace('"', "").split(sign)
        compared = ("".join(c for c in cell.casefold() if c.isalnum()) for cell in cells)
        return sum(cell in known for cell in compared), len(cells)

    return max(SEPARATORS, key=recognised)


def lines(text: str, known: frozenset[str]) -> Iterator[Line]:
    """The rows that are not blank, heading first. Raises `Broken` where reading cannot go on."""
    rest = text.lstrip("\n")
    skipped = len(text) - len(rest)
    first = rest.split("\n", 1)[0]
    sign = separator(first, known)
    if first.casefold().startswith("sep=") and len(first) <= 5:
        sign = first[4:] or sign
        rest = rest.partition("\n")[2]
        skipped += 1
        if sign not in SEPARATORS:
            sign = separator(rest.split("\n", 1)[0], known)
    reader = csv.reader(io.StringIO(rest, newline=""), delimiter=sign, strict=True)
    begins, rows = 1, 0
    while True:
        begins = reader.line_num + 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            raise Broken(begins + skipped, _why(str(error))) from error
        cleaned = [" ".join(cell.split()) if cell else "" for cell in cells]
        if not any(cleaned):
            continue
        rows += 1
        if rows > MOST_ROWS + 1:
            raise Broken(begins + skipped, "Filen har fler än 200 000 rader. Dela den.")
        yield Line(begins + skipped, cleaned)


def _why(error: str) -> str:
    if "larger than field limit" in error or "unexpected end" in error:
        return "Ett citattecken öppnas på raden men stängs aldrig."
    return "Ett citattecken på raden står fel. Skriv två i rad för ett som hör till texten."
