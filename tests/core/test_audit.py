"""The chain of deeds: it holds, it shows where it was touched, and two writers keep one."""

from __future__ import annotations

import json
import threading
from datetime import UTC, datetime, timedelta, timezone

import pytest
from sqlalchemy import event, text

from app.core import audit
from app.core.db import db
from app.core.models import Audit
from tests import make


def run(sql: str) -> None:
    db.session.execute(text(sql))


def deeds(many: int) -> None:
    for n in range(many):
        at = make.NOW + timedelta(minutes=n, microseconds=n)
        audit.record("test.done", f"sak {n}", 7 if n % 2 else None, at, antal=n, vad="åäö ”citat”")


def unguarded() -> None:
    """Take the guards off the table, as somebody with the database in hand could."""
    on = " ON audit" if db.engine.dialect.name == "postgresql" else ""
    run(f"DROP TRIGGER audit_is_kept{on}")
    run(f"DROP TRIGGER audit_stays{on}")


def test_the_chain_holds_after_many_deeds_in_several_transactions(either_inside) -> None:
    assert audit.breaks() == []
    for many in (1, 20, 3):
        deeds(many)
        db.session.commit()
    assert audit.breaks() == []
    assert db.session.query(Audit).count() == 24


def test_a_deed_that_is_rolled_back_leaves_no_gap(either_inside) -> None:
    deeds(2)
    db.session.commit()
    deeds(2)
    db.session.rollback()
    deeds(1)
    db.session.commit()
    assert audit.breaks() == []
    assert db.session.query(Audit).count() == 3


def test_a_line_says_who_did_what_to_what_and_when(inside) -> None:
    line = audit.record("role.granted", "person 3", 7, make.NOW, roll="hr", område=None)
    assert (line.verb, line.about, line.actor, line.at) == ("role.granted", "person 3", 7, make.NOW)
    assert json.loads(line.details) == {"roll": "hr", "område": None}
    assert line.previous_hash == audit.START


def test_what_a_deed_is_about_may_be_longer_than_its_column(either_inside) -> None:
    line = audit.record("test.done", "å" * 300, None, make.NOW)
    db.session.commit()
    assert line.about == "å" * 200
    assert audit.breaks() == []


def test_the_hash_does_not_hang_on_the_time_zone_of_the_caller(inside) -> None:
    abroad = make.NOW.astimezone(timezone(timedelta(hours=-5)))
    one = audit.link("0", make.NOW, None, "a", "b", "{}")
    assert one == audit.link("0", abroad, None, "a", "b", "{}")


@pytest.mark.parametrize(
    "change",
    [
        "at = '2026-03-02 09:00:00.000001'",
        "actor = 8",
        "actor = NULL",
        "verb = 'test.undone'",
        "about = 'annat'",
        "details = '{}'",
        "previous_hash = hash",
        "hash = 'f' || substr(hash, 2, 62) || 'g'",
    ],
)
def test_a_changed_line_breaks_the_chain_where_it_stands(inside, change: str) -> None:
    deeds(6)
    db.session.commit()
    unguarded()
    run(f"UPDATE audit SET {change} WHERE id = 4")
    assert 4 in audit.breaks()


def test_lines_taken_away_are_missed_wherever_they_stood(either_inside) -> None:
    deeds(6)
    db.session.commit()
    ids = [line.id for line in db.session.query(Audit).order_by(Audit.id)]
    unguarded()
    db.session.commit()
    for gone, seen in ((ids[0], ids[1]), (ids[2], ids[3]), (ids[5], ids[4])):
        run(f"DELETE FROM audit WHERE id = {gone}")
        assert audit.breaks() == [seen], "the break is seen at the line next to it"
        db.session.rollback()
    run("DELETE FROM audit")
    assert audit.breaks() == [0], "all gone: no line is left to name"
    db.session.rollback()


def test_a_line_put_in_by_hand_breaks_the_chain(inside) -> None:
    deeds(3)
    db.session.add(
        Audit(at=make.NOW, verb="x", about="x", details="{}", previous_hash="0" * 64, hash="1" * 64)
    )
    db.session.flush()
    assert audit.breaks() == [4]


def test_two_writers_at_once_keep_one_chain(either_app) -> None:
    many, wrong = 12, []
    gate = threading.Barrier(2)

    def write(actor: int) -> None:
        with either_app.app_context():
            try:
                gate.wait(20)
                for n in range(many):
                    audit.record("test.raced", str(n), actor, datetime.now(UTC))
                    db.session.commit()
            except Exception as error:
                wrong.append(error)

    threads = [threading.Thread(target=write, args=(n,)) for n in (1, 2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert wrong == []
    with either_app.app_context():
        assert audit.breaks() == []
        assert db.session.query(Audit).count() == 2 * many


def test_the_number_of_statements_does_not_grow_with_the_chain(inside) -> None:
    seen: list[str] = []
    event.listen(db.engine, "before_cursor_execute", lambda *a: seen.append(a[2]))
    lengths = []
    for n in range(5):
        seen.clear()
        audit.record("test.done", str(n), None, make.NOW)
        db.session.flush()
        lengths.append(len(seen))
    assert len(set(lengths[1:])) == 1
