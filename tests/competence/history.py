"""A small municipality to which anything may happen, with a recount of its rows by hand."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import select

from app.competence import queries, service
from app.content.models import PublishedQuestion, PublishedText
from app.core.db import db
from app.duties.models import Requirement
from app.learning import service as learning
from app.learning.models import Answer, Completion
from app.people.models import Assignment, Employment, Leave, PlaceVersion
from tests import make
from tests.competence import by_hand

SWEDEN = ZoneInfo("Europe/Stockholm")
START = datetime(2026, 3, 1, 9, tzinfo=UTC)
PROFILES = (
    {"veta": make.EVERYBODY, "leda": ("manager",)},
    {"veta": make.EVERYBODY, "leda": ("manager", "politician")},
    {"veta": ("employee",), "leda": make.EVERYBODY},
    {"leda": ("manager",)},
)


class History:
    """Steps drawn from a seed. Each happens through the same verbs as in real use."""

    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)
        self.now = START
        self.steps: list[str] = []
        self.turn = 0
        self.town = make.unit("Exempelby")
        self.units = [make.unit(name, self.town) for name in ("Eken", "Almen", "Asken")]
        self.council = make.body("Fullmäktige", self.town)
        self.places = [self.town, *self.units, self.council]
        self.people = [make.person() for _ in range(3)]
        self.profiles: list[tuple[date, dict[str, Any]]] = []
        self.course = make.course(
            make.module("ett", [make.question(f"v{n}") for n in range(6)], ["veta"]),
            make.module(
                "tva", [make.question(f"l{n}", "one", ["leda"]) for n in range(2)], ["leda"]
            ),
            make.module("tre", [make.question("b", "one", ["veta", "leda"])], ["veta", "leda"]),
            share=0.5,
        )
        self.publish(PROFILES[0])
        db.session.commit()

    # --- what may happen

    def happen(self) -> str:
        """One thing, chosen by chance. What is said of it shows in a failure."""
        things: list[tuple[int, Callable[[], str]]] = [
            (14, self.answers),
            (8, self.answers_at_another_time),
            (4, self.hired),
            (3, self.elected),
            (3, self.moved),
            (2, self.ended),
            (3, self.on_leave),
            (2, self.back),
            (2, self.retired),
            (2, self.unit_moves),
            (1, self.unit_closes),
            (1, self.new_profile),
            (1, self.new_validity),
            (4, self.days_pass),
        ]
        (thing,) = self.chance.choices([t for _, t in things], [weight for weight, _ in things])
        said = f"{self.today} {thing.__name__}: {thing()}"
        self.steps.append(said)
        db.session.commit()
        return said

    @property
    def today(self) -> date:
        return self.now.astimezone(SWEDEN).date()

    def some_day(self, before: int = 40, after: int = 40) -> date:
        return self.today + timedelta(days=self.chance.randint(-before, after))

    def some_end(self, first: date) -> date | None:
        return self.chance.choice([None, first + timedelta(days=self.chance.randint(0, 60))])

    def answers(self, when: datetime | None = None) -> str:
        who = self.chance.choice([self.people[0], *self.people])
        part = self.chance.choice([self.course.modules[0], *self.course.modules])
        asked = self.chance.choice(part.asked)
        given = self.chance.choice([make.RIGHT, make.RIGHT, make.RIGHT, make.WRONG])
        self.turn += 1
        self.now += timedelta(seconds=7)
        kept = learning.answer(
            who.subject, self.course, part, asked, given, str(self.turn), when or self.now
        )
        service.book(who.subject, kept, self.now)
        return f"{who.subject} {asked.id} {given.choices}"

    def answers_at_another_time(self) -> str:
        when = self.now + timedelta(days=self.chance.randint(-60, 60))
        return f"{when} {self.answers(when)}"

    def hired(self) -> str:
        who = self.chance.choice(self.people)
        first = self.some_day()
        with service.rebooking([who.subject], self.now):
            row = make.employment(
                who,
                self.chance.choice(self.places[:4]),
                first,
                self.some_end(first),
                self.chance.choice(["permanent", "temporary", "hourly"]),
                self.chance.random() < 0.3,
            )
        return f"{row.subject} {row.place_id} {row.form} {row.manager} {row.from_day} {row.to_day}"

    def elected(self) -> str:
        who = self.chance.choice(self.people)
        first = self.some_day()
        with service.rebooking([who.subject], self.now):
            position = self.chance.choice(["member", "deputy", "chair"])
            make.assignment(who, self.council, first, self.some_end(first), position)
        return f"{who.subject} {first}"

    def open_rows(self, *tables: Any) -> list[Any]:
        found = []
        for table in tables:
            found += db.session.scalars(
                select(table).where(table.to_day.is_(None)).order_by(table.id)
            ).all()
        return found

    def moved(self) -> str:
        rows = self.open_rows(Employment)
        if not rows:
            return "nobody"
        row = self.chance.choice(rows)
        first = max(self.some_day(), row.from_day + timedelta(days=1))
        with service.rebooking([row.subject], self.now):
            row.to_day = first - timedelta(days=1)
            db.session.add(
                Employment(
                    subject=row.subject,
                    place_id=self.chance.choice(self.units),
                    form=row.form,
                    manager=row.manager,
                    from_day=first,
                )
            )
        return f"{row.subject} {first}"

    def ended(self) -> str:
        rows = self.open_rows(Employment, Assignment)
        if not rows:
            return "nobody"
        row = self.chance.choice(rows)
        with service.rebooking([row.subject], self.now):
            row.to_day = max(self.some_day(), row.from_day)
        return f"{row.subject} {row.to_day}"

    def on_leave(self) -> str:
        who = self.chance.choice(self.people)
        first = self.some_day()
        with service.rebooking([who.subject], self.now):
            make.leave(who, first, self.some_end(first))
        return f"{who.subject} {first}"

    def back(self) -> str:
        rows = self.open_rows(Leave)
        if not rows:
            return "nobody"
        row = self.chance.choice(rows)
        with service.rebooking([row.subject], self.now):
            row.to_day = max(self.some_day(), row.from_day)
        return f"{row.subject} {row.to_day}"

    def retired(self) -> str:
        who = self.chance.choice(self.people)
        with service.rebooking([who.subject], self.now):
            for row in self.open_rows(Employment, Assignment):
                if row.subject == who.subject:
                    row.to_day = max(self.today, row.from_day)
        return str(who.subject)

    def last_version(self, place: int) -> PlaceVersion:
        query = select(PlaceVersion).where(PlaceVersion.place_id == place)
        row = db.session.scalars(query.order_by(PlaceVersion.from_day.desc())).first()
        assert row is not None
        return row

    def unit_moves(self) -> str:
        place = self.chance.choice(self.units)
        row = self.last_version(place)
        after = row.to_day + timedelta(days=1) if row.to_day else row.from_day + timedelta(days=1)
        first = max(self.some_day(), after)
        below = self.chance.choice([None, *(p for p in self.places if p != place)])
        with service.rebooking(None, self.now):
            if row.to_day is None:
                row.to_day = first - timedelta(days=1)
            db.session.flush()
            make.version(place, below, "Flyttad", first)
        return f"{place} below {below} from {first}"

    def unit_closes(self) -> str:
        row = self.last_version(self.chance.choice(self.units))
        with service.rebooking(None, self.now):
            row.to_day = row.to_day or max(self.some_day(), row.from_day)
        return f"{row.place_id} {row.to_day}"

    def new_profile(self) -> str:
        profile = self.chance.choice(PROFILES)
        with service.rebooking(None, self.now):
            self.publish(profile)
        return str(profile)

    def publish(self, profile: Any) -> None:
        make.published(self.course, profile, self.now)
        needed = {
            role: frozenset(c for c, roles in profile.items() if role in roles)
            for role in make.EVERYBODY
        }
        self.profiles.append((self.today, needed))

    def new_validity(self) -> str:
        asked = self.chance.sample(by_hand.FIRST_THAT_FITS, 2)
        months = self.chance.choice([None, 1, 2])
        with service.rebooking(None, self.now):
            made = make.requirement(
                f"krav{self.turn}{len(self.steps)}", asked, validity_months=months
            )
        return f"{made.populations} {months}"

    def days_pass(self) -> str:
        self.now += timedelta(days=self.chance.randint(1, 40))
        if self.chance.random() < 0.5:
            service.advance(self.today)
        return str(self.today)

    # --- what is true of the rows

    def town_by_hand(self) -> by_hand.Town:
        """Tree, profiles and validity as the rows stand."""
        town = by_hand.Town(profiles=list(self.profiles))
        for v in db.session.scalars(select(PlaceVersion)):
            town.versions.append((v.place_id, v.parent_id, v.from_day, v.to_day))
        asked: dict[str, list[int | None]] = {}
        for requirement in db.session.scalars(select(Requirement)):
            for population in requirement.populations:
                asked.setdefault(population, []).append(requirement.validity_months)
        for population, months in asked.items():
            known = [m for m in months if m is not None]
            town.months[population] = max(known) if len(known) == len(months) else None
        return town

    def lives_by_hand(self) -> list[by_hand.Life]:
        """Each person's rows, read column by column and put together here."""
        lives = {who.subject: by_hand.Life() for who in self.people}
        for job in db.session.scalars(select(Employment)):
            form = "hourly" if job.form == "hourly" else "employee"
            lives[job.subject].belongs.append(
                (job.place_id, "manager" if job.manager else form, job.from_day, job.to_day)
            )
        for seat in db.session.scalars(select(Assignment)):
            sits = "deputy" if seat.position == "deputy" else "member"
            lives[seat.subject].belongs.append((seat.place_id, sits, seat.from_day, seat.to_day))
        for away in db.session.scalars(select(Leave)):
            lives[away.subject].leave.append((away.from_day, away.to_day))
        texts = [*db.session.scalars(select(PublishedText))]
        texts += db.session.scalars(select(PublishedQuestion))
        tags = {text.fingerprint: text.competences for text in texts}
        for done in db.session.scalars(select(Completion)):
            day = done.completed_at.astimezone(SWEDEN).date()
            lives[done.subject].done += [(what, day) for what in tags[done.fingerprint]]
        for told in db.session.scalars(select(Answer).where(Answer.first)):
            day = told.answered_at.astimezone(SWEDEN).date()
            lives[told.subject].answers += [
                (what, told.answered_at, told.right, day) for what in tags[told.fingerprint]
            ]
        return list(lives.values())

    def check(self) -> None:
        """The kept counts are the rows counted again, by the product and by hand, on some days."""
        said = "\n".join(self.steps)
        assert service.differences() == [], said
        town, lives = self.town_by_hand(), self.lives_by_hand()
        for day in {self.today, self.some_day(120, 1), self.some_day(1, 120)}:
            by_population = by_hand.count(town, lives, self.places, day)
            expected: dict[tuple[int, str, str], int] = {}
            for (place, what, rung, _), many in by_population.items():
                expected[place, what, rung] = expected.get((place, what, rung), 0) + many
            found = {key: n for key, n in queries.counts(self.places, day).items() if n}
            assert found == expected, f"{day}\n{said}"
        one = self.chance.choice(by_hand.FIRST_THAT_FITS)
        found = {key: n for key, n in queries.counts(self.places, day, [one]).items() if n}
        assert found == {
            (place, what, rung): many
            for (place, what, rung, population), many in by_population.items()
            if population == one
        }, f"{day} {one}\n{said}"
