"""What forms of several slices share."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from flask_wtf import FlaskForm
from wtforms import Form
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined] # newer than its types

from app.web import words
from app.web.current import ENGLISH

OWN_MESSAGES = {words.SOURCE: ("sv",), ENGLISH: False}
"""Where WTForms finds what it says by itself; its own English needs no looking up."""


class HouseForm(FlaskForm):
    """A form whose own messages are WTForms' in the language of the page. Its token is checked for
    all forms alike before any page is reached, and stands in the page as `csrf_token()`.
    """

    class Meta:
        csrf = False

        @property
        def locales(self) -> Any:
            return OWN_MESSAGES[words.locale()]


class HouseFilter(Form):
    """A form that changes nothing, so without token: what a list is narrowed to."""

    class Meta:
        @property
        def locales(self) -> Any:
            return OWN_MESSAGES[words.locale()]


def choices(pairs: Iterable[tuple[str, Any]]) -> list[SelectChoice]:
    """What can be chosen, from pairs of value and label (plain, lazy or markup)."""
    return [SelectChoice(value, label) for value, label in pairs]
