"""What is wrong with a module as a text to read: too hard, too long, too few questions, claims that
rest on nothing, quotation marks of another language.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from app.content.parse import ModuleDraft
from app.content.parse_claims import Claim, claims, claims_in
from app.content.parse_sentences import Sentence, hardness, sentences
from app.content.parse_text import Line, prose
from app.content.rules import SOURCE_LANGUAGE, Course, Problem
from app.content.rules_limits import ASKED, JUDGED, LONGEST_SENTENCE

FOREIGN = {"sv": "“„‟«»", "lattlast": "“„‟«»", "en": "„‟«»"}


def text_problems(draft: ModuleDraft, course: Course, names: frozenset[str]) -> Iterator[Problem]:
    """Everything of this kind in one module."""
    module, file = draft.module, draft.file
    if len(draft.words) > course.words_limit:
        limit = course.words_limit
        said = f"Texten har {len(draft.words)} ord. Här är gränsen nådd: korta den till {limit}."
        yield Problem(file, draft.words[limit], said)
    swedish = module.language == SOURCE_LANGUAGE  # what the other editions must be like
    if swedish and module.source.strip() and len(draft.blocks) == len(module.questions):
        yield from _asked(draft)
    yield from hard(draft.file, draft.written, draft.text_line, course.lix_for(module.language))
    yield from _long_in_questions(draft)
    yield from _unsourced(file, claims(draft, names))
    yield from _quotes(draft)


def claimed(file: str, lines: list[Line], names: frozenset[str]) -> Iterator[Problem]:
    """The claims of a text that rest on nothing."""
    yield from _unsourced(file, claims_in(lines, names))


def _unsourced(file: str, found: Iterable[Claim]) -> Iterator[Problem]:
    for claim in found:
        if not claim.sourced:
            said = (
                f"Meningen har en uppgift ({claim.about}) men ingen källa. Skriv [källa: …] direkt "
                "efter den."
            )
            yield Problem(file, claim.line, said)


def _asked(draft: ModuleDraft) -> Iterator[Problem]:
    least, most = ASKED
    count = len(draft.module.graded)
    if not least <= count <= most:
        many = "1 fråga" if count == 1 else f"{count or 'inga'} frågor"
        said = (
            f"Delen har {many} i kursen som kan bli rätt eller fel. Den ska ha {least} till "
            f"{most} med form=b."
        )
        yield Problem(draft.file, draft.text_line, said)


def hard(file: str, lines: list[Line], first: int, limit: int) -> Iterator[Problem]:
    """A text over the limit as a whole, and each sentence that is too long."""
    found = list(sentences(lines))
    whole = hardness(found)
    if whole.words >= JUDGED and whole.lix > limit:
        worst = max(found, key=lambda sentence: hardness([sentence]).lix)
        said = (
            f"Texten har LIX {whole.lix:.0f}. Gränsen är {limit}: korta meningarna eller välj "
            f"kortare ord. Börja på rad {worst.line}."
        )
        yield Problem(file, first, said)
    yield from _long(file, found)


def _long(file: str, found: list[Sentence]) -> Iterator[Problem]:
    for sentence in found:
        count = len(sentence.words)
        if count > LONGEST_SENTENCE:
            said = f"Meningen har {count} ord. Dela den: högst {LONGEST_SENTENCE} ord i en mening."
            yield Problem(file, sentence.line, said)


def _long_in_questions(draft: ModuleDraft) -> Iterator[Problem]:
    for block in draft.blocks:
        yield from _long(draft.file, list(sentences([block.heading, *block.body])))


def _quotes(draft: ModuleDraft) -> Iterator[Problem]:
    """Quotation marks of other languages: Swedish has one, the same before and after."""
    wrong = FOREIGN[draft.module.language]
    every = [*draft.written]
    for block in draft.blocks:
        every += [block.heading, *block.body]
    for line in every:
        if any(mark in prose(line) for mark in wrong):
            said = "Citattecknen hör till ett annat språk. Skriv ” både före och efter."
            yield Problem(draft.file, line.number, said)
