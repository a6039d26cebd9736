"""What forms of several slices share."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from flask_wtf import FlaskForm
from wtforms import Form
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined] # newer than its types


class HouseForm(FlaskForm):
    """A form whose own messages are WTForms' Swedish ones, read once. Its token is checked for all
    forms alike before any page is reached, and stands in the page as `csrf_token()`.
    """

    class Meta:
        csrf = False
        locales = ("sv",)


class HouseFilter(Form):
    """A form that changes nothing, so without token: what a list is narrowed to."""

    class Meta:
        locales = ("sv",)


def choices(pairs: Iterable[tuple[str, Any]]) -> list[SelectChoice]:
    """What can be chosen, from pairs of value and label (plain, lazy or markup)."""
    return [SelectChoice(value, label) for value, label in pairs]
