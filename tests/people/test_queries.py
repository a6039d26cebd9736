"""Reading who belongs where, on both databases."""

from __future__ import annotations

from datetime import date, timedelta

from sqlalchemy import event

from app.core import db as core
from app.core.db import db
from app.people import queries
from app.people.rules import FORMS, Membership, elected_population, span
from tests import make

DAY = date(2026, 3, 1)


def names(found) -> list[str]:
    return [named.name for named in sorted(found.values(), key=lambda named: named.sort_key)]


def test_who_works_and_sits_and_is_on_leave_is_one_person(either_inside) -> None:
    oak, council = make.unit("Eken"), make.body()
    eva = make.person()
    make.employment(eva, oak, manager=True)
    make.employment(eva, oak, DAY, DAY + timedelta(days=9), form="hourly")
    make.assignment(eva, council, DAY, position="deputy")
    make.leave(eva, DAY, DAY)
    make.leave(eva, DAY + timedelta(days=20))
    make.employment(make.person(), oak)
    found = queries.belonging(eva.subject)
    assert set(found.memberships) == {
        Membership(oak, "manager", make.LONG_AGO, None),
        Membership(oak, "hourly", DAY, DAY + timedelta(days=9)),
        Membership(council, "deputy", DAY, None),
    }
    assert set(found.away) == {span(DAY, DAY), span(DAY + timedelta(days=20), None)}
    assert queries.belongings([eva.subject]) == {eva.subject: found}
    assert queries.belongings()[eva.subject] == found
    assert len(queries.belongings()) == 2


def test_who_belongs_nowhere_has_nothing(either_inside) -> None:
    eva = make.person()
    make.leave(eva, DAY)
    assert queries.belonging(eva.subject) == queries.Belonging()
    assert queries.belongings() == queries.belongings([eva.subject]) == {}
    assert queries.belongings([]) == {}


def test_no_position_is_taken_for_a_form_of_employment() -> None:
    positions = "chair vice_chair second_vice_chair member deputy auditor observer".split()
    assert {*positions, "leave"}.isdisjoint(FORMS)
    assert {elected_population(position) for position in positions} == {"member", "deputy"}


def test_many_people_are_read_a_portion_at_a_time(inside, monkeypatch) -> None:
    oak = make.unit()
    people = [make.person() for _ in range(7)]
    for who in people:
        make.employment(who, oak)
    monkeypatch.setattr(core, "AT_ONCE", 3)
    wanted = [who.subject for who in people]
    assert sorted(queries.belongings(wanted)) == sorted(queries.named(wanted)) == sorted(wanted)


def test_the_line_above_a_person_is_the_same_as_in_the_whole_tree(either_inside) -> None:
    town, other = make.unit("Exempelby"), make.unit("Bolaget", kind="company")
    schools, care = make.unit("Skola", town), make.unit("Omsorg", town)
    oak = make.unit("Eken", schools, to_day=date(2026, 5, 31))
    make.version(oak, care, "Ekgården", date(2026, 6, 1))
    elm = make.unit("Almen", schools)
    eva, boss = make.person("Eva", "Ek"), make.person("Bo", "Berg")
    make.employment(eva, oak)
    body = make.body("Nämnden", town)
    make.assignment(boss, body)
    whole, above = queries.tree(), queries.tree_above(eva.subject)
    for day in (date(2026, 5, 31), date(2026, 6, 1)):
        assert above.line_on(oak, day) == whole.line_on(oak, day)
        assert above.name_on(oak, day) == whole.name_on(oak, day)
    assert set(above.versions) == {oak, schools, care, town}
    assert town in queries.tree_above(boss.subject).versions
    assert queries.tree_above(make.person("Ny", "Person").subject).versions == {}
    assert whole.below([town], DAY) == {town, schools, care, oak, elm, body}
    assert queries.kinds()[other] == "company"


def test_a_ring_in_the_tree_is_read_to_its_end(either_inside) -> None:
    oak = make.unit("Eken")
    elm = make.unit("Almen", oak)
    make.version(oak, elm, "Eken", DAY)
    eva = make.person("Eva", "Ek")
    make.employment(eva, elm)
    assert set(queries.tree_above(eva.subject).versions) == {oak, elm}


def test_protected_people_and_closed_accounts_are_named_nowhere(either_inside) -> None:
    eva = make.person("Eva", "Ek")
    hidden = make.person("Hemlig", "Person", protected=True)
    closed = make.person("Slutat", "Nyss", active=False)
    assert names(queries.named()) == ["Eva Ek"]
    assert names(queries.named([eva.subject, hidden.subject, closed.subject])) == ["Eva Ek"]
    assert queries.named([hidden.subject]) == queries.named([]) == {}


def test_names_sort_as_swedes_do_and_say_who_can_be_reached(either_inside) -> None:
    for family in ("Öst", "Ahl", "Åker", "Ärla", "Zorn", "Ék"):
        make.person("Bo", family, reachable=family != "Zorn")
    found = queries.named()
    assert names(found) == ["Bo Ahl", "Bo Ék", "Bo Zorn", "Bo Åker", "Bo Ärla", "Bo Öst"]
    assert [named.name for named in found.values() if not named.reachable] == ["Bo Zorn"]


def test_a_user_name_is_enough_to_be_reached(either_inside) -> None:
    eva, bo = make.person(reachable=False), make.person()
    eva.username = "evaek"
    db.session.flush()
    nobody = make.person(reachable=False)
    assert [queries.reachable(who.subject) for who in (eva, bo, nobody)] == [True, True, False]
    assert not queries.reachable(1)


def test_members_of_a_place_are_those_of_all_days_and_of_both_kinds(either_inside) -> None:
    oak, council, elm = make.unit(), make.body(), make.unit()
    past, now, later, seat, other = (make.person() for _ in range(5))
    make.employment(past, oak, to_day=make.LONG_AGO)
    make.employment(now, oak)
    make.employment(later, oak, date(2030, 1, 1))
    make.assignment(seat, council)
    make.employment(other, elm)
    every = {who.subject for who in (past, now, later, seat)}
    assert queries.members_of([oak, council]) == every
    assert queries.members_of([]) == frozenset()
    assert queries.subjects() == sorted({*every, other.subject})


def test_mandate_periods_are_each_bodys_own(either_inside) -> None:
    council, board = make.body(), make.body("Nämnden")
    first = (council, date(2026, 10, 15), date(2030, 10, 14))
    second = (board, date(2027, 1, 1), date(2030, 12, 31))
    make.mandate(*first)
    make.mandate(*second)
    assert sorted(queries.mandate_periods()) == sorted([first, second])


def test_the_number_of_statements_is_the_same_for_one_and_for_many(inside) -> None:
    oak = make.unit()
    seen: list[str] = []
    event.listen(db.engine, "before_cursor_execute", lambda *a: seen.append(a[2]))
    counted = []
    for _ in range(2):
        for one in [make.person() for _ in range(5)]:
            make.employment(one, oak)
            make.leave(one, DAY)
        for ask in (queries.belongings, queries.named, queries.tree, queries.kinds):
            seen.clear()
            ask()
            counted.append(len(seen))
        for about in (queries.belonging, queries.reachable):
            seen.clear()
            about(one.subject)
            counted.append(len(seen))
    assert counted == [1] * 12
