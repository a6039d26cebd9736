"""Facts are only added: what the database itself refuses, on SQLite and on PostgreSQL."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import inspect, select, text
from sqlalchemy.exc import DBAPIError

from app.content.models import LocalText, LookupText, PublishedLocal, PublishedLookup, Release
from app.core import audit
from app.core.db import db
from app.core.door import open_door
from app.core.models import Deletion
from app.learning import service as learning
from app.learning.models import Answer, Certificate, Completion
from tests import make

MAY_CHANGE = frozenset(
    """
    alembic_version answer_text assignment audit_head audit_text cycle employment leave
    mandate_period one_time_link person place place_version requirement role_grant roll_up
    search_document search_index search_word setting sign_in_failure
    sign_in_session standing standing_day subject
    """.split()
)
"""Every other table is append-only. Who makes a table that is not says so here."""

RULED = "facts are only added|facts leave only through the door"


@pytest.fixture
def ledger(either_inside) -> list[str]:
    """The append-only tables, each with a row in it; those that point at others come first."""
    course = make.course(make.module("ett", [make.question("a"), make.question("b", "text")]))
    make.published(course)
    who = make.person()
    make.employment(who, make.unit())
    part = course.modules[0]
    for asked, given in zip(part.asked, (make.RIGHT, make.Given(text="ja")), strict=True):
        learning.answer(who.subject, course, part, asked, given, asked.id, make.NOW)
    own = LocalText(fingerprint="egen", kind="section", text="Vår", first_published_at=make.NOW)
    words = LookupText(fingerprint="ord", kind="glossary", text="Ord", first_published_at=make.NOW)
    db.session.add_all([own, words])
    db.session.flush()
    release = db.session.scalars(select(Release.id)).one()
    db.session.add(
        PublishedLookup(release_id=release, kind="glossary", fingerprint=words.fingerprint)
    )
    db.session.add(
        PublishedLocal(
            release_id=release,
            kind="section",
            section="var-strategi",
            language="sv",
            fingerprint=own.fingerprint,
        )
    )
    audit.record("test.made", "everything", who.subject, make.NOW)
    db.session.commit()
    tables = set(inspect(db.engine).get_table_names()) - MAY_CHANGE - {"deletion"}
    known = [table.name for table in reversed(db.metadata.sorted_tables)]
    return sorted(tables, key=known.index)


def run(sql: str) -> None:
    db.session.execute(text(sql))


def columns(table: str) -> list[str]:
    quote = db.engine.dialect.identifier_preparer.quote
    return [quote(column.name) for column in db.metadata.tables[table].columns]


def how_many(table: str) -> int:
    return int(db.session.scalar(text(f"SELECT count(*) FROM {table}")) or 0)


def test_every_table_is_in_the_ledger_or_named_as_one_that_may_change(ledger) -> None:
    everything = {*db.metadata.tables, "alembic_version"}
    assert set(inspect(db.engine).get_table_names()) == everything
    assert everything >= MAY_CHANGE
    assert {"answer", "completion", "certificate", "audit", "release"} <= set(ledger)
    assert {"published_text", "published_question", "published_module"} <= set(ledger)
    assert all(how_many(table) for table in ledger)


def test_no_column_of_the_ledger_can_be_changed(ledger) -> None:
    for table in ledger:
        for column in columns(table):
            with pytest.raises(DBAPIError, match=f"{table}: facts are only added"):
                run(f"UPDATE {table} SET {column} = {column}")
            db.session.rollback()


def test_no_row_of_the_ledger_can_be_removed(ledger) -> None:
    for table in ledger:
        with pytest.raises(DBAPIError, match=f"{table}: facts leave only through the door"):
            run(f"DELETE FROM {table}")
        db.session.rollback()
    if db.engine.dialect.name == "postgresql":
        for table in [*ledger, "deletion"]:
            with pytest.raises(DBAPIError, match="facts are only added"):
                run(f"TRUNCATE {table} CASCADE")
            db.session.rollback()


def test_no_row_of_the_ledger_can_be_replaced(ledger) -> None:
    """SQLite's REPLACE removes a row before it adds one, PostgreSQL's upsert changes it."""
    for table in ledger:
        names = ", ".join(columns(table))
        same = f"INTO {table} ({names}) SELECT {names} FROM {table}"
        key = db.metadata.tables[table].primary_key.columns.keys()
        again = f"ON CONFLICT ({', '.join(key)}) DO UPDATE SET {key[0]} = excluded.{key[0]}"
        with pytest.raises(DBAPIError, match=RULED):
            run(f"INSERT {same} WHERE true {again}")
        db.session.rollback()
        if db.engine.dialect.name == "sqlite":
            with pytest.raises(DBAPIError, match=RULED):
                run(f"INSERT OR REPLACE {same}")
            db.session.rollback()


def test_while_the_door_stands_open_rows_may_leave_and_a_record_is_kept(ledger) -> None:
    with open_door("retention", "Gallras efter tio år.", None, make.NOW) as removed:
        run("DELETE FROM answer_text")
        for table in ledger:
            removed[table] = how_many(table)
            run(f"DELETE FROM {table}")
    db.session.commit()
    assert [how_many(table) for table in ledger] == [0] * len(ledger)
    record = db.session.query(Deletion).one()
    assert (record.kind, record.reason) == ("retention", "Gallras efter tio år.")
    assert record.counts == removed
    assert record.opened_at == record.closed_at == make.NOW


def test_an_open_door_lets_nothing_be_changed(ledger) -> None:
    for table in ledger:
        with (
            pytest.raises(DBAPIError, match=f"{table}: facts are only added"),
            open_door("erase", "Prov.", None, make.NOW),
        ):
            run(f"UPDATE {table} SET {columns(table)[0]} = {columns(table)[0]}")
        db.session.rollback()


def test_a_closed_door_is_closed_in_the_same_transaction(ledger) -> None:
    for table in ledger:
        with open_door("erase", "Prov.", None, make.NOW):
            pass
        with pytest.raises(DBAPIError, match=f"{table}: facts leave only through the door"):
            run(f"DELETE FROM {table}")
        db.session.rollback()


def test_the_door_is_open_to_nobody_else(ledger) -> None:
    with open_door("erase", "Prov.", None, make.NOW), db.engine.connect() as other:
        if db.engine.dialect.name == "sqlite":
            other.execute(text("PRAGMA busy_timeout=0"))
        with pytest.raises(DBAPIError, match=r"through the door|database is locked"):
            other.execute(text("DELETE FROM certificate"))
        other.rollback()
        if db.engine.dialect.name == "sqlite":
            other.execute(text("PRAGMA busy_timeout=5000"))


def remove_and_slip() -> None:
    with open_door("erase", "Prov.", None, make.NOW):
        run("DELETE FROM certificate")
        run("UPDATE completion SET total = total")


def test_an_error_in_the_door_removes_nothing_and_leaves_it_shut(ledger) -> None:
    with pytest.raises(DBAPIError, match="only added"):
        remove_and_slip()
    db.session.rollback()
    assert how_many("certificate") == 1
    assert how_many("deletion") == 0
    with pytest.raises(DBAPIError, match="through the door"):
        run("DELETE FROM certificate")
    db.session.rollback()


def test_a_closed_record_of_deletion_is_kept_as_it_is(either_inside) -> None:
    with open_door("erase", "Begäran.", None, make.NOW):
        pass
    db.session.commit()
    for change in ("closed_at = NULL", "reason = 'Annat'", "counts = NULL", "kind = 'retention'"):
        with pytest.raises(DBAPIError, match="kept as it is"):
            run(f"UPDATE deletion SET {change}")
        db.session.rollback()
    with pytest.raises(DBAPIError, match="deletion"):
        run("DELETE FROM deletion")
    db.session.rollback()
    with pytest.raises(DBAPIError, match="deletion"), open_door("erase", "Igen.", None, make.NOW):
        run("DELETE FROM deletion")  # not even while it is open
    db.session.rollback()
    assert db.session.query(Deletion).one().reason == "Begäran."


def test_identity_and_free_text_can_be_erased_and_no_fact_moves(ledger) -> None:
    before = [how_many(table) for table in ledger]
    run("DELETE FROM answer_text")
    run("DELETE FROM person")
    db.session.commit()
    assert [how_many(table) for table in ledger] == before
    with pytest.raises(DBAPIError):
        run("DELETE FROM subject")  # the key stays as long as a fact names it
    db.session.rollback()


def test_ledger_rows_know_the_subject_key_and_nothing_else_of_a_person() -> None:
    for table in (Answer, Completion, Certificate):
        keys = {
            (key.parent.name, key.target_fullname)
            for key in table.__table__.foreign_keys
            if key.target_fullname.split(".")[0] in ("person", "subject")
        }
        assert keys == {("subject", "subject.key")}


def test_a_first_answer_is_first_only_once_whoever_writes_it(ledger) -> None:
    names = [c for c in columns("answer") if c not in ("id", "key")]
    with pytest.raises(DBAPIError, match=r"(?i)unique"):
        run(
            f"INSERT INTO answer (key, {', '.join(names)}) "
            f"SELECT 'annan', {', '.join(names)} FROM answer WHERE first"
        )
    db.session.rollback()


def test_a_row_that_makes_no_sense_is_refused(either_inside) -> None:
    unit, who = make.unit(), make.person()
    db.session.commit()
    for made in (make.employment, make.assignment):
        with pytest.raises(DBAPIError, match="in_order"):
            made(who, unit, date(2026, 2, 1), date(2026, 1, 31))
        db.session.rollback()
    with pytest.raises(DBAPIError, match="kind"), open_door("annat", "?", None, make.NOW):
        pass
    db.session.rollback()


def test_what_is_acknowledged_is_forced_to_disk(inside) -> None:
    asked = ("foreign_keys", "journal_mode", "synchronous", "recursive_triggers")
    found = [db.session.scalar(text(f"PRAGMA {name}")) for name in asked]
    assert found == [1, "wal", 2, 1]
