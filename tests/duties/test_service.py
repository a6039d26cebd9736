"""Making requirements, opening rounds, and reading them again."""

from __future__ import annotations

import json
from datetime import date

import pytest
from sqlalchemy import event, select
from sqlalchemy.exc import IntegrityError

from app.core.db import db
from app.core.errors import Refused
from app.core.models import Audit
from app.duties import queries, service
from app.duties.models import Requirement
from app.duties.rules import Cycle, Status
from app.learning import service as learning
from tests import make

FIRST = date(2026, 10, 15)


def introduction(key: str = "valda", **more) -> Requirement:
    asked = {
        "title": "Introduktion",
        "course_id": "kurs",
        "wording": "introduction",
        "populations": ["member", "deputy"],
        "start_day": FIRST,
        "days": 60,
        "actor": None,
        "now": make.NOW,
        **more,
    }
    return service.require(key, **asked)


def test_a_requirement_is_read_as_it_was_made_with_its_rounds(either_inside) -> None:
    made = introduction(validity_months=24)
    service.open_cycle(made, FIRST)
    service.open_cycle(made, date(2030, 10, 15), date(2034, 10, 14))
    introduction("utan omgång", populations=["employee"])
    found, bare = queries.requirements()
    assert (found.key, found.title, found.wording) == ("valda", "Introduktion", "introduction")
    assert found.populations == {"member", "deputy"}
    assert (found.start_day, found.days, found.validity_months) == (FIRST, 60, 24)
    assert found.cycles == (Cycle(FIRST), Cycle(date(2030, 10, 15), date(2034, 10, 14)))
    assert (bare.key, bare.cycles) == ("utan omgång", ())


def test_a_requirement_leaves_a_line_in_the_log(inside) -> None:
    introduction()
    line = db.session.scalars(select(Audit)).one()
    assert (line.verb, line.about) == ("requirement.made", "requirement valda")
    assert json.loads(line.details) == {"days": 60}


def test_the_same_name_twice_is_refused_with_a_sentence(either_inside) -> None:
    introduction()
    with pytest.raises(Refused, match="Kravet valda finns redan"):
        introduction()


@pytest.mark.parametrize("wrong", [{"days": -1}, {"validity_months": 0}, {"wording": "tvång"}])
def test_what_makes_no_sense_is_refused_by_the_database(either_inside, wrong) -> None:
    with pytest.raises(IntegrityError):
        introduction(**wrong)
    db.session.rollback()


def test_each_body_gets_a_round_of_its_own_mandate_and_only_once(either_inside) -> None:
    council, board = make.body(), make.body("Nämnden")
    make.mandate(council, date(2022, 10, 15), date(2026, 10, 14))
    make.mandate(council, FIRST, date(2030, 10, 14))
    make.mandate(board, date(2027, 1, 1), date(2030, 12, 31))
    made = introduction()
    opened = {(c.place_id, c.from_day, c.to_day) for c in service.open_mandate_cycles(made)}
    assert opened == {
        (council, FIRST, date(2030, 10, 14)),
        (board, date(2027, 1, 1), date(2030, 12, 31)),
    }
    assert service.open_mandate_cycles(made) == []
    make.mandate(board, date(2031, 1, 1), date(2034, 12, 31))
    assert [c.from_day for c in service.open_mandate_cycles(made)] == [date(2031, 1, 1)]
    assert len(queries.requirements()[0].cycles) == 3


def test_a_completion_holds_for_the_longest_that_any_requirement_gives(either_inside) -> None:
    make.requirement("a", ["employee", "manager"], validity_months=12)
    make.requirement("b", ["employee"], validity_months=36)
    make.requirement("c", ["manager", "member"])
    make.requirement("d", ["manager"], validity_months=6)
    assert queries.validity_by_population() == {"employee": 36, "manager": None, "member": None}


def test_modules_are_those_of_every_population_each_once_and_in_order(inside) -> None:
    parts = [make.module(name, [make.question(name)]) for name in ("ett", "tva", "tre")]
    course = make.course(*parts, tracks={"alla": ["ett", "tva"], "fortroendevald": ["tva", "tre"]})
    library = make.published(course)
    who = make.person()
    make.employment(who, make.unit())
    make.requirement("alla", ["employee"])
    day = date(2026, 3, 2)
    assert queries.owed_by(who.subject, library, day).duties[0].left == ("ett", "tva")
    make.assignment(who, make.body())
    assert queries.owed_by(who.subject, library, day).duties[0].left == ("ett", "tva", "tre")


def test_two_requirements_on_one_course_are_two_duties_and_one_completion(either_inside) -> None:
    course = make.course(make.module("ett", [make.question("a")]))
    library = make.published(course)
    who = make.person()
    make.employment(who, make.unit())
    make.assignment(who, make.body())
    make.requirement("alla", ["employee"])
    make.requirement("valda", ["member"], days=90)
    day = date(2026, 3, 2)
    seen: list[str] = []
    event.listen(db.engine, "before_cursor_execute", lambda *a: seen.append(a[2]))
    found = queries.owed_by(who.subject, library, day)
    assert len(seen) == 4
    assert [(d.status, d.due) for d in found.duties] == [
        (Status.NOT_STARTED, date(2026, 3, 2)),
        (Status.NOT_STARTED, date(2026, 4, 1)),
    ]
    part = course.modules[0]
    learning.answer(who.subject, course, part, part.asked[0], make.RIGHT, "k", make.NOW)
    done = queries.owed_by(who.subject, library, day)
    assert [(d.status, d.done_on) for d in done.duties] == [(Status.DONE, day)] * 2


def test_who_belongs_nowhere_owes_nothing(inside) -> None:
    library = make.published(make.course())
    make.requirement()
    found = queries.owed_by(make.person().subject, library, date(2026, 3, 2))
    assert (found.duties, found.belonging.memberships) == ((), ())
    assert queries.owed_by_all(library, date(2026, 3, 2), {}) == {}
