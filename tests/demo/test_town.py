"""The files of Exempelby: as many of everything as asked for, the same for a seed and a day."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta

import pytest

from app import demo
from app.demo import names, places
from app.demo.town import town
from app.people import roster

TODAY = date(2026, 11, 25)
SEED = 2030
DAYS = (TODAY, date(2026, 9, 20), date(2027, 2, 1), date(2028, 2, 29), date(2031, 5, 5))


def rows(name: str, today: date = TODAY) -> tuple:
    found = roster.read(demo.files(SEED, today)[name], name)
    assert found.problems == ()
    assert found.notes == ()
    return found.rows


def employees(today: date = TODAY) -> dict[str, list]:
    found: dict[str, list] = {}
    for row in rows("personal.csv", today):
        found.setdefault(row.key, []).append(row)
    return found


def test_the_same_seed_and_day_give_the_same_bytes():
    first = demo.files(SEED, TODAY)
    town.cache_clear()
    assert demo.files(SEED, TODAY) == first
    assert demo.files(SEED + 1, TODAY) != first
    assert list(first) == ["enheter.csv", "organ.csv", "personal.csv", "fortroendevalda.csv"]


@pytest.mark.parametrize("today", DAYS)
def test_on_any_day_the_town_has_people_managers_and_a_council(today):
    staff = employees(today)
    assert 1250 <= len(staff) <= 1350
    assert sum(jobs[0].manager for jobs in staff.values()) == 83
    seats = [r for r in rows("fortroendevalda.csv", today) if r.body == "KF"]
    sitting = [r for r in seats if r.from_day <= today <= r.to_day]
    assert sum(row.position not in ("deputy",) for row in sitting) == 45
    assert sum(row.position == "deputy" for row in sitting) == 23
    assert len(town(SEED, today).personas) == 10


def test_people_are_employed_in_many_ways():
    staff = employees()
    first = [jobs[0] for jobs in staff.values()]
    share = {form: count / len(first) for form, count in Counter(r.form for r in first).items()}
    assert 0.10 <= share["hourly"] <= 0.14
    assert 0.04 <= share["temporary"] <= 0.12
    assert sum(len(jobs) > 1 for jobs in staff.values()) == 30
    assert 0.06 <= sum(not row.email for row in first) / len(first) <= 0.10
    assert sum(not row.email and not row.username for row in first) > 20
    assert sum(row.leave_from is not None for row in first) > 30
    assert 3 <= sum(row.from_day > TODAY for row in first) <= 15
    assert sum(row.to_day is not None and row.to_day < TODAY for row in first) > 5
    soon = TODAY + timedelta(days=45)
    assert sum(row.to_day is not None and TODAY <= row.to_day <= soon for row in first) > 5
    assert sum(row.deputy for row in first) > 20


def test_the_tree_has_depth_names_that_come_back_small_units_and_a_company():
    units = rows("enheter.csv")
    by_key = {row.key: row for row in units}
    roots = [row for row in units if not row.parent]
    assert [row.name for row in roots] == ["Exempelby kommun"]
    offices = [r for r in units if r.parent == roots[0].key and not r.company]
    assert len(offices) == 6
    assert sum(bool(row.company) for row in units) == 1
    assert Counter(row.name for row in units)["Fritidshem"] == 6
    assert [r for r in units if r.parent and by_key[r.parent].name == r.name]
    staff = Counter(jobs[0].unit for jobs in employees().values())
    assert sum(count < 5 for count in staff.values()) >= 5
    assert max(staff.values()) > 40


def test_there_are_six_committees_a_council_and_a_board_under_one_root():
    bodies = {row.key: row for row in rows("organ.csv")}
    assert [row.name for row in bodies.values() if not row.parent] == ["Förtroendevalda"]
    assert sum("nämnden" in row.name for row in bodies.values()) == 6
    assert {"KF", "KS"} <= bodies.keys()


def test_mandates_are_dated_for_each_body():
    periods = {(row.key, row.from_day, row.to_day) for row in rows("organ.csv")}
    assert ("KF", date(2026, 10, 15), date(2030, 10, 14)) in periods
    assert ("SN", date(2023, 1, 1), date(2026, 12, 31)) in periods
    assert ("SN", date(2027, 1, 1), date(2030, 12, 31)) in periods
    for body in places.BODIES:
        if body.members:
            held = [(a, b) for a, b in places.mandates(body, TODAY) if a <= TODAY <= b]
            seats = [r for r in rows("fortroendevalda.csv") if r.body == body.id]
            assert len(held) == 1
            assert len(seats) == body.members + body.deputies
            assert {(row.from_day, row.to_day) for row in seats} == set(held)


def test_some_are_both_employed_and_elected():
    elected = {row.key for row in rows("fortroendevalda.csv")}
    assert len(elected & employees().keys()) == 12


def test_nobody_is_named_twice_and_no_address_can_exist():
    named = {(j[0].given, j[0].family): key for key, j in employees().items()}
    assert len(named) == len(employees())
    everybody = [*rows("personal.csv"), *rows("fortroendevalda.csv")]
    assert {row.email.rsplit(".", 1)[1] for row in everybody if row.email} == {"example"}
    assert all(family in names.family_names() for _, family in named)


def test_there_is_no_party_and_no_personnummer():
    for data in demo.files(SEED, TODAY).values():
        heading = data.decode("utf-8-sig").splitlines()[0].lower()
        assert "parti" not in heading
        assert "personnummer" not in heading


@pytest.mark.parametrize("today", [TODAY + timedelta(days=n) for n in range(0, 400, 13)])
def test_the_campaign_began_about_90_days_ago_at_the_turn_of_a_month(today):
    began = places.campaign(today)
    assert began.day == 1
    assert 73 <= (today - began).days <= 107
    assert places.campaign(TODAY) == date(2026, 9, 1)
