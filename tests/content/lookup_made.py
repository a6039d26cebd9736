"""A look-up without fault, beside the good course: every goal and target, and six words."""

from __future__ import annotations

from pathlib import Path

from app.core.goals import GOALS, TARGETS

GLOSSARY = """terms:
  - id: agendan
    forms: {sv: [agendan, Agenda 2030], en: [the 2030 Agenda, the Agenda]}
    term: {sv: Agenda 2030, en: the 2030 Agenda}
    explanation: {sv: "FN:s plan för alla länder.", en: "The UN's plan for every country."}
    lattlast: "En plan från FN."
    see: [delmal]
  - id: delmal
    forms: {sv: [delmål, delmålet, delmålen], en: [target, targets]}
    term: {sv: delmål, en: target}
    explanation: {sv: "En del av ett mål.", en: "A part of a goal."}
    lattlast: "En mindre del av ett mål."
    see: [agendan]
  - id: intern-kontroll
    forms: {sv: [intern kontroll], en: [internal control]}
    term: {sv: intern kontroll, en: internal control}
    explanation: {sv: "Att se efter i tid.", en: "Looking in time."}
    lattlast: "Att se efter."
    see: []
  - id: kontroll
    forms: {sv: [kontroll, kontrollen], en: [control]}
    term: {sv: kontroll, en: control}
    explanation: {sv: "Att se efter.", en: "Looking."}
    lattlast: "Att titta."
    see: [intern-kontroll]
  - id: svinn
    forms: {sv: [svinn, svinnet], en: [waste]}
    term: {sv: svinn, en: waste}
    explanation: {sv: "Det som slängs fast det går att äta.", en: "What is thrown, though good."}
    lattlast: "Mat som slängs."
    see: []
  - id: aterbruk
    forms: {sv: [återbruk], en: [reuse]}
    term: {sv: återbruk, en: reuse}
    explanation: {sv: "Att använda igen.", en: "Using again."}
    lattlast: "Att använda igen."
    see: [svinn]
"""


def goals(source: str = "svinn-2023") -> str:
    """goals.yaml with a line for everything: each third goal is touched by care, the rest by
    technics.
    """
    lines = [
        "work:",
        "  - {id: omsorg, sv: Omsorg, en: Care}",
        "  - {id: teknik, sv: Vatten och gator, en: Water and streets}",
        "goals:",
    ]
    for goal in GOALS:
        number = goal.number
        lines += [
            f"  - number: {number}",
            f"    about: {{sv: Om mål {number}., en: About goal {number}.}}",
            f"    here: {{sv: Här märks mål {number}., en: Here goal {number} is felt.}}",
            f"    work: [{'omsorg' if number % 3 == 0 else 'teknik'}]",
            f"    ask: {{sv: Vad gör du för mål {number}?, en: What do you do for goal {number}?}}",
            f"    facts:{'' if number == 12 else ' []'}",
        ]
        if number == 12:
            lines.append(
                f"      - {{sv: Svinnet minskade., en: Waste went down., source: {source}}}"
            )
        lines.append(f"    targets: # mål {number}")
        for target in TARGETS:
            if target.split(".")[0] == str(number):
                near = ", near: true" if target.endswith(".3") else ""
                lines.append(
                    f'      "{target}": {{sv: Delmål {target} i våra ord., '
                    f"en: Target {target} in our words.{near}}}"
                )
    return "\n".join(lines) + "\n"


def add_lookup(root: Path, source: str = "svinn-2023") -> Path:
    """The folder with both files in it."""
    (root / "goals.yaml").write_text(goals(source), encoding="utf-8")
    (root / "glossary.yaml").write_text(GLOSSARY, encoding="utf-8")
    return root
