"""In English a page says nothing in Swedish but what it marks as Swedish, and names."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from typing import Any

import pytest
import python_calamine
import time_machine
from bs4 import BeautifulSoup

from app.web import access, words
from tests import words as catalogue
from tests import world_made
from tests.conftest import Filled, OnSqlite, app_on, let_go
from tests.inspecting import InspectingClient

NAMES = re.compile(
    r"Hållbar grund|Exempelby(?: kommun)?|Hemtjänsten norr|Kansliet|Kommunfullmäktige"
    r"|Prov \w+son|(?:Åsa|Örjan|Ärla) Provberg|Ida Borta|Nils Vald"
    r"|Svenska|Lätt svenska"
)
SOUNDS = re.compile(r"[åäöÅÄÖ]|(?<!\S)”")
SWEDISH = {
    one
    for message in catalogue.kept("en")
    if isinstance(message.id, str) and message.id not in (message.string, "")
    for one in [message.id]
}
TEST = "/kurser/provkurs"
BASIC = "/kurser/grundutbildning"
PATHS = {
    "learner": [
        *("/", TEST, BASIC, "/logga-ut", "/demo", "/kompetens", "/kompetens?grad=shown"),
        *(f"{TEST}/att-valja", f"{TEST}/att-ordna", f"{TEST}/att-skriva"),
        *(f"{TEST}/att-valja/fragor/{each}" for each in ("vad-forst", "vilka-hor", "hur-saker")),
        *(f"{TEST}/att-ordna/fragor/{each}" for each in ("ordning", "hor-ihop")),
        *(f"{TEST}/att-skriva/fragor/{each}" for each in ("hur-manga", "vad-heter")),
        *(f"{TEST}/att-skriva/fragor/{each}" for each in ("vad-bidrar", "vad-annorlunda")),
        *(f"{BASIC}/agendan-ar-var", f"{BASIC}/agendan-ar-var/fragor/tre-mal-racker"),
        *("/sok", "/sok?q=zebra", "/sok?q=goals", "/sok?q=kommunen", "/sok?q=zebra+kommun"),
        *("/mal", "/mal?arbete=omsorg", "/mal?arbete=flyg", "/mal/12", "/mal/18", "/ordlista"),
        *("/finns/inte", "/personer", "/enheter/1", "/kompetens?enhet=99", "/kurser/ingen"),
        *(f"{TEST}/ingen", f"{TEST}/att-valja/fragor/ingen", "/kurser/svar/99", "/intyg/ingen"),
    ],
    "council": ["/", "/kompetens"],
    "manager": ["/enheter", "/enheter/2", "/kompetens?enhet=2&niva=alla", "/enheter/99"],
    "hr": ["/personer", "/personer?q=ingen", "/personer?status=late", "/kompetens?niva=alla"],
    "author": ["/redaktion/handbok"],
    "auditor": ["/personer/skal", "/enheter/2"],
}


@pytest.fixture(scope="module")
def readers(
    on_sqlite: OnSqlite, filled: Filled, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[dict[str, Any]]:
    """A browser for each role, reading in English."""
    url = on_sqlite.copy(filled.file)
    app = app_on(url, tmp_path_factory.mktemp("instance"))
    app.test_client_class = InspectingClient
    with time_machine.travel(world_made.NOW, tick=False):
        found: dict[str, Any] = {}
        for role in access.ROLES:
            found[role] = client = app.test_client()
            client.post("/demo", data={"person_id": filled.ids[role]})
            client.set_cookie("sprak", "en")
        yield found
    let_go(app)
    on_sqlite.drop(url)


def swedish_in(html: str) -> list[str]:
    """What a page says in Swedish without saying that it is."""
    page = BeautifulSoup(html, "html5lib")
    assert page.html["lang"] == "en"
    for part in page.select('[lang="sv"], .sources li'):  # a source goes by its own title
        part.decompose()
    said = [part.strip() for part in page.find_all(string=True)]
    for marked in page.select("[aria-label], [placeholder], [alt]"):
        said += [marked.get(name, "") for name in ("aria-label", "placeholder", "alt")]
    said = [NAMES.sub("", part) for part in said]
    return [part for part in said if SOUNDS.search(part) or part.rstrip(":") in SWEDISH]


@pytest.mark.parametrize(
    ("role", "path"), [(role, path) for role, paths in PATHS.items() for path in paths]
)
def test_a_page_in_english_is_in_english(readers: dict[str, Any], role: str, path: str) -> None:
    answer = readers[role].get(path)
    marked = BeautifulSoup(answer.text, "html5lib").select('[lang="sv"]')
    known = {part.get_text(strip=True) for part in marked} - {""}  # said again in the title
    found = [part for part in swedish_in(answer.text) if not any(one in part for one in known)]
    assert found == []


@pytest.mark.parametrize("path", ["/logga-in", "/demo", "/losenord/fel", "/finns/inte"])
def test_so_is_a_page_before_sign_in(readers: dict[str, Any], path: str) -> None:
    client = readers["learner"].application.test_client()
    client.set_cookie("sprak", "en")
    assert swedish_in(client.get(path).text) == []


def test_a_word_in_swedish_is_found() -> None:
    page = '<html lang="en"><body><p>Spara</p><p lang="sv">Spara</p><p>Välj en</p></body></html>'
    assert swedish_in(page) == ["Spara", "Välj en"]


FILES = {"hr": "/personer", "manager": "/enheter/2", "strategist": "/kompetens"}


@pytest.mark.parametrize(("role", "path"), FILES.items())
def test_a_file_has_its_headings_and_words_in_english(
    readers: dict[str, Any], role: str, path: str
) -> None:
    answer = readers[role].get(f"{path}.csv")
    rows = list(csv.reader(io.StringIO(answer.data.decode("utf-8-sig")), delimiter=";"))
    book = python_calamine.load_workbook(io.BytesIO(readers[role].get(f"{path}.xlsx").data))
    assert [str(cell) for cell in book.get_sheet_by_index(0).to_python()[0]] == rows[0]
    assert {"Name", "Unit"} & set(rows[0])
    assert len(rows) > 1
    assert SWEDISH.isdisjoint(cell for row in rows for cell in row)


def test_the_next_reader_is_not_told_in_english(readers: dict[str, Any]) -> None:
    """The language is the request's: what one reader chose is never another's."""
    other = readers["learner"].application.test_client()
    for _ in range(3):
        assert "<h1>Sign in</h1>" not in other.get("/logga-in").text
        assert 'lang="en"' in readers["hr"].get("/personer").text
        assert readers["strategist"].get("/kompetens.csv").data
        assert words.gettext("Spara") == "Spara"
