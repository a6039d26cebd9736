"""Looking something up: goals, targets and words, in three languages, with a way on from what is
not there.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup

from app import create_app
from app.core.goals import GOALS, TARGETS
from tests import world_made
from tests.conftest import let_go, settings_for
from tests.content.lookup_made import add_lookup
from tests.inspecting import InspectingClient

FOUND = {"sv": "skriv", "en": "write", "lattlast": "skriver"}
"""How a word of the glossary stands in the three editions of a module."""

Pages = Callable[..., BeautifulSoup]


@pytest.fixture(scope="module")
def client(on_sqlite: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    folder = tmp_path_factory.mktemp("lookup")
    url = on_sqlite.fresh()
    app = create_app(settings_for(url, folder / "instance"))
    app.test_client_class = InspectingClient
    with app.app_context():
        courses = world_made.courses(folder / "courses")
        add_lookup(courses, "fn-2015")
        words = (courses / "glossary.yaml").read_text("utf-8")
        (courses / "glossary.yaml").write_text(
            words.replace("[svinn, ", "[skriv, skriver, svinn, ").replace(
                "[waste]", "[waste, write]"
            ),
            "utf-8",
        )
        _near(courses / "goals.yaml")
        ids = world_made.fill(courses)
        shutil.rmtree(courses)  # what is shown is what was published
    client = app.test_client()
    client.post("/demo", data={"person_id": ids["learner"]})
    yield client
    let_go(app)
    on_sqlite.drop(url)


NEAR = {
    **{target: not target.startswith(("1.a", "1.b")) for target in TARGETS if target[:2] == "1."},
    **{target: target != "10.7" for target in TARGETS if target.startswith("10.")},
    **{target: True for target in TARGETS if target.startswith("13.")},
    **{target: target < "14.6" for target in TARGETS if target.startswith("14.")},
    **{target: False for target in TARGETS if target.startswith("17.")},
}
"""Which targets a municipality is near, where it is not only the third of each goal."""


def _near(file: Path) -> None:
    text = file.read_text("utf-8")
    for target, near in NEAR.items():
        said = f"Target {target} in our words."
        text = text.replace(f"{said}, near: true}}", f"{said}}}")
        if near:
            text = text.replace(f"{said}}}", f"{said}, near: true}}")
    file.write_text(text, "utf-8")


@pytest.fixture
def shown(client: Any) -> Pages:
    def get(path: str, language: str = "sv", status: int = 200) -> BeautifulSoup:
        client.set_cookie("sprak", language)
        answer = client.get(path)
        assert answer.status_code == status, path
        return BeautifulSoup(answer.text, "html5lib")

    return get


def said(found: Any) -> str:
    return " ".join(found.get_text(" ").split())


# --- the goals


def test_all_goals_stand_in_a_list_with_colour_number_name_and_a_line(shown: Pages):
    rows = shown("/mal").select(".goal-rows > li")
    assert [said(row.a) for row in rows] == [f"{goal.number}. {goal.name}" for goal in GOALS]
    assert [row.rect["fill"] for row in rows] == [goal.color for goal in GOALS]
    assert [row.a["href"] for row in rows] == [f"/mal/{goal.number}" for goal in GOALS]
    assert said(rows[2].p) == "Om mål 3."


def test_the_list_can_be_narrowed_to_one_kind_of_work(shown: Pages):
    found = shown("/mal?arbete=omsorg")
    assert [row.a["href"] for row in found.select(".goal-rows > li")] == [
        f"/mal/{number}" for number in (3, 6, 9, 12, 15)
    ]
    assert said(found.select_one("[role=status]")) == "Omsorg: 5 mål."
    assert said(found.select_one(".switch [aria-current]")) == "Omsorg"
    assert found.select_one('.switch a[href="/mal"]')


def test_an_unknown_kind_of_work_shows_all_and_says_so(shown: Pages):
    found = shown("/mal?arbete=flyg")
    assert len(found.select(".goal-rows > li")) == 17
    assert "Det slaget av arbete finns inte." in said(found.select_one("[role=status]"))
    assert shown("/mal?arbete=").select_one("[role=status]") is None


def test_a_goal_has_all_its_targets_and_says_which_are_near(shown: Pages):
    found = shown("/mal/12")
    assert [row["id"] for row in found.select(".targets > li")] == [
        target for target in TARGETS if target.startswith("12.")
    ]
    near = [row["id"] for row in found.select(".targets > li") if row.select_one(".near")]
    assert near == ["12.3"]
    assert "Delmål 12.3 i våra ord." in said(found.find(id="12.3"))
    assert "Kommunen påverkar ett delmål direkt" in said(found.main)


@pytest.mark.parametrize(
    ("number", "sentence", "near"),
    [
        (1, "Kommunen påverkar alla delmål utom 1.a och 1.b direkt, enligt vår bedömning.", 0),
        (10, "Kommunen påverkar alla delmål utom 10.7 direkt, enligt vår bedömning.", 0),
        (13, "Kommunen påverkar alla delmålen direkt, enligt vår bedömning.", 0),
        (14, "Kommunen påverkar 5 delmål direkt, enligt vår bedömning.", 5),
        (17, "", 0),
    ],
)
def test_what_holds_for_most_targets_is_said_once(
    shown: Pages, number: int, sentence: str, near: int
):
    found = shown(f"/mal/{number}")
    assert sentence in said(found.main)
    assert said(found.main).count("Kommunen påverkar") == bool(sentence) + near
    assert len(found.select(".near")) == near


def test_a_goal_and_its_number_stand_on_one_line(shown: Pages):
    assert shown("/mal/11").h1.get_text().startswith("Mål\xa011. ")
    assert shown("/mal/11", "en").h1.get_text().startswith("Goal\xa011. ")


def test_a_goal_says_what_it_is_where_it_is_met_what_to_ask_and_what_is_known(shown: Pages):
    text = said(shown("/mal/12").main)
    for words in (
        *("Mål 12. Hållbar konsumtion och produktion", "Om mål 12.", "Här märks mål 12."),
        *("Vad gör du för mål 12?", "Svinnet minskade.", "FN:s generalförsamling, 2015"),
        *("Orden är våra, inte FN:s.", "Transforming our world"),
    ):
        assert words in text


def test_a_goal_leads_to_its_work_its_modules_and_its_neighbours(shown: Pages):
    found = shown("/mal/12")
    links = {a["href"] for a in found.main.select("a")}
    assert {"/mal", "/mal?arbete=omsorg", "/mal/11", "/mal/13", "/kompetens"} <= links
    assert "/kurser/provkurs/att-valja" in links
    assert "Göra hållbara inköp" in said(found.main)
    assert shown("/mal/1").select('a[rel="prev"]') == []
    assert shown("/mal/17").select('a[rel="next"]') == []


def test_a_goal_in_english_is_in_english_with_its_modules_too(shown: Pages):
    found = shown("/mal/12", "en")
    text = said(found.main)
    assert "Goal 12. Responsible consumption and production" in text
    assert "Target 12.3 in our words." in text
    assert "The municipality affects one target directly" in text
    assert said(found.find("a", href="/kurser/provkurs/att-valja")) == "Choosing"
    assert said(shown("/mal?arbete=omsorg", "en").select_one("[role=status]")) == "Care: 5 goals."


def test_in_easy_swedish_the_page_says_that_it_is_ordinary(shown: Pages):
    for path in ("/mal", "/mal/3"):
        assert "inte på lätt svenska än" in said(shown(path, "lattlast").main)
        assert "inte på lätt svenska än" not in said(shown(path).main)


@pytest.mark.parametrize("number", ["0", "18", "03", "-1", "3.0", "tre", "٣", "9" * 30, "3abc"])
def test_a_goal_that_is_none_is_not_found_and_the_page_leads_on(shown: Pages, number: str):
    found = shown(f"/mal/{number}", status=404)
    assert "Målen är numrerade från 1 till 17." in said(found.main)
    assert found.main.find("a", href="/mal")
    assert "There is no such goal" in said(shown(f"/mal/{number}", "en", 404).main)


def test_modules_and_competences_lead_to_their_goals(shown: Pages):
    module = shown("/kurser/provkurs/att-valja")
    assert [a["href"] for a in module.select(".goals a")] == ["/mal/3", "/mal/12"]
    assert "/mal/17" in {a["href"] for a in shown("/kompetens").select(".competences a")}


def test_every_page_leads_to_what_can_be_looked_up(shown: Pages):
    for path in ("/", "/kurser/provkurs", "/kompetens"):
        assert [a["href"] for a in shown(path).select("footer nav a")] == ["/mal", "/ordlista"]


# --- the words


def test_the_words_stand_in_the_order_of_the_alphabet_with_the_last_letters_last(shown: Pages):
    found = shown("/ordlista")
    names = [said(each) for each in found.select("dfn")]
    assert names == ["Agenda 2030", "delmål", "intern kontroll", "kontroll", "svinn", "återbruk"]
    assert [said(a) for a in found.select(".letters a")] == ["A", "D", "I", "K", "S", "Å"]
    for a in found.select(".letters a, .words a"):
        assert found.find(id=a["href"][1:]), a


@pytest.mark.parametrize(
    ("language", "name", "explanation"),
    [
        ("sv", "svinn", "Det som slängs fast det går att äta."),
        ("en", "waste svinn", "What is thrown, though good."),
        ("lattlast", "svinn", "Mat som slängs."),
    ],
)
def test_a_word_is_explained_in_each_language(
    shown: Pages, language: str, name: str, explanation: str
):
    found = shown("/ordlista", language).find(id="svinn")
    assert (said(found.dt), said(found.dd)) == (name, explanation)


def test_words_that_belong_together_lead_to_each_other(shown: Pages):
    found = shown("/ordlista").find(id="aterbruk")
    assert said(found.dd) == "Att använda igen. Se också: svinn"
    assert found.a["href"] == "#svinn"


# --- in a module


def test_a_word_in_a_module_leads_to_its_explanation_on_the_same_page(shown: Pages):
    found = shown("/kurser/grundutbildning/agendan-ar-var")
    words = found.select(".prose a.term")
    assert words
    for word in words:
        note = found.find(id=word["href"][1:])
        assert note.select_one('[role="doc-backlink"]')["href"] == f"#{word['id']}"
        assert note.dd.span.get_text()
    assert [note["id"] for note in found.select(".explained > div")] == [
        word["href"][1:] for word in words
    ]


@pytest.mark.parametrize(
    ("language", "explanation"),
    [
        ("sv", "Det som slängs fast det går att äta."),
        ("en", "What is thrown, though good."),
        ("lattlast", "Mat som slängs."),
    ],
)
def test_it_is_explained_in_the_language_of_the_text(shown: Pages, language: str, explanation: str):
    found = shown("/kurser/provkurs/att-valja", language)
    assert said(found.find(id="ord-svinn").dd.span) == explanation
    assert [said(a) for a in found.select("a.term")] == [FOUND[language]]
