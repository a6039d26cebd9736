"""The filters of the lists and the words for where a duty stands."""

from __future__ import annotations

from flask_babel import LazyString
from wtforms import HiddenField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length

from app.duties.rules import Status
from app.people.rules import Population
from app.web.forms import HouseFilter, HouseForm, choices
from app.web.words import lazy_gettext as _l

STATUS: dict[Status, LazyString] = {
    Status.UPCOMING: _l("Börjar senare"),
    Status.AWAY: _l("Frånvarande"),
    Status.DONE: _l("Klar"),
    Status.UNREACHABLE: _l("Kan inte nås"),
    Status.EXPIRED: _l("Har gått ut"),
    Status.STARTED: _l("Påbörjat"),
    Status.NOT_STARTED: _l("Ej påbörjat"),
}

POPULATION: dict[Population, LazyString] = {
    "manager": _l("Chef"),
    "employee": _l("Anställd"),
    "hourly": _l("Timavlönad"),
    "member": _l("Ledamot"),
    "deputy": _l("Ersättare"),
}


class PersonFilter(HouseFilter):
    """What a list of persons can be narrowed to, with its order along: all of it in the address."""

    ordning = HiddenField()
    q = StringField(_l("Namn"))
    krav = SelectField(_l("Krav"))
    enhet = SelectField(_l("Enhet"))
    status = SelectField(
        _l("Läge"),
        choices=choices(
            [
                ("", _l("Alla")),
                ("left", _l("Har något kvar")),
                ("late", _l("Försenade")),
                *[(str(status), label) for status, label in STATUS.items()],
            ]
        ),
    )
    grupp = SelectField(_l("Grupp"), choices=choices([("", _l("Alla")), *POPULATION.items()]))


class ReasonForm(HouseForm):
    """Why an auditor needs to see names. The reason is logged."""

    reason = TextAreaField(
        _l("Skäl"),
        description=_l(
            "Skriv vad du granskar, till exempel vilket ärende. Skälet sparas i loggen."
        ),
        validators=[
            InputRequired(_l("Skriv varför du behöver se namn.")),
            Length(min=10, max=300, message=_l("Skriv mellan 10 och 300 tecken.")),
        ],
    )
