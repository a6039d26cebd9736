"""Forms of the sign-in pages, and what they say when something has to be put right."""

from __future__ import annotations

from wtforms import IntegerField, PasswordField, StringField
from wtforms.validators import DataRequired, InputRequired

from app.people.passwords import LONGEST, SHORTEST, Fault
from app.web.forms import HouseForm
from app.web.words import gettext as _
from app.web.words import lazy_gettext as _l


class SignInForm(HouseForm):
    """Name and password. Nothing is said of which of the two was wrong."""

    login = StringField(
        _l("E-postadress eller användarnamn"),
        [DataRequired(_l("Skriv din e-postadress eller ditt användarnamn."))],
    )
    password = PasswordField(_l("Lösenord"), [InputRequired(_l("Skriv ditt lösenord."))])

    def refuse(self) -> None:
        """Say that it was wrong, in the words that also fit who has to wait."""
        self.login.errors = [
            _(
                "E-postadressen, användarnamnet eller lösenordet stämmer inte. "
                "Efter tio fel behöver du vänta en stund."
            )
        ]


class NewPasswordForm(HouseForm):
    """A password to choose. The user name is there for password managers and is not read."""

    password = PasswordField(_l("Nytt lösenord"), [InputRequired(_l("Skriv ett lösenord."))])
    username = StringField(_l("Konto"))

    def refuse(self, fault: Fault) -> None:
        """Say what is wrong with the password and what to do instead."""
        said = {
            Fault.SHORT: _("Lösenordet är för kort. Skriv minst %(num)s tecken.", num=SHORTEST),
            Fault.LONG: _("Lösenordet är för långt. Skriv högst %(num)s tecken.", num=LONGEST),
            Fault.OWN: _(
                "Lösenordet är lätt att gissa. Skriv något utan ditt namn, kommunens namn "
                "och vårt namn."
            ),
            Fault.COMMON: _("Lösenordet är lätt att gissa. Välj fler eller ovanligare ord."),
        }
        self.password.errors = [said[fault]]


class PersonaForm(HouseForm):
    """Which of the people in the demo to be."""

    person_id = IntegerField(validators=[InputRequired()])
