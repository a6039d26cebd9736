"""The kept counts stay true whatever happens, and a fault planted in them is found."""

from __future__ import annotations

import os
import threading
from collections import Counter
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import event, select, text

from app.competence import queries, service
from app.competence.models import RollUp, Standing, StandingDay
from app.core.db import db
from app.learning import service as learning
from tests import make
from tests.competence.history import History

SEEDS = range(80 if os.environ.get("HYPOTHESIS_PROFILE") == "search" else 5)
TODAY = make.NOW.date()


def kept() -> tuple[Counter[Any], Counter[Any]]:
    """The dated and the standing counts that are not zero."""
    dated = {
        (r.place_id, r.day, r.competence, r.rung, r.population): r.change
        for r in db.session.scalars(select(RollUp))
    }
    standing = {
        (r.place_id, r.competence, r.rung, r.population): r.count
        for r in db.session.scalars(select(Standing))
    }
    return (
        Counter({key: n for key, n in dated.items() if n}),
        Counter({key: n for key, n in standing.items() if n}),
    )


# --- whatever happens


@pytest.mark.parametrize("seed", SEEDS)
def test_the_counts_are_true_after_every_step_of_a_history(inside, seed: int) -> None:
    history = History(seed)
    for _ in range(40):
        history.happen()
        history.check()
    before = kept()
    service.rebuild(history.today)
    service.advance(history.today)
    assert service.differences() == []
    assert kept()[0] == before[0]


def test_the_counts_are_true_on_postgresql_too(either_inside) -> None:
    history = History(99)
    for _ in range(20):
        history.happen()
        history.check()


def test_a_rebuild_gives_what_stood_there(inside) -> None:
    history = History(7)
    for _ in range(15):
        history.happen()
    service.advance(history.today)
    before = kept()
    service.rebuild(history.today)
    assert kept() == before
    assert queries.standing_day() == history.today


# --- one thing at a time


@pytest.fixture
def oak(either_inside) -> int:
    make.published(make.course())
    return make.unit("Eken", make.unit("Exempelby"))


def count(place: int, day: date = TODAY, rung: str = "needed", competence: str = "veta") -> int:
    return queries.counts([place], day).get((place, competence, rung), 0)


def hired(place: int, **more: Any) -> Any:
    who = make.person()
    with service.rebooking([who.subject], make.NOW):
        make.employment(who, place, **more)
    return who


def completes(who: Any, days: int = 0) -> None:
    """All questions of the first module, right at the first try, that many days from now."""
    course = make.course()
    part = course.modules[0]
    for asked in part.asked:
        at = make.NOW + timedelta(days=days)
        kept = learning.answer(who.subject, course, part, asked, make.RIGHT, asked.id, at)
        service.book(who.subject, kept, make.NOW)


def test_before_anything_is_counted_everything_is_nought(either_inside) -> None:
    assert service.differences() == []
    assert queries.counts([1, 2], TODAY) == {}
    assert queries.standing_day() is None


def test_people_may_come_in_before_the_first_course_is_published(either_inside) -> None:
    hired(make.unit())
    assert service.differences() == []
    make.published(make.course())
    service.rebuild(TODAY)
    assert service.differences() == []
    assert kept()[1].total() == 1


def test_who_is_hired_is_counted_from_the_first_day_and_above(oak: int) -> None:
    hired(oak, from_day=TODAY + timedelta(days=10), to_day=TODAY + timedelta(days=19))
    assert [count(oak, TODAY + timedelta(days=n)) for n in (9, 10, 19, 20)] == [0, 1, 1, 0]
    service.advance(TODAY + timedelta(days=15))
    assert [count(oak, TODAY + timedelta(days=n)) for n in (9, 10, 19, 20)] == [0, 1, 1, 0]
    assert service.differences() == []


def test_a_completion_is_seen_at_once_and_by_the_day_it_was_made(oak: int) -> None:
    who = hired(oak)
    completes(who, days=-5)
    found = [count(oak, TODAY + timedelta(days=n), "completed") for n in (-6, -5, 0, 400)]
    assert found == [0, 1, 1, 1]


def test_an_answer_that_tells_nothing_new_writes_nothing(oak: int) -> None:
    who = hired(oak)
    course = make.course()
    part = course.modules[0]
    again = [
        learning.answer(who.subject, course, part, part.asked[0], make.RIGHT, f"k{n}", make.NOW)
        for n in range(2)
    ][1]
    seen: list[str] = []
    event.listen(db.engine, "before_cursor_execute", lambda *a: seen.append(a[2]))
    service.book(who.subject, again, make.NOW)
    assert seen == []
    before = kept()
    service.book(who.subject, learning.Recorded(0), make.NOW)
    assert kept() == before


def test_a_completion_dated_before_the_first_moves_the_day(oak: int) -> None:
    """Nothing granted is taken back, and what is known later of an earlier day counts there."""
    who = hired(oak)
    completes(who)
    course = make.course(make.module("annan", [make.question("x", "one", ())]), course_id="annan")
    make.published(course)
    at = make.NOW - timedelta(days=30)
    part = course.modules[0]
    kept = learning.answer(who.subject, course, part, part.asked[0], make.RIGHT, "x", at)
    service.book(who.subject, kept, make.NOW)
    assert service.differences() == []
    assert count(oak, TODAY - timedelta(days=30), "completed") == 1


def test_an_earlier_wrong_answer_moves_the_day_a_competence_was_shown(oak: int) -> None:
    who = hired(oak)
    asked = [make.question(f"x{n}") for n in range(6)]
    course = make.course(make.module("annan", asked), course_id="annan", share=1)
    make.published(course)
    for n, days in ((0, 0), (1, 1), (2, 2), (3, 3), (4, 4), (5, -1)):
        given = make.WRONG if n == 5 else make.RIGHT
        at = make.NOW + timedelta(days=days)
        kept = learning.answer(who.subject, course, course.modules[0], asked[n], given, f"x{n}", at)
        service.book(who.subject, kept, make.NOW)
        assert service.differences() == []
    assert [count(oak, TODAY + timedelta(days=n), "shown") for n in (2, 3, 4)] == [0, 1, 1]


def test_the_clock_may_go_back_and_what_is_summed_stays(oak: int) -> None:
    hired(oak)
    later = TODAY + timedelta(days=30)
    assert service.advance(later) == later
    assert service.advance(TODAY) == later
    hired(oak)
    assert service.differences() == []
    assert (count(oak), count(oak, later)) == (2, 2)


def test_as_of_a_day_is_two_or_three_statements_however_many_places(oak: int) -> None:
    hired(oak)
    seen: list[str] = []
    event.listen(db.engine, "before_cursor_execute", lambda *a: seen.append(a[2]))
    lengths = []
    for day in (TODAY, TODAY + timedelta(days=9), TODAY - timedelta(days=9)):
        for places in ([oak], [*range(oak + 50)]):
            seen.clear()
            queries.counts(places, day)
            lengths.append(len(seen))
    assert lengths == [3, 3, 3, 3, 2, 2]


# --- faults planted


@pytest.mark.parametrize(
    ("sql", "found"),
    [
        ("UPDATE roll_up SET change = change + 1 WHERE rung = 'completed'", "roll_up: plats"),
        ("DELETE FROM roll_up WHERE rung = 'needed'", "roll_up: plats"),
        ("UPDATE roll_up SET day = '2026-01-07' WHERE rung = 'completed'", "2026-01-07"),
        ("UPDATE standing SET count = 5 WHERE rung = 'needed'", "standing: plats"),
        ("DELETE FROM standing", "standing: plats"),
        ("UPDATE standing SET population = 'hourly' WHERE rung = 'completed'", "hourly"),
    ],
)
def test_a_planted_fault_is_found_and_a_rebuild_heals_it(inside, sql: str, found: str) -> None:
    make.published(make.course())
    unit = make.unit()
    completes(hired(unit))
    db.session.commit()
    assert service.differences() == []
    db.session.execute(text(sql))
    db.session.commit()
    said = service.differences()
    assert said
    assert all("sparat" in line and "omräknat" in line for line in said)
    assert any(found in line for line in said)
    service.rebuild(TODAY)
    assert service.differences() == []


def test_a_standing_day_that_is_ahead_of_its_counts_is_found(oak: int) -> None:
    hired(oak, from_day=TODAY + timedelta(days=3))
    row = db.session.scalars(select(StandingDay)).one()
    row.day = TODAY + timedelta(days=5)
    db.session.flush()
    assert any(line.startswith("standing") for line in service.differences())


def test_figures_on_nobody_are_found(oak: int) -> None:
    """Who has no facts left, and rows of a place that nobody belongs to."""
    make.kept(
        RollUp(
            place_id=oak, day=TODAY, competence="veta", rung="shown", population="member", change=1
        )
    )
    assert len(service.differences()) == 1


# --- at once


def waits(other: threading.Thread) -> bool:
    """Whether the thread has come to wait for a lock; false when it got through."""
    query = text("SELECT count(*) FROM pg_locks WHERE NOT granted")
    with db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as looking:
        while other.is_alive():
            if looking.execute(query).scalar():
                return True
    return False


def test_an_answer_during_a_move_is_counted_once_and_in_the_right_place(either_app) -> None:
    with either_app.app_context():
        course = make.course(make.module("ett", [make.question("a")]))
        make.published(course)
        old, new = make.unit("Eken"), make.unit("Almen")
        who = hired(old)
        subject, part = who.subject, course.modules[0]
        db.session.commit()
        wrong: list[Exception] = []

        def answers() -> None:
            with either_app.app_context():
                try:
                    done = learning.answer(
                        subject, course, part, part.asked[0], make.RIGHT, "k", make.NOW
                    )
                    service.book(subject, done, make.NOW)
                    db.session.commit()
                except Exception as error:
                    wrong.append(error)

        other = threading.Thread(target=answers)
        with service.rebooking(None, make.NOW):
            db.session.execute(text(f"UPDATE employment SET place_id = {new}"))
            other.start()
            if db.engine.dialect.name == "postgresql":
                assert waits(other)
            make.leave(who, TODAY + timedelta(days=9))  # a new row on who answers just now
        db.session.commit()
        other.join(60)
        assert wrong == []
        assert service.differences() == []
        assert (count(old, rung="completed"), count(new, rung="completed")) == (0, 1)


def test_many_answer_at_once_and_every_one_is_counted(either_app) -> None:
    with either_app.app_context():
        course = make.course(make.module("ett", [make.question("a")]))
        make.published(course)
        unit = make.unit()
        people = [make.person().subject for _ in range(4)]
        with service.rebooking(people, make.NOW):
            for subject in people:
                db.session.execute(
                    text(
                        "INSERT INTO employment (subject, place_id, form, manager, main, from_day) "
                        f"VALUES ({subject}, {unit}, 'permanent', false, true, '2020-01-01')"
                    )
                )
        service.rebuild(TODAY - timedelta(days=1))
        db.session.execute(text("DELETE FROM standing_day"))  # as it is before the first booking
        db.session.execute(text("DELETE FROM standing"))
        db.session.execute(text("DELETE FROM roll_up"))
        db.session.commit()
    gate, wrong = threading.Barrier(4), []

    def answers(subject: int, days: int) -> None:
        with either_app.app_context():
            try:
                gate.wait(20)
                part = course.modules[0]
                now = make.NOW + timedelta(days=days)
                done = learning.answer(subject, course, part, part.asked[0], make.RIGHT, "k", now)
                service.book(subject, done, now)
                db.session.commit()
            except Exception as error:
                wrong.append(error)

    threads = [
        threading.Thread(target=answers, args=(subject, n % 2)) for n, subject in enumerate(people)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert wrong == []
    with either_app.app_context():
        assert [line for line in service.differences() if "completed" in line] == []
        assert count(unit, TODAY + timedelta(days=1), "completed") == 4
