"""The Swedish alphabet, which neither database sorts by. Pure."""

from __future__ import annotations

_LATE = str.maketrans("åäöæøé", "{|}|}e")


def swedish(text: str) -> str:
    """A key that sorts å, ä, ö last and in that order; capitals make no difference."""
    return text.casefold().translate(_LATE)
