"""The page of the search: whatever is asked for, it answers with a page that stands the inspector's
reading, and tells no answer to a question.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote, quote_from_bytes

import pytest
import time_machine
from bs4 import BeautifulSoup
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.content.rules_questions import CHOICE
from app.web import current
from tests import world_made
from tests.conftest import let_go, settings_for
from tests.inspecting import InspectingClient


@pytest.fixture(scope="module", params=["on_sqlite", "on_postgres"])
def client(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Any]:
    """A learner's browser, on either database."""
    from app import create_app

    databases = request.getfixturevalue(request.param)
    folder = tmp_path_factory.mktemp("search")
    url = databases.fresh()
    app = create_app(settings_for(url, folder / "instance"))
    app.test_client_class = InspectingClient
    with time_machine.travel(world_made.NOW, tick=False):
        with app.app_context():
            ids = world_made.fill(world_made.courses(folder / "courses"))
        client = app.test_client()
        client.post("/demo", data={"person_id": ids["learner"]})
        yield client
    let_go(app)
    databases.drop(url)


def page(client: Any, query: str, language: str = "sv") -> BeautifulSoup:
    client.set_cookie("sprak", language)
    answer = client.get(f"/sok?q={quote(query)}")
    assert answer.status_code == 200
    return BeautifulSoup(answer.text, "html5lib")


def heading(client: Any, query: str, language: str = "sv") -> str:
    return str(page(client, query, language).h1.get_text())


# --- what it shows


def test_before_anything_is_asked_for_the_page_says_what_can_be_searched(client: Any) -> None:
    shown = page(client, "")
    assert shown.h1.get_text() == "Sök"
    assert "kursernas" in shown.main.get_text()
    assert shown.main.select_one("label[for=q]")


def test_what_is_found_is_a_link_that_opens_with_the_words_marked(client: Any) -> None:
    shown = page(client, "vardagen")
    assert "på ”vardagen”" in shown.h1.get_text()
    rows = shown.select(".found li")
    assert rows
    for row in rows:
        assert re.fullmatch(
            r"Del|Ord|Sida|Mål\xa0\d+|Delmål\xa0[\w.]+", row.select_one(".where").get_text()
        )
        assert client.get(row.a["href"]).status_code == 200
    assert {mark.get_text().lower() for mark in shown.select("mark")} >= {"vardagen"}


@pytest.mark.parametrize(
    ("query", "named", "address"),
    [
        ("12.5", "Delmål\xa012.5", "/mal/12#12.5"),
        ("delmål 3.b", "Delmål\xa03.b", "/mal/3#3.b"),
        ("mål 12", "Mål\xa012", "/mal/12"),
        ("upphandlingen", "Ord", "/ordlista#upphandling"),
    ],
)
def test_goals_targets_and_words_lead_to_where_they_stand(
    client: Any, query: str, named: str, address: str
) -> None:
    first = page(client, query).select_one(".found li")
    assert first.select_one(".where").get_text() == named
    assert first.a["href"] == address
    leads_to = client.get(address.split("#")[0])
    assert leads_to.status_code == 200
    if "#" in address:
        there = BeautifulSoup(leads_to.text, "html5lib").find(id=address.split("#")[1])
        assert there.get_text()


@pytest.mark.parametrize("query", ["möter", "MÖTER", "mo\u0308ter", "väljer", "målet", "hållbart"])
def test_letters_with_rings_and_dots_are_found(client: Any, query: str) -> None:
    assert not heading(client, query).startswith("Ingen")


def test_nothing_found_says_what_to_try_and_where_else_to_look(client: Any) -> None:
    shown = page(client, "finnsverkligeninte")
    assert shown.h1.get_text() == "Ingen träff på ”finnsverkligeninte”"
    assert "Prova ett kortare ord" in shown.main.get_text()
    several = page(client, "finnsverkligeninte hellernej").main
    assert "Prova med färre ord" in several.get_text()
    assert "Prova ett kortare ord" not in several.get_text()
    ways = [each["href"] for each in shown.select("main li a")]
    assert {"/ordlista", "/mal", "/kurser/grundutbildning"} <= set(ways)
    assert {client.get(each).status_code for each in ways} == {200}


@pytest.mark.parametrize(
    ("query", "address"),
    [
        ("äldreomsorg", "/mal/3"),
        ("äldreomsorgen", "/mal?arbete=omsorg"),
        ("hemtjänst", "/mal?arbete=omsorg"),
        ("cykel", "/mal/11"),
        ("återbruk", "/mal/12"),
        ("återvinning", "/mal?arbete=teknik"),
        ("cirkulär", "/mal/12"),
        ("källsortering", "/mal/12"),
        ("bibliotek", "/mal?arbete=kultur"),
        ("intyg", "/#intyg"),
        ("mitt intyg", "/#intyg"),
        ("lättläst", "#sprakval"),
        ("lattlast", "#sprakval"),
        ("lyssna", "/"),
        ("skriva ut", "/kurser/grundutbildning/skriv-ut"),
        ("politiker", "/ordlista#fortroendevald"),
        ("jamstalldhet", "/mal/5"),
        ("kött", "/mal/2"),
        ("kott", "/mal?arbete=mat"),
        ("handla", "/ordlista#upphandling"),
        ("ss854000", "/ordlista#ss-854000"),
        ("städning", "/mal?arbete=teknik"),
        ("logga ut", "/logga-ut"),
        ("skriva ut intyg", "/#intyg"),
        ("kompetens intyg", "/kompetens"),
    ],
)
def test_everyday_words_lead_somewhere(client: Any, query: str, address: str) -> None:
    assert address in [each["href"] for each in page(client, query).select(".found a")]


def test_a_page_that_one_may_not_open_is_not_found(client: Any) -> None:
    assert "/redaktion/handbok" not in {a["href"] for a in page(client, "handbok").select("main a")}


def test_what_is_taken_loosely_is_told(client: Any) -> None:
    plain = page(client, "upphandlingsmal hallbart")
    assert "”hallbart” söks också med å, ä eller ö." in plain.main.get_text()
    part = page(client, "vägarbete")
    assert part.h1.get_text().endswith("träffar på ”arbete”")
    assert "”vägarbete” finns inte i texterna." in part.main.get_text()
    assert page(client, "hållbart").main.get_text().count("söks också") == 0


def test_what_is_written_is_shown_and_never_run(client: Any) -> None:
    shown = page(client, "<script>alert(1)</script> \"><b>'mål'")
    assert shown.main.select("script, b") == []
    assert shown.select_one("#q")["value"] == "<script>alert(1)</script> \"><b>'mål'"


def test_a_text_that_is_only_in_swedish_is_marked_so_on_an_english_page(client: Any) -> None:
    row = page(client, "hållbart", "en").select_one(".found li")
    assert row.a["lang"] == "sv"
    assert row.select_one(".where").get_text() == "Part"
    english = page(client, "choose", "en").select_one(".found li")
    assert not english.a.has_attr("lang")


def test_many_answers_come_a_page_at_a_time(client: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    from app.content import routes_search

    monkeypatch.setattr(routes_search, "PAGE", 2)
    first = page(client, "kommunen")
    following = first.select_one("a[rel=next]")["href"]
    second = BeautifulSoup(client.get(following).text, "html5lib")
    links = [{a["href"] for a in each.select(".found a")} for each in (first, second)]
    assert [len(each) for each in links] == [2, 2]
    assert links[0].isdisjoint(links[1])
    for odd in ("0", "-1", "999999", "x", "9" * 5000, "%00"):
        assert client.get(f"/sok?q=kommunen&sida={odd}").status_code == 200


def test_every_page_leads_to_the_search(client: Any) -> None:
    for path in ("/", "/kurser/provkurs", "/finns/inte", "/kompetens"):
        shown = BeautifulSoup(client.get(path).text, "html5lib")
        assert shown.select_one('header a[href="/sok"]'), path
    assert page(client, "").select_one('header a[href="/sok"]')["aria-current"] == "page"


# --- what it never shows


def test_no_question_and_no_right_answer_can_be_read_from_a_search(client: Any) -> None:
    with client.application.app_context():
        library = client.application.extensions[current.LIBRARY]()
        questions = [q for module in library.modules.values() for q in module.questions]
        texts = " ".join(module.text for module in library.modules.values())
    assert len(questions) > 50
    told = [
        (q.language, said)
        for q in questions
        if q.kind in CHOICE
        for option in q.options
        for said in (option.text, option.feedback)
        if said and said not in texts
    ]
    for language, said in told[::7]:
        shown = page(client, said, "en" if language == "en" else "sv").select_one(".found")
        assert said not in (shown.get_text() if shown else "")


# --- whatever is asked for


ANYTHING = settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])


@ANYTHING
@given(
    query=st.text(st.characters(exclude_categories=["Cs"]), max_size=150),
    language=st.sampled_from(["sv", "en", "lattlast"]),
)
def test_any_text_gives_a_page(client: Any, query: str, language: str) -> None:
    page(client, query, language)


@ANYTHING
@given(query=st.binary(max_size=60))
def test_any_bytes_give_a_page(client: Any, query: bytes) -> None:
    assert client.get(f"/sok?q={quote_from_bytes(query)}").status_code == 200


@pytest.mark.parametrize(
    "query",
    [
        "a" * 10_000,
        "mål " * 2_500,
        "%00",
        "m%00l",
        "%ED%A0%80",  # half a character
        "%EF%BF%BE%EF%BF%BF",  # no characters
        "%01%02%07%1b%7f%c2%85%e2%80%a8",
        "%e2%80%aemal",  # turns the direction
        "%25%25%5f%5f%5c",
        "' OR 1=1 --",
        "()*:^NEAR",
        "..",
        "12.5.6.7,8",
        "0" * 500,
        "ß" * 300,
        "İ" * 300,
        "e%cc%81" * 500,
    ],
)
@pytest.mark.parametrize("language", ["sv", "en"])
def test_odd_and_long_questions_give_a_page(client: Any, query: str, language: str) -> None:
    client.set_cookie("sprak", language)
    assert client.get(f"/sok?q={quote(query, safe='%')}").status_code == 200


@pytest.mark.parametrize("address", ["/sok?q", "/sok?q=mat&q=svinn", "/sok?other=1", "/sok?q=%"])
def test_odd_addresses_give_a_page(client: Any, address: str) -> None:
    assert client.get(address).status_code == 200


def test_what_is_too_long_is_cut_and_the_page_says_so(client: Any) -> None:
    assert "Du skrev mycket" in page(client, "mål " * 2_500).main.get_text()
    assert "Du skrev mycket" not in page(client, "mål").main.get_text()
