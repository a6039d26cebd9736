"""One form for each kind of question. What is asked stands in the question; here is only how it is filled in."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal, InvalidOperation
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import (
    Field,
    HiddenField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
    ValidationError,
)
from wtforms.validators import InputRequired, Length, Regexp
from wtforms.widgets import CheckboxInput, ListWidget

from app.content.rules import Given, Question

LONGEST = 2000


class AnswerForm(FlaskForm):
    """What all kinds share: the key that makes a second press the same answer."""

    key = HiddenField(validators=[InputRequired(), Regexp(r"^[A-Za-z0-9_-]{8,64}$")])

    def given(self) -> Given:
        """The answer as a value."""
        raise NotImplementedError


class _Checkboxes(SelectMultipleField):
    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


def _number(text: str) -> Decimal:
    plain = "".join(text.split()).replace("\u2212", "-").replace(",", ".")
    value = Decimal(plain)
    if not value.is_finite() or abs(value) > 10**15:
        raise InvalidOperation
    return value


def _is_number(_form: Any, field: Field) -> None:
    try:
        _number(field.data or "")
    except InvalidOperation:
        raise ValidationError(_("Skriv ett tal med siffror, till exempel 17 eller 3,5.")) from None


def _of_one(question: Question) -> type[AnswerForm]:
    class OneForm(AnswerForm):
        choice = RadioField(
            _l("Ditt svar"),
            choices=[(str(o.number), o.html) for o in question.options],
            validators=[InputRequired(_l("Välj ett svar."))],
            validate_choice=True,
        )

        def given(self) -> Given:
            return Given(choices=(int(self.choice.data),))

    return OneForm


def _of_several(question: Question) -> type[AnswerForm]:
    class SeveralForm(AnswerForm):
        choices = _Checkboxes(
            _l("Dina svar"),
            choices=[(str(o.number), o.html) for o in question.options],
            validators=[InputRequired(_l("Välj minst ett svar."))],
        )

        def given(self) -> Given:
            return Given(choices=tuple(sorted(int(value) for value in self.choices.data)))

    return SeveralForm
