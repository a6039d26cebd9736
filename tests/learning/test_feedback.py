"""What the page says to an answer: what one chose, whether that is right, what is right and why."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import time_machine
from bs4 import BeautifulSoup

from tests import world_made
from tests.learning.test_languages import COURSE, FIRST, Reader, made

ORDERING, PAIRING = f"{COURSE}/att-ordna/fragor/ordning", f"{COURSE}/att-ordna/fragor/hor-ihop"


@pytest.fixture(autouse=True)
def _day() -> Iterator[None]:
    with time_machine.travel(world_made.NOW, tick=False):
        yield


@pytest.fixture
def reader(app: Any, tmp_path: Path) -> Reader:
    return Reader(app, made(app, tmp_path)["learner"])


def told(page: BeautifulSoup) -> list[list[str]]:
    """Each paragraph of the feedback on its own, by part."""
    rows = page.select(".box > ul > li")
    parts = rows or page.select(".box > div")
    return [
        [_words(each) for each in row.find_all(["h3", "p", "div"], recursive=False)]
        for row in parts
    ]


def _words(element: Any) -> str:
    return " ".join(element.text.split())


def placed(reader: Reader, path: str, **wanted: str) -> BeautifulSoup:
    """What is said when these words were chosen beside these labels."""
    page = reader.page(path)
    given = {}
    for field in page.select("main select"):
        label = page.select_one(f'label[for="{field["id"]}"]').text
        choice = wanted[label]
        given[field["name"]] = next(o["value"] for o in field.select("option") if o.text == choice)
    return reader.page(reader.answers(path, page, **given).location)


def test_a_wrong_pair_is_never_told_as_if_it_were_true(reader: Reader) -> None:
    page = placed(
        reader,
        PAIRING,
        **{"Mål 3": "Mindre svinn", "Mål 12": "Trygg omsorg", "Mål 13": "Kortare körrundor"},
    )
    assert page.select_one(".verdict").text == "Inte riktigt"
    assert told(page) == [
        [
            "Mål 3",
            "Inte riktigt",
            "Ditt svar: Mindre svinn",
            "Rätt svar: Trygg omsorg",
            "Hälsa och välbefinnande.",
        ],
        [
            "Mål 12",
            "Inte riktigt",
            "Ditt svar: Trygg omsorg",
            "Rätt svar: Mindre svinn",
            "Konsumtion och produktion.",
        ],
        ["Mål 13", "Rätt", "Ditt svar: Kortare körrundor", "Klimatet."],
    ]
    assert "1 av 3 rätt." in page.select_one(".box").text


def test_steps_are_told_with_their_places(reader: Reader) -> None:
    steps = {"Ta reda på läget": "1", "Välj vad som ska göras": "3", "Följ upp": "2"}
    assert told(placed(reader, ORDERING, **steps)) == [
        ["Ta reda på läget", "Rätt", "Ditt svar: plats 1", "Först läget."],
        [
            "Välj vad som ska göras",
            "Inte riktigt",
            "Ditt svar: plats 3",
            "Rätt svar: plats 2",
            "Sedan valet.",
        ],
        [
            "Följ upp",
            "Inte riktigt",
            "Ditt svar: plats 2",
            "Rätt svar: plats 3",
            "Sist uppföljningen.",
        ],
    ]


def test_a_wrong_choice_is_told_with_the_right_one(reader: Reader) -> None:
    page = reader.page(reader.answers(FIRST, choice="1").location)
    assert told(page) == [
        ["Ditt svar: Väntar till nästa vecka", "På en vecka hinner en äldre person bli svag."],
        ["Rätt svar: Berättar samma dag", "Ja. Undernäring går fort hos äldre."],
    ]
    assert not page.select("#andra")


def test_a_right_choice_is_told_with_why_the_other_is_not(reader: Reader) -> None:
    page = reader.page(reader.answers(FIRST, choice="2").location)
    assert told(page) == [["Ditt svar: Berättar samma dag", "Ja. Undernäring går fort hos äldre."]]
    assert page.select_one("#andra").text == "Det andra svaret är inte rätt"
    assert [_words(each) for each in page.select("#andra + ul .given")] == [
        "Väntar till nästa vecka"
    ]


def test_of_several_each_is_told_and_what_was_missed(reader: Reader) -> None:
    page = reader.page(
        reader.answers(f"{COURSE}/att-valja/fragor/vilka-hor", choices=["1", "2"]).location
    )
    assert [_words(each) for each in page.select(".box h3")] == [
        "Dina svar",
        "Rätt svar som du inte valde",
    ]
    assert told(page) == [
        ["Budgeten", "Rätt", "Budgeten är styrning."],
        ["En affisch", "Inte riktigt", "En affisch styr ingenting."],
        ["Revisionen", "Revisionen hör dit."],
    ]


def test_what_was_written_is_told_with_what_is_right(reader: Reader) -> None:
    path = f"{COURSE}/att-skriva/fragor/hur-manga"
    wrong = reader.page(reader.answers(path, number="12").location)
    assert told(wrong) == [["Ditt svar: 12", "Rätt svar: 17", "Det är 17 mål."]]
    right = reader.page(reader.answers(path, number="17").location)
    assert told(right) == [["Ditt svar: 17", "Ja, det är 17 mål."]]


def test_a_rating_is_kept_and_not_judged(reader: Reader) -> None:
    page = reader.page(reader.answers(f"{COURSE}/att-valja/fragor/hur-saker", choice="2").location)
    assert page.select_one(".verdict").text == "Sparat"
    assert told(page) == [["Ditt svar: Lite säker"]]
    assert not page.select("#andra, .mark")
