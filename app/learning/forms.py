"""One form for each kind of question. What is asked stands in the question; here is only how it
is filled in.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import lru_cache
from typing import Any

from werkzeug.datastructures import MultiDict
from wtforms import (
    Field,
    FormField,
    HiddenField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
    ValidationError,
)
from wtforms.validators import InputRequired, Length, Regexp, StopValidation
from wtforms.widgets import CheckboxInput, ListWidget

from app.content.rules import Given, Option, Question, number_in, number_of
from app.web.forms import HouseFilter, HouseForm, choices
from app.web.words import gettext as _
from app.web.words import lazy_gettext as _l

LENGTH = Length(max=2000, message=_l("Skriv högst 2 000 tecken."))
CHOOSE_ONE = _l("Välj ett svar.")
CHOOSE_SOME = _l("Välj minst ett svar.")
CHOOSE_EACH = _l("Välj något på varje rad.")


class AnswerForm(HouseForm):
    """What all kinds share: the key that makes a second press the same answer, and how to read
    the answer.
    """

    key = HiddenField(validators=[InputRequired(), Regexp(r"^[A-Za-z0-9_-]{8,64}$")])
    reading: Callable[[Any], Given]

    def given(self) -> Given:
        """The answer as a value."""
        return type(self).reading(self)


class Written(InputRequired):
    """Something that can be seen: blanks alone are no answer."""

    def __call__(self, form: Any, field: Field) -> None:
        if not any(each.isprintable() and not each.isspace() for each in field.data or ""):
            raise StopValidation(str(self.message))


class Checkboxes(SelectMultipleField):
    """Several choices, each a row of its own."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


def _is_number(language: str) -> Callable[[Any, Field], None]:
    def check(_form: Any, field: Field) -> None:
        if number_of(field.data or "", language) is None:
            raise ValidationError(_("Skriv ett tal med siffror, till exempel 17 eller 3,5."))

    return check


def _form(reading: Callable[[Any], Given], **fields: Any) -> type[AnswerForm]:
    return type("QuestionForm", (AnswerForm,), {"reading": staticmethod(reading), **fields})


def _selects(
    labels: Iterable[tuple[int, str]], pairs: list[tuple[str, str]], each_once: bool = False
) -> Any:
    """One select for each label, under one heading, called by the number of what it is about."""
    fields = {
        f"r{number}": SelectField(
            label,
            choices=choices([("", _l("Välj")), *pairs]),
            validators=[InputRequired(CHOOSE_EACH)],
        )
        for number, label in labels
    }
    checks = {f"validate_{name}": _not_taken for name in fields} if each_once else {}
    return FormField(type("RowsForm", (HouseFilter,), fields | checks), separator="-")


def _not_taken(form: Any, field: Any) -> None:
    """A row may not have the place of a row above it."""
    for row in form:
        if row is field:
            return
        if row.data == field.data:
            raise ValidationError(
                _("Ge varje steg en egen plats. ”%(step)s” har samma.", step=row.label.text)
            )


def _chosen(rows: Any, numbers: Iterable[int]) -> tuple[int, ...]:
    return tuple(int(rows[f"r{number}"].data) for number in numbers)


def _one(question: Question) -> type[AnswerForm]:
    options = choices((str(option.number), option.html) for option in question.options)
    field = RadioField(_l("Ditt svar"), choices=options, validators=[InputRequired(CHOOSE_ONE)])
    return _form(lambda form: Given(choices=(int(form.choice.data),)), choice=field)


def _several(question: Question) -> type[AnswerForm]:
    options = choices((str(option.number), option.html) for option in question.options)
    field = Checkboxes(_l("Dina svar"), choices=options, validators=[InputRequired(CHOOSE_SOME)])
    return _form(
        lambda form: Given(choices=tuple(sorted(int(value) for value in form.choices.data))),
        choices=field,
    )


def _order(question: Question) -> type[AnswerForm]:
    steps = question.shown_steps
    places = [(str(place), str(place)) for place in range(1, len(steps) + 1)]
    rows = _selects(((step.number, _words(step)) for step in steps), places, each_once=True)
    numbers = [step.number for step in steps]

    def reading(form: Any) -> Given:
        placed = sorted(zip(_chosen(form.positions, numbers), numbers, strict=True))
        return Given(order=tuple(number for _place, number in placed))

    return _form(reading, positions=rows)


def _match(question: Question) -> type[AnswerForm]:
    sides = [(str(match.number), _words(match)) for match in question.matches]
    numbers = [pair.number for pair in question.pairs]
    rows = _selects(((pair.number, pair.left_html.striptags()) for pair in question.pairs), sides)
    return _form(lambda form: Given(pairs=_chosen(form.matches, numbers)), matches=rows)


def _number(question: Question) -> type[AnswerForm]:
    language = question.language
    written = Written(_l("Skriv ett tal."))
    field = StringField(_l("Ditt svar"), validators=[written, _is_number(language)])
    return _form(lambda form: Given(number=number_of(form.number.data, language)), number=field)


def _text(_question: Question) -> type[AnswerForm]:
    field = StringField(_l("Ditt svar"), validators=[Written(_l("Skriv ett svar.")), LENGTH])
    return _form(lambda form: Given(text=form.text.data.strip()), text=field)


def _reflection(_question: Question) -> type[AnswerForm]:
    written = Written(_l("Skriv något, om så bara några ord."))
    field = TextAreaField(_l("Dina tankar"), validators=[written, LENGTH])
    return _form(lambda form: Given(text=form.text.data.strip()), text=field)


def _commitment(_question: Question) -> type[AnswerForm]:
    when = Written(_l("Skriv när du tänker göra det."))
    then = Written(_l("Skriv vad du tänker göra."))
    return _form(
        lambda form: Given(
            text=_(
                "Om %(when)s, då %(then)s",
                when=_bare(form.when.data, ("om", "if")),
                then=_bare(form.then.data, ("då", "then")),
            )
        ),
        when=TextAreaField(_l("Om …"), validators=[when, LENGTH]),
        then=TextAreaField(_l("… då …"), validators=[then, LENGTH]),
    )


def _bare(text: str, leads: tuple[str, ...]) -> str:
    """One half of a plan without the word that leads it in, which stands there already."""
    first, space, rest = text.strip().partition(" ")
    said = rest if space and first.casefold().rstrip(",") in leads else f"{first}{space}{rest}"
    return said.strip(" ,")


def _words(option: Option) -> str:
    return option.html.striptags()


KINDS: dict[str, Callable[[Question], type[AnswerForm]]] = {
    "one": _one,
    "truefalse": _one,
    "rating": _one,
    "several": _several,
    "order": _order,
    "match": _match,
    "number": _number,
    "text": _text,
    "reflection": _reflection,
    "commitment": _commitment,
}


def carried(
    filled: MultiDict[str, str], was: Question, now: Question
) -> MultiDict[str, str] | None:
    """What is filled in under a question, as a form for the same question in other words has it:
    each language has its own order of steps and of right sides, and its own way to write numbers.
    None where the two cannot be laid beside each other.
    """
    sizes = [(q.kind, len(q.options), len(q.steps), len(q.pairs)) for q in (was, now)]
    if sizes[0] != sizes[1]:
        return None
    kept = MultiDict(filled)
    for before, after in zip(was.steps, now.steps, strict=True):
        kept[f"positions-r{after.number}"] = filled.get(f"positions-r{before.number}", "")
    sides = {str(b.right): str(n.right) for b, n in zip(was.pairs, now.pairs, strict=True)}
    for pair in now.pairs:
        name = f"matches-r{pair.number}"
        kept[name] = sides.get(filled.get(name, ""), "")
    number = number_of(filled.get("number", ""), was.language)
    if number is not None:
        kept["number"] = number_in(number, now.language)
    return kept


@lru_cache(maxsize=512)
def answer_form(question: Question) -> type[AnswerForm]:
    """The form that the question is answered by; made once for each wording."""
    return KINDS[question.kind](question)
