"""Snowball's stemmers for the languages that texts are in, and no others.

The package's own door loads all its thirty-six languages, some 3 MB in every process. This module
is another door to the same files: what is imported through it is read in their folder. Pure.
"""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec
from typing import Protocol

_package = find_spec("snowballstemmer")
__path__ = list(_package.submodule_search_locations or ()) if _package else []


class Stemmer(Protocol):
    def stemWord(self, word: str) -> str: ...  # noqa: N802  (the package's own name)


def swedish() -> Stemmer:
    """A stemmer for Swedish of one's own."""
    made: Stemmer = import_module("app.content.rules_stemmers.swedish_stemmer").SwedishStemmer()
    return made


def english() -> Stemmer:
    """A stemmer for English of one's own."""
    made: Stemmer = import_module("app.content.rules_stemmers.english_stemmer").EnglishStemmer()
    return made
