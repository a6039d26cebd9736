"""The questions of a module: one heading each, then the case, then the answers by kind."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from decimal import Decimal

from app.content.parse_answers import Body, choices, matches, placed, rated, written
from app.content.parse_front import SLUG
from app.content.parse_text import Line, Report, canonical, fingerprint
from app.content.rules import FORMS, KINDS, NOT_GRADED, Form, Kind, Question
from app.content.rules_order import mixed

HEADING = re.compile(r"##[ ]+Fråga:(.*)$")
LIKE_HEADING = re.compile(r"(#{1,6})\s*fr[åa]ga\b\s*(:?)", re.IGNORECASE)
ATTRIBUTES = re.compile(r"^(.*?)\s*\{([^{}]*)\}\s*$")
KNOWN = ("competence", "form", "kind")


@dataclass(slots=True)
class Block:
    """The lines of one question, from its heading to the next."""

    heading: Line
    body: list[Line] = field(default_factory=list)


@dataclass(slots=True)
class Attributes:
    """What stands in braces after the prompt."""

    id: str = ""
    competences: tuple[str, ...] = ()
    form: Form | None = None
    kind: Kind | None = None
    kind_is_wrong: bool = False


def divide(lines: list[Line], report: Report) -> tuple[list[Line], list[Block]]:
    """The text before the questions, and the questions. Other headings after the first question are
    faults.
    """
    text: list[Line] = []
    found: list[Block] = []
    astray = False
    for line in lines:
        if not line.code and _begins(line, report):
            found.append(Block(line))
            astray = False
        elif not found:
            text.append(line)
        elif not line.code and re.match(r"#{1,6}\s", line.text):
            report.add(line.number, "Frågorna ska stå sist. Flytta texten till före första frågan.")
            astray = True
        elif not astray:
            found[-1].body.append(line)
    return text, found


def _begins(line: Line, report: Report) -> bool:
    if HEADING.match(line.text):
        return True
    like = LIKE_HEADING.match(line.text)
    if like and (like[2] or "{#" in line.text):
        report.add(line.number, "En fråga börjar med ”## Fråga: ” och sedan frågan.")
        return True
    return False


def question(block: Block, language: str, report: Report) -> Question | None:
    """The question of a block; none when it has no id or its kind cannot be told."""
    number = block.heading.number
    head = LIKE_HEADING.sub("", block.heading.text, count=1)
    found = ATTRIBUTES.match(head)
    if not found:
        report.add(
            number,
            "Frågan saknar id. Avsluta raden med till exempel "
            "{#stabilt-id competence=se-malen-i-arbetet form=b}.",
        )
    prompt = (found[1] if found else head).strip()
    if not prompt:
        report.add(number, "Frågan är tom. Skriv den efter ”## Fråga:”.")
    said = _attributes(found[2], number, report) if found else Attributes()
    kind = said.kind or (None if said.kind_is_wrong else _told_by(block.body))
    if kind is None:
        if not said.kind_is_wrong:
            report.add(
                number,
                "Frågan har inga svar att välja på. Skriv ”- [ ] svar” och ”- [x] rätt svar”, "
                "eller säg vad det är för fråga, till exempel kind=number.",
            )
        return None
    if found and kind not in NOT_GRADED and not said.competences and "competence=" not in found[2]:
        report.add(number, "Frågan saknar kompetens. Lägg till competence=… med ett id ur ramen.")
    source = canonical("\n".join(line.text for line in (block.heading, *block.body)))
    body = Body(number, kind, said.kind is not None, language, fingerprint("question", source))
    value = _built(block, prompt, said, body, source, report)
    return value if said.id else None


def _told_by(lines: list[Line]) -> Kind | None:
    """The kind where it is left out: one or several, told by the number of crosses."""
    marks = [m[1] for line in lines if (m := re.match(r"[-*+]\s*\[(.?)\]", line.text))]
    if not marks:
        return None
    return "several" if sum(mark in ("x", "X") for mark in marks) > 1 else "one"


def _attributes(text: str, number: int, report: Report) -> Attributes:
    found = Attributes()
    given: dict[str, str] = {}
    if re.search(r",\s", text):
        report.add(number, "Ta bort mellanslaget efter kommat.")
    for token in re.sub(r",\s+", ",", text).split():
        key, equals, value = token.partition("=")
        if token.startswith("#"):
            _id(token[1:], found, number, report)
        elif not equals:
            report.add(
                number,
                f"”{token}” går inte att förstå. Skriv namn=värde utan mellanslag.",
            )
        elif key not in KNOWN:
            report.add(number, f"{key} finns inte. Använd competence, form och kind.")
        elif key in given:
            report.add(number, f"{key} står två gånger. Ta bort den ena.")
        else:
            given[key] = value
    if "#" not in text:
        report.add(number, "Frågan saknar id. Skriv ett som aldrig ändras: {#mitt-id …}.")
    _competences(given.get("competence"), found, number, report)
    _form_and_kind(given, found, number, report)
    return found


def _id(value: str, found: Attributes, number: int, report: Report) -> None:
    if found.id:
        report.add(number, "Frågan har två id. Behåll ett av dem.")
    elif not re.match(SLUG, value) or len(value) > 80:
        report.add(number, f"Id får bara ha a–z, siffror och bindestreck: ”{value[:80]}”.")
        found.id = "?"
    else:
        found.id = value


def _competences(given: str | None, found: Attributes, number: int, report: Report) -> None:
    if given is None:
        return
    names = given.split(",")
    if not all(re.match(SLUG, name) for name in names):
        report.add(number, f"competence={given} går inte att läsa. Skriv id med komma emellan.")
    elif len(set(names)) < len(names):
        report.add(number, "Samma kompetens står två gånger. Ta bort den ena.")
    found.competences = tuple(dict.fromkeys(name for name in names if re.match(SLUG, name)))


def _form_and_kind(given: dict[str, str], found: Attributes, number: int, report: Report) -> None:
    form, kind = given.get("form"), given.get("kind")
    if form is None:
        report.add(
            number, "Frågan saknar form. Skriv form=a (före), form=b (i kursen) eller form=c."
        )
    elif form not in FORMS:
        report.add(number, f"form={form} finns inte. Skriv form=a, form=b eller form=c.")
    else:
        found.form = form
    if kind is not None and kind not in KINDS:
        report.add(number, f"kind={kind} finns inte. Välj bland {', '.join(KINDS)}.")
        found.kind_is_wrong = True
    elif kind is not None:
        found.kind = kind


def _built(
    block: Block, prompt: str, said: Attributes, body: Body, source: str, report: Report
) -> Question:
    body.read(block.body, report)
    options = choices(body, report) if body.kind in ("one", "several", "truefalse") else ()
    if body.kind == "rating":
        options = rated(body, report)
    pairs, shown = matches(body, report) if body.kind == "match" else ((), ())
    steps = placed(body, report) if body.kind == "order" else ()
    answer = written(body, report)
    return Question(
        id=said.id,
        kind=body.kind,
        form=said.form or "b",
        prompt=prompt,
        competences=said.competences,
        case="\n".join(line.text for line in body.case).strip("\n"),
        options=options,
        steps=steps,
        shown=tuple(steps[place].number for place in mixed(len(steps), body.fingerprint)),
        pairs=pairs,
        matches=shown,
        accepted=answer.accepted,
        number=answer.number,
        tolerance=answer.tolerance or Decimal(0),
        if_right=answer.if_right,
        if_wrong=answer.if_wrong,
        language=body.language,
        source=source,
        fingerprint=body.fingerprint,
        line=block.heading.number,
    )
