"""What forms of several slices share."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined] # newer than its types


def choices(pairs: Iterable[tuple[str, Any]]) -> list[SelectChoice]:
    """What can be chosen, from pairs of value and label (plain, lazy or markup)."""
    return [SelectChoice(value, label) for value, label in pairs]
