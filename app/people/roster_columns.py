"""The headings that files use, and how one cell is read. Pure; extend the tables freely.

Long because of the tables: what a heading may be called and how its cells are read stand side by
side.
"""

from __future__ import annotations

import hashlib
import hmac
import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any, Literal

Kind = Literal["units", "bodies", "staff", "elected"]


class Unreadable(ValueError):
    """What is wrong with a cell, as a Swedish clause that follows the column's name."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a shape: the name that we print, other names, whether it must be there."""

    name: str
    also: tuple[str, ...] = ()
    must: bool = False


@dataclass(frozen=True, slots=True)
class Shape:
    """One kind of file: its columns by field, and groups of fields of which one is enough."""

    kind: Kind
    title: str
    columns: Mapping[str, Column]
    one_of: tuple[tuple[str, ...], ...] = ()
    tells: frozenset[str] = frozenset()


SHAPES = (
    Shape(
        "units",
        "enheter",
        {
            "key": Column("Enhets-id", ("Enhetskod", "Org-id", "Organisations-id"), must=True),
            "name": Column("Namn", ("Enhetsnamn", "Benämning", "Enhet"), must=True),
            "parent": Column(
                "Överordnad",
                ("Överordnad enhet", "Överordnat", "Förälder", "Överordnad enhets-id"),
                must=True,
            ),
            "company": Column("Bolag", ("Kommunalt bolag",)),
            "from_day": Column("Från", ("Från och med", "Fr.o.m.", "From", "Startdatum")),
            "to_day": Column("Till", ("Till och med", "T.o.m.", "Tom", "Slutdatum")),
        },
        tells=frozenset({"key", "company"}),
    ),
    Shape(
        "bodies",
        "organ",
        {
            "key": Column("Organ-id", ("Organkod", "Nämnd-id"), must=True),
            "name": Column("Namn", ("Organnamn", "Benämning", "Organ", "Nämnd"), must=True),
            "parent": Column(
                "Överordnat", ("Överordnat organ", "Överordnad", "Överordnat organ-id"), must=True
            ),
            "from_day": Column("Mandat från", ("Mandatperiod från", "Mandattid från"), must=True),
            "to_day": Column("Mandat till", ("Mandatperiod till", "Mandattid till"), must=True),
        },
        tells=frozenset({"key", "from_day", "to_day"}),
    ),
    Shape(
        "staff",
        "personal",
        {
            "key": Column("Person-id", ("Personnyckel", "Person-GUID", "Person-UUID")),
            "number": Column(
                "Anställningsnummer", ("Anst.nr", "Anställningsnr", "Anställnings-id")
            ),
            "personnummer": Column(
                "Personnummer", ("Personnr", "Pnr", "Person- och samordningsnummer")
            ),
            "given": Column("Förnamn", ("Tilltalsnamn",), must=True),
            "family": Column("Efternamn", must=True),
            "email": Column("E-post", ("E-postadress", "Mejl", "Mail", "Email", "Epost arbete")),
            "username": Column(
                "Användarnamn", ("Användar-id", "Inloggningsnamn", "Login", "Konto")
            ),
            "unit": Column(
                "Enhet",
                ("Enhets-id", "Enhetskod", "Grundanställningsenhet", "Organisation", "Org-id"),
                must=True,
            ),
            "form": Column("Anställningsform", ("Anst.form",), must=True),
            "from_day": Column(
                "Anställningsdatum",
                ("Startdatum", "Anställd från", "Anställd fr.o.m.", "Från", "Från och med"),
                must=True,
            ),
            "to_day": Column(
                "Slutdatum", ("Anställd till", "Anställd t.o.m.", "Till", "Till och med", "Tom")
            ),
            "manager": Column("Chef", ("Är chef", "Chefsanställning")),
            "deputy": Column("Ställföreträdare", ("Ställföreträdande chef", "Ersättare för chef")),
            "aid": Column("AID", ("AID-kod", "Arbetsidentifikation")),
            "title": Column("Titel", ("Befattning", "Yrke", "Yrkestitel", "Befattningsbenämning")),
            "extent": Column(
                "Sysselsättningsgrad", ("Syss.grad", "Tjänstgöringsgrad", "Omfattning")
            ),
            "main": Column("Huvudanställning", ("Huvudanst.",)),
            "leave_from": Column(
                "Frånvarande från", ("Frånvaro från", "Ledig från", "Tjänstledig från")
            ),
            "leave_to": Column(
                "Frånvarande till", ("Frånvaro till", "Ledig till", "Tjänstledig till")
            ),
            "protected": Column(
                "Skyddad",
                (
                    "Skyddad identitet",
                    "Skyddade personuppgifter",
                    "Sekretess",
                    "Sekretessmarkering",
                    "Sekretessmarkerad",
                    "Skyddad folkbokföring",
                ),
            ),
        },
        one_of=(("key", "number", "personnummer"),),
        tells=frozenset({"unit", "form", "number"}),
    ),
    Shape(
        "elected",
        "förtroendevalda",
        {
            "key": Column("Person-id", ("Personnyckel", "Person-GUID", "Person-UUID")),
            "personnummer": Column(
                "Personnummer", ("Personnr", "Pnr", "Person- och samordningsnummer")
            ),
            "name": Column("Namn", ("För- och efternamn",)),
            "given": Column("Förnamn", ("Tilltalsnamn",)),
            "family": Column("Efternamn"),
            "email": Column("E-post", ("E-postadress", "Mejl", "Mail", "Email")),
            "body": Column("Organ", ("Organ-id", "Nämnd", "Organkod"), must=True),
            "position": Column("Roll", ("Uppdrag", "Befattning", "Funktion"), must=True),
            "from_day": Column(
                "Från",
                ("Från och med", "Fr.o.m.", "From", "Datum tillträde", "Startdatum"),
                must=True,
            ),
            "to_day": Column("Tom", ("T.o.m.", "Till och med", "Till", "Datum slut", "Slutdatum")),
            "protected": Column(
                "Skyddad",
                (
                    "Skyddad identitet",
                    "Skyddade personuppgifter",
                    "Sekretess",
                    "Sekretessmarkering",
                ),
            ),
        },
        one_of=(("key", "personnummer", "email"), ("name", "given")),
        tells=frozenset({"body", "position"}),
    ),
)

PARTY = frozenset({"parti", "partibeteckning", "partikod", "partitillhörighet", "partinamn"})
"""Headings of political opinion: never read, and the report says so."""

FORMS = {
    "permanent": "tillsvidare tillsvidareanställd tillsvidareanställning tv fast fastanställd "
    "provanställning provanställd",
    "temporary": "visstid visstidsanställd visstidsanställning vikarie vikariat vik va säva "
    "särskildvisstid särskildvisstidsanställning tidsbegränsad tidsbegränsadanställning "
    "allmänvisstid månadsvikarie",
    "hourly": "timavlönad timavlönat tim timme timanställd timanställning timvikarie timlön "
    "intermittent",
}
POSITIONS = {
    "chair": "ordförande ordf",
    "vice_chair": "1:eviceordförande 1evice 1viceordförande försteviceordförande förstevice "
    "viceordförande viceordf 1eviceordf vice",
    "second_vice_chair": "2:eviceordförande 2evice 2viceordförande andreviceordförande andrevice "
    "2eviceordf",
    "member": "ledamot ordinarie ordinarieledamot led",
    "deputy": "ersättare suppleant ers",
    "auditor": "revisor förtroendevaldrevisor revisorsordinarie",
    "observer": "insynsplats insynsledamot adjungerad insyn",
}
EARLIEST, LATEST = 1900, 2200
YES = frozenset("ja j x 1 sant true yes y".split())
NO = frozenset("nej n 0 falskt false no".split())

_PERSONNUMMER = re.compile(r"(?<!\d)(?:\d{2})?(\d{6})[-+ ]?(\d{4})(?!\d)")
_DAY = re.compile(r"(\d{4})(-?)(\d{2})\2(\d{2})")
_EMAIL = re.compile(r"[^\s@;,<>\"]+@[^\s@;,<>\"]+\.[^\s@;,<>\".]+")


def plain(text: str) -> str:
    """A heading or word without case, spaces, hyphens and other signs, for comparing."""
    composed = unicodedata.normalize("NFC", text).casefold()
    return "".join(sign for sign in composed if sign.isalnum())


def _index(words: Mapping[str, str]) -> dict[str, str]:
    return {plain(word): value for value, said in words.items() for word in said.split()}


_FORMS, _POSITIONS = _index(FORMS), _index(POSITIONS)
HEADINGS: dict[Kind, dict[str, str]] = {
    shape.kind: {
        plain(word): field
        for field, column in shape.columns.items()
        for word in (*column.also, column.name)
    }
    for shape in SHAPES
}
"""For each kind of file: which field a heading stands for."""


def day(text: str) -> date:
    """2026-11-23 and 20261123; a time of day after it is left out."""
    found = _DAY.fullmatch(text.split("T")[0].split(" ")[0])
    if found and EARLIEST <= int(found[1]) < LATEST:
        try:
            return date(int(found[1]), int(found[3]), int(found[4]))
        except ValueError:
            pass
    raise Unreadable(f"”{shown(text)}” är inget datum. Skriv som 2026-11-23")


def last_day(text: str) -> date | None:
    """A day; the year 9999 is how some systems say that there is no end."""
    return None if text.startswith("9999") else day(text)


def yes(text: str) -> bool:
    word = plain(text)
    if word in YES or word in NO:
        return word in YES
    raise Unreadable(f"”{shown(text)}” går inte att läsa. Skriv ja eller nej")


def perhaps_protected(text: str) -> bool:
    """Whether a mark of protection is set: anything but a plain no counts: a miss harms."""
    return bool(text) and plain(text) not in NO


def form(text: str) -> str:
    if found := _FORMS.get(plain(text)):
        return found
    raise Unreadable(
        f"”{shown(text)}” är ingen anställningsform som vi känner. "
        "Skriv tillsvidare, visstid eller timavlönad"
    )


def position(text: str) -> str:
    if found := _POSITIONS.get(plain(text)):
        return found
    raise Unreadable(
        f"”{shown(text)}” är ingen roll som vi känner. Skriv ordförande, 1:e vice ordförande, "
        "2:e vice ordförande, ledamot, ersättare, revisor eller insynsplats"
    )


def extent(text: str) -> Decimal:
    """75,5 and 75.5, with or without a percent sign."""
    try:
        value = Decimal(text.rstrip("%").strip().replace(",", "."))
    except InvalidOperation:
        value = Decimal(-1)
    if not value.is_finite() or not 0 <= value <= 200:
        raise Unreadable(
            f"”{shown(text)}” är ingen sysselsättningsgrad. Skriv procent, till exempel 75,5"
        )
    return value.quantize(Decimal("0.01"))


def email(text: str) -> str:
    if not _EMAIL.fullmatch(text):
        raise Unreadable(f"”{shown(text)}” är ingen e-postadress")
    return text.lower()


READ: dict[str, Callable[[str], Any]] = {
    "from_day": day,
    "to_day": last_day,
    "leave_from": day,
    "leave_to": last_day,
    "company": yes,
    "manager": yes,
    "deputy": yes,
    "main": yes,
    "form": form,
    "position": position,
    "extent": extent,
    "email": email,
    "username": str.lower,
}
"""How a field is read; the others are kept as they stand."""

LONGEST = {
    "key": 80,
    "number": 80,
    "parent": 80,
    "name": 200,
    "given": 80,
    "family": 80,
    "email": 254,
    "username": 80,
    "aid": 10,
    "title": 120,
}
"""How many characters a field may have."""


WITHOUT_PERSONNUMMER = frozenset({"name", "given", "family", "email", "username", "aid", "title"})
"""Fields about a person in which a personnummer is refused."""


def is_personnummer(digits: str) -> bool:
    """Whether ten digits have the date and check digit of a personnummer or samordningsnummer."""
    month, number = int(digits[2:4]), int(digits[4:6])
    if not 1 <= month <= 12 or not (1 <= number <= 31 or 61 <= number <= 91):
        return False
    doubled = (int(sign) * (2 - place % 2) for place, sign in enumerate(digits))
    return sum(value // 10 + value % 10 for value in doubled) % 10 == 0


def personnummer(text: str) -> str | None:
    """The ten digits, when the whole text is a personnummer."""
    found = _PERSONNUMMER.fullmatch(text)
    digits = found[1] + found[2] if found else ""
    return digits if found and digits.isascii() and is_personnummer(digits) else None


def holds_personnummer(text: str) -> bool:
    """Whether a personnummer stands anywhere in the text."""
    return any(
        (found[1] + found[2]).isascii() and is_personnummer(found[1] + found[2])
        for found in _PERSONNUMMER.finditer(text)
    )


def hidden(digits: str, secret: bytes) -> str:
    """A key instead of a personnummer: always the same, and the number cannot be had back."""
    return "h-" + hmac.new(secret, digits.encode(), hashlib.sha256).hexdigest()[:40]


def shown(text: str) -> str:
    """A cell as a message may have it: cut, in one line, and without long rows of digits."""
    one_line = " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())
    without = re.sub(r"\d{6,8}[-+ ]?\d{4}|\d{7,}", "…", one_line)
    return without if len(without) <= 40 else without[:39] + "…"
