"""Migrations: they make what the models say, go down and up again, and refuse what is newer."""

from __future__ import annotations

from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from flask import Flask
from flask_migrate import downgrade, upgrade
from sqlalchemy import inspect, text

from app import cli
from app.core.db import db
from app.core.errors import Refused
from tests import make


def tables() -> set[str]:
    return set(inspect(db.engine).get_table_names())


def test_the_migrations_make_what_the_models_say(either_inside: Flask) -> None:
    with db.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, db.metadata) == []


def test_the_migrations_go_down_to_nothing_and_up_again(either_inside: Flask) -> None:
    before = tables()
    db.session.remove()
    downgrade(revision="base")
    assert tables() == {"alembic_version"}
    upgrade()
    assert tables() == before
    make.person()
    db.session.commit()


def test_migrating_what_is_up_to_date_changes_nothing(either_inside: Flask) -> None:
    who = make.person()
    db.session.commit()
    upgrade()
    assert db.session.scalar(text("SELECT count(*) FROM person")) == 1
    assert who.id


def test_a_database_that_is_newer_is_refused_in_plain_words(
    either_inside: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    db.session.execute(text("UPDATE alembic_version SET version_num = '20991231_2359'"))
    db.session.commit()
    said: list[Any] = []
    monkeypatch.setattr(cli.click, "echo", said.append)
    with pytest.raises(Refused, match="nyare"):
        cli.migrate()
    assert said == []
