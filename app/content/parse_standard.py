"""What may not be said of the standard: it is guidance, demands nothing, and nobody is certified
against it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

SWEDISH = r"(?:standarden(?:s)?\b|SS[ \u00a0-]?854000\b)"
ENGLISH = r"(?:the\s+standard(?:[’']s)?\b|SS[ \u00a0-]?854000\b)"
QUOTED = re.compile(r"[”“][^”]*”")
BETWEEN = r"(?:\s+(?!(?:men|och|utan|fast|som|bara|endast|enbart|but|and|only)\b)[^\s.,;:]+){0,3}?"


def _words(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Phrase:
    """Something that is never said. `near`: only in a sentence that names the standard."""

    pattern: re.Pattern[str]
    near: bool
    said: str
    example: str
    """A sentence with the phrase, for the author's manual."""


@dataclass(frozen=True, slots=True)
class Language:
    """What is forbidden in a language, how the standard is named there, and how a phrase is
    denied.
    """

    standard: re.Pattern[str]
    denied: re.Pattern[str]
    phrases: tuple[Phrase, ...]
    allowed: tuple[str, ...]
    """Sentences that say the same thing rightly."""


GUIDES = "Standarden är vägledning och kräver inget. Skriv ”bör” eller ”ger råd om”."
NO_CERTIFICATE = "”{found}” stämmer inte: mot standarden certifieras ingen. Skriv om meningen."

SV = Language(
    _words(rf"\b{SWEDISH}"),
    _words(
        rf"\b(?:inga|inget|ingen|inte|aldrig|varken|utan){BETWEEN}\s+"
        r"(?:kräv\w+|krav(?:en|et|standard\w*)?\b|certifi\w+|föreskriv\w+)(?:\s+(?:sig\s+)?"
        r"(?:enligt|mot))?"
        r"|\b(?:kräv\w+|föreskriv\w+|certifi\w+)\s+(?:\w+\s+)?"
        r"(?:inte|inget|inga|ingen|ingenting|aldrig)\b(?!\s+(?:bara|endast|enbart)\b)"
    ),
    (
        Phrase(_words(r"\bkräv(?:er|de|t|s|a|as|des|ts|ande)\b"), True, GUIDES,
               "Standarden kräver en plan."),
        Phrase(_words(r"\bkravstandard\w*"), False, GUIDES, "SS 854000 är en kravstandard."),
        Phrase(_words(rf"\b{SWEDISH}\s+(?:\w+\s+)?(?:ställer|har|innehåller|sätter)\s+(?:\w+\s+)*?"
                      r"krav\b"), False, GUIDES, "Standarden ställer krav på en plan."),
        Phrase(_words(r"\b(?:standardens|SS[ \u00a0-]?854000:s)\s+(?:\w+\s+)?krav(?:en|et)?\b"),
               False, GUIDES, "Uppfyll standardens krav."),
        Phrase(_words(rf"\bkrav(?:en|et)?\s+(?:i|enligt|från)\s+{SWEDISH}"), False, GUIDES,
               "Följ kraven i standarden."),
        Phrase(_words(rf"\buppfyll\w*\s+(?:\w+\s+)?{SWEDISH}"), False, GUIDES,
               "Vi uppfyller standarden."),
        Phrase(_words(r"\bföreskriv\w+"), True, GUIDES, "Standarden föreskriver ett råd."),
        Phrase(_words(rf"\b(?:enligt\s+{SWEDISH}|{SWEDISH}\s+(?:säger|skriver|anger|slår\s+fast)\s+"
                      r"att)\s+(?:\w+\s+){0,5}?(?:ska|skall|måste)\b"), False, GUIDES,
               "Enligt standarden ska vi ha en plan."),
        Phrase(_words(r"\bcertifi\w+\s+(?:sig\s+)?(?:enligt|mot)\b(?!\s+(?:ISO|EMAS|FSC|MSC)\b)"),
               False, NO_CERTIFICATE, "Kommunen är certifierad enligt standarden."),
    ),
    (
        "Standarden ställer inga krav.",
        "Standarden kräver inget, den ger råd.",
        "Det är ingen kravstandard.",
        "Ingen blir certifierad enligt standarden.",
        "Standarden ger råd om vad en kommun bör göra.",
    ),
)  # fmt: skip

GUIDES_EN = "Standarden är vägledning och kräver inget. Skriv ”should” eller ”gives advice on”."
EN = Language(
    _words(rf"\b{ENGLISH}"),
    _words(
        rf"\b(?:no|not|never|nothing|nobody|none|without|cannot|neither){BETWEEN}\s+"
        r"(?:requir\w+|demand\w*|certif\w+|prescrib\w+|mandatory)(?:\s+(?:to|against|under))?"
        r"|\b(?:requir\w+|demands?|prescribes?)\s+(?:nothing|no)\b"
    ),
    (
        Phrase(_words(r"\brequire(?:s|d|ments?)?\b"), True, GUIDES_EN,
               "The standard requires a plan."),
        Phrase(_words(r"\b(?:demand(?:s|ed)?|oblig(?:es|ed)|prescrib(?:es|ed)|mandatory)\b"), True,
               GUIDES_EN, "The standard demands a plan."),
        Phrase(_words(rf"\b(?:according\s+to\s+{ENGLISH}[^.]*?|{ENGLISH}\s+says\s+(?:that\s+)?"
                      r"(?:\w+\s+){0,5}?)(?:must|shall)\b"), False, GUIDES_EN,
               "According to the standard we must have a plan."),
        Phrase(_words(rf"\b(?:compl\w+|conform\w*)\s+(?:with|to)\s+{ENGLISH}"), False, GUIDES_EN,
               "We comply with the standard."),
        Phrase(_words(r"\bcertif\w+\s+(?:to|against|under|according\s+to)\b"
                      r"(?!\s+(?:ISO|EMAS|FSC|MSC)\b)"), False, NO_CERTIFICATE,
               "We are certified to the standard."),
    ),
    (
        "The standard requires nothing; it gives advice.",
        "It is not a requirement of the standard.",
        "No municipality is certified against the standard.",
    ),
)  # fmt: skip

FORBIDDEN = {"sv": SV, "lattlast": SV, "en": EN}


def forbidden(sentence: str, language: str) -> Iterator[tuple[int, str]]:
    """Where in the sentence something is said that may not be said, and what to do about it. What
    stands in ”…” is somebody else's words.
    """
    words = FORBIDDEN[language]
    sentence = QUOTED.sub(_blank, sentence)
    named = words.standard.search(sentence) is not None
    rest = words.denied.sub(_blank, sentence)
    for phrase in words.phrases:
        if phrase.near and not named:
            continue
        if found := phrase.pattern.search(rest):
            yield found.start(), phrase.said.format(found=found[0])


def _blank(found: re.Match[str]) -> str:
    return " " * len(found[0])
