"""Which sentences say something that has to rest on a source.

A claim is a sentence in a module's text or in a question's feedback that has
- a year from 1900 to 2099, a per cent, a share (35 av 169), millions, a decimal or a number from 13
  up; or
- the name of one that the sources name, with a verb that says what it said or found.
Its source stands in the sentence or right after it; in a feedback, which is one thought, anywhere.
What is no figure: names (Agenda 2030, SS 854000, mål 12, 17 mål, kl. 13.30, 12 mars) and the
agenda's own year 2030. Figures in ”…”, other figures than years in what is said to be an example,
and, in feedback, the figures of the question itself are the course's own and need no source.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import lru_cache

from app.content.parse import ModuleDraft
from app.content.parse_questions import Block
from app.content.parse_sentences import Sentence, pieces, sentences_of
from app.content.parse_text import Line
from app.content.rules import Question, Source, swedish_number
from app.content.rules_limits import SMALL_NUMBERS

MONTH = (
    "januari|februari|mars|april|maj|juni|juli|augusti|september|oktober|november|december|"
    "January|February|March|May|June|July|August|October|December"
)
NOT_PERCENT = r"(?!\d|[ \u00a0]?(?:%|procent|per[ ]cent))"
ONE = rf"\d+(?:\.\w+)?{NOT_PERCENT}"
LIST = rf"\s*{ONE}(?:\s*(?:,|och|till|eller|and|to|or|–)\s*{ONE})*"
NAMES = re.compile(
    rf"""(?ix)
    \b(?:ft)?SS[ \u00a0-]?854000(?::20\d\d)?
    | \bAgenda[ \u00a0]2030\b | \b2030[- ]agenda(?:n|ns)?\b
    | \b17[ \u00a0](?:\w+[ \u00a0])?(?:mål|goals)(?:en|ens|s)?\b
    | \b(?:del)?mål(?:en|et)?{LIST} | \b(?:goal|target)s?{LIST}
    | \b(?:avsnitt(?:et|en)?|section|steg|step|del|part|fråga|question|punkt|kapitel|sidan?){LIST}
    | \bkl(?:\.|ockan)?[ \u00a0]\d[\d.:]*
    | \b\d{{1,2}}(?:[ \u00a0–-]+\d{{1,2}})?[ \u00a0](?:{MONTH})\b
    | \b(?:{MONTH})[ \u00a0]\d{{1,2}}\b
    | \b\d+[ \u00a0]kap\. | \b\d+\w?[ \u00a0]§
    | (?<![–-])\b2030(?::?s)?\b(?![–-])
    """
)
QUOTED = re.compile(r"[”“][^”]*”")
NUMBER = r"\d+(?:[ \u00a0\u202f.]\d{3})*(?:,\d+)?"
FIGURES = re.compile(
    rf"""(?ix)
    (?P<percent>\b{NUMBER}[ \u00a0\u202f]?(?:%|procent(?:enhet\w*)?\b|per[ ]cent\b|percent\b)
      | \b(?:en|ett|två|tre|fyra|fem|sex|sju|åtta|nio|tio|tjugo|trettio|fyrtio|femtio|sextio|sjuttio
        |åttio|nittio|hundra)[ \u00a0]procent\b)
    | (?P<share>\b{NUMBER}[ \u00a0](?:av|of|out[ ]of)(?:[ \u00a0](?:de|the))?[ \u00a0]{NUMBER}\b)
    | (?P<year>\b(?:19|20)\d\d\b)
    | (?P<many>\b(?:{NUMBER}|en|ett|two|två|tre|fyra|fem|tio)[ \u00a0]
        (?:miljon|miljard|million|billion)\w*)
    | (?P<number>\b{NUMBER}\b)
    """
)
EXAMPLE = re.compile(
    r"(?i)\b(?:exempel(?:vis)?|exempl(?:et|en)|säg att|tänk (?:dig|er)|anta att|påhitta[dt]\w*|"
    r"for example|for instance|an? example|say that|imagine|suppose)\b"
)
SAYS = (
    "skr[ei]v(?:er|it|s)?|säger|sade|sagt|berätta(?:r|de|t)?|varna(?:r|de|t)?|visa(?:r|de|t)|"
    "fann|finner|konstatera(?:r|de|t)|bedöm(?:er|de|t)|rekommendera(?:r|de|t)|räkna(?:r|de|t)|"
    "föresl(?:år|og)|antog|antagit|beslutade|beslutat|granska(?:de|t)|rapportera(?:r|de|t)|"
    "kräver|anger|slår fast|enligt|ska enligt|pekar på|pekade på|kallar|kallade|"
    "wrote|writes?|said|says|warn(?:s|ed)|show(?:s|ed)|found|finds|according to|report(?:s|ed)|"
    "estimate[sd]|decided|adopted|recommend(?:s|ed)|calls|called"
)
LAW = re.compile(r"[A-ZÅÄÖ][a-zåäö-]*(?:lagen|formen|balken|konventionen)\b")
PLACE = re.compile(r"\b([A-ZÅÄÖ][a-zåäö]+?)s kommun\b")


@dataclass(frozen=True, slots=True)
class Claim:
    """A sentence that needs a source: where it begins, what makes it a claim, whether it has
    one.
    """

    line: int
    about: str
    sourced: bool


def names_of(sources: Iterable[Source]) -> frozenset[str]:
    """What the sources are called in a text: publishers, laws and municipalities."""
    found: set[str] = set()
    for source in sources:
        found.add(source.publisher.split(",")[0].split(":s ")[0].strip())
        found.update(LAW.findall(source.title))
        found.update(PLACE.findall(f"{source.title} {source.publisher}"))
    return frozenset(found - {"Svensk författningssamling", ""})


@lru_cache(maxsize=8)
def _said_by(names: frozenset[str]) -> re.Pattern[str]:
    who = "|".join(sorted(map(re.escape, names), key=len, reverse=True)) or r"(?!)"
    named, says = rf"\b({who})(?::?s)?\b", rf"\b(?:{SAYS})\b"
    return re.compile(rf"(?is){named}.*?{says}|{says}.*?{named}")


def claims(draft: ModuleDraft, names: frozenset[str]) -> Iterator[Claim]:
    """Every claim of a module, in the order of its lines."""
    yield from claims_in(draft.written, names)
    by_line = {question.line: question for question in draft.module.questions}
    for block in draft.blocks:
        if question := by_line.get(block.heading.number):
            yield from _in_feedback(block, question, names)


def claims_in(lines: list[Line], names: frozenset[str]) -> Iterator[Claim]:
    """The claims of a text. What speaks of an example covers the rest of its section."""
    example = False
    for piece in pieces(lines):
        if piece[0].text.startswith("#"):
            example = False
        for sentence in sentences_of(piece):
            example = example or EXAMPLE.search(sentence.text) is not None
            if claim := _claim(sentence, names, frozenset(), example):
                yield claim


def _in_feedback(block: Block, question: Question, names: frozenset[str]) -> Iterator[Claim]:
    """The claims in what is said to an answer. To sums belong figures that the question has not."""
    own = frozenset(re.findall(NUMBER, _asked(question)))
    for piece in pieces(block.body):
        if piece[0].text.lstrip().startswith(">"):
            found = list(sentences_of(piece))
            sourced = any(sentence.sourced for sentence in found)
            for sentence in found:
                if claim := _claim(sentence, names, own, question.kind == "number"):
                    yield replace(claim, sourced=sourced)


def _asked(question: Question) -> str:
    """All that the question itself says."""
    parts = [question.prompt, question.case, *question.accepted]
    parts += [option.text for option in (*question.options, *question.steps, *question.matches)]
    parts += [pair.left for pair in question.pairs]
    return " ".join([*parts, swedish_number(question.number or Decimal(0))])


def _claim(
    sentence: Sentence, names: frozenset[str], own: frozenset[str], example: bool
) -> Claim | None:
    if names and (found := _said_by(names).search(sentence.text)):
        return Claim(sentence.line, found[1] or found[2], sentence.sourced)
    text = NAMES.sub(" ", QUOTED.sub(" ", sentence.text))
    for figure in FIGURES.finditer(text):
        if _counts(figure, own) and not (example and figure.lastgroup != "year"):
            return Claim(sentence.line, figure[0], sentence.sourced)
    return None


def _counts(figure: re.Match[str], own: frozenset[str]) -> bool:
    numbers = re.findall(NUMBER, figure[0])
    if numbers and all(number in own for number in numbers):
        return False
    if figure.lastgroup != "number":
        return True
    plain = re.sub(r"[ \u00a0\u202f.]", "", figure[0])
    return "," in plain or int(plain) >= SMALL_NUMBERS
