"""What both databases share: moments, how a write begins, many values at once."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest
from sqlalchemy import event, select, text
from sqlalchemy.exc import OperationalError, StatementError

from app.core import db as core
from app.core.db import begin_writing, db, insert, some_rows
from app.core.models import Audit, Deletion, Setting
from tests import make


def opened(at: datetime) -> Deletion:
    return make.kept(Deletion(kind="erase", reason="Prov.", opened_at=at))


def test_a_moment_without_its_time_zone_is_refused(inside) -> None:
    with pytest.raises(StatementError, match="a moment needs its time zone"):
        opened(datetime(2026, 3, 1, 12))  # noqa: DTZ001 -- the fault itself
    db.session.rollback()
    with pytest.raises(StatementError, match="a moment needs its time zone"):
        db.session.scalars(select(Audit).where(Audit.at == datetime(2026, 3, 1)))  # noqa: DTZ001


def test_a_moment_comes_back_as_it_was_in_utc(either_inside) -> None:
    summer = timezone(timedelta(hours=2))
    given = datetime(2026, 7, 1, 0, 30, 15, 123456, tzinfo=summer)
    key = opened(given).id
    db.session.commit()
    db.session.expire_all()
    found = db.session.get(Deletion, key)
    assert found.opened_at == given
    assert found.opened_at.tzinfo is UTC
    assert found.closed_at is None


def test_moments_are_compared_as_moments(either_inside) -> None:
    opened(make.NOW)
    west = timezone(timedelta(hours=-8))
    query = select(Deletion.id).where(Deletion.opened_at <= make.NOW.astimezone(west))
    assert len(db.session.scalars(query).all()) == 1
    earlier = (make.NOW - timedelta(microseconds=1)).astimezone(west)
    assert db.session.scalars(select(Deletion.id).where(Deletion.opened_at <= earlier)).all() == []


def test_who_begins_to_write_keeps_every_other_writer_out(inside) -> None:
    begin_writing()
    begin_writing()  # again is the same
    with db.engine.connect() as other:
        other.execute(text("PRAGMA busy_timeout=0"))
        with pytest.raises(OperationalError, match="locked"):
            other.execute(text("BEGIN IMMEDIATE"))
        assert other.execute(text("SELECT count(*) FROM audit")).scalar() == 0, "readers go on"
        other.execute(text("PRAGMA busy_timeout=5000"))
    db.session.rollback()
    begin_writing()  # and after the rollback it can be had again
    db.session.rollback()


def test_on_postgresql_beginning_to_write_locks_nothing(either_inside) -> None:
    if db.engine.dialect.name == "postgresql":
        seen: list[str] = []
        event.listen(db.engine, "before_cursor_execute", lambda *a: seen.append(a[2]))
        begin_writing()
        assert seen == []


def test_an_insert_that_meets_what_stands_there_may_leave_it(either_inside) -> None:
    for value in ("Exempelby", "Annanby"):
        db.session.execute(
            insert(Setting)
            .values(key="municipality", value=value)
            .on_conflict_do_nothing(index_elements=["key"])
        )
    assert db.session.get(Setting, "municipality").value == "Exempelby"


def test_rows_are_asked_for_a_portion_at_a_time(inside, monkeypatch) -> None:
    monkeypatch.setattr(core, "AT_ONCE", 3)
    for n in range(8):
        db.session.add(Setting(key=f"k{n}", value=n))
    db.session.flush()
    query = select(Setting.key)
    assert len(list(some_rows(query, Setting.key, None))) == 8
    assert list(some_rows(query, Setting.key, [])) == []
    assert [key for (key,) in some_rows(query, Setting.key, ["k5"])] == ["k5"]
    found = [key for (key,) in some_rows(query, Setting.key, {f"k{n}" for n in range(7)} | {"no"})]
    assert sorted(found) == [f"k{n}" for n in range(7)]


def test_constraints_have_names_that_a_migration_can_use(inside) -> None:
    nameless = [
        (table.name, constraint)
        for table in db.metadata.sorted_tables
        for constraint in table.constraints
        if not constraint.name
    ]
    assert nameless == []
