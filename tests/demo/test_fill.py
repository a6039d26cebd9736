"""Filling a database with Exempelby: ten personas, and a history that a real town might have."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from sqlalchemy import func, select

from app import create_app, demo
from app.competence import service as competence
from app.content import service as content
from app.core import audit
from app.core.db import db
from app.core.models import Setting
from app.demo.fill import ORDER, SEED
from app.duties.models import Requirement
from app.learning.models import Answer, Certificate, Completion
from app.people import accounts, roster, service
from app.people import queries as people_queries
from app.people.models import Assignment, Employment, Person, RoleGrant

NOW = datetime(2026, 11, 25, 8, tzinfo=UTC)
TODAY = date(2026, 11, 25)
ROLES = [
    "learner",
    "manager",
    "deputy",
    "hr",
    "secretary",
    "strategist",
    "council",
    "author",
    "auditor",
    "admin",
]


def count(model) -> int:
    return db.session.scalar(select(func.count()).select_from(model)) or 0


def publish(app) -> None:
    content.publish(Path(app.config["COURSES"]), NOW, TODAY)


def subjects(model) -> set[int]:
    return set(db.session.scalars(select(model.subject)))


@pytest.fixture(scope="module")
def town_url(on_sqlite, tmp_path_factory):
    """The address of Exempelby with a history for some, made once: the tests below only read."""
    url = on_sqlite.fresh()
    asked = {"SQLALCHEMY_DATABASE_URI": url, "INSTANCE": str(tmp_path_factory.mktemp("town"))}
    app = create_app({"TESTING": True, "SECRET_KEY": "only for tests", **asked})
    with app.app_context():
        publish(app)
        demo.fill(NOW, learners=60)
        db.session.commit()
        db.session.remove()
        db.engine.dispose()
    yield url
    on_sqlite.drop(url)


@pytest.fixture
def filled(town_url, make_app):
    app = make_app(town_url)
    with app.app_context():
        yield app


def test_a_town_without_a_course_has_people_and_no_history(either_inside):
    demo.fill(NOW)
    db.session.commit()
    assert 1350 <= count(Person) <= 1480
    assert count(Employment) > 1300
    assert count(Assignment) > 150
    assert count(Answer) == 0
    assert count(Requirement) == 2
    assert accounts.is_demo()
    assert db.session.get(Setting, "municipality").value == "Exempelby kommun"


def test_the_ten_personas_stand_in_order_and_have_their_roles(filled):
    personas = accounts.personas()
    assert [persona.role for persona in personas] == ROLES
    assert len({persona.person_id for persona in personas}) == 10
    assert all(persona.does.endswith(".") for persona in personas)
    for persona in personas[1:]:
        held = db.session.scalars(
            select(RoleGrant.role).where(RoleGrant.person_id == persona.person_id)
        ).all()
        assert persona.role in held


def test_nobody_has_a_password_and_one_is_protected(filled):
    assert db.session.scalars(select(Person.password_hash).distinct()).all() == [None]
    protected = db.session.scalars(select(Person).where(Person.protected)).all()
    assert [person.email for person in protected] == [None]
    held = select(Employment.place_id).where(Employment.subject == protected[0].subject)
    assert db.session.scalars(held).all() == [people_queries.root_unit(TODAY)]


def test_the_files_read_again_change_nothing(filled):
    files = demo.files(SEED, TODAY)
    for name in ORDER:
        plan = service.plan(roster.read(files[name], name), TODAY)
        assert plan.empty, service.describe(plan)


def test_the_learner_has_begun_and_not_finished(filled):
    learner = accounts.personas()[0].subject
    answered = select(func.count()).where(Answer.subject == learner)
    assert db.session.scalar(answered) >= 2
    assert learner not in subjects(Certificate)


def test_history_is_by_those_who_belong_and_before_today(filled):
    first, last = db.session.execute(
        select(func.min(Answer.answered_at), func.max(Answer.answered_at))
    ).one()
    assert datetime(2026, 9, 1, tzinfo=UTC) <= first
    assert last < NOW
    assert subjects(Answer) <= subjects(Employment) | subjects(Assignment)
    some, done = len(subjects(Answer)), len(subjects(Certificate))
    assert 15 <= done < some <= 70
    assert count(Completion) >= 3 * done


def test_the_kept_counts_and_the_audit_chain_hold(filled):
    assert competence.differences() == []
    assert audit.breaks() == []
