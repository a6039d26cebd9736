"""A text as the sentences a reader meets, each with its line, and how hard they are to read."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from app.content.parse_prose import ATTRIBUTES, DEFINED, LIKE_SOURCE, MARKER, SOURCE, WORD
from app.content.parse_text import Line, blocks, prose

LONG_WORD = 6
AFTER = r"[”’)\]*_]*(?:\s*\[(?:källa:[^\]]*|\^[^\]]*)\])*"
SHORTENED = r"(?<!\bkl)(?<!\bkap)(?<!\bnr)(?<!\bprop)(?<!\bbet)(?<!\bdnr)"
END = re.compile(
    rf"(?:[!?…]|{SHORTENED}\.)+{AFTER}(?=\s+[^\W\d_a-zåäöéü]|\s+[\d”(\[*_]|\s*$)"
)  # fmt: skip
FOOTNOTE = re.compile(r"\[\^[^\]\s]+\]:?")
ADDRESS = re.compile(r"!?\[((?:[^\[\]]|\[[^\[\]]*\])*)\]\([^)]*\)")
UNSEEN = str.maketrans({"*": "", "_": "", "|": " "})
TABLE_ROW = re.compile(r"\s*\|")


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence as it is read: without marks, with its words; whether a source stands in it or
    right after it.
    """

    line: int
    text: str
    sourced: bool

    @property
    def words(self) -> list[str]:
        return WORD.findall(self.text)


@dataclass(frozen=True, slots=True)
class Hardness:
    """Words, sentences and long words of a text."""

    words: int
    sentences: int
    long_words: int

    @property
    def lix(self) -> float:
        """Words for each sentence plus long words for each hundred (Björnsson, Läsbarhet, 1968)."""
        if not self.words:
            return 0.0
        return self.words / max(1, self.sentences) + 100 * self.long_words / self.words


def hardness(sentences: Iterable[Sentence]) -> Hardness:
    """What these sentences come to. A long word has more than six letters."""
    found = [words for sentence in sentences if (words := sentence.words)]
    every = [word for words in found for word in words]
    long_words = sum(sum(map(str.isalpha, word)) > LONG_WORD for word in every)
    return Hardness(len(every), len(found), long_words)


def pieces(lines: list[Line]) -> Iterator[list[Line]]:
    """What is read in one breath: a paragraph, a heading, a list item, a quote, a row of a
    table.
    """
    for piece in blocks(lines):
        if any(TABLE_ROW.match(line.text) for line in piece):
            yield from ([line] for line in piece)
        else:
            yield piece


def sentences(lines: list[Line]) -> Iterator[Sentence]:
    """The sentences of a text. Headings, list items and rows of a table end one."""
    for piece in pieces(lines):
        yield from sentences_of(piece)


def sentences_of(piece: list[Line]) -> Iterator[Sentence]:
    """The sentences of one piece; what comes after the last full stop is one too."""
    texts = [_read(line) for line in piece]
    whole, begin, start = " ".join(texts), 0, 0
    lines = []
    for line, text in zip(piece, texts, strict=True):
        lines.append((start, line.number))
        start += len(text) + 1
    for end in [found.end() for found in END.finditer(whole)] + [len(whole)]:
        text = whole[begin:end]
        shown = " ".join(FOOTNOTE.sub("", LIKE_SOURCE.sub(" ", text)).split())
        if WORD.search(shown):
            at = begin + len(text) - len(text.lstrip())
            number = max(number for start, number in lines if start <= at)
            yield Sentence(number, shown, SOURCE.search(text) is not None)
        begin = end


def _read(line: Line) -> str:
    """The line without what a reader never sees: list marks, addresses, attributes, emphasis."""
    text = prose(line)
    if "[" in text:
        if DEFINED.match(text):
            return ""
        text = ADDRESS.sub(r"\1", text)
    text = MARKER.sub("", text)
    if line.text.startswith("#"):
        text = ATTRIBUTES.sub("", text)
    return text.translate(UNSEEN).strip()
