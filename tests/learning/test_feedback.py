"""What is said to an answer: what one chose, whether that is right, what is right and why; and what
is said where an answer cannot be read or is not there.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest
import time_machine
from bs4 import BeautifulSoup

from app.content.library import Library
from app.learning.models import Answer
from app.web import current
from tests import world_made
from tests.conftest import Filled, OnSqlite, app_on, let_go
from tests.inspecting import InspectingClient
from tests.learning.test_languages import COURSE, FIRST, Reader

ORDERING, PAIRING = f"{COURSE}/att-ordna/fragor/ordning", f"{COURSE}/att-ordna/fragor/hor-ihop"


@pytest.fixture(autouse=True)
def _day() -> Iterator[None]:
    with time_machine.travel(world_made.NOW, tick=False):
        yield


@pytest.fixture(scope="module")
def reader(
    on_sqlite: OnSqlite, filled: Filled, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Reader]:
    """Somebody who may answer as often as the tests like: no answer changes what is said to
    another.
    """
    url = on_sqlite.copy(filled.file)
    app = app_on(url, tmp_path_factory.mktemp("instance"))
    app.test_client_class = InspectingClient
    with time_machine.travel(world_made.NOW, tick=False):
        yield Reader(app, filled.ids["learner"])
    let_go(app)
    on_sqlite.drop(url)


@pytest.fixture
def nothing_kept(reader: Reader) -> Iterator[None]:
    """The reader has no more answers after the test than before."""
    before = len(reader.facts(Answer))
    yield
    assert len(reader.facts(Answer)) == before


@pytest.fixture
def with_courses(reader: Reader, monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Leave only these courses in the library."""

    def leave(*wanted: str) -> None:
        whole = reader.app.extensions[current.LIBRARY]

        def fewer() -> Library:
            read = whole()
            return replace(read, courses={each: read.course(each) for each in wanted})

        monkeypatch.setitem(reader.app.extensions, current.LIBRARY, fewer)

    return leave


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


# --- what cannot be read


@pytest.mark.parametrize("word", ["999999", "inget", "9" * 30, "-1", "1.5"])
def test_an_answer_that_is_not_there_is_spoken_of_as_an_answer(reader: Reader, word: str) -> None:
    answer = reader.client.get(f"/kurser/svar/{word}")
    assert answer.status_code == 404
    assert "Svaret finns inte." in answer.text


@pytest.mark.usefixtures("nothing_kept")
@pytest.mark.parametrize(
    ("path", "given"),
    [
        (FIRST, {"choice": "99"}),
        (FIRST, {"choice": "a"}),
        (f"{COURSE}/att-valja/fragor/vilka-hor", {"choices": ["1", "99"]}),
        (PAIRING, {f"matches-r{row}": "99" for row in (1, 2, 3)}),
        (ORDERING, {f"positions-r{row}": "99" for row in (1, 2, 3)}),
    ],
)
def test_a_choice_that_is_not_offered_is_told_plainly(
    reader: Reader, path: str, given: dict[str, Any]
) -> None:
    answer = reader.answers(path, **given)
    assert answer.status_code == 422
    page = BeautifulSoup(answer.text, "html5lib")
    assert {_words(each) for each in page.select(".errors li")} == {
        "Det du valde finns inte i listan. Välj något som står där."
    }


@pytest.mark.parametrize("key", ["", "kort", "å" * 12])
def test_a_broken_key_is_told_without_a_link_to_what_nobody_sees(reader: Reader, key: str) -> None:
    before = len(reader.facts(Answer))
    answer = reader.answers(FIRST, choice="2", key=key)
    assert answer.status_code == 422
    page = BeautifulSoup(answer.text, "html5lib")
    (said,) = page.select(".errors li")
    assert _words(said) == "Sidan skickade inte hela svaret, så det är inte sparat. Svara igen."
    assert not said.select("a")
    assert len(reader.facts(Answer)) == before
    assert reader.answers(FIRST, page, choice="2").status_code == 303


# --- the courses


def test_the_courses_stand_in_a_list(reader: Reader) -> None:
    links = reader.page("/kurser").select("main li a")
    assert [(each["href"], each.text) for each in links] == [
        ("/kurser/grundutbildning", "Hållbar grund"),
        (COURSE, "Prov av alla slags frågor"),
    ]


def test_a_single_course_is_its_own_list(reader: Reader, with_courses: Callable[..., None]) -> None:
    with_courses("provkurs")
    assert reader.client.get("/kurser").location == COURSE


def test_no_course_is_told_as_such(reader: Reader, with_courses: Callable[..., None]) -> None:
    with_courses()
    assert "Ingen kurs är publicerad än." in reader.page("/kurser").main.text


# --- an address used in another way


@pytest.mark.parametrize(
    ("method", "path", "said"),
    [
        ("GET", "/sprak", "Den tar bara emot det du skickar från en annan sida."),
        ("POST", "/kompetens", "Sidan går bara att läsa. Det du skickade är inte sparat."),
    ],
)
def test_a_wrong_method_is_told_by_what_one_did(
    reader: Reader, method: str, path: str, said: str
) -> None:
    answer = reader.client.open(path, method=method)
    assert answer.status_code == 405
    assert said in answer.text
