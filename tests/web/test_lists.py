"""The lists of persons as pages: in which order they stand, and that links and filters keep it."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from bs4 import BeautifulSoup

from tests.web.town_made import Town


@pytest.fixture
def unit(town: Town) -> str:
    return f"/enheter/{town.places['care']}"


@pytest.fixture
def manager(town: Town) -> Any:
    return town.client("manager")


def page(client: Any, path: str, status: int = 200) -> BeautifulSoup:
    answer = client.get(path)
    assert answer.status_code == status
    return BeautifulSoup(answer.text, "html5lib")


@pytest.mark.parametrize(
    ("order", "said"),
    [
        ("", "Försenade står först, klara sist"),
        ("namn", "Efter efternamn"),
        ("senast", "Tidigast sista dag står först, klara sist"),
    ],
)
def test_a_list_tells_its_order(manager: Any, unit: str, order: str, said: str) -> None:
    for path in ("/personer", unit):
        caption = page(manager, f"{path}?ordning={order}").select_one("caption")
        assert f". {said}." in caption.get_text()


def test_the_links_of_a_unit_keep_the_order(manager: Any, unit: str) -> None:
    links = page(manager, f"{unit}?ordning=namn").select("main a[href^='/personer?']")
    assert len(links) > 1
    for link in links:
        assert parse_qs(urlsplit(link["href"]).query)["ordning"] == ["namn"]


def test_the_filters_send_the_order_once(manager: Any) -> None:
    fields = page(manager, "/personer?ordning=senast").select(".filters [name=ordning]")
    assert [field["value"] for field in fields] == ["senast"]


@pytest.mark.parametrize(
    "address",
    [
        "/personer?status=osv",
        "/personer?ordning=osv",
        "/kompetens?grad=osv",
        "/kompetens?enhet=osv",
        "/kompetens?grupp=chefer&grad=shown",
        "/kurser/grundutbildning/skriv-ut?spar=osv",
    ],
)
def test_a_choice_that_is_not_offered_is_told_as_such(manager: Any, address: str) -> None:
    assert page(manager, address, 404).h1.get_text() == "Valet finns inte"


def test_a_unit_out_of_reach_points_to_what_everybody_has(manager: Any) -> None:
    assert "Välj en från menyn." in page(manager, "/enheter/0", 404).main.get_text()


def test_who_counts_is_told_where_it_is_not_plain(manager: Any, unit: str) -> None:
    for path in ("/personer", unit, "/enheter"):
        assert "Den som inte kan nås räknas inte som försenad." in manager.get(path).text
    assert "också den som är frånvarande" in manager.get("/enheter").text


def test_what_was_sent_when_one_was_signed_out_is_told_as_lost(town: Town) -> None:
    client = town.client(None)
    answer = client.post("/personer/skal", data={"reason": "Granskning av ärende 12"})
    assert answer.status_code == 303
    asked = parse_qs(urlsplit(answer.location).query)
    assert asked == {"vidare": ["/personer/skal"], "osparat": ["ja"]}
    assert "det du skickade är inte sparat" in page(client, answer.location).main.get_text()
    assert "inte sparat" not in page(client, "/logga-in?vidare=/personer").main.get_text()


def test_the_map_explains_what_is_hidden_only_where_something_is(manager: Any, town: Town) -> None:
    shown = page(manager, "/kompetens")
    assert not shown.select("td[data-level=hidden]")
    assert not shown.select(".key [data-level=hidden]")
    shown = page(town.client("strategist"), "/kompetens")
    assert shown.select("td[data-level=hidden]")
    assert "färre än 5 personer, visas inte" in shown.select_one(".key").get_text()
