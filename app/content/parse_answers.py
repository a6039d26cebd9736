"""The answers under a question, by kind: options, steps, pairs, numbers, words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from app.content.parse_text import Line, Report
from app.content.rules import CHOICE, Kind, Option, Pair
from app.content.rules_answers import number_of, same_words
from app.content.rules_limits import OPTIONS, RATED, STEPS
from app.content.rules_order import shuffled

BOX = re.compile(r"[-*+]\s*\[([^\]]*)\](.*)$")
NUMBERED = re.compile(r"\d+[.)](?:\s+(.*))?$")
BULLET = re.compile(r"[-*+](?:\s+(.*))?$")
EITHER = re.compile(r"(?:[-*+]|\d+[.)])(?:\s+(.*))?$")
EQUALS = re.compile(r"=\s*(.*)$")
VERDICT = re.compile(r">\s*(Rätt|Fel)\s*:\s*(.*)$")
TRUE_FALSE = {"sv": ("sant", "falskt"), "lattlast": ("sant", "falskt"), "en": ("true", "false")}
NOUN = {"order": "steg", "match": "par", "rating": "steg"}


@dataclass(slots=True)
class Item:
    """One answer with its feedback, as written."""

    line: int
    text: str
    mark: str = ""
    feedback: list[str] = field(default_factory=list)

    @property
    def said(self) -> str:
        return " ".join(part for part in self.feedback if part)


@dataclass(slots=True)
class Body:
    """What stands under a question's heading, taken apart by what its kind calls for."""

    line: int
    kind: Kind
    kind_is_said: bool
    language: str
    fingerprint: str
    case: list[Line] = field(default_factory=list)
    items: list[Item] = field(default_factory=list)
    verdicts: dict[str, Item] = field(default_factory=dict)
    astray: bool = False
    """Whether feedback stands there that is neither to the right nor to the wrong."""

    def read(self, lines: Iterable[Line], report: Report) -> None:
        """Sort every line into case, answers and feedback; what fits nowhere is a fault."""
        last: Item | None = None
        for line in lines:
            if line.code and not self.items:
                self.case.append(line)
            elif item := None if line.code else self._item(line, report):
                self.items.append(item)
                last = item
            elif line.blank:
                if not self.items:
                    self.case.append(line)
            else:
                last = self._beside(line, last, report)

    def _item(self, line: Line, report: Report) -> Item | None:
        text = line.text.rstrip()
        if self.kind in CHOICE:
            return self._box(line, report)
        if self.kind in ("number", "text"):
            found = EQUALS.match(text)
        elif self.kind in NOUN:
            found = {"order": NUMBERED, "match": BULLET, "rating": EITHER}[self.kind].match(text)
        else:
            if BOX.match(text) or EQUALS.match(text):
                report.add(
                    line.number, f"En fråga med kind={self.kind} har inga svar att välja på."
                )
            return None
        return Item(line.number, (found[1] or "").strip()) if found else None

    def _box(self, line: Line, report: Report) -> Item | None:
        found = BOX.match(line.text.rstrip())
        if not found:
            return None
        if (
            found[1] not in (" ", "x", "X")
            or not line.text.startswith("- [")
            or found[2][:1] not in ("", " ")
        ):
            report.add(
                line.number, "Skriv svaret som ”- [ ] svar”, eller ”- [x] svar” om det är rätt."
            )
        return Item(line.number, found[2].strip(), found[1].strip().lower())

    def _beside(self, line: Line, last: Item | None, report: Report) -> Item | None:
        text = line.text.strip()
        if self.kind in ("number", "text") and line.text.startswith(">"):
            return self._verdict(line, last, report)
        if last is None:
            if text.startswith(">") and self.kind not in ("reflection", "commitment"):
                report.add(
                    line.number, "Återkopplingen står före svaren. Sätt den under sitt svar."
                )
            else:
                self.case.append(line)
        elif text.startswith(">") and line.text.startswith(">"):
            report.add(line.number, "Dra in återkopplingen under svaret: två mellanslag, sedan >.")
            last.feedback.append(text[1:].strip())
        elif text.startswith(">"):
            last.feedback.append(text[1:].strip())
        elif line.text.startswith(" ") and not last.feedback:
            last.text = f"{last.text} {text}".strip()
        elif line.text.startswith(" "):
            report.add(
                line.number, "Raden hör inte till något. Börja den med > om den är återkoppling."
            )
        else:
            report.add(line.number, "Text efter svaren visas inte. Flytta den till före svaren.")
        return last

    def _verdict(self, line: Line, last: Item | None, report: Report) -> Item | None:
        found = VERDICT.match(line.text.rstrip())
        if found and found[1] in self.verdicts:
            report.add(line.number, f"”{found[1]}:” står två gånger. Behåll den ena.")
            self.astray = True
        elif found:
            last = Item(line.number, "", found[1], [found[2].strip()])
            self.verdicts[found[1]] = last
        elif last is not None and last.mark:
            last.feedback.append(line.text[1:].strip())
        else:
            report.add(line.number, "Börja återkopplingen med ”> Rätt:” eller ”> Fel:”.")
            self.astray = True
        return last


@dataclass(frozen=True, slots=True)
class Answer:
    """What counts as right where one writes oneself, and what to say."""

    accepted: tuple[str, ...] = ()
    number: Decimal | None = None
    tolerance: Decimal | None = None
    if_right: str = ""
    if_wrong: str = ""


def choices(body: Body, report: Report) -> tuple[Option, ...]:
    """The options of a choice, in the order shown."""
    right = [item for item in body.items if item.mark == "x"]
    if body.kind == "truefalse":
        _true_or_false(body, report)
    elif not OPTIONS[0] <= len(body.items) <= OPTIONS[1]:
        said = f"Frågan har {len(body.items)} svar. Den ska ha {OPTIONS[0]} till {OPTIONS[1]}."
        report.add(body.line, said)
    if body.items and not right:
        report.add(body.line, "Inget svar är rätt. Sätt [x] vid det som är rätt.")
    elif body.kind != "several" and len(right) > 1:
        report.add(body.line, "Flera svar är rätt. Behåll ett [x], eller skriv kind=several.")
    elif len(right) == len(body.items) > 1:
        report.add(
            body.line, "Alla svar är rätt, så det finns inget att välja mellan. Lägg till ett."
        )
    _alike(body.items, report)
    _spoken(body.items, "Svaret", report)
    return tuple(
        Option(number, item.text, item.said, item.mark == "x")
        for number, item in enumerate(body.items, 1)
    )


def _true_or_false(body: Body, report: Report) -> None:
    wanted = TRUE_FALSE[body.language]
    if sorted(same_words(item.text) for item in body.items) != sorted(wanted):
        first, second = (word.capitalize() for word in wanted)
        report.add(body.line, f"Frågan ska ha just två svar: {first} och {second}.")


def _alike(items: Sequence[Item], report: Report) -> None:
    seen: set[str] = set()
    for item in items:
        words = same_words(item.text)
        if words and words in seen:
            report.add(item.line, "Samma svar står redan i frågan. Skriv ett annat.")
        seen.add(words)


def _spoken(items: Iterable[Item], noun: str, report: Report) -> None:
    for item in items:
        if not item.text:
            report.add(item.line, f"{noun} är tomt. Skriv det, eller ta bort raden.")
        elif not item.said:
            report.add(item.line, f"{noun} saknar återkoppling. Skriv den indragen under, efter >.")


def placed(body: Body, report: Report) -> tuple[Option, ...]:
    """The steps in the right order; their numbers say in which order they are shown."""
    _enough(body, *STEPS, report)
    _alike(body.items, report)
    _spoken(body.items, "Steget", report)
    shown = shuffled(len(body.items), body.fingerprint)
    return tuple(
        Option(shown.index(place) + 1, item.text, item.said)
        for place, item in enumerate(body.items)
    )


def matches(body: Body, report: Report) -> tuple[tuple[Pair, ...], tuple[Option, ...]]:
    """The pairs, and the right sides as they are shown."""
    _enough(body, *STEPS, report)
    sides: list[tuple[Item, str, str]] = []
    for item in body.items:
        left, arrow, right = (part.strip() for part in item.text.partition("=>"))
        if not (left and arrow and right):
            report.add(item.line, "Paret är inte helt. Skriv ”- vänster => höger”.")
        elif not item.said:
            report.add(item.line, "Paret saknar återkoppling. Skriv den indragen under, efter >.")
        sides.append((item, left, right))
    _alike([Item(item.line, left) for item, left, _ in sides], report)
    rights = list(dict.fromkeys(right for _, _, right in sides if right))
    if len(rights) == 1 and len(sides) > 1:
        report.add(body.line, "Alla par har samma högersida, så det finns inget att välja mellan.")
    order = shuffled(len(rights), body.fingerprint)
    shown = tuple(Option(place + 1, rights[index]) for place, index in enumerate(order))
    number = {option.text: option.number for option in shown}
    pairs = tuple(
        Pair(place, left, number.get(right, 0), item.said)
        for place, (item, left, right) in enumerate(sides, 1)
    )
    return pairs, shown


def _enough(body: Body, least: int, most: int, report: Report) -> None:
    if not least <= len(body.items) <= most:
        report.add(
            body.line,
            f"Frågan har {len(body.items)} {NOUN[body.kind]}. Den ska ha {least} till {most}.",
        )


def rated(body: Body, report: Report) -> tuple[Option, ...]:
    """The steps of a rating, from low to high."""
    _enough(body, *RATED, report)
    _alike(body.items, report)
    for item in body.items:
        if re.match(r"\[.?\]", item.text):
            report.add(
                item.line, "En skattning har inget rätt svar. Skriv steget utan [ ] eller [x]."
            )
        elif item.feedback:
            report.add(item.line, "En skattning har ingen återkoppling. Ta bort raden med >.")
        elif not item.text:
            report.add(item.line, "Steget är tomt. Skriv det, eller ta bort raden.")
    return tuple(Option(number, item.text) for number, item in enumerate(body.items, 1))


def written(body: Body, report: Report) -> Answer:
    """What counts as right in a question with a number or a short text."""
    if body.kind not in ("number", "text"):
        return Answer()
    example = "= 3,5 ± 0,5" if body.kind == "number" else "= godtaget svar"
    if not body.items:
        report.add(body.line, f"Frågan saknar rätt svar. Skriv det på en egen rad: ”{example}”.")
    for word, mark in (("rätt", "Rätt"), ("fel", "Fel")):
        if not body.astray and (mark not in body.verdicts or not body.verdicts[mark].said):
            report.add(body.line, f"Återkoppling till {word} svar saknas. Skriv ”> {mark}: …”.")
    said = {mark: item.said for mark, item in body.verdicts.items()}
    number = tolerance = None
    if body.kind == "number" and body.items:
        number, tolerance = _number(body.items, report)
    if body.kind == "text":
        _alike(body.items, report)
        for item in body.items:
            if not item.text:
                report.add(item.line, "Svaret är tomt. Skriv det efter =, eller ta bort raden.")
    accepted = tuple(item.text for item in body.items if item.text) if body.kind == "text" else ()
    return Answer(accepted, number, tolerance, said.get("Rätt", ""), said.get("Fel", ""))


def _number(items: Sequence[Item], report: Report) -> tuple[Decimal | None, Decimal | None]:
    for extra in items[1:]:
        report.add(extra.line, "Frågan har redan ett tal. Behåll ett av dem.")
    whole, plus_minus, margin = items[0].text.partition("±")
    number, tolerance = number_of(whole), number_of(margin) if plus_minus else Decimal(0)
    if number is None:
        report.add(
            items[0].line, "Svaret är inget tal. Skriv till exempel ”= 17” eller ”= 3,5 ± 0,5”."
        )
    if tolerance is None or tolerance < 0:
        report.add(items[0].line, "Det som står efter ± är inget tal. Skriv till exempel ”± 0,5”.")
    return number, tolerance
