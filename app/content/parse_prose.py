"""What a Markdown text must be, wherever it stands: headings, links, quotation marks, sources,
words.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from app.content.parse_standard import forbidden
from app.content.parse_text import Line, Report, blocks, prose
from app.core.goals import TARGETS

SOURCE = re.compile(r"\[källa:\s*([a-z0-9-]+(?:\s*,\s*[a-z0-9-]+)*)\s*\]")
LIKE_SOURCE = re.compile(r"\[\s*k[äa]ll[ao]r?\b[^\]]*\]?", re.IGNORECASE)
HTML = re.compile(r"<(?:/?[a-zA-Z][a-zA-Z0-9-]*(?=[\s/>]|$)|!--|!\[CDATA|!DOCTYPE|\?\w)")
LINK = re.compile(
    r"(!?)\[((?:[^\[\]]|\[[^\[\]]*\])*)\]\(\s*(<[^>]*>|[^\s()]*(?:\([^\s()]*\)[^\s()]*)*)"
)
DEFINED = re.compile(r"^ {0,3}\[(?!\^)([^\]]+)\]:\s*(<[^>]*>|\S+)")
BRACKETED = re.compile(r"<([a-zA-Z][a-zA-Z0-9+.-]{1,31}:[^\s<>]*)>")
TITLED = re.compile(r"\]\([^)]*\)|^ {0,3}\[[^\]]+\]:.*$")
ATTRIBUTES = re.compile(r"\{[^{}]*\}\s*$")
NOTE = re.compile(r"\[\^([^\]\s]+)\](:?)")
TARGET = re.compile(r"\b[Dd]elmål(?:et|en)?\s+(\d{1,2}\.[0-9a-z]{1,2})\b")
WORD = re.compile(r"[^\W_]+(?:[-’'.:/,][^\W_]+)*%?")
MARKER = re.compile(r"^\s*(?:>\s?|[-*+]\s+(?:\[.?\]\s*)?|\d+[.)]\s+|=\s+|#{1,6}\s+)+")
WRONG_OPTION = re.compile(r"[-*+]\s+\[ \]")
SENTENCE = re.compile(r"[^.!?…]*(?:\.(?=\S)[^.!?…]*)*[.!?…]?")
SCHEMES = ("http", "https", "mailto")
OWN_PAGE = re.compile(r"/mal(?:/[1-9][0-9]?(?:#[\w.-]+)?)?|/ordlista(?:#[a-z0-9-]+)?")


@dataclass(slots=True)
class Seen:
    """What a text points at, with lines: for checks that need to know other files."""

    sources: list[tuple[str, int]] = field(default_factory=list)
    files: list[tuple[str, int]] = field(default_factory=list)
    pages: list[tuple[str, int]] = field(default_factory=list)
    """Addresses of the program's own pages."""
    anchors: list[tuple[str, int]] = field(default_factory=list)
    """Places on the same page, without #."""


def look(lines: list[Line], report: Report, language: str = "sv") -> Seen:
    """Check every line of a body, questions included, and gather what it points at."""
    seen = Seen()
    for line in lines:
        text = prose(line)
        if text.strip():
            _look_at(line.number, text, seen, report)
    _notes(lines, report)
    for piece in blocks(lines):
        if not WRONG_OPTION.match(piece[0].text):
            _sentences(piece, report, language)
    return seen


def _look_at(number: int, text: str, seen: Seen, report: Report) -> None:
    if HTML.search(text):
        report.add(number, "Här står HTML. Skriv Markdown i stället; HTML visas bara som tecken.")
    if '"' in ATTRIBUTES.sub("", TITLED.sub("", text)):
        report.add(number, "Raka citattecken. Skriv ” både före och efter.")
    for found in LIKE_SOURCE.finditer(text):
        if exact := SOURCE.fullmatch(found[0]):
            seen.sources += [(key.strip(), number) for key in exact[1].split(",")]
        else:
            report.add(number, f"”{found[0]}” är ingen källa. Skriv till exempel [källa: fn-2015].")
    for target in TARGET.findall(text):
        if target not in TARGETS:
            report.add(number, f"Delmål {target} finns inte. Se efter numret.")
    _links_of(number, text, seen, report)


def _links_of(number: int, text: str, seen: Seen, report: Report) -> None:
    for image, label, href in _links(text):
        if image and not label.strip():
            report.add(number, "Bilden saknar text. Skriv vad den visar: ![Text](bild.png).")
        if not image and not label.strip():
            report.add(number, "Länken har ingen text att trycka på. Skriv [text](adress).")
        if said := link_fault(href):
            report.add(number, said)
        elif href.startswith("#"):
            seen.anchors.append((href[1:], number))
        elif href.startswith("/"):
            seen.pages.append((href, number))
        elif ":" not in href.split("/")[0]:
            seen.files.append((href, number))


def _links(text: str) -> Iterator[tuple[str, str, str]]:
    for image, label, href in LINK.findall(text):
        yield image, label, href.strip("<>")
        yield from _links(label)
    if defined := DEFINED.match(text):
        yield "", defined[1], defined[2].strip("<>")
    for href in BRACKETED.findall(text):
        yield "", href, href


def link_fault(href: str) -> str | None:
    """Why a link is refused, or none: http, https, mailto, a place on the page, a relative file and
    the pages of goals and words are let through.
    """
    plain = re.sub(r"[\s\x00-\x20\x7f-\xa0\u200b-\u200f]", "", html.unescape(href))
    if not plain:
        return "Länken har ingen adress. Skriv den inom parentesen."
    scheme = re.match(r"([^/?#:]*):", plain)
    if scheme and scheme[1].lower() not in SCHEMES:
        return f"Länkar får inte börja med {scheme[1][:20]}:. Använd https: eller mailto:."
    if plain.startswith(("/", "\\")) or "\\" in plain:
        if OWN_PAGE.fullmatch(plain):
            return None
        return (
            "Länken börjar med /. Skriv hela adressen med https://, filens namn härifrån, eller "
            "/mal/12 eller /ordlista#ord."
        )
    return None


def _notes(lines: list[Line], report: Report) -> None:
    used: dict[str, int] = {}
    defined: dict[str, int] = {}
    for line in lines:
        for found in NOTE.finditer(prose(line)):
            is_definition = bool(found[2]) and not prose(line)[: found.start()].strip()
            (defined if is_definition else used).setdefault(found[1], line.number)
    for key, number in used.items():
        if key not in defined:
            report.add(
                number, f"Fotnoten [^{key}] har ingen text. Lägg till en rad [^{key}]: text."
            )
    for key, number in defined.items():
        if key not in used:
            report.add(
                number, f"Ingen text pekar på fotnoten [^{key}]. Ta bort den eller peka på den."
            )


def _sentences(piece: list[Line], report: Report, language: str) -> None:
    """Sentences over line ends, so that a phrase is found at the line where it stands."""
    texts = [MARKER.sub(lambda m: " " * len(m[0]), prose(line)) for line in piece]
    whole = " ".join(texts)
    starts = [sum(len(text) + 1 for text in texts[:index]) for index in range(len(texts))]
    for sentence in SENTENCE.finditer(whole):
        for at, said in forbidden(sentence[0], language):
            place = sentence.start() + at
            lines = zip(piece, starts, strict=True)
            report.add(max(line.number for line, start in lines if start <= place), said)


def look_at_words(text: str, line: int, report: Report, language: str = "sv") -> None:
    """The same for a text in YAML: quotation marks, HTML and what is said of the standard."""
    for piece in text.split("\n"):
        if '"' in piece:
            report.add(line, "Raka citattecken. Skriv ” både före och efter.")
        if HTML.search(piece):
            report.add(line, "Här står HTML. Skriv vanlig text.")
    _sentences([Line(line, " ".join(text.split()))], report, language)


def headings(lines: list[Line], report: Report, level: int = 1) -> None:
    """Headings begin below `level`, go down one step at a time and say something."""
    before = Line(0, "")
    for line in lines:
        text = prose(line)
        if found := re.match(r"(#{1,6})([^#].*|#*)$", text):
            level = _heading(found, level, line.number, report)
        elif re.match(r" {0,3}(=+|-{2,})\s*$", text) and _can_be_heading(before):
            report.add(line.number, "Skriv rubriken med ## framför, inte med streck under.")
            level = 2
        before = line


def _can_be_heading(line: Line) -> bool:
    return (
        not line.blank
        and not line.code
        and not re.match(r"\s*([|>#]|[-*+]\s|\d+[.)]\s)", line.text)
    )


def _heading(found: re.Match[str], level: int, number: int, report: Report) -> int:
    deep, words = len(found[1]), found[2]
    if not words.strip("# \u00a0"):
        report.add(number, "Rubriken är tom. Skriv den, eller ta bort raden.")
    elif not words.startswith(" "):
        report.add(number, f"Sätt ett mellanslag efter {found[1]}, så att raden blir en rubrik.")
    if deep == 1:
        report.add(number, "Titeln står redan överst. Börja med ## i texten.")
        return 2
    if deep > level + 1:
        report.add(number, f"Rubriken hoppar över en nivå. Skriv {'#' * (level + 1)} här.")
        return level + 1
    return deep


def words_in(lines: list[Line]) -> Iterator[int]:
    """The line of each word that a reader reads, in order."""
    for line in lines:
        if line.code or DEFINED.match(line.text):
            continue
        text = LIKE_SOURCE.sub(" ", TITLED.sub("]", line.text))
        for _ in WORD.finditer(MARKER.sub("", text)):
            yield line.number
