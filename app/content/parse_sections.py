"""Local sections: `## Vår strategi {#var-strategi lokalt}` begins one, the next `##` ends it."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from app.content.parse_front import SLUG
from app.content.parse_text import Line, Report
from app.content.rules import Section

HEADING = re.compile(r"(#{1,6})\s+(.*?)\s*#*\s*$")
MARKED = re.compile(r"^(#{1,6}\s.*?)\s*\{([^{}]*)\}\s*#*\s*$")
LOCAL = "lokalt"
SO = "Skriv {#mitt-id lokalt} om kommunen får byta avsnittet, annars inget."


@dataclass(frozen=True, slots=True)
class Mark:
    """A local section as marked in its heading: its id, its title, and the lines it covers."""

    id: str
    title: str
    line: int
    first: int
    last: int
    """Places in the list of lines: the body is first to last, last not counted."""


def without_marks(lines: list[Line], report: Report) -> tuple[list[Line], list[Mark]]:
    """The lines as they are read, and the sections that were marked in them."""
    clean: list[Line] = []
    marked: dict[int, tuple[str, int]] = {}
    for place, line in enumerate(lines):
        found = None if line.code else MARKED.match(line.text)
        clean.append(replace(line, text=found[1]) if found else line)
        if found and (key := _id(found[1], found[2], line.number, report)):
            if any(key == before for before, _ in marked.values()):
                report.add(line.number, f"Avsnittet {key} finns redan. Ge det ett eget id.")
            else:
                marked[place] = (key, line.number)
    return clean, [_mark(clean, place, *said, report) for place, said in marked.items()]


def _id(heading: str, said: str, number: int, report: Report) -> str:
    """The section's id; empty when the mark is not as it should be."""
    words = said.split()
    ids = [word[1:] for word in words if word.startswith("#")]
    if len(ids) != 1 or sorted(word for word in words if word[0] != "#") != [LOCAL]:
        report.add(number, f"Klamrarna efter rubriken går inte att förstå. {SO}")
    elif not re.match(SLUG, ids[0]) or len(ids[0]) > 80:
        report.add(number, f"Id får bara ha a–z, siffror och bindestreck: ”{ids[0][:80]}”.")
    elif not heading.startswith("## "):
        report.add(number, "Ett lokalt avsnitt börjar med en rubrik på nivå 2: ##.")
    else:
        return ids[0]
    return ""


def _mark(lines: list[Line], place: int, key: str, number: int, report: Report) -> Mark:
    """The section from its heading to the next one on the same level."""
    last = place + 1
    while last < len(lines) and (lines[last].code or not re.match(r"##?\s", lines[last].text)):
        last += 1
    if all(line.blank for line in lines[place + 1 : last]):
        said = "Avsnittet är tomt. Skriv en text som stämmer i vilken kommun som helst."
        report.add(number, said)
    found = HEADING.match(lines[place].text)
    return Mark(key, found[2] if found else key, number, place + 1, last)


def sections(lines: list[Line], marks: list[Mark]) -> tuple[Section, ...]:
    """The sections as places in the text that these lines make, joined and stripped of empty
    lines around it.
    """
    begins = [0]
    for line in lines:
        begins.append(begins[-1] + len(line.text) + 1)
    text = "\n".join(line.text for line in lines)
    before = len(text) - len(text.lstrip("\n"))
    whole = len(text.strip("\n"))
    return tuple(
        Section(
            mark.id,
            mark.title,
            begins[mark.first] - before,
            min(begins[mark.last] - before, whole),
        )
        for mark in marks
    )


def anchor(heading: str) -> str:
    """Where a link to the heading leads, made as Git hosts make it: small letters, hyphens."""
    words = re.sub(r"[^\w\s-]", "", heading.lower())
    return re.sub(r"\s", "-", words.strip())


def anchors(lines: list[Line]) -> list[str]:
    """The places that a text's headings make."""
    found = (HEADING.match(line.text) for line in lines if not line.code)
    return [anchor(heading[2]) for heading in found if heading]
