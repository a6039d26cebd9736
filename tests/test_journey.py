"""The main job, met as people meet it: the whole course on a phone by keyboard alone, and what HR
sees of it, on a server that is killed in the middle.

`KILLS=1000 python3 tests -k killed_at_random` is the long form of the last test.
"""

from __future__ import annotations

import csv
import io
import json
import os
import random
import re
import shutil
import sqlite3
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial
from http.client import HTTPException
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl

import pytest
from playwright.sync_api import Error as BrowserError

from app import create_app
from app.competence import service as competence
from app.content.rules import Competence, Course, Given, Module, Question
from app.core import clock
from app.core.db import db
from app.duties import service as duties
from app.people import service as people
from app.people.models import Person
from app.web import current
from tests.bench import answers
from tests.conftest import let_go
from tests.server import ROOT, Client, Server

KILLS = int(os.environ.get("KILLS", "20"))
PASSWORD = "sju snåriga björnbär i dimman"
PHONE = {"width": 360, "height": 740}
UNITS = """Enhets-id;Namn;Överordnad
k;Lillköpings kommun;
norr;Hemtjänsten norr;k
skola;Skolan;k
kansli;Kansliet;k
"""
STAFF = {"norr": 20, "skola": 8, "kansli": 6}
ANNA, HR = "anna01", "kansli01"

MORE = """---
id: fler-slag
title: Fler slag av frågor
minutes: 2
goals: [3]
competences: [se-malen-i-arbetet]
edition: 1
---
Här prövar du fler slag av frågor.

## Fråga: Agendan gäller oss. {#oss competence=se-malen-i-arbetet form=b kind=truefalse}

- [x] Sant
  > Ja. Den gäller alla länder.
- [ ] Falskt
  > Jo, den gäller alla länder.

## Fråga: Vilket mål handlar om hälsa? {#halsa competence=se-malen-i-arbetet form=b kind=text}

= Mål 3

> Rätt: Ja, mål 3 handlar om hälsa.
> Fel: Det är mål 3 som handlar om hälsa.

## Fråga: Hur många mål har agendan? {#hur-manga competence=se-malen-i-arbetet form=b kind=number}

= 17

> Rätt: Ja, målen är 17.
> Fel: Målen är 17.

## Fråga: Vad bidrar du med redan i dag? {#vad-bidrar form=b kind=reflection}

Tänk på den senaste veckan.
"""
"""A last part for everybody, with the kinds of question that the course does not ask."""


# --- the town


@dataclass(frozen=True)
class Town:
    """A small municipality on disk that nobody serves yet, and the links its people were sent."""

    folder: Path
    course: Course
    competences: tuple[Competence, ...]
    links: dict[str, str]
    persons: int

    @property
    def modules(self) -> tuple[Module, ...]:
        return self.course.modules_for({"alla"})


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Town:
    """Made as its owner makes it: by the commands, and by the services where none is there yet."""
    folder = tmp_path_factory.mktemp("town")
    shutil.copytree(ROOT / "courses", folder / "courses")
    _add_module(folder / "courses" / "grundutbildning")
    (folder / "instance").mkdir()
    paths = {"INSTANCE": str(folder / "instance"), "COURSES": str(folder / "courses")}
    app = create_app(paths)

    def command(*words: str) -> str:
        done = app.test_cli_runner().invoke(args=words)
        assert done.exit_code == 0, done.output
        return str(done.output)

    who = {"--given-name": "Egon", "--family-name": "Ägare", "--email": "egon@lillkoping.example"}
    said = {"--municipality": "Lillköpings kommun"} | who
    command("setup", *(word for pair in said.items() for word in pair))
    for name, text in (("enheter", UNITS), ("personal", _staff())):
        (folder / f"{name}.csv").write_text(text, "utf-8")
        command("people", "import", str(folder / f"{name}.csv"), "--apply")
    with app.app_context():
        _require()
        library = current.library()
    users = [ANNA, HR, *(f"skola{n:02}" for n in range(1, 8))]
    links = {user: "/" + command("people", "link", user).strip().split("/", 3)[3] for user in users}
    let_go(app)
    course = library.course("grundutbildning")
    return Town(folder, course, library.framework.competences, links, sum(STAFF.values()))


def _add_module(course: Path) -> None:
    """Put one more part last in each language and last in the track for everybody."""
    number = len(list((course / "sv").glob("*.md"))) + 1
    english = MORE.replace("] Sant", "] True").replace("] Falskt", "] False")
    for language in (folder for folder in course.iterdir() if folder.is_dir()):
        text = english if language.name == "en" else MORE
        (language / f"{number:02}-fler-slag.md").write_text(text, "utf-8")
    about = (course / "course.md").read_text("utf-8")
    changed = re.sub(r"(id: alla\n.*?modules: \[.*?)\]", r"\1, fler-slag]", about, flags=re.S)
    assert changed != about
    (course / "course.md").write_text(changed, "utf-8")


def _staff() -> str:
    head = (
        "Person-id;Förnamn;Efternamn;Användarnamn;Enhet;Anställningsform;Anställningsdatum"
    ).split(";")
    rows = [head, ["p-anna", "Anna", "Ek", ANNA, "norr", "tillsvidare", "2020-03-01"]]
    for unit, count in STAFF.items():
        for n in range(1, count + (unit != "norr")):
            user = f"{unit}{n:02}"
            name = ["Prov", f"{unit.capitalize()}berg {n}"]
            rows.append([f"p-{user}", *name, user, unit, "tillsvidare", "2020-03-01"])
    return "\n".join(";".join(row) for row in rows)


def _require() -> None:
    """A requirement with a round that is open, and HR's role."""
    now, today = clock.now(), clock.today()
    begun = today - timedelta(days=30)
    asked = duties.require(
        "grund",
        "Grundutbildning",
        "grundutbildning",
        "requirement",
        ("manager", "employee", "hourly"),
        begun,
        90,
        None,
        now,
        24,
    )
    duties.open_cycle(asked, begun)
    hr = db.session.query(Person).filter_by(username=HR).one()
    people.grant_role(hr, "hr", begun, None, now)
    competence.rebuild(today)
    db.session.commit()


@dataclass(frozen=True)
class Service:
    """The town as it is served, and its database as it lies on disk."""

    town: Town
    server: Server
    file: Path

    @property
    def url(self) -> str:
        return self.server.url

    def start_again(self) -> None:
        """Power away and back."""
        self.server.kill()
        self.server.start()

    def rows(self, sql: str, *values: Any) -> list[tuple[Any, ...]]:
        """What is kept, read past the application."""
        line = sqlite3.connect(self.file)
        try:
            return line.execute(sql, values).fetchall()
        finally:
            line.close()

    def subject(self, user: str) -> int:
        ((key,),) = self.rows("SELECT subject FROM person WHERE username = ?", user)
        return int(key)

    def verified(self) -> str:
        """What `python3 wsgi.py verify` says, when it is content."""
        done = self.server.command("verify")
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def client(self, user: str) -> Client:
        """Somebody who has used the link, and so is signed in."""
        client = Client(self.url)
        link = self.town.links[user]
        form = {"csrf_token": client.get(link).hidden("csrf_token"), "password": PASSWORD}
        assert client.post(link, form).status == 303
        return client


@pytest.fixture(scope="module")
def served(town: Town) -> Iterator[Service]:
    """The town with its server, for all the tests here: each has its own people in it."""
    (file,) = (town.folder / "instance").glob("*.sqlite3")
    with Server(town.folder / "instance", town.folder / "courses") as server:
        yield Service(town, server, file)


@pytest.fixture
def service(served: Service) -> Service:
    """The town, served also when the test before left its server dead."""
    if served.server.process is None:
        served.server.start()
    return served


# --- a person with a keyboard

FOCUS = """() => {
  const at = document.activeElement;
  if (!at || at === document.body) return null;
  const label = at.labels && at.labels.length ? at.labels[0] : null;
  const row = at.closest('.choice');
  const drawn = [[at, null], [at, '::after'], [row, null]].some(([what, part]) => {
    const style = what && getComputedStyle(what, part);
    return style && style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2;
  });
  const box = at.getClientRects()[0] || {left: 0, top: 0, width: 0, height: 0};
  const x = box.left + box.width / 2, y = box.top + box.height / 2;
  const top = document.elementFromPoint(x, y);
  return {
    kind: at.type || at.localName,
    name: (label || at).textContent.trim().replace(/\\s+/g, ' '),
    value: at.localName === 'select' ? at.selectedOptions[0].textContent.trim() : at.value,
    checked: at.checked || false,
    drawn,
    uncovered: !!top && (at.contains(top) || top.contains(at)),
    inside: box.left >= 0 && x <= innerWidth && y >= 0 && y <= innerHeight,
  };
}"""
WIDTH = "() => document.scrollingElement.scrollWidth"


class Keyboard:
    """Keys and eyes, no mouse: nothing here moves the focus but Tab, arrows and what is pressed."""

    def __init__(self, page: Any) -> None:
        self.page = page

    def open(self, address: str) -> None:
        """Write an address in the browser's own field."""
        self.page.goto(address)

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)

    def type(self, words: str) -> None:
        self.page.keyboard.type(words)

    def focus(self) -> dict[str, Any]:
        """Where the focus is. It must be drawn, within the window and under nothing else."""
        at = self.page.evaluate(FOCUS)
        assert at, f"nothing more has the focus on {self.page.url}: {self.page.inner_text('body')}"
        hidden = [sight for sight in ("drawn", "uncovered", "inside") if not at[sight]]
        assert hidden == [], f"{at['kind']} {at['name']!r} on {self.page.url} is not {hidden}"
        return dict(at)

    def to(self, name: str, key: str = "Tab") -> dict[str, Any]:
        """Tab until the control with this name has the focus."""
        passed = []
        for _ in range(40):
            self.press(key)
            at = self.focus()
            if at["name"].startswith(name):
                return at
            passed.append(at["name"])
        raise AssertionError(f"{name!r} is not reached on {self.page.url}: {passed}")

    def go(self, name: str = "", key: str = "Enter") -> None:
        """Press the link or button with this name (or what has the focus); the next page comes."""
        if name:
            self.to(name)
        with self.page.expect_navigation():
            self.press(key)
        self.fits()

    def fits(self) -> None:
        """Nothing to scroll for sideways."""
        width = self.page.evaluate(WIDTH)
        assert width <= PHONE["width"], f"{self.page.url} is {width} px wide"

    def reads(self, words: str) -> None:
        """The words stand on the page."""
        seen = " ".join(self.page.inner_text("body").split())
        assert words in seen, f"{self.page.url} does not say {words!r}: {seen}"

    @property
    def heading(self) -> str:
        return " ".join(self.page.inner_text("h1").split())

    # --- the person's doings

    def sign_in(self, url: str, user: str) -> None:
        self.open(f"{url}/logga-in")
        self.to("E-postadress eller användarnamn")
        self.type(user)
        self.to("Lösenord")
        self.type(PASSWORD)
        self.go()
        assert self.heading == "Din utbildning"

    def answer(self, question: Question, given: Given) -> None:
        """Fill in the form and press its button."""
        self.fill(question, given)
        self.send(question)

    def send(self, question: Question) -> None:
        self.go("Svara" if question.graded else "Spara", key="Space")

    def fill(self, question: Question, given: Given, part: slice = slice(None)) -> None:
        """Fill in the whole form, or part of its selects."""
        assert self.heading == question.prompt_html.striptags()
        if question.kind == "several":
            self._tick([o.html.striptags() for o in question.options if o.number in given.choices])
        elif given.choices:
            (label,) = (o.html.striptags() for o in question.options if o.number in given.choices)
            self._choose(str(label))
        elif given.order or given.pairs:
            for label, value in _rows(question, given)[part]:
                self._select(label, value)
        elif question.kind == "commitment":
            for label, words in (("Om …", "vi planerar veckan"), ("… då …", given.text)):
                self.to(label)
                self.type(words)
        else:
            self.to("Dina tankar" if question.kind == "reflection" else "Ditt svar")
            self.type(given.text or str(given.number).replace(".", ","))

    def _choose(self, label: str) -> None:
        """The group is one stop; its first choice is taken with Space, the others with arrows."""
        while self.focus_after("Tab")["kind"] != "radio":
            pass
        if not self.focus()["checked"]:
            self.press("Space")
        for _ in range(12):
            at = self.focus()
            assert at["checked"]
            if at["name"] == label:
                return
            self.press("ArrowDown")
        raise AssertionError(f"{label!r} is not among the choices on {self.page.url}")

    def _tick(self, labels: list[Any]) -> None:
        for label in labels:
            self.to(str(label))
            self.press("Space")
            assert self.focus()["checked"]

    def _select(self, label: str, value: str) -> None:
        assert self.to(label)["kind"] == "select-one"
        for _ in range(12):
            if self.focus()["value"] == value:
                return
            self.press("ArrowDown")
        raise AssertionError(f"{value!r} is not to be chosen for {label!r} on {self.page.url}")

    def focus_after(self, key: str) -> dict[str, Any]:
        self.press(key)
        return self.focus()


def _rows(question: Question, given: Given) -> list[tuple[str, str]]:
    """What each row of selects says, and what is chosen there."""
    if question.kind == "order":
        return [
            (str(step.html.striptags()), str(given.order.index(step.number) + 1))
            for step in question.shown_steps
        ]
    words = {match.number: str(match.html.striptags()) for match in question.matches}
    return [
        (str(pair.left_html.striptags()), words[number])
        for pair, number in zip(question.pairs, given.pairs, strict=True)
    ]


# --- what HR sees


@dataclass
class Office:
    """HR's own window: the list of persons and the map."""

    page: Any
    service: Service

    def sign_in(self) -> None:
        self.page.goto(self.service.url + self.service.town.links[HR])
        self.page.get_by_label("Nytt lösenord").fill(PASSWORD)
        self.page.get_by_role("button", name="Spara och logga in").click()
        self.page.wait_for_url(f"{self.service.url}/")

    def anna(self) -> dict[str, str]:
        """The row about her, by the table's headings."""
        self.page.goto(f"{self.service.url}/personer?q=Anna")
        (row,) = self.page.locator("tbody tr").all()
        headings = self.page.locator("thead th").all_inner_texts()
        return dict(zip(headings, row.locator("th, td").all_inner_texts(), strict=True))

    def parts(self) -> dict[str, int]:
        """How many stand where, of all; together they are all."""
        self.page.goto(f"{self.service.url}/personer")
        said = self.page.locator(".parts li").all_inner_texts()
        parts = {words: int(n) for n, words in (line.strip().split(maxsplit=1) for line in said)}
        assert sum(parts.values()) == self.service.town.persons
        return parts

    def map(self) -> dict[tuple[str, str], int]:
        """How many have completed, by unit and competence, as the file says; the page agrees."""
        self.page.goto(f"{self.service.url}/kompetens?grad=completed")
        shown = self._percents()
        answer = self.page.request.get(f"{self.service.url}/kompetens.csv?grad=completed")
        lines = csv.DictReader(io.StringIO(answer.body().decode("utf-8-sig")), delimiter=";")
        counts = {}
        for line in lines:
            where = line["Enhet"], line["Kompetens"]
            counts[where] = int(line["Genomfört"])
            share = f"{100 * counts[where] / int(line['Behöver']):.0f}"
            said = f"{share} % {line['Genomfört']} av {line['Behöver']}"
            assert shown[where].split() == said.split()
        return counts

    def _percents(self) -> dict[tuple[str, str], str]:
        titles = self.page.locator("thead th").all_inner_texts()[1:]
        return {
            (row.locator("th").inner_text(), title): text
            for row in self.page.locator("tbody tr, tfoot tr").all()
            for title, text in zip(titles, row.locator("td").all_inner_texts(), strict=True)
        }


# --- the journey


@dataclass
class Journey:
    """Anna's way through the course, and what she was told is kept."""

    service: Service
    office: Office
    hands: Keyboard
    told: list[tuple[str, bool | None]] = field(default_factory=list)

    def says(self, question: Question, right: bool) -> None:
        """She answered, and reads what became of it."""
        verdict = {True: "Rätt", False: "Inte riktigt", None: "Sparat"}
        kept = right if question.graded else None
        assert self.hands.page.inner_text("#besked") == verdict[kept]
        self.told.append((question.id, kept))
        self.nothing_lost()

    def nothing_lost(self) -> None:
        """The database holds what she was told, in that order, and no more."""
        kept = self.service.rows(
            'SELECT question_id, "right" FROM answer WHERE subject = ? ORDER BY id',
            self.service.subject(ANNA),
        )
        assert [(q, None if right is None else bool(right)) for q, right in kept] == self.told

    def answer(self, question: Question, right: bool = True) -> None:
        given = answers.right(question) if right else answers.wrong(question)
        self.hands.answer(question, given)
        self.says(question, right)

    def open_next(self, module: Module, begun: int = 0, first: bool = False) -> None:
        """From the start page to the question where she goes on."""
        self.hands.open(self.service.url)
        assert self.hands.heading == "Din utbildning"
        self.hands.go(f"{'Börja' if first else 'Fortsätt'}: {module.title}")
        assert self.hands.heading == module.title
        self.hands.go(f"Fortsätt med fråga {begun + 1}" if begun else "Till frågorna")
        assert self.hands.page.url.endswith(f"/fragor/{module.asked[begun].id}")

    def module_done(self, module: Module, before: dict[tuple[str, str], int]) -> None:
        """She is told so, and HR's map has one person more wherever she now counts."""
        assert self.hands.heading == f"Du är klar med ”{module.title}”"
        town = self.service.town
        done = town.modules[: town.modules.index(module) + 1]
        new = {c for each in done for c in each.competences}
        titles = {c.title for c in town.competences if c.id in new and "employee" in c.profile}
        hers = ("Hemtjänsten norr", "Lillköpings kommun")
        expected = {at: n + (at[0] in hers and at[1] in titles) for at, n in before.items()}
        assert self.office.map() == expected

    def powerless(self, doing: Callable[[], None]) -> None:
        """The server dies, she does something and gets no answer, it is back, she tries again."""
        self.service.server.kill()
        with pytest.raises(BrowserError, match="ERR_CONNECTION_REFUSED"):
            doing()
        self.service.server.start()
        self.hands.page.reload()


@pytest.fixture
def phone(service: Service, new_context: Callable[..., Any]) -> Callable[[], Keyboard]:
    """Opens one more device without script, 360 px wide."""

    def make() -> Keyboard:
        device = new_context(viewport=PHONE, java_script_enabled=False)
        return Keyboard(device.new_page())

    return make


@pytest.fixture
def journey(
    service: Service, phone: Callable[[], Keyboard], new_context: Callable[..., Any]
) -> Journey:
    office = Office(new_context().new_page(), service)
    office.sign_in()
    return Journey(service, office, phone())


def test_the_whole_course_is_taken_on_a_phone_by_keyboard_alone_while_the_server_is_killed(
    journey: Journey, phone: Callable[[], Keyboard]
) -> None:
    service, office, hands = journey.service, journey.office, journey.hands
    first, *others = service.town.modules
    assert {q.kind for module in service.town.modules for q in module.asked} == {
        *("one", "several", "truefalse", "order", "match"),
        *("number", "text", "rating", "reflection", "commitment"),
    }
    half_filled = next(m for m in others if m.asked[0].kind in ("match", "order"))
    before, parts = office.map(), office.parts()
    assert office.anna()["Läge"] == "Ej påbörjat"

    # the link she was sent; out; and in by the sign-in page
    hands.open(service.url + service.town.links[ANNA])
    hands.to("Nytt lösenord")
    hands.type(PASSWORD)
    hands.go("Spara och logga in")
    hands.to("Meny")
    hands.press("Enter")
    hands.go("Logga ut")
    hands.go("Logga ut", key="Space")
    assert hands.heading == "Logga in"
    hands.sign_in(service.url, ANNA)
    assert hands.focus_after("Tab")["name"] == "Hoppa till innehållet"
    hands.press("Enter")
    assert hands.focus_after("Tab")["name"] == f"Börja: {first.title}"
    assert hands.focus_after("Shift+Tab")["name"] == "Meny"

    # the first part: a wrong answer tried again; the server dies when an answer was acknowledged
    journey.open_next(first, first=True)
    journey.answer(first.asked[0], right=False)
    hands.go("Försök igen")
    journey.answer(first.asked[0])
    hands.go("Nästa fråga")
    journey.answer(first.asked[1])
    service.start_again()
    journey.nothing_lost()
    hands.go("Nästa fråga")
    assert hands.page.url.endswith(first.asked[2].id)
    row = office.anna()
    assert row["Läge"] == "Påbörjat"
    assert row["Delar kvar"].split() == ["Alla", str(len(service.town.modules)), "delar"]
    journey.answer(first.asked[2])
    hands.go("Nästa fråga")
    assert office.map() == before
    journey.answer(first.asked[3])
    hands.go("Se resultatet")
    journey.module_done(first, before)
    said = f"{len(others)} av {len(service.town.modules)} delar"
    assert office.anna()["Delar kvar"].split() == said.split()

    takes = {half_filled: take_in_turns, others[-1]: take_without_a_server}
    for module in others:
        hands.go(f"Fortsätt: {module.title}")
        hands.go("Till frågorna")
        takes.get(module, take)(journey, module, phone)
        hands.go("Se resultatet")
        journey.module_done(module, before)
    hands.go("Visa intyget")
    assert hands.heading == "Anna Ek"
    hands.reads(f"har tagit alla delar i kursen {service.town.course.title}")
    row = office.anna()
    assert (row["Läge"], row["Delar kvar"]) == ("Klar", "")
    assert office.parts() == parts | {
        "Klar": parts.get("Klar", 0) + 1,
        "Ej påbörjat": parts["Ej påbörjat"] - 1,
    }
    assert service.verified().startswith("Allt stämmer")


def take(journey: Journey, module: Module, _phone: Callable[[], Keyboard]) -> None:
    """Every question answered right, one after the other."""
    for asked in module.asked:
        journey.answer(asked)
        if asked is not module.asked[-1]:
            journey.hands.go("Nästa fråga")


def take_in_turns(journey: Journey, second: Module, phone: Callable[[], Keyboard]) -> None:
    """The server dies when a form is half filled in; two wrong answers are left for later; another
    device goes on at the exact place, and the phone after it.
    """
    service, office, hands = journey.service, journey.office, journey.hands
    asked = second.asked[0]
    hands.fill(asked, answers.right(asked), slice(2))
    service.start_again()
    hands.fill(asked, answers.right(asked), slice(2, None))
    hands.send(asked)
    journey.says(asked, right=True)
    hands.go("Nästa fråga")
    journey.answer(second.asked[1], right=False)

    tablet = phone()
    tablet.sign_in(service.url, ANNA)
    there = Journey(service, office, tablet, journey.told)
    there.open_next(second, begun=2)
    there.answer(second.asked[2], right=False)
    journey.open_next(second, begun=3)
    journey.answer(second.asked[3])
    earlier = office.map()
    hands.go("Se resultatet")
    assert hands.heading == f"2 av 4 rätt på ”{second.title}”"
    assert office.map() == earlier
    hands.go(second.asked[1].prompt_html.striptags())
    journey.answer(second.asked[1])


def take_without_a_server(journey: Journey, module: Module, _phone: Callable[[], Keyboard]) -> None:
    """A number is sent while there is no server."""
    hands = journey.hands
    for asked in module.asked:
        if asked.kind == "number":
            hands.fill(asked, answers.right(asked))
            journey.powerless(partial(hands.send, asked))
            journey.says(asked, right=True)
        else:
            journey.answer(asked)
        if asked is not module.asked[-1]:
            hands.go("Nästa fråga")


# --- the same answer twice


def _question(module: Module, kind: str) -> Question:
    return next(question for question in module.asked if question.kind == kind)


def _path(service: Service, module: Module, question: Question) -> str:
    return f"/kurser/{service.town.course.id}/{module.id}/fragor/{question.id}"


def _sent(question: Question, given: Given, page: Any) -> list[tuple[str, str]]:
    """The fields of the page's form, filled in."""
    return parse_qsl(answers.sent(question, given, page.hidden("key"), page.hidden("csrf_token")))


def test_a_form_sent_by_two_presses_or_by_many_at_once_is_one_answer(
    service: Service, new_context: Callable[..., Any]
) -> None:
    module = next(m for m in service.town.modules if {"one", "match"} <= {q.kind for q in m.asked})
    one, match = _question(module, "one"), _question(module, "match")
    client = service.client("skola01")
    form = _sent(match, answers.right(match), client.get(_path(service, module, match)))
    got: list[tuple[int, str]] = []

    def send() -> None:
        answer = client.post(_path(service, module, match), form)
        got.append((answer.status, answer.location))

    senders = [threading.Thread(target=send) for _ in range(8)]
    for sender in senders:
        sender.start()
    for sender in senders:
        sender.join()
    assert len(got) == 8
    assert len(set(got)) == 1
    status, location = got[0]
    assert status == 303
    assert client.get(location).status == 200

    page = new_context(viewport=PHONE, java_script_enabled=False).new_page()
    page.goto(f"{service.url}{service.town.links['skola02']}")
    page.get_by_label("Nytt lösenord").fill(PASSWORD)
    page.get_by_role("button", name="Spara och logga in").click()
    page.wait_for_url(f"{service.url}/")
    page.goto(service.url + _path(service, module, one))
    page.get_by_role("radio").first.check()
    page.get_by_role("button", name="Svara").dblclick()
    page.locator("#besked").wait_for()
    kept = "SELECT count(*) FROM answer WHERE subject = ?"
    assert service.rows(kept, service.subject("skola01")) == [(1,)]
    assert service.rows(kept, service.subject("skola02")) == [(1,)]


def test_the_same_question_in_two_tabs_is_two_tries_and_the_first_counts(
    service: Service, new_context: Callable[..., Any]
) -> None:
    module = service.town.modules[0]
    asked = module.asked[0]
    device = new_context(viewport=PHONE, java_script_enabled=False)
    tab, other = device.new_page(), device.new_page()
    tab.goto(f"{service.url}{service.town.links['skola03']}")
    tab.get_by_label("Nytt lösenord").fill(PASSWORD)
    tab.get_by_role("button", name="Spara och logga in").click()
    tab.wait_for_url(f"{service.url}/")
    for page in (tab, other):
        page.goto(service.url + _path(service, module, asked))
    for page, given, verdict in (
        (tab, answers.wrong(asked), "Inte riktigt"),
        (other, answers.right(asked), "Rätt"),
    ):
        (number,) = given.choices
        page.locator(f'input[value="{number}"]').check()
        page.get_by_role("button", name="Svara").click()
        page.locator("#besked").wait_for()
        assert page.inner_text("#besked") == verdict
    assert service.rows(
        'SELECT "right", first FROM answer WHERE subject = ? ORDER BY id',
        service.subject("skola03"),
    ) == [(0, 1), (1, 0)]


# --- kills at random moments


@dataclass
class Answering:
    """Four people who answer as fast as they can, each sending anew what got no answer."""

    service: Service
    enough: threading.Event = field(default_factory=threading.Event)
    news: threading.Condition = field(default_factory=threading.Condition)
    sent: dict[str, tuple[str, str, str]] = field(default_factory=dict)
    acknowledged: list[tuple[str, str]] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)

    def one(self, user: str, client: Client) -> None:
        dice = random.Random(user)
        try:
            while not self.enough.is_set():
                module = dice.choice(self.service.town.modules)
                asked = dice.choice(module.asked)
                given = dice.choice((answers.right, answers.wrong))(asked)
                path = _path(self.service, module, asked)
                form = _sent(asked, given, self._until(partial(client.get, path)))
                key = dict(form)["key"]
                self.sent[key] = (user, asked.id, json.dumps(given.as_json(), sort_keys=True))
                answer = self._until(partial(client.post, path, form))
                assert answer.status == 303, (answer.status, answer.page)
                with self.news:
                    self.acknowledged.append((key, answer.location.rpartition("/")[2]))
                    self.news.notify_all()
        except BaseException as error:  # a thread's failure is the test's
            with self.news:
                self.wrong.append(repr(error))
                self.news.notify_all()

    def _until(self, ask: Callable[[], Any]) -> Any:
        """Ask until somebody answers, as one who presses again."""
        for _ in range(5000):
            try:
                return ask()
            except (OSError, HTTPException):
                self.enough.wait(0.02)
        raise AssertionError("nobody answers")

    def more(self, count: int) -> None:
        """Wait for so many acknowledged answers more."""
        with self.news:
            wanted = len(self.acknowledged) + count
            came = self.news.wait_for(lambda: self.wrong or len(self.acknowledged) >= wanted, 60)
        assert came, "the service did not come back"
        assert self.wrong == []


def test_no_acknowledged_answer_is_lost_doubled_or_invented_when_killed_at_random(
    service: Service,
) -> None:
    work, dice = Answering(service), random.Random(KILLS)
    users = [f"skola{n:02}" for n in range(4, 8)]
    signed_in = [(user, service.client(user)) for user in users]
    crowd = [threading.Thread(target=work.one, args=who, daemon=True) for who in signed_in]
    for person in crowd:
        person.start()
    try:
        for kill in range(KILLS):
            work.more(dice.randint(1, 6))
            work.enough.wait(dice.uniform(0, 0.03))
            if kill % 7 == 6:
                service.start_again()
            else:
                service.server.kill_worker(dice.randint(0, 1))
        work.more(4)
    finally:
        work.enough.set()
        for person in crowd:
            person.join(60)
    assert work.wrong == []

    query = (
        "SELECT answer.key, answer.id, username, question_id, given FROM answer "
        "JOIN person ON person.subject = answer.subject"
    )
    rows = [row for row in service.rows(query) if row[2] in users]
    kept = {(key, str(row)) for key, row, *_ in rows}
    assert set(work.acknowledged) - kept == set(), "lost"
    assert Counter(key for key, *_ in rows).most_common(1)[0][1] == 1, "twice"
    assert {
        key: (user, question, json.dumps(json.loads(given), sort_keys=True))
        for key, _row, user, question, given in rows
    } == {key: work.sent[key] for key, _row in work.acknowledged}, "changed or invented"
    assert service.rows("PRAGMA integrity_check") == [("ok",)]
    service.verified()
