"""A town for tests of access: each role held by somebody, and people of every kind to look for.

Everybody's family name is theirs alone, so that a name found on a page says whom it tells of.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from app.competence import service as competence
from app.content import service as content
from app.core.db import db
from app.core.models import Setting
from app.duties import service as duties
from app.people import accounts, sign_in
from app.people import service as people
from app.people.models import (
    Assignment,
    Employment,
    Leave,
    Person,
    Place,
    PlaceVersion,
    SignInSession,
)

ROOT = Path(__file__).resolve().parents[2]
NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)
TODAY, YESTERDAY = date(2026, 11, 25), date(2026, 11, 24)
BEFORE = date(2026, 1, 1)

# role -> the place it is held for; none is the whole municipality
ROLES: dict[str, str | None] = {
    "learner": None,
    "manager": "care",
    "deputy": "care",
    "hr": None,
    "secretary": None,
    "strategist": None,
    "council": None,
    "author": None,
    "auditor": None,
    "admin": None,
}

PLACES = {  # key -> name, kind, what it stands under
    "top": ("Storby kommun", "unit", None),
    "care": ("Hemtjänsten", "unit", "top"),
    "north": ("Hemtjänsten norr", "unit", "care"),
    "school": ("Skolan", "unit", "top"),
    "office": ("Kontoret", "unit", "top"),
    "company": ("Storby Bostäder", "company", None),
    "assembly": ("Fullmäktige", "body", None),
    "culture": ("Kulturnämnden", "body", None),
}

# family name -> where, as what
STAFF = {
    "Vårdare": ("care", "permanent"),
    "Timme": ("care", "hourly"),
    "Nordman": ("north", "permanent"),
    "Lärare": ("school", "permanent"),
    "Kollega": ("school", "permanent"),
    "Hyresman": ("company", "permanent"),
    "Dubbel": ("school", "permanent"),
}
ELECTED = {
    "Ledstam": ("assembly", "member"),
    "Ersman": ("assembly", "deputy"),
    "Dubbel": ("assembly", "chair"),
    "Teaterman": ("culture", "member"),
}
GONE = {"Flyttad": "care", "Slutat": "care", "Stängd": "care", "Skyddad": None}
"""Moved to school today; ended yesterday; a closed account; a protected person without a unit."""


@dataclass(frozen=True)
class Town:
    """The application on the town's database, with what a test must know to ask for things."""

    app: Any
    places: dict[str, int]
    persons: dict[str, int]  # role or family name -> person
    subjects: dict[str, int]

    def client(self, who: str | None, reason: bool = False) -> Any:
        """A browser in which this person is signed in, or nobody."""
        client = self.app.test_client()
        if who is None:
            return client
        with self.app.app_context():
            token = sign_in.enter(self.persons[who], self.subjects[who], "password", "", NOW)
            if reason:
                row = db.session.query(SignInSession).filter_by(token_hash=sign_in.hashed(token))
                row.one().reason_until = NOW + timedelta(hours=1)
            db.session.commit()
        with client.session_transaction() as session:
            session["_user_id"] = token
        return client


def family(role: str) -> str:
    """The family name of who holds the role, without the role's own word in it."""
    return f"{role[::-1].capitalize()}sson"


def fill() -> None:
    """Make the town in an empty database."""
    content.publish(ROOT / "courses", NOW, TODAY)
    places = _places()
    for role, place in ROLES.items():
        person = _employed(family(role), places["office" if place is None else place])
        if role != "learner":
            held_for = None if place is None else places[place]
            people.grant_role(person, role, BEFORE, None, NOW, place_id=held_for)
    for name, (place, form) in STAFF.items():
        _employed(name, places[place], form=form)
    for number in range(6):
        _employed(f"Många{'abcdef'[number]}", places["north"])
    for name, (place, position) in ELECTED.items():
        _elected(name, places[place], position)
    _gone(places)
    _require()
    for key, value in (("municipality", "Storby"), ("demo", True), ("personas", [])):
        db.session.add(Setting(key=key, value=value))
    db.session.flush()
    competence.rebuild(TODAY)
    db.session.commit()


def read(app: Any) -> Town:
    """The town as it stands in the application's database."""
    with app.app_context():
        places = {place.key: place.id for place in db.session.query(Place)}
        found = {person.family_name: person for person in db.session.query(Person)}
        names = {family(role): role for role in ROLES}
        persons = {names.get(name, name): person.id for name, person in found.items()}
        subjects = {names.get(name, name): person.subject for name, person in found.items()}
    return Town(app, places, persons, subjects)


def _places() -> dict[str, int]:
    made: dict[str, int] = {}
    for key, (name, kind, above) in PLACES.items():
        place = Place(kind=kind, key=key)
        db.session.add(place)
        db.session.flush()
        made[key] = place.id
        parent = made[above] if above else None
        db.session.add(
            PlaceVersion(place_id=place.id, parent_id=parent, name=name, from_day=BEFORE)
        )
    return made


def _person(name: str) -> Person:
    found = db.session.query(Person).filter_by(family_name=name).first()
    return found or people.create_person(
        "Prov", name, None, NOW, email=f"{name.lower()}@storby.example"
    )


def _employed(name: str, place: int, **more: Any) -> Person:
    person = _person(name)
    work = {"form": "permanent", "from_day": BEFORE, "place_id": place} | more
    db.session.add(Employment(subject=person.subject, **work))
    return person


def _elected(name: str, place: int, position: str) -> None:
    subject = _person(name).subject
    seat = {"position": position, "from_day": BEFORE}
    db.session.add(Assignment(subject=subject, place_id=place, **seat))


def _gone(places: dict[str, int]) -> None:
    _employed("Flyttad", places["care"], to_day=YESTERDAY)
    _employed("Flyttad", places["school"], from_day=TODAY)
    _employed("Slutat", places["care"], to_day=YESTERDAY)
    _employed("Stängd", places["care"]).active = False
    people.create_protected_person("Skyddad", None, NOW).family_name = "Skyddad"
    away = _employed("Ledig", places["care"])
    db.session.add(Leave(subject=away.subject, from_day=BEFORE))


def _require() -> None:
    staff, elected = ("manager", "employee", "hourly"), ("member", "deputy")
    for key, title, wording, asked in (
        ("grund", "Grundutbildning", "requirement", staff),
        ("intro", "Introduktion", "introduction", elected),
    ):
        made = duties.require(key, title, "grundutbildning", wording, asked, BEFORE, 90, None, NOW)
        duties.open_cycle(made, BEFORE)


def link(town: Town, who: str) -> str:
    """The address of a fresh link for this person."""
    with town.app.app_context():
        token = accounts.make_link(db.session.get_one(Person, town.persons[who]), "reset", NOW)
        db.session.commit()
    return f"/losenord/{token}"
