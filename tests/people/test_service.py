"""Reading files in: what a plan says, what is done, that the same file again changes nothing."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select, text

from app.core.errors import Refused
from app.core.models import Audit
from app.people import roster, service
from app.people.models import (
    Assignment,
    Employment,
    Leave,
    MandatePeriod,
    Person,
    Place,
    PlaceVersion,
    RoleGrant,
)
from app.people.roster_plan import Plan

TODAY = date(2026, 11, 23)
NOW = datetime(2026, 11, 23, 8, tzinfo=UTC)
YESTERDAY = TODAY - timedelta(days=1)

UNITS = """Enhets-id;Namn;Överordnad;Bolag;Från;Till
K;Exempelby kommun;;nej;;
S;Socialförvaltningen;K;nej;;
H;Hemtjänst;S;nej;;
N;Norr;H;nej;;
T;Tekniska;K;nej;;
N2;Norr;T;nej;;
B;Bostaden;K;ja;;
"""
BODIES = """Organ-id;Namn;Överordnat;Mandat från;Mandat till
F;Förtroendevalda;;;
KF;Kommunfullmäktige;F;2026-10-15;2030-10-14
SN;Socialnämnden;F;2023-01-01;2026-12-31
SN;Socialnämnden;F;2027-01-01;2030-12-31
"""
HEAD = (
    "Person-id;Anställningsnummer;Förnamn;Efternamn;E-post;Användarnamn;Enhet;Anställningsform;"
    "Anställningsdatum;Slutdatum;Chef;Ställföreträdare;Frånvarande från;Frånvarande till;Skyddad\n"
)
ANNA = "p1;001;Anna;Ek;anna@x.example;;N;tillsvidare;2020-01-01;;ja;;;;\n"
BO = "p2;002;Bo;Al;bo@x.example;;N;visstid;2025-01-01;2027-01-31;;ja;;;\n"
CIA = "p3;003;Cia;Lind;;;Tekniska;timavlönad;2026-12-01;;;;2026-12-10;;\n"
ELECTED_HEAD = "Person-id;Namn;E-post;Organ;Roll;Från;Tom\n"
EVA = "f1;Eva Gran;eva@x.example;KF;ordförande;2026-10-15;2030-10-14\n"
ANNA_ELECTED = "p1;Anna Ek;anna.hemma@x.example;Socialnämnden;ersättare;2023-01-01;2026-12-31\n"


def planned(said: str, today: date = TODAY, allow_ended: bool = False) -> Plan:
    return service.plan(roster.read(said.encode(), "fil.csv", b"secret"), today, allow_ended)


def imported(said: str, today: date = TODAY, allow_ended: bool = False) -> Plan:
    plan = planned(said, today, allow_ended)
    assert [str(problem) for problem in plan.problems] == []
    service.apply(plan, None, NOW)
    again = planned(said, today)
    assert again.empty, service.describe(again)
    return plan


def staff(*rows: str) -> str:
    return HEAD + "".join(rows)


def spans(key: str) -> list[tuple[str, date, date | None]]:
    rows = service.db.session.execute(
        select(Place.key, Employment.from_day, Employment.to_day)
        .join(Employment, Employment.place_id == Place.id)
        .join(Person, Person.subject == Employment.subject)
        .where(Person.external_key == key)
        .order_by(Employment.from_day, Employment.id)
    )
    return [tuple(row) for row in rows]


def grants(key: str) -> list[tuple[str, str, date, date | None]]:
    rows = service.db.session.execute(
        select(RoleGrant.role, Place.key, RoleGrant.from_day, RoleGrant.to_day)
        .join(Place, Place.id == RoleGrant.place_id)
        .join(Person, Person.id == RoleGrant.person_id)
        .where(Person.external_key == key)
        .order_by(RoleGrant.id)
    )
    return [tuple(row) for row in rows]


def person(key: str) -> Person:
    found = select(Person).where(Person.external_key == key)
    return service.db.session.scalars(found.execution_options(populate_existing=True)).one()


def everything() -> dict[str, list[tuple]]:
    """All rows of all tables, as a whole to compare with."""
    session = service.db.session
    return {
        table.name: sorted(map(repr, session.execute(select(table))))
        for table in service.db.metadata.sorted_tables
    }


@pytest.fixture
def tree(inside):
    imported(UNITS)
    imported(BODIES)


# --- the whole way, on both databases


def test_all_four_files_come_in_and_the_same_again_writes_nothing(either_inside):
    for said in (UNITS, BODIES, staff(ANNA, BO, CIA), ELECTED_HEAD + EVA + ANNA_ELECTED):
        imported(said)
        before = everything()
        again = planned(said)
        service.apply(again, None, NOW)
        assert everything() == before
        assert again.touched == set()
    session = service.db.session
    count = {m: session.scalar(select(func.count()).select_from(m)) for m in (Person, Employment)}
    assert count == {Person: 4, Employment: 3}
    assert session.scalar(select(func.count()).select_from(Assignment)) == 2
    assert session.scalar(select(func.count()).select_from(MandatePeriod)) == 3
    assert session.scalars(select(Audit.verb)).all() == ["import people"] * 4
    assert spans("p3") == [("T", date(2026, 12, 1), None)]


def test_addresses_can_change_places_between_two_people(either_inside):
    imported(UNITS)
    imported(staff(ANNA, BO))
    swapped = ANNA.replace("anna@", "?@").replace("p1", "p1"), BO.replace("bo@", "anna@")
    imported(staff(swapped[0].replace("?@", "bo@"), swapped[1]))
    assert (person("p1").email, person("p2").email) == ("bo@x.example", "anna@x.example")


def test_rows_change_end_and_go_away_on_both_databases(either_inside):
    imported(UNITS)
    imported(staff(ANNA, BO, CIA))
    imported(staff(ANNA.replace(";N;", ";T;")), allow_ended=True)
    assert spans("p1") == [("N", date(2020, 1, 1), YESTERDAY), ("T", TODAY, None)]
    assert spans("p2") == [("N", date(2025, 1, 1), YESTERDAY)]
    assert spans("p3") == []


# --- plans


def test_a_plan_says_what_it_would_do_and_does_nothing(tree):
    before = everything()
    plan = planned(staff(ANNA, BO, CIA))
    assert service.describe(plan) == [
        "1 person saknar både e-post och användarnamn och kan inte nås: rad 4.",
        "3 nya. Inget är ändrat ännu.",
    ]
    assert everything() == before


def test_a_report_counts_in_plain_swedish(tree):
    imported(
        staff(
            *[
                ANNA.replace("p1", f"q{n}").replace("001", f"9{n}").replace("anna", f"a{n}")
                for n in range(30)
            ]
        )
    )
    rows = [
        ANNA.replace("p1", f"q{n}").replace("001", f"9{n}").replace("anna", f"a{n}")
        for n in range(2, 30)
    ]
    rows[0] = rows[0].replace(";N;", ";T;")
    rows[1] = rows[1].replace("Ek", "Eklund")
    assert service.describe(planned(staff(*rows, BO))) == [
        "1 ny, 1 flyttad, 1 ändrad, 2 har slutat, 26 oförändrade. Inget är ändrat ännu."
    ]


def test_done_is_said_without_the_word_yet(tree):
    plan = imported(staff(ANNA))
    assert service.describe(plan, applied=True) == ["1 ny."]
    assert service.describe(planned(staff(ANNA))) == ["Inget att ändra. 1 oförändrad."]


def test_one_bad_row_changes_nothing_and_is_named(tree):
    before = everything()
    plan = planned(staff(ANNA, BO.replace(";N;", ";X;"), CIA))
    assert service.describe(plan) == [
        "fil.csv:3: Enheten X finns inte. Läs in den filen först, eller rätta raden.",
        "1 fel. Ingenting är ändrat.",
    ]
    with pytest.raises(Refused):
        service.apply(plan, None, NOW)
    assert everything() == before


def test_faults_of_reading_and_of_planning_are_told_together(tree):
    plan = planned(staff(ANNA.replace("2020-01-01", "igår"), BO.replace(";N;", ";X;")))
    assert [problem.line for problem in plan.problems] == [2, 3]


def test_the_audit_line_has_figures_and_no_names(tree):
    imported(staff(ANNA, BO))
    line = service.db.session.scalars(select(Audit).order_by(Audit.id.desc())).first()
    assert (line.verb, line.about) == ("import people", "staff")
    assert '"new": 2' in line.details
    assert "Anna" not in line.details


def test_whoever_is_touched_is_named_before_it_is_done(tree):
    plan = planned(staff(ANNA, BO))
    assert len(plan.touched) == 2
    service.apply(plan, None, NOW)
    assert {person("p1").subject, person("p2").subject} == plan.touched
    moved = planned(staff(ANNA.replace(";N;", ";T;"), BO))
    assert moved.touched == {person("p1").subject}


# --- units


def test_a_name_that_two_units_have_needs_its_path(tree):
    plan = planned(staff(BO.replace(";N;", ";Norr;")))
    assert "finns på 2 ställen" in plan.problems[0].text
    imported(staff(BO.replace(";N;", ";Tekniska / Norr;")))
    assert spans("p2")[0][0] == "N2"
    plan = planned(staff(BO.replace(";N;", ";Exempelby kommun / Tekniska / Norr;")))
    assert plan.problems == []


def test_a_unit_that_moves_is_dated_and_touches_all_below(tree):
    imported(staff(ANNA, BO, CIA))
    plan = imported(UNITS.replace("H;Hemtjänst;S", "H;Hemtjänst;T"))
    assert (plan.moved, plan.touched) == (1, {person("p1").subject, person("p2").subject})
    rows = service.db.session.execute(
        select(PlaceVersion.from_day, PlaceVersion.to_day)
        .join(Place, Place.id == PlaceVersion.place_id)
        .where(Place.key == "H")
        .order_by(PlaceVersion.from_day)
    ).all()
    assert rows[0].to_day == YESTERDAY
    assert tuple(rows[1]) == (TODAY, None)


def test_a_unit_that_only_gets_a_new_name_touches_nobody(tree):
    imported(staff(ANNA))
    plan = imported(UNITS.replace("Hemtjänst", "Hemvård"))
    assert (plan.changed, plan.touched) == (1, set())


def test_units_in_a_circle_are_refused(tree):
    plan = planned(UNITS.replace("S;Socialförvaltningen;K", "S;Socialförvaltningen;N"))
    assert [problem.line for problem in plan.problems] == [3]
    assert "cirkel" in plan.problems[0].text


def test_a_unit_under_an_unknown_one_is_refused(inside):
    plan = planned(UNITS.replace("T;Tekniska;K", "T;Tekniska;Z"))
    assert [problem.line for problem in plan.problems] == [6]


def test_a_unit_that_ends_takes_no_employment_that_goes_on(tree):
    imported(UNITS.replace("T;Tekniska;K;nej;;", "T;Tekniska;K;nej;;2026-10-31"))
    plan = planned(staff(CIA))
    assert "upphörde 2026-10-31" in plan.problems[0].text


def test_units_that_the_file_lacks_stay_and_are_mentioned(tree):
    plan = planned(UNITS.rsplit("B;", 1)[0])
    assert plan.empty
    assert plan.notes[0].startswith("1 enhet finns inte i filen och ligger kvar.")


def test_an_id_of_a_unit_cannot_be_a_bodys(tree):
    plan = planned(BODIES.replace("KF;", "K;"))
    assert "något av annat slag" in plan.problems[0].text


def test_a_mandate_period_with_a_new_end_is_changed_in_place(tree):
    plan = imported(BODIES.replace("2030-10-14", "2030-10-31"))
    assert (plan.changed, plan.new) == (1, 0)
    assert service.db.session.scalar(select(func.count()).select_from(MandatePeriod)) == 3


# --- employments


def test_a_move_ends_one_row_and_begins_another_today(tree):
    imported(staff(ANNA))
    plan = imported(staff(ANNA.replace(";N;", ";T;")))
    assert plan.moved == 1
    assert spans("p1") == [("N", date(2020, 1, 1), YESTERDAY), ("T", TODAY, None)]
    assert grants("p1") == [
        ("manager", "N", date(2020, 1, 1), YESTERDAY),
        ("manager", "T", TODAY, None),
    ]


def test_a_move_begins_on_the_files_day_when_it_is_later_than_the_old_start(tree):
    imported(staff(ANNA))
    moved = staff(ANNA.replace(";N;", ";T;").replace("2020-01-01", "2027-01-01"))
    imported(moved)
    expected = [("N", date(2020, 1, 1), date(2026, 12, 31)), ("T", date(2027, 1, 1), None)]
    assert spans("p1") == expected
    assert grants("p1") == [
        ("manager", "N", date(2020, 1, 1), date(2026, 12, 31)),
        ("manager", "T", date(2027, 1, 1), None),
    ]
    assert planned(moved, date(2026, 12, 15)).empty
    assert planned(moved, date(2027, 2, 1)).empty


def test_a_later_day_changes_nothing_by_itself(tree):
    said = staff(ANNA, BO, CIA)
    imported(said)
    for days in (1, 10, 30, 100):
        assert planned(said, TODAY + timedelta(days=days)).empty


def test_a_new_form_is_dated_too(tree):
    imported(staff(BO))
    plan = imported(staff(BO.replace("visstid", "tillsvidare").replace("2027-01-31", "")))
    assert (plan.changed, plan.moved) == (1, 0)
    assert spans("p2") == [("N", date(2025, 1, 1), YESTERDAY), ("N", TODAY, None)]


def test_a_move_that_is_undone_the_same_day_leaves_one_row_that_day(tree):
    imported(staff(ANNA))
    imported(staff(ANNA.replace(";N;", ";T;")))
    imported(staff(ANNA))
    assert spans("p1") == [("N", date(2020, 1, 1), YESTERDAY), ("N", TODAY, None)]


def test_a_move_that_is_undone_later_keeps_the_days_between(tree):
    imported(staff(ANNA))
    imported(staff(ANNA.replace(";N;", ";T;")))
    later = TODAY + timedelta(days=10)
    imported(staff(ANNA), later)
    assert spans("p1") == [
        ("N", date(2020, 1, 1), YESTERDAY),
        ("T", TODAY, later - timedelta(days=1)),
        ("N", later, None),
    ]


def test_a_renewed_fixed_term_is_a_row_of_its_own(tree):
    imported(staff(BO))
    imported(staff(BO.replace("2025-01-01", "2027-02-01").replace("2027-01-31", "2027-12-31")))
    assert spans("p2") == [
        ("N", date(2025, 1, 1), date(2027, 1, 31)),
        ("N", date(2027, 2, 1), date(2027, 12, 31)),
    ]


def test_a_start_that_is_put_off_is_simply_moved(tree):
    imported(staff(CIA))
    imported(staff(CIA.replace("2026-12-01", "2027-03-01")))
    assert spans("p3") == [("T", date(2027, 3, 1), None)]


def test_two_employments_are_two_rows_and_one_person(tree):
    second = BO.replace("002", "022").replace(";N;", ";B;").replace("visstid", "timavlönad")
    plan = imported(staff(BO, second))
    assert plan.new == 1
    assert [key for key, _, _ in spans("p2")] == ["N", "B"]
    imported(staff(BO), allow_ended=True)
    assert spans("p2")[1][2] == YESTERDAY


def test_who_comes_back_by_mistake_is_opened_again(tree):
    crowd = [BO.replace("p2", f"q{n}").replace("bo@", f"b{n}@") for n in range(20)]
    imported(staff(ANNA, *crowd))
    imported(staff(*crowd))
    assert spans("p1") == [("N", date(2020, 1, 1), YESTERDAY)]
    imported(staff(ANNA, *crowd))
    assert spans("p1") == [("N", date(2020, 1, 1), None)]


def test_a_file_in_which_more_than_a_tenth_is_missing_is_stopped(tree):
    crowd = [BO.replace("p2", f"q{n}").replace("bo@", f"b{n}@") for n in range(20)]
    imported(staff(*crowd))
    before = everything()
    plan = planned(staff(*crowd[3:]))
    assert not plan.allowed
    assert "--allow-ended" in service.describe(plan)[-1]
    with pytest.raises(Refused):
        service.apply(plan, None, NOW)
    assert everything() == before
    assert planned(staff(*crowd[2:])).allowed
    assert imported(staff(*crowd[3:]), allow_ended=True).ended == 3


def test_persons_made_by_hand_are_not_ended_by_a_file(tree):
    service.create_person("Ada", "Alm", None, NOW, email="Ada@X.example")
    imported(staff(ANNA))
    assert service.db.session.scalar(select(func.count()).select_from(Person)) == 2


def test_a_person_made_by_hand_is_met_again_by_address(tree):
    made = service.create_person("Anna", "Ek", None, NOW, email="anna@x.example")
    imported(staff(ANNA))
    assert person("p1").id == made.id


def test_an_address_goes_to_a_new_person_when_the_old_has_left(tree):
    crowd = [BO.replace("p2", f"q{n}").replace("bo@", f"b{n}@") for n in range(20)]
    imported(staff(ANNA, *crowd))
    imported(staff(*crowd))
    imported(staff(ANNA.replace("p1", "p100"), *crowd))
    assert (person("p1").email, person("p100").email) == (None, "anna@x.example")


def test_an_address_that_somebody_at_work_has_is_refused(tree):
    imported(staff(ANNA, BO))
    rows = staff(ANNA, BO, ANNA.replace("p1", "p100").replace("001", "0100"))
    assert "annan person" in str(planned(rows).problems[0])
    only_new = staff(BO, ANNA.replace("p1", "p100").replace("001", "0100"))
    assert "hör redan till en annan person" in planned(only_new, TODAY, True).problems[0].text


def test_columns_that_the_file_lacks_are_left_as_they_are(tree):
    imported(staff(ANNA))
    head = (
        "Person-id;Anställningsnummer;Förnamn;Efternamn;Enhet;Anställningsform;Anställningsdatum\n"
    )
    plan = planned(head + "p1;001;Anna;Ek;N;tillsvidare;2020-01-01\n")
    assert plan.empty


# --- roles and leave


def test_a_deputy_has_the_role_while_the_file_says_so(tree):
    imported(staff(BO))
    assert grants("p2") == [("deputy", "N", date(2025, 1, 1), date(2027, 1, 31))]
    plan = imported(staff(BO.replace(";;ja;", ";;;")))
    assert grants("p2") == [("deputy", "N", date(2025, 1, 1), YESTERDAY)]
    assert plan.changed == 1
    imported(staff(BO))
    assert grants("p2")[-1] == ("deputy", "N", TODAY, date(2027, 1, 31))


def test_roles_given_by_hand_are_left_alone(tree):
    imported(staff(ANNA))
    unit = service.db.session.scalars(select(Place).where(Place.key == "T")).one()
    given = service.grant_role(person("p1"), "hr", TODAY, None, NOW)
    service.grant_role(person("p1"), "manager", TODAY, None, NOW, place_id=unit.id)
    imported(staff(ANNA.replace(";ja;", ";;")))
    assert ("manager", "T", TODAY, None) in grants("p1")
    service.end_role(given, TODAY, None, NOW)
    assert given.to_day == TODAY


def test_leave_follows_the_file(tree):
    imported(staff(CIA))
    session = service.db.session
    assert session.execute(select(Leave.from_day, Leave.to_day)).all() == [
        (date(2026, 12, 10), None)
    ]
    plan = imported(staff(CIA.replace("2026-12-10;", "2026-12-10;2027-05-01")))
    assert plan.touched == {person("p3").subject}
    assert session.execute(select(Leave.to_day)).all() == [(date(2027, 5, 1),)]
    imported(staff(CIA.replace("2026-12-10", "")))
    assert session.execute(select(Leave.id)).all() == []


# --- elected


def test_an_employee_who_is_elected_is_one_person_with_the_address_of_work(tree):
    imported(staff(ANNA))
    imported(ELECTED_HEAD + EVA + ANNA_ELECTED)
    assert person("p1").email == "anna@x.example"
    assert service.db.session.scalar(select(func.count()).select_from(Person)) == 2
    assert planned(staff(ANNA)).empty


def test_an_elected_person_is_met_by_address_when_the_registers_have_other_ids(tree):
    imported(staff(ANNA))
    said = ELECTED_HEAD + ANNA_ELECTED.replace("p1", "f9").replace("anna.hemma@", "anna@")
    imported(said)
    assert service.db.session.scalar(select(func.count()).select_from(Person)) == 1
    assert planned(staff(ANNA)).empty


def test_an_elected_person_who_is_employed_later_is_the_same(tree):
    imported(ELECTED_HEAD + ANNA_ELECTED.replace("p1", "f9").replace("anna.hemma@", "anna@"))
    imported(staff(ANNA))
    assert service.db.session.scalar(select(func.count()).select_from(Person)) == 1
    assert spans("p1") != []


def test_a_file_for_the_next_period_leaves_this_one_alone(tree):
    imported(ELECTED_HEAD + EVA + ANNA_ELECTED)
    later = ANNA_ELECTED.replace("2023-01-01;2026-12-31", "2027-01-01;2030-12-31")
    imported(ELECTED_HEAD + later.replace("ersättare", "ledamot"))
    rows = service.db.session.execute(
        select(Assignment.position, Assignment.from_day, Assignment.to_day).order_by(Assignment.id)
    ).all()
    assert [tuple(row) for row in rows] == [
        ("chair", date(2026, 10, 15), date(2030, 10, 14)),
        ("deputy", date(2023, 1, 1), date(2026, 12, 31)),
        ("member", date(2027, 1, 1), date(2030, 12, 31)),
    ]


def test_a_member_missing_from_the_same_period_has_left(tree):
    crowd = [EVA.replace("f1", f"f{n}").replace("eva@", f"e{n}@") for n in range(2, 12)]
    imported(ELECTED_HEAD + EVA + "".join(crowd))
    plan = imported(ELECTED_HEAD + "".join(crowd))
    assert plan.ended == 1
    last = service.db.session.scalar(
        select(Assignment.to_day)
        .join(Person, Person.subject == Assignment.subject)
        .where(Person.external_key == "f1")
    )
    assert last == YESTERDAY


def test_a_member_who_becomes_chair_has_two_spans(tree):
    imported(ELECTED_HEAD + EVA.replace("ordförande", "ledamot"))
    imported(ELECTED_HEAD + EVA)
    rows = service.db.session.execute(select(Assignment.position, Assignment.from_day)).all()
    assert {tuple(row) for row in rows} == {("member", date(2026, 10, 15)), ("chair", TODAY)}


def test_an_unknown_body_is_refused(tree):
    plan = planned(ELECTED_HEAD + EVA.replace("KF", "Kulturrådet"))
    assert "Organet Kulturrådet finns inte" in plan.problems[0].text


# --- what must never be kept


def test_no_personnummer_reaches_the_database_file(app):
    number = "19850709-9805"
    head = "Personnummer;Förnamn;Efternamn;Enhet;Anställningsform;Anställningsdatum\n"
    with app.app_context():
        imported(UNITS)
        imported(head + f"{number};Anna;Ek;N;tillsvidare;2020-01-01\n")
        imported(BODIES)
        imported(
            "Personnummer;Namn;Organ;Roll;Från;Parti\n"
            f"{number};Anna Ek;KF;ledamot;2026-10-15;Framtidspartiet\n"
        )
        assert service.db.session.scalar(select(func.count()).select_from(Person)) == 1
        service.db.session.commit()
        service.db.session.execute(text("PRAGMA wal_checkpoint(TRUNCATE)"))
        file = service.db.engine.url.database
    with closing(sqlite3.connect(file)) as connection:
        dump = "\n".join(connection.iterdump())
    held = Path(file).read_bytes()
    for trace in (number, number.replace("-", ""), "8507099805", "Framtidspartiet"):
        assert trace not in dump
        assert trace.encode() not in held


def test_a_protected_row_leaves_no_trace(tree):
    plan = imported(
        staff(ANNA, BO.replace(";;;\n", ";;;ja\n").replace("Bo;Al", "Bohemlig;Alhemlig"))
    )
    assert (plan.new, plan.protected) == (1, 1)
    assert "hemlig" not in repr(everything())
    assert service.describe(plan)[0].startswith("1 rad med skyddade personuppgifter läses inte in.")


def test_who_becomes_protected_loses_name_and_addresses_but_no_facts(tree):
    imported(staff(ANNA, *[BO.replace("p2", f"q{n}").replace("bo@", f"b{n}@") for n in range(20)]))
    subject = person("p1").subject
    crowd = [BO.replace("p2", f"q{n}").replace("bo@", f"b{n}@") for n in range(20)]
    plan = imported(staff(ANNA.replace(";;\n", ";;ja\n"), *crowd))
    hidden = person("p1")
    assert (hidden.subject, hidden.protected, hidden.email) == (subject, True, None)
    assert hidden.name == "Skyddad person"
    assert spans("p1")[0][2] == YESTERDAY
    assert "Anna" not in " ".join(service.describe(plan))


def test_a_protected_account_has_a_code_name_and_nothing_else(tree):
    made = service.create_protected_person("Lönn 7", None, NOW)
    assert (made.name, made.username, made.email, made.protected) == (
        "Lönn 7",
        "lönn-7",
        None,
        True,
    )
    assert service.db.session.scalar(select(func.count()).select_from(Employment)) == 0
    with pytest.raises(Refused):
        service.create_protected_person("Lönn 7", None, NOW)


def test_an_address_is_given_to_one_person_only(tree):
    service.create_person("Ada", "Alm", None, NOW, email="ada@x.example")
    with pytest.raises(Refused):
        service.create_person("Bea", "Alm", None, NOW, email="ADA@x.example")


def test_a_file_that_is_not_there_is_told(inside, tmp_path):
    with pytest.raises(Refused):
        service.import_file(tmp_path / "saknas.csv", TODAY, b"secret")
