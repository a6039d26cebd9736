"""What forms of several slices share."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from flask_wtf import FlaskForm
from wtforms import Form
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined] # newer than its types

from app.core.errors import sentence
from app.web.words import gettext

NOT_THERE = sentence("Det du valde finns inte i listan. Välj något som står där.")
LEFT_OUT = sentence("Fyll i fältet.")
NOT_READ = sentence("Det som står i fältet går inte att läsa. Skriv det på nytt.")
SAID = {
    "Not a valid choice.": NOT_THERE,
    "Invalid Choice: could not coerce.": NOT_THERE,
    "Invalid choice(s): one or more data inputs could not be coerced.": NOT_THERE,
    "'%(value)s' is not a valid choice for this field.": NOT_THERE,
    "This field is required.": LEFT_OUT,
    "Not a valid integer value.": sentence("Skriv ett heltal med siffror, till exempel 12."),
}
"""What the house says where WTForms would say this by itself; for all else it says `NOT_READ`."""


class Spoken:
    """The messages of WTForms in plain words: what is wrong and what to do."""

    def gettext(self, message: str) -> str:
        return gettext(SAID.get(message, NOT_READ))

    def ngettext(self, one: str, _many: str, _count: int) -> str:
        return self.gettext(one)


SPOKEN = Spoken()


class HouseForm(FlaskForm):
    """A form whose messages are the house's own. Its token is checked for all forms alike before
    any page is reached, and stands in the page as `csrf_token()`.
    """

    class Meta:
        csrf = False

        def get_translations(self, _form: Any) -> Spoken:
            return SPOKEN


class HouseFilter(Form):
    """A form that changes nothing, so without token: what a list is narrowed to."""

    class Meta:
        def get_translations(self, _form: Any) -> Spoken:
            return SPOKEN


def choices(pairs: Iterable[tuple[str, Any]]) -> list[SelectChoice]:
    """What can be chosen, from pairs of value and label (plain, lazy or markup)."""
    return [SelectChoice(value, label) for value, label in pairs]
