"""What a person answered, as a value: read from a form, kept as JSON, compared with what is right.
Pure.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

LARGEST = Decimal(10) ** 15
IN_THOUSANDS = re.compile(r"[+-]?[1-9]\d{0,2}(?:,\d{3})+(?:\.\d*)?")
"""A number as it is written in English: 1,204 is more than a thousand, and 0,125 less than one."""
PERCENT = re.compile(r"(?:%|procent|percent)$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Given:
    """An answer. `choices`: the numbers chosen (rating too). `order`: step numbers, first to last.
    `pairs`: for each left side in order the number of the right side put beside it. `number` and
    `text`: what was written.
    """

    choices: tuple[int, ...] = ()
    order: tuple[int, ...] = ()
    pairs: tuple[int, ...] = ()
    number: Decimal | None = None
    text: str = ""

    def as_json(self) -> dict[str, Any]:
        """What the ledger keeps. Free text is left out: it stands in a table that can be erased."""
        kept: dict[str, Any] = {}
        for name in ("choices", "order", "pairs"):
            if numbers := getattr(self, name):
                kept[name] = list(numbers)
        if self.number is not None:
            kept["number"] = str(self.number)
        return kept

    @classmethod
    def from_json(cls, kept: Mapping[str, Any], text: str | None = None) -> Given:
        """The answer again, from what the ledger keeps and its free text, if it has not been
        erased.
        """
        number = kept.get("number")
        return cls(
            choices=tuple(kept.get("choices", ())),
            order=tuple(kept.get("order", ())),
            pairs=tuple(kept.get("pairs", ())),
            number=None if number is None else Decimal(number),
            text=text or "",
        )


def number_of(text: str, language: str = "sv") -> Decimal | None:
    """The number that somebody wrote in Swedish (3,5 or 1 204) or with a full stop, in English also
    with commas between thousands, and with a word for percent after it or without; none when it is
    no number.
    """
    plain = PERCENT.sub("", "".join(text.split())).replace("\u2212", "-")
    in_thousands = language == "en" and IN_THOUSANDS.fullmatch(plain)
    plain = plain.replace(",", "" if in_thousands else ".")
    if not plain.isascii() or not plain.strip("+-").replace(".", "", 1).isdigit():
        return None
    try:
        value = Decimal(plain)
    except InvalidOperation:
        return None
    return value if abs(value) <= LARGEST else None


def swedish_number(value: Decimal) -> str:
    """The number as Swedes write it: 1 204, 3,5, −2."""
    whole, _, part = f"{value:,f}".partition(".")
    written = whole.replace(",", "\u00a0").replace("-", "\u2212")
    return f"{written},{part}" if part else written


def number_in(value: Decimal, language: str) -> str:
    """The number as it is written in a language."""
    return f"{value:,f}".replace("-", "\u2212") if language == "en" else swedish_number(value)


ENDS = " \"'”“’‘.,;:!?"


def same_words(text: str) -> str:
    """The text without what does not matter when short answers are compared: case, spaces around
    words, quotation marks and full stops around the whole.
    """
    words = " ".join(unicodedata.normalize("NFC", text).casefold().split())
    return words.strip(ENDS) or words
