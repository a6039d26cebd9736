"""A course in several languages over HTTP: one reads in one, answers in another, and it is the same
course.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import time_machine
from bs4 import BeautifulSoup
from sqlalchemy import select

from app.competence import service as competence
from app.competence.models import RollUp
from app.content import service as content
from app.content.library_read import of_texts
from app.content.models import PublishedText, Release
from app.content.queries import library
from app.core.db import db
from app.learning.models import Answer, AnswerText, Certificate, Completion
from app.people.models import Person
from tests import world_made
from tests.conftest import Filled

COURSE = "/kurser/provkurs"
CHOOSING = f"{COURSE}/att-valja"
FIRST = f"{CHOOSING}/fragor/vad-forst"
MODULES = ("att-valja", "att-ordna", "att-skriva")


@pytest.fixture(autouse=True)
def _day() -> Iterator[None]:
    with time_machine.travel(world_made.NOW, tick=False):
        yield


class Reader:
    """Somebody who takes the course in a browser."""

    def __init__(self, app: Any, person_id: int) -> None:
        self.app, self.client = app, app.test_client()
        assert self.client.post("/demo", data={"person_id": person_id}).location == "/"
        with app.app_context():
            self.subject = db.session.get_one(Person, person_id).subject

    def chooses(self, language: str, on: str = "/") -> Any:
        return self.client.post("/sprak", data={"sprak": language, "vidare": on})

    def page(self, path: str) -> BeautifulSoup:
        answer = self.client.get(path)
        assert answer.status_code == 200, path
        return BeautifulSoup(answer.text, "html5lib")

    def answers(self, path: str, page: BeautifulSoup | None = None, **given: Any) -> Any:
        """Answer the question as it was last shown, or as `page` shows it."""
        shown = page or self.page(path)
        held = {field["name"]: field["value"] for field in shown.select("main [type=hidden]")}
        return self.client.post(path, data=held | given)

    def switches(self, path: str, language: str, **given: Any) -> BeautifulSoup:
        """Go on in another language with the question half filled in, as its buttons do."""
        shown = self.page(path)
        button = shown.select_one(f'button[name=sprak][value="{language}"]')
        form = shown.select_one(f"form#{button['form']}")
        held = {field["name"]: field["value"] for field in form.select("[type=hidden]")}
        answer = self.client.post(button["formaction"], data=held | given | {"sprak": language})
        if answer.status_code == 200:  # so much that it is shown at once
            return BeautifulSoup(answer.text, "html5lib")
        assert (answer.status_code, answer.location) == (303, path)
        return self.page(path)

    def finishes(self, module: str, *languages: str) -> None:
        """Answer every question of a module right, in the languages in turn."""
        for place, question in enumerate(questions(self.app, module)):
            self.chooses(languages[place % len(languages)])
            given = RIGHT.get(question) or self.placed(module, question)
            answer = self.answers(f"{COURSE}/{module}/fragor/{question}", **given)
            assert answer.status_code == 303, question

    def placed(self, module: str, question: str) -> dict[str, str]:
        """The right places of steps or pairs as this page happens to show them."""
        page = self.page(f"{COURSE}/{module}/fragor/{question}")
        given = {}
        for field in page.select("main select"):
            label = page.select_one(f'label[for="{field["id"]}"]').text
            wanted = PLACED[label]
            value = next(o["value"] for o in field.select("option") if o.text == wanted)
            given[str(field["name"])] = str(value)
        return given

    def facts(self, table: Any) -> list[Any]:
        with self.app.app_context():
            rows = select(table).where(table.subject == self.subject).order_by(table.id)
            return list(db.session.scalars(rows))


RIGHT = {
    "vad-forst": {"choice": "2"},
    "vilka-hor": {"choices": ["1", "3"]},
    "sjutton": {"choice": "1"},
    "hur-saker": {"choice": "2"},
    "hur-manga": {"number": "17"},
    "vad-heter": {"text": "Agenda 2030"},
    "vad-bidrar": {"text": "Maten"},
    "vad-annorlunda": {"when": "jag planerar", "then": "mäter jag"},
}
PLACED = dict(
    line.split(": ")
    for line in """
Ta reda på läget: 1
Välj vad som ska göras: 2
Följ upp: 3
Find out how things stand: 1
Choose what to do: 2
Follow up: 3
Mål 3: Trygg omsorg
Mål 12: Mindre svinn
Mål 13: Kortare körrundor
Goal 3: Safe care
Goal 12: Less waste
Goal 13: Shorter rounds
""".strip().splitlines()
)
"""By the words of a line: its right place, or what belongs with it."""


def questions(app: Any, module: str) -> list[str]:
    with app.app_context():
        return [q.id for q in library().module("provkurs", module).asked]


def wording(app: Any, language: str, module: str = "att-valja", question: str = "vad-forst") -> str:
    with app.app_context():
        return library().question("provkurs", module, question, language).fingerprint


def made(app: Any, folder: Path) -> dict[str, int]:
    with app.app_context():
        return world_made.fill(world_made.courses(folder / "courses"))


@pytest.fixture
def reader(filled: Filled, world_url: str, make_app: Callable[..., Any]) -> Reader:
    return Reader(make_app(world_url), filled.ids["learner"])


# --- what one reads


@pytest.mark.parametrize(
    ("language", "html", "heading", "text", "button"),
    [
        ("sv", "sv", "Att välja", "Välj, ordna och skriv.", "Till frågorna"),
        ("en", "en", "Choosing", "put in order and write.", "To the questions"),
        ("lattlast", "sv", "Välj lätt", "Du väljer.", "Till frågorna"),
    ],
)
def test_a_module_is_read_in_the_language_chosen(
    reader: Reader, language: str, html: str, heading: str, text: str, button: str
) -> None:
    assert reader.chooses(language, CHOOSING).location == CHOOSING
    page = reader.page(CHOOSING)
    assert page.html["lang"] == html
    assert page.h1.text == heading
    assert page.title.text == f"{heading} – Hållbar grund"
    assert text in page.select_one(".prose").text
    assert page.select_one(".body .button").text == button
    assert page.select("main [lang]:not(.languages *):not(.where *)") == []


def test_a_course_says_what_it_is_for(reader: Reader) -> None:
    text = reader.page("/kurser/grundutbildning").select_one(".prose").text
    assert "Agenda 2030 handlar om det du redan gör" in text


def test_lists_name_the_modules_in_the_language_chosen(reader: Reader) -> None:
    for language, titles in (
        ("sv", ["Att välja", "Att ordna", "Att skriva"]),
        ("en", ["Choosing", "Ordering", "Writing"]),
        ("lattlast", ["Välj lätt", "Ordna lätt", "Skriv lätt"]),
    ):
        reader.chooses(language)
        page = reader.page(COURSE)
        assert [link.text for link in page.select(".tasks a")] == titles
        assert page.h1.get("lang") is None


def test_a_course_is_named_in_the_language_chosen(reader: Reader) -> None:
    own = "Prov av alla slags frågor"
    for language, title, text in (
        ("sv", own, "En kurs med alla slags frågor."),
        ("en", "A trial of every kind of question", "A course with every kind of question."),
        ("lattlast", own, "Här finns alla slags frågor."),
    ):
        reader.chooses(language)
        page = reader.page(COURSE)
        assert (page.h1.text, page.select_one(".prose").text.strip()) == (title, text)
        listed = reader.page("/kurser").select_one(f'main a[href="{COURSE}"]')
        assert (listed.text, listed.get("lang")) == (title, None)
        assert page.select_one(".prose").get("lang") is None
        above = reader.page(CHOOSING).select_one(".where a")
        assert (above.text, above.get("lang")) == (title, None)


def test_a_course_published_without_an_english_name_keeps_its_own(app: Any, tmp_path: Path) -> None:
    """What was published before courses had names in other languages is read as it was."""
    reader = Reader(app, made(app, tmp_path)["learner"])
    with app.app_context():
        newest = db.session.scalars(select(Release).order_by(Release.id.desc())).first()
        kept = db.session.get_one(PublishedText, newest.course_text)
        framework = db.session.get_one(PublishedText, newest.framework_text)
        before = re.sub(r"\nen:\n.*?\n---", "\n---", kept.text, flags=re.DOTALL)
        older = re.sub(r"\n    en:\n      title.*\n      can_do.*", "", framework.text)
        assert before != kept.text
        assert older != framework.text
        read = of_texts([(newest.course_id, before, [])], older, "")
    course = read.course(newest.course_id, "en")
    assert (course.language, course.title) == ("sv", kept.text.split("title: ")[1].split("\n")[0])
    assert [c.language for c in read.competences("en")] == ["sv"] * len(read.competences("sv"))
    assert read.competence("forklara-agendan", "en").title == "Förklara agendan"
    assert reader.page("/")


def test_an_edition_that_is_lacking_is_read_in_swedish_and_says_so(reader: Reader) -> None:
    for language, word in (("en", "not in English yet"), ("lattlast", "inte på lätt svenska än")):
        reader.chooses(language)
        page = reader.page("/kurser/grundutbildning/fran-beslut-till-enhet")
        assert word in page.select_one(".head").text
        assert page.h1.text == "Från beslut till enhet"
        spoken = {part.get("lang") for part in page.select("h1, .prose")}
        assert spoken == ({"sv"} if language == "en" else {None})
        assert page.select(".head .languages") == []


def test_a_language_that_nobody_reads_in_is_swedish(reader: Reader) -> None:
    reader.client.set_cookie("sprak", "fi")
    page = reader.page(CHOOSING)
    assert (page.h1.text, page.html["lang"]) == ("Att välja", "sv")
    assert "finns inte" not in page.select_one(".head").text


def test_a_module_offers_the_editions_that_there_are(reader: Reader) -> None:
    reader.chooses("en")
    choice = reader.page(CHOOSING).select_one(".head .languages")
    assert [button["value"] for button in choice.select("button")] == ["sv", "lattlast"]
    assert choice.b.text == "English"


def test_easy_swedish_is_offered_where_there_is_some(reader: Reader) -> None:
    def offered(path: str) -> list[str]:
        return [button["value"] for button in reader.page(path).select("footer button")]

    assert offered("/") == offered(COURSE) == offered(FIRST) == ["en", "lattlast"]
    assert (
        offered("/kurser/grundutbildning/fran-beslut-till-enhet") == offered("/kompetens") == ["en"]
    )
    reader.chooses("lattlast")
    assert offered("/kompetens") == ["sv", "en"]
    assert reader.page("/kompetens").select_one("footer b").text == "Lätt svenska"


def test_the_goals_are_called_what_they_are_called_in_the_language(reader: Reader) -> None:
    reader.chooses("en")
    assert "Goal\xa03. Good health and well-being" in reader.page(CHOOSING).text


# --- what one answers


def test_an_answer_names_the_wording_that_was_shown(reader: Reader) -> None:
    for language in ("sv", "en", "lattlast"):
        reader.chooses(language)
        reader.answers(FIRST, choice="2")
    fingerprints = [answer.fingerprint for answer in reader.facts(Answer)]
    assert fingerprints == [wording(reader.app, each) for each in ("sv", "en", "lattlast")]
    assert len(set(fingerprints)) == 2  # easy Swedish asks in the same words as Swedish


def test_a_form_that_was_opened_in_another_language_is_answered_in_that(reader: Reader) -> None:
    path = f"{COURSE}/att-ordna/fragor/ordning"
    swedish, given = reader.page(path), reader.placed("att-ordna", "ordning")
    reader.chooses("en")
    assert reader.answers(path, swedish, **given).status_code == 303
    (kept,) = reader.facts(Answer)
    assert (kept.right, kept.fingerprint) == (
        True,
        wording(reader.app, "sv", "att-ordna", "ordning"),
    )


def test_a_form_that_needs_putting_right_keeps_its_language(reader: Reader) -> None:
    swedish = reader.page(FIRST)
    reader.chooses("en")
    answer = reader.answers(FIRST, swedish)
    assert answer.status_code == 422
    page = BeautifulSoup(answer.text, "html5lib")
    assert page.select_one(".errors a").text == "Choose an answer."
    assert page.h1["lang"] == "sv"
    assert page.h1.text == "Vad gör du först?"


def test_a_form_from_before_a_release_is_answered_in_its_own_words(
    reader: Reader, filled: Filled, tmp_path: Path
) -> None:
    """Nothing that somebody has written is lost because an author published meanwhile."""
    page, was = reader.page(FIRST), wording(reader.app, "sv")
    courses = shutil.copytree(filled.courses, tmp_path / "courses")
    for name, old, new in (
        ("course.md", "edition: 1", "edition: 2"),
        ("course.md", "changes: {}", "changes: {att-valja: minor}"),
        ("sv/01-att-valja.md", "edition: 1", "edition: 2"),
        ("sv/01-att-valja.md", "Vad gör du först?", "Vad gör du allra först?"),
        ("lattlast/01-att-valja.md", "edition: 1", "edition: 2"),
        ("lattlast/01-att-valja.md", "Vad gör du först?", "Vad gör du då?"),
    ):
        file = courses / "provkurs" / name
        file.write_text(file.read_text("utf-8").replace(old, new), encoding="utf-8")
    with reader.app.app_context():
        content.publish(courses, world_made.NOW, world_made.NOW.date())
        db.session.commit()
    assert reader.page(FIRST).h1.text == "Vad gör du allra först?"
    for _ in range(2):
        assert reader.answers(FIRST, page, choice="2").status_code == 303
    (kept,) = reader.facts(Answer)
    assert (kept.fingerprint, kept.right) == (was, True)
    assert wording(reader.app, "sv") != was


def test_words_that_the_question_never_had_are_not_answered(reader: Reader) -> None:
    answer = reader.client.post(FIRST, data={"key": "a" * 12, "lydelse": "0" * 64, "choice": "2"})
    assert answer.status_code == 422
    assert "Frågan har ändrats sedan du öppnade sidan. Svara igen." in answer.text
    assert reader.facts(Answer) == []
    assert (
        reader.answers(FIRST, BeautifulSoup(answer.text, "html5lib"), choice="2").status_code == 303
    )


def test_going_on_in_another_language_keeps_what_is_filled_in(reader: Reader) -> None:
    page = reader.switches(FIRST, "en", choice="2")
    assert page.h1.text == "What do you do first?"
    assert [field["value"] for field in page.select("main input[checked]")] == ["2"]
    assert reader.page("/kurser/provkurs").html["lang"] == "en"
    page = reader.switches(f"{CHOOSING}/fragor/vilka-hor", "lattlast", choices=["1", "3"])
    assert [field["value"] for field in page.select("main input[checked]")] == ["1", "3"]
    path = f"{COURSE}/att-skriva/fragor/vad-annorlunda"
    page = reader.switches(path, "en", when="det är måndag", then="")
    assert [field.text.strip() for field in page.select("main textarea")] == ["det är måndag", ""]
    assert reader.facts(Answer) == []


def test_what_is_placed_keeps_its_place_in_another_language(reader: Reader) -> None:
    """Each language has its own order of the steps, and of the sides to choose between."""
    for question in ("ordning", "hor-ihop"):
        path = f"{COURSE}/att-ordna/fragor/{question}"
        reader.chooses("sv")
        page = reader.switches(path, "en", **reader.placed("att-ordna", question))
        held = {field["name"]: field["value"] for field in page.select("main [type=hidden]")}
        chosen = {
            field["name"]: field.select_one("option[selected]")["value"]
            for field in page.select("main select")
        }
        assert chosen == reader.placed("att-ordna", question)
        assert reader.client.post(path, data=held | chosen).status_code == 303
    assert [answer.right for answer in reader.facts(Answer)] == [True, True]


def test_a_number_is_written_anew_in_another_language(reader: Reader) -> None:
    path = f"{COURSE}/att-skriva/fragor/hur-manga"
    for written, moved in (("1 204,5", "1,204.5"), ("sjutton", "sjutton")):
        reader.chooses("sv")
        page = reader.switches(path, "en", number=written)
        assert page.select_one("main input[type=text]")["value"] == moved


@pytest.mark.parametrize("length", [700, 2000])
def test_what_one_has_written_goes_along_however_long_it_is(reader: Reader, length: int) -> None:
    path = f"{COURSE}/att-skriva/fragor/vad-bidrar"
    written = ("Vi lagar mat och slänger mindre. " * 70)[:length]
    page = reader.switches(path, "en", text=written)
    assert page.html["lang"] == "en"
    assert page.select_one("main textarea").text.strip() == written.strip()


def test_what_goes_along_is_for_that_question_and_once(reader: Reader) -> None:
    reader.switches(FIRST, "en", choice="2")
    assert reader.page(FIRST).select("main input[checked]") == []
    held = {"sprak": "sv", "choice": "1"}
    reader.client.post(f"{FIRST}/sprak", data=held)
    assert reader.page(f"{CHOOSING}/fragor/sjutton").select("main input[checked]") == []
    assert reader.page(FIRST).select("main input[checked]") == []


def test_a_switch_shows_the_question_and_no_fault(reader: Reader) -> None:
    page = reader.switches(FIRST, "en")
    assert page.select(".errors") == page.select("main input[checked]") == []
    assert page.form["action"] == FIRST
    answer = reader.client.get(f"{FIRST}/sprak")
    assert (answer.status_code, answer.location) == (303, FIRST)


def test_words_that_the_question_never_had_are_not_carried_over(reader: Reader) -> None:
    given = {"sprak": "en", "lydelse": "0" * 64, "choice": "2"}
    assert reader.client.post(f"{FIRST}/sprak", data=given).location == FIRST
    page = reader.page(FIRST)
    assert "The question has changed since you opened the page." in page.text
    assert page.select("main input[checked]") == []
    assert reader.facts(Answer) == []


def test_the_feedback_shows_the_wording_that_was_answered(reader: Reader) -> None:
    address = reader.answers(FIRST, choice="1").location
    reader.chooses("en")
    page = reader.page(address)
    assert page.h1.text == "Vad gör du först?"
    assert page.h1["lang"] == "sv"
    assert page.select_one(".verdict").text == "Not quite"
    assert page.select_one(".box .prose")["lang"] == "sv"
    assert page.select_one(".where").text.startswith("Choosing")
    again = page.select_one(".button.quiet")["href"]
    assert reader.page(again).h1.text == "What do you do first?"


def test_numbers_are_written_as_the_language_writes_them(reader: Reader) -> None:
    path = f"{COURSE}/att-skriva/fragor/hur-manga"
    reader.chooses("en")
    page = reader.page(reader.answers(path, number="1,204.5").location)
    assert "1,204.5" in page.select_one(".box").text
    reader.chooses("sv")
    page = reader.page(reader.answers(path, number="1 204,5").location)
    assert "1\u00a0204,5" in page.select_one(".box").text
    assert [each.given for each in reader.facts(Answer)] == [{"number": "1204.5"}] * 2


BLANK = [" ", "\t \n", "\u00a0", "\u200b"]


@pytest.mark.parametrize("blank", BLANK, ids=ascii)
def test_blanks_are_no_answer(reader: Reader, blank: str) -> None:
    for question, given, said in (
        ("vad-heter", {"text": blank}, "Skriv ett svar."),
        ("vad-bidrar", {"text": blank}, "Skriv något, om så bara några ord."),
        ("vad-annorlunda", {"when": blank, "then": "x"}, "Skriv när du tänker göra det."),
        ("hur-manga", {"number": blank}, "Skriv ett tal."),
    ):
        answer = reader.answers(f"{COURSE}/att-skriva/fragor/{question}", **given)
        assert answer.status_code == 422
        assert BeautifulSoup(answer.text, "html5lib").select_one(".errors a").text == said
    assert reader.facts(Answer) == []


@pytest.mark.parametrize(
    "text", ["agenda  2030", "Agenda 2030.", "”Agenda 2030”", '"agenda 2030!"']
)
def test_a_right_answer_may_have_a_full_stop_or_quotation_marks(reader: Reader, text: str) -> None:
    reader.answers(f"{COURSE}/att-skriva/fragor/vad-heter", text=text)
    assert [answer.right for answer in reader.facts(Answer)] == [True]


@pytest.mark.parametrize(
    ("language", "when", "then", "plan"),
    [
        ("sv", "Om jag ser svinn,", "då gör jag en lista", "Om jag ser svinn, då gör jag en lista"),
        ("sv", "om", "då", "Om om, då då"),
        ("sv", "ombudet ringer", "dåligt kött byts", "Om ombudet ringer, då dåligt kött byts"),
        ("en", "If I see waste", "then I make a list", "If I see waste, then I make a list"),
    ],
)
def test_the_words_that_lead_in_a_plan_stand_there_once(
    reader: Reader, language: str, when: str, then: str, plan: str
) -> None:
    reader.chooses(language)
    reader.answers(f"{COURSE}/att-skriva/fragor/vad-annorlunda", when=when, then=then)
    with reader.app.app_context():
        assert list(db.session.scalars(select(AnswerText.text))) == [plan]


def test_a_plan_is_written_in_the_language_of_the_page(reader: Reader) -> None:
    path = f"{COURSE}/att-skriva/fragor/vad-annorlunda"
    for language in ("sv", "en"):
        reader.chooses(language)
        reader.answers(path, when="x", then="y")
    with reader.app.app_context():
        texts = list(db.session.scalars(select(AnswerText.text).order_by(AnswerText.answer_id)))
    assert texts == ["Om x, då y", "If x, then y"]


# --- one course, one ledger


def test_begun_in_swedish_continued_in_english_finished_in_easy_swedish(
    either_app: Any, tmp_path: Path
) -> None:
    reader = Reader(either_app, made(either_app, tmp_path)["learner"])
    reader.answers(FIRST, choice="1")
    reader.chooses("en")
    page = reader.page(CHOOSING)
    assert page.select_one(".body .button").text == "Continue with question 2"
    reader.finishes("att-valja", "en", "en", "lattlast", "lattlast")

    (done,) = reader.facts(Completion)
    with either_app.app_context():
        easy = library().module("provkurs", "att-valja", "lattlast")
    assert (done.module_id, done.fingerprint, done.edition) == ("att-valja", easy.fingerprint, 1)
    assert (done.right, done.total) == (3, 3)
    firsts = [answer.question_id for answer in reader.facts(Answer) if answer.first]
    assert sorted(firsts) == sorted(questions(either_app, "att-valja"))
    for language, words in (("sv", "Du är klar"), ("en", "You have finished")):
        reader.chooses(language)
        assert words in reader.page(f"{CHOOSING}/resultat").h1.text


def test_the_map_is_the_same_whatever_the_language(app: Any, tmp_path: Path) -> None:
    ids = made(app, tmp_path)
    before = booked(app)
    added = []
    for role, languages in (
        ("learner", ("sv",)),
        ("manager", ("en",)),
        ("deputy", ("lattlast", "sv", "en")),
    ):
        taker = Reader(app, ids[role])
        for module in ("att-valja", "att-ordna"):
            taker.finishes(module, *languages)
        after = booked(app)
        added.append(
            {key: n - before.get(key, 0) for key, n in after.items() if n != before.get(key)}
        )
        before = after
    assert added[0]
    assert added[0] == added[1] == added[2]
    with app.app_context():
        kept = booked(app)
        competence.rebuild(world_made.NOW.date())
        db.session.commit()
    assert booked(app) == kept


def booked(app: Any) -> dict[tuple[Any, ...], int]:
    """What the counters say of completed and shown, all populations together."""
    with app.app_context():
        found: dict[tuple[Any, ...], int] = {}
        for row in db.session.scalars(select(RollUp).where(RollUp.rung != "needed")):
            key = (row.place_id, row.competence, row.rung)
            found[key] = found.get(key, 0) + row.change
        return {key: number for key, number in found.items() if number}


def test_a_certificate_stands_on_the_start_page_whatever_is_left(reader: Reader) -> None:
    for module in MODULES:
        reader.finishes(module, "sv")
    page = reader.page("/")
    (held,) = reader.facts(Certificate)
    link = page.select_one(f'main a[href="/intyg/{held.code}"]')
    assert link.text == "Prov av alla slags frågor"
    assert page.select_one("main .next")  # of the other course


def test_a_certificate_is_read_in_the_language_of_the_page(reader: Reader) -> None:
    for module in MODULES:
        reader.finishes(module, "sv")
    (held,) = reader.facts(Certificate)
    page = reader.page(f"/intyg/{held.code}")
    assert [part.text for part in page.select("ol li")] == ["Att välja", "Att ordna", "Att skriva"]
    reader.chooses("en")
    page = reader.page(f"/intyg/{held.code}")
    assert "has taken every part of the course" in page.text
    assert re.search(r"25.November 2026", page.text)
    assert [part.text for part in page.select("ol li")] == ["Choosing", "Ordering", "Writing"]
    english = page.select_one(".course")
    assert (english.text, english.get("lang")) == ("A trial of every kind of question", None)
    assert held.title == "Prov av alla slags frågor"
