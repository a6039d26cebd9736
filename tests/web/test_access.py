"""Who may open what, and which rows and columns each sees: `TABLE` says it, every page is asked.

The table is written by hand from product.md §6, not from `app.web.access`: what it says is compared
with what the pages answer, over HTTP, on a town with people of every kind.
"""

from __future__ import annotations

import csv
import html
import io
import itertools
import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
import python_calamine
import time_machine
from bs4 import BeautifulSoup

from app.core.db import db
from app.learning.models import Answer, Certificate, Completion
from app.people import service as people
from app.people.models import Employment, OneTimeLink, Person, PlaceVersion, RoleGrant
from app.web import access, current
from app.web.access import Held, Right, Scope
from tests.web import town_made
from tests.web.town_made import NOW, TODAY, YESTERDAY, Town, family

COURSE = "grundutbildning"

# Every route, asked by everybody. 200 the page; 303 on to sign-in or to where the page leads;
# 403 not for this role; 404 not there for who asks, whether it exists or not; 409 not now; 422 an
# empty form. Manager and deputy hold Hemtjänsten; `reas` is the auditor who has given a reason.
TABLE = """
route                       case      anon learn mana depu hr   secr stra coun auth audi reas admi
GET  static                 -         200  200  200  200  200  200  200  200  200  200  200  200
GET  people.sign_in         -         200  303  303  303  303  303  303  303  303  303  303  303
POST people.sign_in         empty     422  422  422  422  422  422  422  422  422  422  422  422
GET  people.sign_out        -         200  200  200  200  200  200  200  200  200  200  200  200
POST people.sign_out        -         303  303  303  303  303  303  303  303  303  303  303  303
GET  people.new_password    wrong     404  404  404  404  404  404  404  404  404  404  404  404
POST people.new_password    wrong     404  404  404  404  404  404  404  404  404  404  404  404
GET  people.new_password    another's 200  200  200  200  200  200  200  200  200  200  200  200
GET  people.demo            -         200  200  200  200  200  200  200  200  200  200  200  200
POST people.demo_sign_in    nobody    404  404  404  404  404  404  404  404  404  404  404  404
GET  editing.handbook       -         303  403  403  403  403  403  403  403  200  403  403  403
POST people.language        sv        303  303  303  303  303  303  303  303  303  303  303  303
POST people.language        nowhere   404  404  404  404  404  404  404  404  404  404  404  404
GET  search.results         -         303  200  200  200  200  200  200  200  200  200  200  200
GET  lookup.goals           -         303  200  200  200  200  200  200  200  200  200  200  200
GET  lookup.goal            -         303  200  200  200  200  200  200  200  200  200  200  200
GET  lookup.goal            nowhere   303  404  404  404  404  404  404  404  404  404  404  404
GET  lookup.glossary        -         303  200  200  200  200  200  200  200  200  200  200  200
GET  followup.start         -         303  200  200  200  200  200  200  200  200  200  200  200
GET  learning.courses       -         303  303  303  303  303  303  303  303  303  303  303  303
GET  learning.course        -         303  200  200  200  200  200  200  200  200  200  200  200
GET  learning.course        nowhere   303  404  404  404  404  404  404  404  404  404  404  404
GET  learning.text_edition  -         303  200  200  200  200  200  200  200  200  200  200  200
GET  learning.text_edition  nowhere   303  404  404  404  404  404  404  404  404  404  404  404
GET  learning.text_edition_file -     303  200  200  200  200  200  200  200  200  200  200  200
GET  learning.text_edition_file nowhere 303 404 404  404  404  404  404  404  404  404  404  404
GET  learning.module        -         303  200  200  200  200  200  200  200  200  200  200  200
GET  learning.module        nowhere   303  404  404  404  404  404  404  404  404  404  404  404
GET  learning.question      -         303  200  200  200  200  200  200  200  200  200  200  200
GET  learning.question      nowhere   303  404  404  404  404  404  404  404  404  404  404  404
GET  learning.question_again -         303  303  303  303  303  303  303  303  303  303  303  303
POST learning.question_in   sv        303  303  303  303  303  303  303  303  303  303  303  303
POST learning.question_in   nowhere   303  404  404  404  404  404  404  404  404  404  404  404
POST learning.answer        empty     303  422  422  422  422  422  422  422  422  422  422  422
POST learning.answer        nowhere   303  404  404  404  404  404  404  404  404  404  404  404
GET  learning.feedback      own       303  200  200  200  200  200  200  200  200  200  200  200
GET  learning.feedback      another's 303  404  404  404  404  404  404  404  404  404  404  404
GET  learning.feedback      nowhere   303  404  404  404  404  404  404  404  404  404  404  404
GET  learning.result        -         303  303  303  303  303  303  303  303  303  303  303  303
GET  learning.result        nowhere   303  404  404  404  404  404  404  404  404  404  404  404
GET  learning.certificate   own       303  200  200  200  200  200  200  200  200  200  200  200
GET  learning.certificate   another's 303  404  404  404  404  404  404  404  404  404  404  404
GET  learning.certificate   nowhere   303  404  404  404  404  404  404  404  404  404  404  404
GET  followup.persons       -         303  403  200  200  200  200  403  403  403  303  200  403
GET  followup.persons_file  csv       303  403  200  200  200  200  403  403  403  303  200  403
GET  followup.persons_file  xlsx      303  403  200  200  200  200  403  403  403  303  200  403
GET  followup.units         -         303  403  200  200  200  200  403  403  403  200  200  403
GET  followup.unit          care      303  403  200  200  200  404  403  403  403  404  200  403
GET  followup.unit          north     303  403  200  200  200  404  403  403  403  404  200  403
GET  followup.unit          school    303  403  404  404  200  404  403  403  403  404  200  403
GET  followup.unit          top       303  403  404  404  200  404  403  403  403  404  200  403
GET  followup.unit          company   303  403  404  404  200  404  403  403  403  404  200  403
GET  followup.unit          assembly  303  403  404  404  404  200  403  403  403  404  200  403
GET  followup.unit          nowhere   303  403  404  404  404  404  403  403  403  404  404  403
GET  followup.unit_file     care      303  403  200  200  200  404  403  403  403  404  200  403
GET  followup.unit_file     school    303  403  404  404  200  404  403  403  403  404  200  403
GET  followup.unit_file     assembly  303  403  404  404  404  200  403  403  403  404  200  403
GET  followup.unit_file     nowhere   303  403  404  404  404  404  403  403  403  404  404  403
GET  followup.reason        -         303  403  403  403  403  403  403  403  403  200  200  403
POST followup.reason        empty     303  403  403  403  403  403  403  403  403  422  422  403
GET  competence.map         -         303  200  200  200  200  200  200  200  200  200  200  200
GET  competence.map         care      303  404  200  200  200  404  200  404  404  200  200  404
GET  competence.map         north     303  404  200  200  200  404  200  404  404  200  200  404
GET  competence.map         school    303  404  404  404  200  404  200  404  404  200  200  404
GET  competence.map         top       303  200  200  200  200  200  200  200  200  200  200  200
GET  competence.map         assembly  303  200  200  200  200  200  200  200  200  200  200  200
GET  competence.map         nowhere   303  404  404  404  404  404  404  404  404  404  404  404
GET  competence.map_file    -         303  200  200  200  200  200  200  200  200  200  200  200
GET  competence.map_file    care      303  404  200  200  200  404  200  404  404  200  200  404
GET  competence.map_file    school    303  404  404  404  200  404  200  404  404  200  200  404
GET  competence.map_file    assembly  303  200  200  200  200  200  200  200  200  200  200  200
"""

WHO = ("anon", *access.ROLES[:9], "reasoned", "admin")


def rows() -> Iterator[tuple[str, str, str, dict[str, int]]]:
    """Method, endpoint, case, and the status for each who asks."""
    for line in TABLE.strip().split("\n")[1:]:
        method, endpoint, case, *codes = line.split()
        yield method, endpoint, case, dict(zip(WHO, map(int, codes), strict=True))


# What the lists hold for each: the family names, and how many rows. Somebody on leave is in the
# list; who has moved stands where the new unit is; who has left, a closed account and a protected
# person stand nowhere.
CARE = {"Vårdare", "Timme", "Ledig", "Nordman"} | {f"Många{letter}" for letter in "abcdef"}
CARE |= {family("manager"), family("deputy")}
OFFICE = {family(role) for role, place in town_made.ROLES.items() if place is None}
SCHOOL = {"Lärare", "Kollega", "Dubbel", "Flyttad"}
STAFF = CARE | OFFICE | SCHOOL | {"Hyresman"}
ELECTED = {"Ledstam", "Ersman", "Dubbel", "Teaterman"}
LISTS: dict[str, set[str]] = {
    "manager": CARE,
    "deputy": CARE,
    "hr": STAFF,
    "secretary": ELECTED,
    "reasoned": STAFF | ELECTED,
}
UNITS: dict[str, dict[str, set[str]]] = {
    "manager": {"care": CARE, "north": CARE & {"Nordman", *(n for n in CARE if "Många" in n)}},
    "hr": {"care": CARE, "school": SCHOOL, "top": STAFF - {"Hyresman"}, "company": {"Hyresman"}},
    "secretary": {"assembly": ELECTED - {"Teaterman"}, "culture": {"Teaterman"}},
    "reasoned": {"school": SCHOOL, "assembly": ELECTED - {"Teaterman"}},
}
NOWHERE = {"Slutat", "Stängd", "Skyddad"}
EVERYBODY = STAFF | ELECTED | NOWHERE


@pytest.fixture(scope="module")
def asked(town: Town) -> dict[str, Any]:
    """For each who asks: a browser, and what one's own answer and certificate are called."""
    found: dict[str, Any] = {}
    for who in WHO:
        found[who] = client = browser(town, who)
        if who not in ("anon", "reasoned"):
            answer_something(town, client, who)
    return found


def browser(town: Town, who: str) -> Any:
    if who == "anon":
        return town.client(None)
    return town.client("auditor" if who == "reasoned" else who, reason=who == "reasoned")


def filled(town: Town, client: Any) -> dict[str, Any]:
    """The form of the first question, with a choice made."""
    page = BeautifulSoup(client.get(question(town)).text, "html5lib")
    return {each["name"]: each["value"] for each in page.select("main form input[value]")}


def answer_something(town: Town, client: Any, who: str) -> None:
    """Let somebody have an answer and a certificate of one's own."""
    assert client.post(question(town), data=filled(town, client)).status_code == 303
    with town.app.app_context():
        last = library(town).course(COURSE).modules[-1]
        named = {"subject": town.subjects[who], "course_id": COURSE, "edition": 1}
        done = Completion(
            **named,
            module_id=last.id,
            fingerprint=last.fingerprint,
            right=1,
            total=1,
            completed_at=NOW,
        )
        db.session.add(done)
        db.session.flush()
        told = {"title": "Prov", "minutes": 10, "modules": [], "issued_at": NOW}
        code = {"code": f"intyg-{who}", "completion_id": done.id}
        db.session.add(Certificate(**named, **told, **code))
        db.session.commit()


def library(town: Town) -> Any:
    return town.app.extensions[current.LIBRARY]()


def question(town: Town) -> str:
    """The address of the first question of the course that is answered by choosing."""
    with town.app.app_context():
        course = library(town).course(COURSE)
        for module in course.modules:
            for each in module.asked:
                if each.kind == "one":
                    return f"/kurser/{course.id}/{module.id}/fragor/{each.id}"
    raise AssertionError("no question to choose from")


def address(town: Town, endpoint: str, case: str, who: str) -> str:
    """Where this is asked."""
    asker = "auditor" if who == "reasoned" else who
    owner = asker if case == "own" and who != "anon" else "hr" if asker != "hr" else "learner"
    _, _, course, module, _, name = question(town).split("/")
    if case == "nowhere":
        course, module, name = COURSE, "ingenstans", "ingenting"
    found = "ingen-kurs" if case == "nowhere" else course
    place = town.places.get(case, 999_999)
    enhet = "" if case == "-" else f"?enhet={place}"
    ending = case if case in ("csv", "xlsx") else "csv"
    return {
        "static": "/static/app.css",
        "people.sign_in": "/logga-in",
        "people.sign_out": "/logga-ut",
        "people.new_password": "/losenord/wrong",
        "people.demo": "/demo",
        "people.demo_sign_in": "/demo",
        "editing.handbook": "/redaktion/handbok",
        "people.language": "/sprak",
        "search.results": "/sok?q=mat",
        "lookup.goals": "/mal",
        "lookup.goal": "/mal/" + ("18" if case == "nowhere" else "3"),
        "lookup.glossary": "/ordlista",
        "followup.start": "/",
        "learning.courses": "/kurser",
        "learning.course": f"/kurser/{found}",
        "learning.text_edition": f"/kurser/{found}/skriv-ut",
        "learning.text_edition_file": f"/kurser/{found}/skriv-ut.pdf",
        "learning.module": f"/kurser/{course}/{module}",
        "learning.question": f"/kurser/{course}/{module}/fragor/{name}",
        "learning.question_in": f"/kurser/{course}/{module}/fragor/{name}/sprak",
        "learning.question_again": f"/kurser/{course}/{module}/fragor/{name}/sprak",
        "learning.answer": f"/kurser/{course}/{module}/fragor/{name}",
        "learning.feedback": f"/kurser/svar/{answer_id(town, owner, case)}",
        "learning.result": f"/kurser/{course}/{module}/resultat",
        "learning.certificate": f"/intyg/{'ingen' if case == 'nowhere' else f'intyg-{owner}'}",
        "followup.persons": "/personer",
        "followup.persons_file": f"/personer.{ending}",
        "followup.units": "/enheter",
        "followup.unit": f"/enheter/{place}",
        "followup.unit_file": f"/enheter/{place}.csv",
        "followup.reason": "/personer/skal",
        "competence.map": f"/kompetens{enhet}",
        "competence.map_file": f"/kompetens.csv{enhet}",
    }[endpoint]


def answer_id(town: Town, owner: str, case: str) -> int:
    if case == "nowhere":
        return 999_999
    with town.app.app_context():
        found = db.session.query(Answer).filter_by(subject=town.subjects[owner]).first()
        return found.id if found else 999_999


# --- the table


def test_every_route_asks_for_a_right_and_every_right_has_its_route(town: Town) -> None:
    assert {rule.endpoint for rule in town.app.url_map.iter_rules()} == set(access.ENDPOINTS)


def test_every_route_and_method_stands_in_the_table(town: Town) -> None:
    walked = {(method, endpoint) for method, endpoint, _, _ in rows()}
    routes = {
        (method, rule.endpoint)
        for rule in town.app.url_map.iter_rules()
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
    }
    assert walked == routes
    assert set(WHO) == {"anon", "reasoned", *access.ROLES}


def test_a_route_that_is_not_in_the_access_table_answers_nobody(town: Town) -> None:
    for role in access.ROLES:
        assert not access.may_open(Scope(1, 1, "", "", (Held(role),)), "people.forgotten")
    assert not access.may_open(None, "people.forgotten")


@pytest.mark.parametrize(
    ("method", "endpoint", "case", "codes"), [pytest.param(*r, id=" ".join(r[:3])) for r in rows()]
)
def test_the_table(
    town: Town,
    asked: dict[str, Any],
    method: str,
    endpoint: str,
    case: str,
    codes: dict[str, int],
) -> None:
    got = {}
    for who in WHO:
        # signing out ends the browser's session, so it gets a browser of its own
        client = browser(town, who) if endpoint == "people.sign_out" else asked[who]
        path = address(town, endpoint, case, who)
        if endpoint == "people.new_password" and case == "another's":
            path = town_made.link(town, "hr")
        fields = {
            "nobody": {"person_id": str(town.persons["hr"])},
            "sv": {"sprak": "sv", "vidare": "/logga-in"},
        }.get(case)
        answer = client.open(path, method=method, data=fields)
        got[who] = answer.status_code
        answer.close()
        if who == "anon" and answer.status_code == 303 and endpoint != "people.sign_out":
            assert answer.location.startswith("/logga-in")
    assert got == {who: codes[who] if (who, case) != ("anon", "own") else 303 for who in WHO}


def test_what_is_not_for_one_looks_like_what_is_not_there(
    town: Town, asked: dict[str, Any]
) -> None:
    for who, there, nowhere in (
        ("manager", f"/enheter/{town.places['school']}", "/enheter/999999"),
        ("secretary", f"/enheter/{town.places['care']}", "/enheter/999999"),
        ("hr", f"/enheter/{town.places['assembly']}", "/enheter/999999"),
        ("auditor", f"/enheter/{town.places['care']}", "/enheter/999999"),
        ("manager", f"/enheter/{town.places['school']}.csv", "/enheter/999999.csv"),
        ("manager", f"/kurser/svar/{answer_id(town, 'hr', '')}", "/kurser/svar/999999"),
        ("manager", "/intyg/intyg-hr", "/intyg/ingen"),
    ):
        one, other = asked[who].get(there), asked[who].get(nowhere)
        assert one.text.replace(there, "") == other.text.replace(nowhere, "")
        assert one.status_code == other.status_code == 404


# --- fields and rows


def names_in(text: str, but: str = "") -> set[str]:
    """Whose names stand in a text, the reader's own left out."""
    return (EVERYBODY & set(re.findall(r"\w+", text))) - {but}


def own(who: str) -> str:
    return family("auditor" if who == "reasoned" else who)


def table_of(page: Any) -> list[list[str]]:
    """The rows of the page's table, headings first."""
    soup = BeautifulSoup(page.text, "html5lib")
    lines = soup.select("main table tr")
    return [[cell.get_text(" ", strip=True) for cell in line.select("th, td")] for line in lines]


def as_csv(answer: Any) -> list[list[str]]:
    return list(csv.reader(io.StringIO(answer.data.decode("utf-8-sig")), delimiter=";"))


def as_xlsx(answer: Any) -> list[list[str]]:
    book = python_calamine.load_workbook(io.BytesIO(answer.data))
    sheet = book.get_sheet_by_index(0).to_python()
    return [[_cell(value) for value in row] for row in sheet]


def _cell(value: object) -> str:
    return str(int(value)) if isinstance(value, float) else str(value)


def families(lines: list[list[str]]) -> list[str]:
    """The family names of a list's first column, in alphabetical order."""
    return sorted(row[0].removeprefix("Prov ") for row in lines[1:])


@pytest.mark.parametrize("who", LISTS)
def test_the_list_holds_those_within_reach_and_nobody_else(asked: dict[str, Any], who: str) -> None:
    page = asked[who].get("/personer")
    expected = sorted([*LISTS[who], *(["Dubbel"] if who == "reasoned" else [])])
    assert families(table_of(page)) == expected
    assert names_in(page.text, own(who)) == LISTS[who] - {own(who)}
    assert families(as_csv(asked[who].get("/personer.csv"))) == expected
    assert families(as_xlsx(asked[who].get("/personer.xlsx"))) == expected


@pytest.mark.parametrize("who", LISTS)
def test_the_list_has_no_column_but_these(asked: dict[str, Any], who: str) -> None:
    seen = ["Namn", "Läge", "Delar kvar", "Klar senast", "Enhet", "Grupp", "Krav", "Sedan"]
    taken = ["Namn", "Enhet eller organ", "Grupp", "Krav", "Läge", "Försenad", "Delar kvar"]
    taken += ["Gäller från", "Senast", "Klar"]
    page = asked[who].get("/personer")
    assert table_of(page)[0] == seen
    for path, read in (("/personer.csv", as_csv), ("/personer.xlsx", as_xlsx)):
        assert read(asked[who].get(path))[0] == taken
    for text in (page.text, asked[who].get("/personer.csv").text):
        assert "@storby.example" not in text


@pytest.mark.parametrize(("who", "key"), [(who, key) for who in UNITS for key in UNITS[who]])
def test_a_unit_holds_its_own_and_those_below_and_nobody_else(
    town: Town, asked: dict[str, Any], who: str, key: str
) -> None:
    path = f"/enheter/{town.places[key]}"
    page = asked[who].get(path)
    assert families(table_of(page)) == sorted(UNITS[who][key])
    assert names_in(page.text, own(who)) == UNITS[who][key] - {own(who)}
    for ending, read in (("csv", as_csv), ("xlsx", as_xlsx)):
        assert families(read(asked[who].get(f"{path}.{ending}"))) == sorted(UNITS[who][key])


@pytest.mark.parametrize("key", ["", "care", "north"])
def test_each_figure_of_the_managers_units_leads_to_a_list_of_that_many(
    town: Town, asked: dict[str, Any], key: str
) -> None:
    path = f"/enheter/{town.places[key]}" if key else "/enheter"
    page = BeautifulSoup(asked["manager"].get(path).text, "html5lib")
    figures = {
        str(link["href"]): int(said[0])
        for link in page.select("main a[href^='/personer?']")
        if (said := re.findall(r"\d+", link.get_text()))
    }
    assert any("status=left" in href for href in figures)
    for href, figure in figures.items():
        assert len(table_of(asked["manager"].get(href))) - 1 == figure


def test_a_managers_list_of_units_is_the_own_one_and_those_below(
    asked: dict[str, Any],
) -> None:
    for who in ("manager", "deputy"):
        lines = table_of(asked[who].get("/enheter"))
        assert [row[0] for row in lines[1:]] == ["Hemtjänsten", "Hemtjänsten norr"]
    for who in ("hr", "secretary", "auditor"):
        assert table_of(asked[who].get("/enheter"))[1:] == []


@pytest.mark.parametrize("who", LISTS)
@pytest.mark.parametrize(
    "query",
    [
        *(f"enhet={{{key}}}" for key in town_made.PLACES),
        "enhet=999999",
        "enhet=",
        "q=Skydd",
        "q=%25",
        "grupp=member",
        "grupp=employee",
        "krav=grund",
        "krav=intro",
        "status=left",
        "sida=2",
        "role=hr&scope=all&reason=1",
    ],
)
def test_no_filter_brings_anybody_from_outside(
    town: Town, asked: dict[str, Any], who: str, query: str
) -> None:
    query = query.format(**town.places)
    for path in ("/personer", "/personer.csv"):
        assert names_in(asked[who].get(f"{path}?{query}").text, own(who)) <= LISTS[who]


MAP_ROWS = {  # what the map holds at first, and the total below it
    "learner": ["Hemtjänsten", "Kontoret", "Skolan", "Storby kommun"],
    "council": ["Hemtjänsten", "Kontoret", "Skolan", "Storby kommun"],
    "author": ["Hemtjänsten", "Kontoret", "Skolan", "Storby kommun"],
    "admin": ["Hemtjänsten", "Kontoret", "Skolan", "Storby kommun"],
    "manager": ["Hemtjänsten norr", "Hemtjänsten"],
    "deputy": ["Hemtjänsten norr", "Hemtjänsten"],
    "hr": ["Hemtjänsten", "Kontoret", "Skolan", "Storby kommun"],
    "strategist": ["Hemtjänsten", "Kontoret", "Skolan", "Storby kommun"],
    "secretary": ["Fullmäktige"],
    "auditor": ["Hemtjänsten", "Kontoret", "Skolan", "Storby kommun"],
}


@pytest.mark.parametrize("who", MAP_ROWS)
@pytest.mark.parametrize("rung", ["completed", "shown"])
def test_the_map_and_its_files_hold_the_same_places_and_figures(
    asked: dict[str, Any], who: str, rung: str
) -> None:
    query = f"?grad={rung}"
    page, soup = table_of(asked[who].get("/kompetens" + query)), asked[who]
    read_csv = as_csv(soup.get("/kompetens.csv" + query))
    assert [row[0] for row in page[1:]] == MAP_ROWS[who] or who == "secretary"
    assert list(dict.fromkeys(row[0] for row in read_csv[1:])) == MAP_ROWS[who]
    assert read_csv == as_xlsx(soup.get("/kompetens.xlsx" + query))
    assert read_csv[0][:3] == ["Enhet", "Kompetens", "Behöver"]
    shown = {(row[0], page[0][n]): cell for row in page[1:] for n, cell in enumerate(row) if n}
    filed = {
        (place, competence): f"{share}\N{NO-BREAK SPACE}% {reached} av {needed}"
        for place, competence, needed, reached, share, _why in read_csv[1:]
        if needed
    }
    figures = {key: cell for key, cell in shown.items() if "%" in cell}
    assert figures == (filed if len(page) > 1 else {})


@pytest.mark.parametrize("who", [who for who in WHO if who != "anon"])
def test_the_map_names_nobody(town: Town, asked: dict[str, Any], who: str) -> None:
    for key, rung in itertools.product(town.places, ("completed", "shown")):
        query = f"?enhet={town.places[key]}&grad={rung}&niva=alla"
        for path in ("/kompetens", "/kompetens.csv"):
            assert names_in(asked[who].get(path + query).text, own(who)) == set()


@pytest.mark.parametrize(
    ("who", "rung", "whole"),
    [
        ("strategist", "completed", False),
        ("learner", "completed", False),
        ("council", "completed", False),
        ("auditor", "completed", False),
        ("hr", "completed", True),
        ("hr", "shown", False),
        ("reasoned", "shown", False),
    ],
)
def test_a_small_group_is_seen_only_by_who_may_see_its_persons_and_only_as_completed(
    asked: dict[str, Any], who: str, rung: str, whole: bool
) -> None:
    """Skolan has four."""
    lines = as_csv(asked[who].get(f"/kompetens.csv?grad={rung}"))
    school = [row for row in lines if row[0] == "Skolan" and row[5] != "kan inte visas än"]
    assert school
    assert {row[2] for row in school} == ({"4"} if whole else {""})


@pytest.mark.parametrize(
    ("who", "query", "status"),
    [
        ("hr", "grupp=chefer", 200),
        ("manager", "grupp=chefer", 200),
        ("hr", "grupp=chefer&grad=shown", 404),
        ("strategist", "grupp=chefer", 404),
        ("learner", "grupp=chefer", 404),
        ("hr", "grupp=alla", 404),
    ],
)
def test_a_group_that_is_not_shown_by_itself_is_refused_rather_than_left_out(
    asked: dict[str, Any], who: str, query: str, status: int
) -> None:
    for path in ("/kompetens", "/kompetens.csv"):
        assert asked[who].get(f"{path}?{query}").status_code == status


@pytest.mark.parametrize("who", ["hr", "manager"])
def test_every_link_of_a_map_of_one_group_leads_somewhere(asked: dict[str, Any], who: str) -> None:
    page = asked[who].get("/kompetens?grupp=anstallda&niva=alla").text
    links = {html.unescape(link) for link in re.findall(r'<a [^>]*href="(/kompetens[^"#]*)', page)}
    assert len(links) > 3
    assert {asked[who].get(link).status_code for link in links} == {200}


def test_nobody_on_a_page_is_anybody_the_reader_may_not_see(
    town: Town, asked: dict[str, Any]
) -> None:
    """Walk every link as each, ask all that anybody found as everybody else: nobody leaks."""
    found: set[str] = set()
    for who in WHO:
        waiting, seen = ["/"], set()
        while waiting and len(seen) < 50:
            path = waiting.pop(0)
            seen.add(path)
            answer = asked[who].get(path)
            if answer.mimetype != "text/html":
                answer.close()  # a file that is not read to its end keeps its request alive
                continue
            for link in re.findall(r'<a [^>]*href="(/[^"#]*)', answer.text):
                path = html.unescape(link)
                if path not in seen | set(waiting) and "/kurser/" not in path:
                    waiting.append(path)
        found |= seen
    assert len(found) > 40
    for who, path in itertools.product(WHO, sorted(found)):
        answer = asked[who].get(path)
        assert answer.status_code in (200, 303, 403, 404), (who, path)
        text = answer.text if answer.mimetype.startswith("text/") else str(as_xlsx(answer))
        may_see = LISTS.get(who, set()) | ({own(who)} if who != "anon" else set())
        assert names_in(text) <= may_see, (who, path)


# --- forms of others


def test_a_form_sent_by_another_writes_only_the_senders_own(own_town: Town) -> None:
    client = own_town.client("manager")
    fields = filled(own_town, client) | {"subject": own_town.subjects["hr"], "right": "1"}
    fields |= {"person_id": own_town.persons["hr"], "answered_at": "2020-01-01"}
    assert client.post(question(own_town), data=fields).status_code == 303
    with own_town.app.app_context():
        (kept,) = db.session.query(Answer)
        assert (kept.subject, kept.answered_at) == (own_town.subjects["manager"], NOW)


def test_only_an_auditor_gives_a_reason_and_it_lasts_an_hour(own_town: Town) -> None:
    said = {"reason": "Granskning av utbildningens täckning."}
    for role in access.ROLES:
        code = own_town.client(role).post("/personer/skal", data=said).status_code
        assert code == (303 if role == "auditor" else 403)
    client = own_town.client("auditor")
    assert client.get("/personer").location == "/personer/skal"
    client.post("/personer/skal", data=said)
    assert client.get("/personer").status_code == 200
    with time_later(minutes=61):
        assert client.get("/personer").location == "/personer/skal"
    assert own_town.client("auditor").get("/personer").location == "/personer/skal"


def time_later(minutes: int) -> Any:
    return time_machine.travel(NOW + timedelta(minutes=minutes), tick=False)


# --- at the time of asking


def test_who_moves_away_is_out_of_the_managers_list_at_once(own_town: Town) -> None:
    client = own_town.client("manager")
    assert "Vårdare" in client.get("/personer").text
    with own_town.app.app_context():
        person = db.session.get_one(Person, own_town.persons["Vårdare"])
        row = db.session.query(Employment).filter_by(subject=person.subject).one()
        row.to_day = YESTERDAY
        moved = {"form": "permanent", "place_id": own_town.places["school"], "from_day": TODAY}
        db.session.add(Employment(subject=person.subject, **moved))
        db.session.commit()
    for path in ("/personer", "/personer.csv", f"/enheter/{own_town.places['care']}"):
        assert "Vårdare" not in client.get(path).text


def test_a_role_that_ends_ends_at_once(own_town: Town) -> None:
    clients = {role: own_town.client(role) for role in ("manager", "hr", "secretary")}
    for client in clients.values():
        assert client.get("/personer").status_code == 200
    with own_town.app.app_context():
        for grant in db.session.query(RoleGrant):
            people.end_role(grant, YESTERDAY, None, NOW)
        db.session.commit()
    for client in clients.values():
        for path in ("/personer", "/personer.csv", f"/enheter/{own_town.places['care']}"):
            assert client.get(path).status_code == 403


def test_a_closed_account_is_out_at_once(own_town: Town) -> None:
    client = own_town.client("hr")
    assert client.get("/personer").status_code == 200
    with own_town.app.app_context():
        db.session.get_one(Person, own_town.persons["hr"]).active = False
        db.session.commit()
    assert client.get("/personer").location.startswith("/logga-in")


def test_a_unit_that_moves_in_the_tree_moves_between_managers(own_town: Town) -> None:
    client = own_town.client("manager")
    north = own_town.places["north"]
    assert client.get(f"/enheter/{north}").status_code == 200
    with own_town.app.app_context():
        version = db.session.query(PlaceVersion).filter_by(place_id=north).one()
        version.to_day = YESTERDAY
        above = {"parent_id": own_town.places["school"], "from_day": TODAY}
        db.session.add(PlaceVersion(place_id=north, name="Hemtjänsten norr", **above))
        db.session.commit()
    assert client.get(f"/enheter/{north}").status_code == 404
    assert names_in(client.get("/personer").text, family("manager")).isdisjoint({"Nordman"})


# --- the rule itself


def held(*roles: tuple[str, int | None], reason: bool = False) -> Scope:
    return Scope(1, 1, "", "", tuple(Held(*each) for each in roles), reason)


@pytest.mark.parametrize("role", ["hr", "secretary", "auditor", "manager", "deputy"])
def test_a_role_held_for_a_place_reaches_that_place_and_no_further(role: str) -> None:
    reach = access.reach(held((role, 7), reason=True), Right.PERSONS)
    assert reach.places == {7}
    assert not (reach.staff)
    assert not (reach.elected)
    assert not (reach.needs_reason)
    assert reach.covers("unit", (9, 7, 1))
    assert not reach.covers("unit", (8, 1))
    assert not reach.covers("body", (2,))


def test_a_manager_of_no_place_reaches_nobody() -> None:
    assert not access.reach(held(("manager", None)), Right.PERSONS).others


def test_several_roles_reach_as_far_as_all_of_them_together() -> None:
    reach = access.reach(held(("manager", 7), ("secretary", None)), Right.PERSONS)
    assert (reach.places, reach.staff, reach.elected) == ({7}, False, True)


def test_a_reason_is_asked_for_before_an_auditor_reaches_anybody() -> None:
    before = access.reach(held(("auditor", None)), Right.PERSONS)
    assert before.needs_reason
    assert not (before.staff)
    assert not (before.elected)
    assert not (before.places)
    assert access.reach(held(("auditor", None), reason=True), Right.PERSONS).everything
    assert not access.reach(held(reason=True), Right.PERSONS).others


def test_who_is_not_signed_in_reaches_nothing() -> None:
    for right in Right:
        assert access.reach(None, right) == access.Reach()


def test_links_are_not_used_up_by_being_asked_for(town: Town) -> None:
    path = town_made.link(town, "hr")
    for _ in range(3):
        assert town.client(None).get(path).status_code == 200
    with town.app.app_context():
        used = OneTimeLink.used_at.is_not(None)
        assert db.session.query(OneTimeLink).filter(used).count() == 0
