"""The number of SQL statements of a page is a constant: the same for 60 people and for 1 300."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event, select

from app import create_app
from app.core.db import db
from app.learning.models import Answer, Certificate
from app.people.models import Person, SignInSession
from tests.bench import people
from tests.bench.figures import Town
from tests.bench.people import Size

SMALL = Size(60, units=12, shown=6, bodies=2, signed_in=5, newcomers=3)
LARGE = Size(480, units=60, shown=30, bodies=6, signed_in=5, newcomers=3)

MOST = {
    "learner /": 8,
    "learner course": 4,
    "learner text edition": 5,
    "learner text edition.pdf": 5,
    "learner module": 3,
    "learner question": 2,
    "learner feedback": 4,
    "learner result": 5,
    "learner certificate": 2,
    "learner map": 7,
    "learner search": 4,
    "learner search for nothing": 2,
    "learner search in vain": 4,  # once more, for what the word may mean
    "done /": 8,
    "done result": 6,
    "manager units": 12,
    "manager unit": 13,
    "manager unit.csv": 18,
    "manager unit.xlsx": 18,
    "manager map": 7,
    "hr persons": 11,
    "hr late persons": 11,
    "hr persons.csv": 16,
    "hr persons.xlsx": 16,
    "hr map": 7,
    "learner goals": 2,
    "learner goal": 2,
    "learner glossary": 2,
    "author handbook": 2,
    "strategist map": 7,
    "strategist whole map": 7,
    "strategist map of shown": 7,
    "strategist map.csv": 7,
    "strategist map.xlsx": 7,
}
"""How many statements each page may make at most, whatever the size of the municipality."""


class Counted:
    """A municipality, and how many statements what is asked of it makes."""

    def __init__(self, app: Flask, made: people.Municipality) -> None:
        self.app, self.town = app, Town(made, app)
        self.seen: list[str] = []
        self.known: dict[str, list[str]] = {}
        with app.app_context():
            event.listen(db.engine, "before_cursor_execute", self.note)
            begun, done = made.learners[0], made.learners[4]
            self.answer_id = db.session.scalar(_of(begun, Answer.id, Answer.subject))
            self.code = db.session.scalar(_of(done, Certificate.code, Certificate.subject))

    def note(self, _connection: Any, _cursor: Any, statement: str, *_more: Any) -> None:
        self.seen.append(statement)

    def pages(self) -> dict[str, tuple[str, str]]:
        """Each page by name: who asks, and for what."""
        role, course = self.town.role, self.town.course
        begun, done = self.town.learners[0], self.town.learners[4]
        home = f"/kurser/{course.id}"
        first = f"{home}/{course.modules[0].id}"
        unit = f"/enheter/{self.town.made.manager_place}"
        figures = "/kompetens?enhet=1"
        return {
            "learner /": (begun, "/"),
            "learner course": (begun, home),
            "learner text edition": (begun, f"{home}/skriv-ut"),
            "learner text edition.pdf": (begun, f"{home}/skriv-ut.pdf"),
            "learner module": (begun, first),
            "learner question": (begun, f"{first}/fragor/{course.modules[0].asked[0].id}"),
            "learner feedback": (begun, f"/kurser/svar/{self.answer_id}"),
            "learner result": (self.town.learners[1], f"{first}/resultat"),
            "learner certificate": (done, f"/intyg/{self.code}"),
            "learner map": (begun, "/kompetens"),
            "learner search": (begun, "/sok?q=hur+upphandlar+kommunen+livsmedel"),
            "learner search for nothing": (begun, "/sok"),
            "learner search in vain": (begun, "/sok?q=zebra"),
            "done /": (done, "/"),
            "done result": (done, f"{first}/resultat"),
            "manager units": (role["manager"], "/enheter"),
            "manager unit": (role["manager"], unit),
            "manager unit.csv": (role["manager"], f"{unit}.csv"),
            "manager unit.xlsx": (role["manager"], f"{unit}.xlsx"),
            "manager map": (role["manager"], "/kompetens"),
            "hr persons": (role["hr"], "/personer"),
            "hr late persons": (role["hr"], "/personer?status=late"),
            "hr persons.csv": (role["hr"], "/personer.csv"),
            "hr persons.xlsx": (role["hr"], "/personer.xlsx"),
            "hr map": (role["hr"], figures),
            "learner goals": (begun, "/mal"),
            "learner goal": (begun, "/mal/12"),
            "learner glossary": (begun, "/ordlista"),
            "author handbook": (role["author"], "/redaktion/handbok"),
            "strategist map": (role["strategist"], f"{figures}&niva=2"),
            "strategist whole map": (role["strategist"], f"{figures}&niva=alla"),
            "strategist map of shown": (role["strategist"], f"{figures}&grad=shown"),
            "strategist map.csv": (role["strategist"], "/kompetens.csv"),
            "strategist map.xlsx": (role["strategist"], "/kompetens.xlsx"),
        }

    def of_page(self, name: str) -> list[str]:
        """The statements of a page once what is kept in memory is there."""
        if name not in self.known:
            cookie, path = self.pages()[name]
            self.fetch(cookie, path)
            self.known[name] = self.fetch(cookie, path)
        return self.known[name]

    def fetch(self, cookie: str, path: str) -> list[str]:
        self.seen.clear()
        client = FlaskClient(self.app, self.app.response_class, use_cookies=False)
        answer = client.get(path, headers={"Cookie": cookie})
        assert answer.status_code == 200, path
        assert answer.data
        return list(self.seen)

    def of_answers(self) -> list[list[str]]:
        """The statements of each answer when a newcomer takes the course from beginning to end."""
        self.town.dice.seed(3)
        made = []
        for request in self.town.answers(1)[0]:
            head, _, body = request.decode().partition("\r\n\r\n")
            sent = dict(line.split(": ", 1) for line in head.split("\r\n")[1:])
            self.seen.clear()
            client = FlaskClient(self.app, self.app.response_class, use_cookies=False)
            answer = client.post(head.split(" ")[1], data=body, headers=sent)
            assert answer.status_code == 303
            made.append(list(self.seen))
        return made


def _of(token: str, wanted: Any, subject: Any) -> Any:
    return (
        select(wanted)
        .join(Person, Person.subject == subject)
        .join(SignInSession, SignInSession.person_id == Person.id)
        .where(SignInSession.token_hash == people.hashed(token))
        .order_by(wanted)
        .limit(1)
    )


@pytest.fixture(scope="module")
def counted(
    on_sqlite: Any, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Callable[[Size], Counted]]:
    made: dict[Size, Counted] = {}
    urls = []

    def of(size: Size) -> Counted:
        if size not in made:
            urls.append(on_sqlite.fresh())
            instance = str(tmp_path_factory.mktemp("instance"))
            app = create_app({"INSTANCE": instance, "SQLALCHEMY_DATABASE_URI": urls[-1]})
            with app.app_context():
                town = people.fill(size, app)
            made[size] = Counted(app, town)
        return made[size]

    yield of
    for each in made.values():
        with each.app.app_context():
            db.session.remove()
            db.engine.dispose()
    for url in urls:
        on_sqlite.drop(url)


@pytest.mark.parametrize("name", MOST)
def test_a_page_makes_as_many_statements_for_many_people_as_for_few(counted, name):
    few, many = counted(SMALL).of_page(name), counted(LARGE).of_page(name)
    assert len(many) == len(few), "\n".join(many)


@pytest.mark.parametrize("name", MOST)
def test_a_page_makes_no_more_statements_than_it_may(counted, name):
    made = counted(SMALL).of_page(name)
    assert len(made) <= MOST[name], "\n".join(made)


def test_every_page_that_is_listed_is_counted(counted):
    assert counted(SMALL).pages().keys() == MOST.keys()


def test_an_answer_makes_as_many_statements_for_many_people_as_for_few(counted):
    few, many = counted(SMALL).of_answers(), counted(LARGE).of_answers()
    assert [len(each) for each in many] == [len(each) for each in few]
