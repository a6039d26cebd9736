"""Filling an empty database with Exempelby: the same reading, plans and verbs as in real use."""

from __future__ import annotations

import random
from collections.abc import Mapping
from datetime import date, datetime, timedelta

from sqlalchemy import select

from app.competence import service as competence
from app.content import queries as content
from app.core.days import swedish_day
from app.core.db import begin_writing, db
from app.core.models import Setting
from app.demo import history
from app.demo.places import BODIES, campaign, mandates
from app.demo.town import Town, town
from app.duties import service as duties
from app.people import queries as people_queries
from app.people import roster
from app.people import service as people
from app.people.models import Person
from app.people.rules import ELECTED

SEED = 2030
NAME = "Exempelby kommun"
COURSE = "grundutbildning"
ORDER = ("enheter.csv", "organ.csv", "personal.csv", "fortroendevalda.csv")
BY_HAND = ("hr", "secretary", "strategist", "council", "author", "auditor", "admin")
COUNCIL = next(body for body in BODIES if body.id == "KF")
DOES = {
    "learner": "Arbetar i hemtjänsten, har börjat kursen på mobilen och har en bit kvar.",
    "manager": "Leder hemtjänst Norr och ser vilka i den egna enheten som har delar kvar.",
    "deputy": "Tar över när chefen på Björkgården är borta och ser då samma enhet.",
    "hr": "Ser vilka av alla anställda som inte är klara, och varför, och hämtar listan.",
    "secretary": "Ser nämndernas ledamöter och ersättare och vilka som har introduktionen kvar.",
    "strategist": "Läser kompetenskartan för hela kommunen, utan namn.",
    "council": "Sitter i hållbarhetsrådet och läser kommunens siffror på översta nivån.",
    "author": "Skriver kursen i Markdown. Granskar och publicerar den med kommandon.",
    "auditor": "Granskar: ser summor direkt, och namn bara med ett skäl som sparas.",
    "admin": "Äger systemet. Ger konton och roller med kommandon. Ser det som alla ser.",
}
"""What each persona comes for, in the order of the roles."""


def fill(now: datetime, seed: int = SEED, learners: int | None = None) -> None:
    """Make the demo municipality in an empty database. Whoever calls it commits.

    `learners` is how many may have answered something: everybody, when it is not said.
    """
    begin_writing()
    today = swedish_day(now)
    made = town(seed, today)
    db.session.add(Setting(key="municipality", value=NAME))
    db.session.add(Setting(key="demo", value=True))
    for name in ORDER:
        plan = people.plan(roster.read(made.files[name], name), today)
        people.apply(plan, None, now)
    people.create_protected_person("Rönn 7", None, now, people_queries.root_unit(today))
    ids = _personas(made, today, now)
    _requirements(today, now)
    _history(random.Random(seed + 1), ids, today, learners)
    competence.rebuild(today)


def _personas(made: Town, today: date, now: datetime) -> dict[str, int]:
    """Give the ten their roles; their subjects by role."""
    query = select(Person).where(Person.external_key.in_(made.personas.values()))
    by_key = {person.external_key: person for person in db.session.scalars(query)}
    people_by_role = {role: by_key[made.personas[role]] for role in DOES}
    for role in BY_HAND:
        people.grant_role(people_by_role[role], role, campaign(today), None, now)
    said = [
        {"role": role, "person_id": person.id, "does": DOES[role]}
        for role, person in people_by_role.items()
    ]
    db.session.add(Setting(key="personas", value=said))
    db.session.flush()
    return {role: person.subject for role, person in people_by_role.items()}


def _requirements(today: date, now: datetime) -> None:
    """The basic course for all employees, and as part of the introduction of the elected."""
    start = campaign(today)
    begins = max(first for first, _ in mandates(COUNCIL, today) if first <= today)
    duties.require_of_all(COURSE, start, begins, 90, None, now)


def _history(rng: random.Random, ids: Mapping[str, int], today: date, most: int | None) -> None:
    """What has been answered so far, if there is a course to answer in."""
    course = content.library().courses.get(COURSE)
    if course is None:
        return
    learners = _learners(rng, today)
    if most is not None:
        chosen = {*ids.values(), *(one.subject for one in rng.sample(learners, most))}
        learners = [one for one in learners if one.subject in chosen]
    begun = {ids["learner"], ids["council"]}
    fresh = {ids["deputy"]}
    history.write(rng, course, learners, begun, fresh, today)


def _learners(rng: random.Random, today: date) -> list[history.Learner]:
    """Everybody who can be reached and belongs somewhere, with how well their unit does."""
    belongings = people_queries.belongings()
    reached = select(Person.external_key, Person.subject).where(
        (Person.email.is_not(None)) | (Person.username.is_not(None))
    )
    pulls: dict[int, float] = {}
    found = []
    for _, subject in sorted(db.session.execute(reached), key=lambda row: row[0] or ""):
        belonging = belongings.get(subject)
        if belonging is None:
            continue
        belongs = belonging.memberships
        place = belongs[0].place_id
        pull = pulls.setdefault(place, rng.choice((0.35, 0.7, 0.9, 1.0, 1.1, 1.25, 1.5)))
        elected = belongs[0].population in ELECTED
        first = max(campaign(today), min(m.from_day for m in belongs) + timedelta(days=2))
        found.append(history.Learner(subject, belongs, belonging.away, first, elected, pull))
    return found
