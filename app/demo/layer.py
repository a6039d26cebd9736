"""What Exempelby kommun says in its own words where the course lets a municipality do so."""

from __future__ import annotations

from pathlib import Path

from app.content.parse_folder import read_folder
from app.content.parse_local_folder import TEXTS
from app.content.rules import SOURCE_LANGUAGE

TEXT = {
    "var-organisation": """\
I Exempelby hör hemtjänsten till Socialnämnden, och skolorna till Barn- och utbildningsnämnden.
Gator och vatten hör till Tekniska nämnden. Planen för nästa år skrivs på varje enhet under hösten,
när fullmäktige har beslutat om budgeten.
""",
    "var-strategi": """\
Exempelby är påhittat, och det är strategin också. Kommunens mål för hållbarhet står i budgeten.
Fullmäktige beslutar om dem varje höst. Nämnden väljer vilka av målen som hör till dess arbete.
Sedan tar chefen upp dem på en träff med arbetslaget.
""",
    "vart-hallbarhetsrad": """\
I Exempelbys hållbarhetsråd sitter kommunstyrelsen och en person från varje förvaltning. Rådet
träffas fyra gånger om året. Vill du ta upp något där? Skriv till kommunens hållbarhetsstrateg.
""",
    "uppfoljning-i-namnden": """\
I Exempelby får varje nämnd läsa om sina mål i maj, september och februari. Rapporten kommer en
vecka före mötet, också till dig som är ersättare. Skicka dina frågor till nämndens sekreterare, så
hinner förvaltningen ta reda på svaren.
""",
    "vart-rad": """\
Exempelbys hållbarhetsråd ger råd om målen och följer hur arbetet går. Det beslutar inte. Vill du
lyfta en fråga dit? Be nämnden skriva till rådet, eller ta den med kommunens hållbarhetsstrateg.
""",
}
"""By section. Invented like the municipality, and short."""


def write_layer(local: Path, courses: Path) -> None:
    """Fill those sections that the courses have, unless somebody has already made a layer."""
    if local.exists():
        return
    for course in read_folder(courses).courses:
        marks = [m.id for draft in course.modules.get(SOURCE_LANGUAGE, []) for m in draft.marks]
        for section in marks:
            if section in TEXT:
                folder = local / course.course.id / SOURCE_LANGUAGE / TEXTS
                folder.mkdir(parents=True, exist_ok=True)
                (folder / f"{section}.md").write_text(TEXT[section], encoding="utf-8")
