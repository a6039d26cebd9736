"""A municipality in bulk: tree, people, a year of learning, browsers that are signed in.

Everything is drawn from a seed and put in straight, without the verbs of the services, since those
are made for one person at a time; the kept counts come from `competence.service.rebuild`. All are
made up.
"""

from __future__ import annotations

import itertools
import random
import shutil
import sys
import time
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from flask import Flask
from sqlalchemy import insert

from app import cli, create_app
from app.competence import service as competence
from app.content import service as content
from app.content.rules import Course, Question
from app.core import clock
from app.core.db import db
from app.core.models import Setting
from app.duties import models as duties
from app.learning.models import Answer, Certificate, Completion
from app.people.models import (
    Assignment,
    Employment,
    Leave,
    MandatePeriod,
    Person,
    Place,
    PlaceVersion,
    RoleGrant,
    SignInSession,
    Subject,
)
from app.people.sign_in import hashed
from app.web import current
from tests.bench import answers
from tests.bench.load import ROOT

GIVEN = (
    "Alva Bo Cajsa Disa Edvin Freja Gry Hilma Idun Jarl Kaj Liv Moa Nils Ove Pia Rut Siv".split()
)
FIRST = "Ask Björk Ek Fur Gran Hassel Lind Rönn Sälg Tall Alm En".split()
LAST = "backen dalen forsen heden kullen lunden mossen näset sjön vallen viken ängen".split()
TITLES = (
    "Undersköterska Lärare Handläggare Barnskötare Tekniker Kock Samordnare Bibliotekarie".split()
)
LONG_AGO = date(2015, 1, 1)
PORTION = 20_000


@dataclass(frozen=True, slots=True)
class Size:
    """How large: people, units in all, and how many of these the map shows at two levels down."""

    people: int
    units: int = 1000
    shown: int = 300
    bodies: int = 12
    signed_in: int = 64
    newcomers: int = 600


@dataclass(slots=True)
class Municipality:
    """What was made, and the tokens of the browsers that are signed in, by what they are for."""

    size: Size
    root: int
    units: tuple[int, ...]
    learners: list[str] = field(default_factory=list)
    newcomers: list[str] = field(default_factory=list)
    roles: dict[str, str] = field(default_factory=dict)
    instance: Path | None = None
    courses: Path | None = None
    manager_place: int = 0


def make(folder: Path, size: Size, told: bool = True) -> Municipality:
    """An instance folder with a migrated and filled database, ready to be served."""
    start = time.monotonic()
    courses = with_a_tenth_competence(folder.with_name(f"{folder.name}-courses"))
    app = create_app({"INSTANCE": str(folder), "COURSES": str(courses)})
    with app.app_context():
        cli.migrate()
        made = fill(size, app, told)
        made.instance, made.courses = folder, courses
        db.session.remove()
        db.engine.dispose()
    if told:
        say(f"{size.people} people in {time.monotonic() - start:.0f} s")
    return made


def with_a_tenth_competence(folder: Path) -> Path:
    """A copy of the courses whose framework has ten competences, as many as the map's limit is for.
    Everybody needs the tenth, and the first part of the course is about it too.
    """
    shutil.copytree(ROOT / "courses", folder)
    framework = folder / "competences.yaml"
    framework.write_text(framework.read_text("utf-8") + TENTH, "utf-8")
    for file in folder.glob("*/*/01-*.md"):
        text = file.read_text("utf-8").replace("competences: [", "competences: [tionde, ", 1)
        file.write_text(text, "utf-8")
    return folder


TENTH = """
  - id: tionde
    title: En tionde kompetens
    can_do: Jag kan det tionde.
    en:
      title: A tenth competence
      can_do: I can do the tenth.
    goals: [17]
    targets: ["17.14"]
    draft_sections: ["5.1"]
    profile: {employee: true, manager: true, politician: true}
"""


def cookies(app: Flask, tokens: Iterable[str]) -> list[str]:
    """What a browser sends that holds such a token, and the secret of its forms."""
    signer = app.session_interface.get_signing_serializer(app)  # type: ignore[attr-defined]
    return [
        f"session={signer.dumps({'_user_id': token, 'csrf_token': token[:40]})}" for token in tokens
    ]


def csrf_token(app: Flask, token: str) -> str:
    """What the forms of that browser carry."""
    from itsdangerous import URLSafeTimedSerializer

    return str(URLSafeTimedSerializer(app.secret_key, salt="wtf-csrf-token").dumps(token[:40]))


def say(words: str) -> None:
    print(words, file=sys.stderr, flush=True)


def fill(size: Size, app: Flask, told: bool = False) -> Municipality:
    """Fill the migrated database of the application at hand, and commit."""
    db.session.add(Setting(key="municipality", value="Storköpings kommun"))
    db.session.commit()
    now = clock.now()
    content.publish(Path(app.config["COURSES"]), now, clock.swedish_day(now))
    db.session.commit()
    course = next(iter(current.library().courses.values()))
    town = _Town(size, now, course, random.Random(size.people))
    town.build(told)
    if told:
        say("counting")
    competence.rebuild(clock.swedish_day(now))
    db.session.commit()
    return town.made


class _Town:
    """The rows as they are drawn, table by table."""

    def __init__(self, size: Size, now: datetime, course: Course, dice: random.Random) -> None:
        self.size, self.now, self.today = size, now, clock.swedish_day(now)
        self.course, self.dice = course, dice
        self.departments = size.shown - max(2, size.shown // 25)
        self.top = size.shown - self.departments
        units = tuple(range(1, size.units + 1))
        self.made = Municipality(size, 1, units, manager_place=2)
        self.subjects = [dice.getrandbits(62) for _ in range(size.people)]
        self.elected = max(4 * size.bodies, size.people // 100)
        self.staff = size.people - self.elected // 2  # the other half of the elected are staff too
        self.answer_ids = self.completion_ids = 0

    def build(self, told: bool) -> None:
        for name, rows in (
            (Subject, ({"key": key} for key in self.subjects)),
            (Person, self.persons()),
            (Place, self.places()),
            (PlaceVersion, self.versions()),
            (Employment, self.employments()),
            (Leave, self.leaves()),
            (MandatePeriod, self.mandates()),
            (Assignment, self.seats()),
            (duties.Requirement, self.requirements()),
            (duties.Cycle, self.cycles()),
            (RoleGrant, self.grants()),
            (SignInSession, self.sessions()),
        ):
            count = put(name, rows)
            if told:
                say(f"{name.__tablename__}: {count}")
        self.history(told)
        db.session.commit()

    # --- places

    def places(self) -> Iterator[dict[str, Any]]:
        for unit in self.made.units:
            yield {"id": unit, "kind": "unit", "key": f"unit-{unit}"}
        for body in self.bodies():
            yield {"id": body, "kind": "body", "key": f"body-{body}"}

    def versions(self) -> Iterator[dict[str, Any]]:
        kinds = ("Kommunen", "Förvaltningen", "Området", "Enheten")
        for unit in self.made.units:
            depth = self.depth(unit)
            name = (
                kinds[0]
                if unit == 1
                else f"{kinds[depth]} {FIRST[unit % 12]}{LAST[unit % 11]} {unit}"
            )
            yield _version(unit, self.parent(unit), name)
        first = self.bodies()[0]
        for body in self.bodies():
            name = "Kommunfullmäktige" if body == first else f"Nämnden {body - first}"
            yield _version(body, None if body == first else first, name)

    def bodies(self) -> range:
        return range(self.size.units + 1, self.size.units + 1 + self.size.bodies)

    def depth(self, unit: int) -> int:
        if unit == 1:
            return 0
        return 1 if unit <= 1 + self.top else 2 if unit <= 1 + self.size.shown else 3

    def parent(self, unit: int) -> int | None:
        depth = self.depth(unit)
        if depth < 2:
            return None if depth == 0 else 1
        if depth == 2:
            return 2 + unit % self.top
        return 2 + self.top + unit % self.departments

    # --- people

    def persons(self) -> Iterator[dict[str, Any]]:
        for n, subject in enumerate(self.subjects):
            named = self.dice.random() > 0.05 or n < 2000
            yield {
                "id": n + 1,
                "subject": subject,
                "external_key": f"k{n:07}",
                "given_name": self.dice.choice(GIVEN),
                "family_name": self.dice.choice(FIRST) + self.dice.choice(LAST),
                "email": f"p{n}@storkoping.example" if named else None,
                "active": True,
                "protected": n % 997 == 996,
                "created_at": self.now - timedelta(days=500),
            }

    def unit_of(self, n: int) -> int:
        """Most people in the units furthest down, some in the ones above."""
        if n < self.managers:
            return 1 + n
        lowest = 2 + self.size.shown
        if lowest <= self.size.units and self.dice.random() < 0.85:
            return self.dice.randint(lowest, self.size.units)
        return self.dice.randint(2, min(1 + self.size.shown, self.size.units))

    @property
    def managers(self) -> int:
        return min(self.size.units, self.staff // 20)

    def employments(self) -> Iterator[dict[str, Any]]:
        for n, subject in enumerate(self.subjects[: self.staff]):
            begun = self.today - timedelta(days=self.dice.randint(10, 4000))
            if n < self.managers or n % 30:
                yield self.employment(n, subject, self.unit_of(n), begun, None)
            else:
                moved = self.today - timedelta(days=self.dice.randint(1, 365))
                begun = min(begun, moved - timedelta(days=30))
                yield self.employment(n, subject, self.unit_of(n), begun, moved - timedelta(days=1))
                yield self.employment(n, subject, self.unit_of(n), moved, None)

    def employment(
        self, n: int, subject: int, place: int, first: date, last: date | None
    ) -> dict[str, Any]:
        form = "permanent" if n < 2000 or n % 8 else "hourly" if n % 16 else "temporary"
        return {
            "subject": subject,
            "number": f"{n:07}-1",
            "place_id": place,
            "form": form,
            "manager": n < self.managers,
            "main": True,
            "title": TITLES[n % len(TITLES)],
            "from_day": first,
            "to_day": last,
        }

    def leaves(self) -> Iterator[dict[str, Any]]:
        for subject in self.subjects[2000 : self.staff : 25]:
            first = self.today + timedelta(days=self.dice.randint(-300, 60))
            last = (
                None
                if self.dice.random() < 0.1
                else first + timedelta(days=self.dice.randint(10, 200))
            )
            yield {"subject": subject, "from_day": first, "to_day": last}

    def mandates(self) -> Iterator[dict[str, Any]]:
        first = self.today - timedelta(days=40)
        for body in self.bodies():
            yield {"place_id": body, "from_day": first, "to_day": first + timedelta(days=1460)}

    def seats(self) -> Iterator[dict[str, Any]]:
        first = self.today - timedelta(days=40)
        for n, subject in enumerate(self.subjects[self.size.people - self.elected :]):
            yield {
                "subject": subject,
                "place_id": self.bodies()[n % self.size.bodies],
                "position": "deputy"
                if n % 3 == 2
                else "chair"
                if n < self.size.bodies
                else "member",
                "from_day": first,
                "to_day": first + timedelta(days=1460),
            }

    # --- what is asked, and of whom

    def requirements(self) -> Iterator[dict[str, Any]]:
        asked = (
            (
                "alla-anstallda",
                "Grundutbildning för alla anställda",
                ["employee", "hourly", "manager"],
            ),
            ("alla-fortroendevalda", "Grundutbildning för förtroendevalda", ["deputy", "member"]),
        )
        for n, (key, title, populations) in enumerate(asked, start=1):
            yield {
                "id": n,
                "key": key,
                "title": title,
                "course_id": self.course.id,
                "wording": "requirement" if n == 1 else "introduction",
                "populations": populations,
                "start_day": self.today - timedelta(days=400),
                "days": 90,
                "validity_months": 24 if n == 1 else None,
            }

    def cycles(self) -> Iterator[dict[str, Any]]:
        yield _cycle(1, None, self.today - timedelta(days=200), self.today + timedelta(days=165))
        first = self.today - timedelta(days=40)
        for body in self.bodies():
            yield _cycle(2, body, first, first + timedelta(days=1460))

    def grants(self) -> Iterator[dict[str, Any]]:
        for n in range(self.managers):
            yield self.grant(n + 1, "manager", 1 + n)
        for n, role in enumerate(ROLES):
            place = None if role != "manager" else self.made.manager_place
            yield self.grant(self.first_role + n + 1, role, place)

    def grant(self, person: int, role: str, place: int | None) -> dict[str, Any]:
        return {
            "person_id": person,
            "role": role,
            "place_id": place,
            "from_day": LONG_AGO,
            "source": "roster" if role == "manager" else "hand",
        }

    # --- who is signed in: those with a role, learners in mid-course, and some who have not begun

    @property
    def first_role(self) -> int:
        return self.managers

    @property
    def first_learner(self) -> int:
        return self.first_role + len(ROLES)

    @property
    def first_newcomer(self) -> int:
        return self.first_learner + self.size.signed_in

    def sessions(self) -> Iterator[dict[str, Any]]:
        for n, role in enumerate(ROLES):
            yield self.browser(self.first_role + n + 1, self.made.roles.setdefault, role)
        for n in range(self.size.signed_in):
            yield self.browser(self.first_learner + n + 1, self.made.learners.append)
        for n in range(self.size.newcomers):
            yield self.browser(self.first_newcomer + n + 1, self.made.newcomers.append)

    def browser(self, person: int, keep: Any, *name: str) -> dict[str, Any]:
        token = f"{self.dice.getrandbits(250):043x}"
        keep(*name, token)
        return {
            "token_hash": hashed(token),
            "person_id": person,
            "created_at": self.now,
            "seen_at": self.now,
        }

    # --- a year of learning

    def history(self, told: bool) -> None:
        learned: list[dict[str, Any]] = []
        done: list[dict[str, Any]] = []
        proof: list[dict[str, Any]] = []
        counts = [0, 0, 0]

        def keep() -> None:
            for n, (table, rows) in enumerate(
                ((Answer, learned), (Completion, done), (Certificate, proof))
            ):
                counts[n] += put(table, rows)
                rows.clear()

        for n, subject in enumerate(self.subjects):
            self.learn(subject, self.stretch(n), learned, done, proof)
            if len(learned) > PORTION:
                keep()
        keep()
        if told:
            say("answer: {}, completion: {}, certificate: {}".format(*counts))

    def stretch(self, n: int) -> float:
        """How many modules the person has come through; a half is one begun."""
        if self.first_newcomer <= n < self.first_newcomer + self.size.newcomers:
            return 0
        if self.first_learner <= n < self.first_newcomer:
            return (0.5, 1, 1.5, 2, len(self.course.modules))[(n - self.first_learner) % 5]
        drawn = self.dice.random()
        return (
            0
            if drawn < 0.25
            else len(self.course.modules)
            if drawn > 0.45
            else (0.5, 1, 1.5)[n % 3]
        )

    def learn(self, subject: int, stretch: float, learned: Any, done: Any, proof: Any) -> None:
        at = self.now - timedelta(seconds=self.dice.randint(3 * 86400, 365 * 86400))
        for place, module in enumerate(self.course.modules):
            if stretch <= place:
                return
            half = stretch - place < 1
            at = min(at + timedelta(hours=self.dice.randint(1, 200)), self.now - timedelta(hours=1))
            asked = module.asked[: len(module.asked) // 2] if half else module.asked
            for question in asked:
                at += timedelta(seconds=40)
                if self.dice.random() < 0.2 and question.graded:
                    learned.append(self.answer(subject, module, question, False, True, at))
                    learned.append(
                        self.answer(
                            subject, module, question, True, False, at + timedelta(1 / 1440)
                        )
                    )
                else:
                    learned.append(self.answer(subject, module, question, True, True, at))
            if half:
                return
            at += timedelta(seconds=90)
            self.completion_ids += 1
            done.append(
                {
                    "id": self.completion_ids,
                    "subject": subject,
                    "course_id": self.course.id,
                    "module_id": module.id,
                    "edition": module.edition,
                    "fingerprint": module.fingerprint,
                    "right": len(module.graded),
                    "total": len(module.graded),
                    "completed_at": at,
                }
            )
        proof.append(
            {
                "subject": subject,
                "completion_id": self.completion_ids,
                "course_id": self.course.id,
                "title": self.course.title,
                "edition": self.course.edition,
                "code": f"{self.dice.getrandbits(120):030x}",
                "minutes": sum(module.minutes for module in self.course.modules),
                "modules": [{"id": m.id, "title": m.title} for m in self.course.modules],
                "issued_at": at,
            }
        )

    def answer(
        self, subject: int, module: Any, question: Question, right: bool, first: bool, at: datetime
    ) -> dict[str, Any]:
        self.answer_ids += 1
        given = answers.right(question) if right else answers.wrong(question)
        return {
            "subject": subject,
            "course_id": self.course.id,
            "module_id": module.id,
            "question_id": question.id,
            "edition": module.edition,
            "fingerprint": question.fingerprint,
            "form": question.form,
            "given": given.as_json(),
            "right": right if question.graded else None,
            "first": first,
            "key": f"made-{self.answer_ids:012}",
            "answered_at": at,
        }


ROLES = ("hr", "strategist", "manager", "secretary", "council", "author", "auditor", "admin")


def put(model: Any, rows: Iterable[Mapping[str, Any]]) -> int:
    """Insert the rows, a portion at a time, and give how many they were."""
    left, count = iter(rows), 0
    while portion := list(itertools.islice(left, PORTION)):
        db.session.execute(insert(model.__table__), portion)
        count += len(portion)
    return count


def _version(place: int, parent: int | None, name: str) -> dict[str, Any]:
    return {"place_id": place, "parent_id": parent, "name": name, "from_day": LONG_AGO}


def _cycle(requirement: int, place: int | None, first: date, last: date) -> dict[str, Any]:
    return {"requirement_id": requirement, "place_id": place, "from_day": first, "to_day": last}
