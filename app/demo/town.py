"""The four files of Exempelby, as payroll and the municipal office would send them.

Long because the files name the same people: one draw of lots makes them all, in one order.
"""

from __future__ import annotations

import csv
import io
import random
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import lru_cache

from app.demo import names
from app.demo.places import BODIES, WORK, Body, Placed, Work, mandates, placed

STAFF_HEADINGS = (
    "Person-id Anställningsnummer Förnamn Efternamn E-post Användarnamn Enhet Anställningsform "
    "Anställningsdatum Slutdatum Chef Ställföreträdare AID Titel Sysselsättningsgrad "
    "Huvudanställning|Frånvarande från|Frånvarande till"
)
WORK_DOMAIN, HOME_DOMAIN = "exempelby.example", "post.example"
COUNCIL = 68
BOTH = 12
TWICE = 30
LEFT = 12
COMING = 7
LEAVING = 9
PERMANENT, TEMPORARY, HOURLY = "tillsvidare", "visstid", "timavlönad"


@dataclass(slots=True)
class Job:
    """One employment: a row of the staff file."""

    number: str
    unit: Placed
    title: str
    aid: str
    form: str
    first: date
    last: date | None = None
    manager: bool = False
    deputy: bool = False
    extent: str = "100"
    main: bool = True


@dataclass(slots=True)
class Employee:
    """A person with one employment or two."""

    id: str
    given: str
    family: str
    email: str
    username: str
    jobs: list[Job]
    away: tuple[date, date | None] | None = None

    @property
    def job(self) -> Job:
        return self.jobs[0]


@dataclass(slots=True)
class Elected:
    """A person with seats in bodies."""

    id: str
    given: str
    family: str
    email: str
    seats: list[tuple[Body, str, date, date]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Town:
    """Exempelby on one day: the files, and the ids of the ten personas by role."""

    files: dict[str, bytes]
    personas: dict[str, str]


def files(seed: int, today: date) -> dict[str, bytes]:
    """The four files by name: the same seed and day give the same bytes."""
    return town(seed, today).files


@lru_cache(maxsize=2)
def town(seed: int, today: date) -> Town:
    """All of Exempelby, drawn from the seed."""
    return _Making(seed, today).town()


class _Making:
    def __init__(self, seed: int, today: date) -> None:
        self.rng = random.Random(seed)
        self.today = today
        self.names = names.people(self.rng)
        self.units = placed()
        self.staff: list[Employee] = []
        self.elected: list[Elected] = []
        self.numbers = 0

    def town(self) -> Town:
        for place in self.units:
            self.employ(place)
        self.vary()
        self.elect()
        made = {
            "enheter.csv": table(
                ("Enhets-id", "Namn", "Överordnad", "Bolag", "Från", "Till"),
                ((p.id, p.unit.name, p.parent, yes(p.unit.company), "", "") for p in self.units),
            ),
            "organ.csv": table(
                ("Organ-id", "Namn", "Överordnat", "Mandat från", "Mandat till"), self.body_rows()
            ),
            "personal.csv": table(_headings(), self.staff_rows()),
            "fortroendevalda.csv": table(
                ("Person-id", "Förnamn", "Efternamn", "E-post", "Organ", "Roll", "Från", "Tom"),
                self.elected_rows(),
            ),
        }
        return Town(made, self.personas())

    # --- employees

    def days_ago(self, least: int, most: int) -> date:
        return self.today - timedelta(days=self.rng.randint(least, most))

    def days_on(self, least: int, most: int) -> date:
        return self.today + timedelta(days=self.rng.randint(least, most))

    def number(self) -> str:
        self.numbers += 1
        return f"{self.numbers:06}"

    def employ(self, place: Placed) -> None:
        unit, work = place.unit, WORK[place.unit.work]
        if unit.title:
            first = self.days_ago(200, 6000)
            self.add(place, work, Job(self.number(), place, unit.title, "", PERMANENT, first))
            self.staff[-1].job.manager = True
        here = []
        for _ in range(unit.staff):
            title, aid = self.rng.choice(work.titles)
            form, first, last = self.terms(work)
            extent = "100" if self.rng.random() < work.full_time else self.rng.choice(PARTS)
            job = Job(self.number(), place, title, aid, form, first, last, extent=extent)
            if form == HOURLY:
                job.extent = "0"
            self.add(place, work, job)
            here.append(self.staff[-1])
        lasting = [one for one in here if one.job.form == PERMANENT and one.email]
        if unit.title and unit.staff >= 14 and lasting:
            lasting[0].job.deputy = True

    def terms(self, work: Work) -> tuple[str, date, date | None]:
        """Form of employment, first day and last day."""
        chance = self.rng.random()
        if chance < work.hourly:
            return HOURLY, self.days_ago(15, 900), None
        if chance < work.hourly + 0.08:
            return TEMPORARY, self.days_ago(20, 500), self.days_on(20, 300)
        recent = self.rng.random() < 0.06
        return PERMANENT, self.days_ago(5, 85) if recent else self.days_ago(120, 9000), None

    def add(self, place: Placed, work: Work, job: Job) -> None:
        given, family = next(self.names)
        email, username = names.address(given, family, WORK_DOMAIN), ""
        if not job.manager and self.rng.random() < work.without_email:
            if self.rng.random() < 0.5:
                username = (family[:3] + given[:3] + job.number[-3:]).lower()
            email = ""
        self.staff.append(Employee("P" + job.number, given, family, email, username, [job]))

    def ordinary(self) -> list[Employee]:
        return [one for one in self.staff if not (one.job.manager or one.job.deputy)]

    def vary(self) -> None:
        """Second employments, leave, and those who have left, are leaving or have not come yet."""
        rng = self.rng
        pool = self.ordinary()
        rng.shuffle(pool)
        steady = [one for one in pool if one.job.form == PERMANENT and one.email]
        for one in steady[:TWICE]:
            near = [
                p for p in self.units if p.path[:2] == one.job.unit.path[:2] and p.unit.staff > 8
            ]
            second = rng.choice([p for p in near if p is not one.job.unit] or near or self.units)
            title, aid = rng.choice(WORK[second.unit.work].titles)
            first = max(one.job.first, self.days_ago(40, 400))
            job = Job(self.number(), second, title, aid, HOURLY, first, extent="0", main=False)
            one.jobs.append(job)
        rest = steady[TWICE:]
        for one in rest[:LEFT]:
            one.job.last = self.days_ago(2, 60)
            one.job.first = min(one.job.first, self.days_ago(200, 900))
        for one in rest[LEFT : LEFT + LEAVING]:
            one.job.last = self.days_on(5, 40)
        for one in rest[LEFT + LEAVING : LEFT + LEAVING + COMING]:
            one.job.first = self.days_on(3, 35)
        for one in rest[LEFT + LEAVING + COMING :][: len(self.staff) * 35 // 1000]:
            until = None if rng.random() < 0.25 else self.days_on(15, 240)
            one.away = (max(self.days_ago(10, 220), one.job.first), until)

    def staff_rows(self) -> Iterator[Sequence[str]]:
        for one in self.staff:
            for job in one.jobs:
                away = [day_or_none(day) for day in one.away] if one.away else ["", ""]
                yield (
                    one.id,
                    job.number,
                    one.given,
                    one.family,
                    one.email,
                    one.username,
                    job.unit.id,
                    job.form,
                    job.first.isoformat(),
                    day_or_none(job.last),
                    yes(job.manager),
                    yes(job.deputy),
                    job.aid,
                    job.title,
                    job.extent,
                    yes(job.main),
                    *away,
                )

    # --- elected

    def elect(self) -> None:
        """Seats in the periods that hold today or begin within two weeks."""
        soon = self.today + timedelta(days=14)
        council = [self.politician() for _ in range(COUNCIL + 34)]
        sitting = [one for one in self.staff if one.job.form == PERMANENT and one.email]
        sitting = [one for one in sitting if not one.job.manager and one.job.last is None]
        for place, one in zip(
            self.rng.sample(range(COUNCIL), BOTH), self.rng.sample(sitting, BOTH), strict=True
        ):
            council[place] = Elected(one.id, one.given, one.family, one.email)
        for body in BODIES:
            for first, last in mandates(body, self.today):
                if first <= soon:
                    self.seat(body, council, first, last)
        self.elected = [one for one in council if one.seats]

    def politician(self) -> Elected:
        given, family = next(self.names)
        email = names.address(given, family, HOME_DOMAIN)
        if self.rng.random() < 0.04:
            email = ""
        return Elected("F" + self.number(), given, family, email)

    def seat(self, body: Body, pool: list[Elected], first: date, last: date) -> None:
        """The council takes the first of the pool; committees take from all of it."""
        if body.auditors:
            chosen = pool[-body.auditors :]
            seats = ["revisor"] * body.auditors
        else:
            count = body.members + body.deputies
            free = pool[:-5]
            chosen = free[:count] if body.id == "KF" else self.rng.sample(free, count)
            lead = ["ordförande", "1:e vice ordförande", "2:e vice ordförande"]
            seats = lead + ["ledamot"] * (body.members - 3) + ["ersättare"] * body.deputies
        for one, seat in zip(chosen, seats, strict=True):
            one.seats.append((body, seat, first, last))

    def body_rows(self) -> Iterator[Sequence[str]]:
        for body in BODIES:
            known = body.id, body.name, body.parent
            periods = [(a.isoformat(), b.isoformat()) for a, b in mandates(body, self.today)]
            for period in periods or [("", "")]:
                yield *known, *period

    def elected_rows(self) -> Iterator[Sequence[str]]:
        for one in self.elected:
            for body, seat, first, last in one.seats:
                days = first.isoformat(), last.isoformat()
                yield one.id, one.given, one.family, one.email, body.id, seat, *days

    # --- the ten

    def personas(self) -> dict[str, str]:
        """One person for each role, found where such a person would work."""

        def at(*path: str) -> list[Employee]:
            here = [one for one in self.staff if one.job.unit.path[-len(path) :] == path]
            return [one for one in here if one.email and one.away is None and one.job.last is None]

        def worker(*path: str) -> str:
            settled = [
                one
                for one in at(*path)
                if one.job.form == PERMANENT
                and one.job.first <= self.today - timedelta(days=120)
                and not (one.job.manager or one.job.deputy)
            ]
            return settled[0].id

        members = [one for one in self.elected if one.id.startswith("F") and one.email]
        council = next(
            o for o in members if any(s[0].id == "KF" and s[1] == "ledamot" for s in o.seats)
        )
        auditor = next(o for o in members if any(s[0].id == "REV" for s in o.seats))
        return {
            "learner": worker("Hemtjänst", "Norr"),
            "manager": next(one.id for one in at("Hemtjänst", "Norr") if one.job.manager),
            "deputy": next(
                one.id for one in at("Särskilt boende", "Björkgården") if one.job.deputy
            ),
            "hr": worker("HR"),
            "secretary": worker("Kansli"),
            "strategist": worker("Näringsliv och hållbarhet"),
            "council": council.id,
            "author": worker("Kommunikation"),
            "auditor": auditor.id,
            "admin": worker("IT och digitalisering"),
        }


PARTS = ("50", "60", "75", "75,5", "80", "85", "90")


def _headings() -> list[str]:
    words, *rest = STAFF_HEADINGS.split("|")
    return [*words.split(), *rest]


def yes(value: bool) -> str:
    return "ja" if value else "nej"


def day_or_none(day: date | None) -> str:
    return day.isoformat() if day else ""


def table(headings: Iterable[str], rows: Iterable[Sequence[str]]) -> bytes:
    """A file as a spreadsheet in Swedish saves it: semicolons, CRLF, UTF-8 with its mark."""
    held = io.StringIO(newline="")
    writer = csv.writer(held, delimiter=";", lineterminator="\r\n")
    writer.writerow(list(headings))
    writer.writerows(rows)
    return held.getvalue().encode("utf-8-sig")
