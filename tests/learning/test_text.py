"""The text edition: what stands in it for whom, on the page and read back from the PDF."""

from __future__ import annotations

import io
import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import pypdf
import pytest
import time_machine
from bs4 import BeautifulSoup
from pypdf.generic import ContentStream
from sqlalchemy import select

from app import create_app
from app.content.queries import library
from app.content.rules import Course, Module, Question, Track
from app.core.db import db
from app.core.errors import NotOffered
from app.learning.models import Answer
from app.learning.rules_text import choice, selected, selections, told
from app.people.models import Assignment, Employment, Person, Place
from tests import world_made
from tests.conftest import Filled, OnSqlite, app_on, let_go, settings_for
from tests.inspecting import InspectingClient

TRIAL, BASIC = "/kurser/provkurs/skriv-ut?spar=hela", "/kurser/grundutbildning/skriv-ut"
TWO_TRACKS = (
    "[att-valja, att-ordna, att-skriva]",
    "[att-valja, att-skriva]\n  - id: chef\n    title: Chefer\n    modules: [att-ordna]",
)
NAMED_TRACKS = "{alla: Everyone, chef: Managers}"
"""The course of all kinds of questions, with a part for managers."""
LACKING = "02-att-ordna.md"
"""The managers' part is not in English."""
WITHHELD = "Svaren visas när du har svarat på frågorna i delen."


@pytest.fixture(autouse=True)
def _day() -> Iterator[None]:
    with time_machine.travel(world_made.NOW, tick=False):
        yield


class Town:
    """A town with people of all roles, and what each reads."""

    def __init__(self, app: Any, ids: dict[str, int]) -> None:
        self.app, self.ids = app, ids

    def enters(self, role: str, language: str = "sv") -> Any:
        client = self.app.test_client()
        assert client.post("/demo", data={"person_id": self.ids[role]}).location == "/"
        client.set_cookie("sprak", language)
        return client

    def course(self, name: str) -> Course:
        with self.app.app_context():
            return library().course(name)


@pytest.fixture(scope="module")
def tracked(on_sqlite: OnSqlite, tmp_path_factory: pytest.TempPathFactory) -> Filled:
    """`world_made` with the trial course in two tracks."""
    folder, url = tmp_path_factory.mktemp("tracked"), on_sqlite.fresh()
    courses = world_made.courses(folder / "courses")
    (courses / "provkurs" / "en" / LACKING).unlink()
    about = courses / "provkurs" / "course.md"
    text = about.read_text("utf-8").replace(*TWO_TRACKS)
    about.write_text(text.replace("{alla: Everyone}", NAMED_TRACKS), "utf-8")
    app = create_app(settings_for(url, folder / "instance"))
    with time_machine.travel(world_made.NOW, tick=False), app.app_context():
        ids = world_made.fill(courses)
    let_go(app)
    return Filled(Path(url.removeprefix("sqlite:///")), courses, ids)


@pytest.fixture(scope="module")
def town(
    on_sqlite: OnSqlite, tracked: Filled, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Town]:
    """A town where nobody has answered anything."""
    url = on_sqlite.copy(tracked.file)
    app = app_on(url, tmp_path_factory.mktemp("instance"))
    app.test_client_class = InspectingClient
    yield Town(app, tracked.ids)
    let_go(app)
    on_sqlite.drop(url)


@pytest.fixture
def fresh(on_sqlite: OnSqlite, tracked: Filled, make_app: Callable[..., Any]) -> Iterator[Town]:
    """A town of the test's own, where somebody may answer."""
    url = on_sqlite.copy(tracked.file)
    yield Town(make_app(url), tracked.ids)
    on_sqlite.drop(url)


def page(client: Any, path: str) -> BeautifulSoup:
    answer = client.get(path)
    assert answer.status_code == 200
    return BeautifulSoup(answer.text, "html5lib")


def paper_of(path: str) -> str:
    return path.replace("skriv-ut", "skriv-ut.pdf")


def sheet(client: Any, path: str) -> pypdf.PdfReader:
    answer = client.get(paper_of(path))
    assert (answer.status_code, answer.mimetype) == (200, "application/pdf")
    return pypdf.PdfReader(io.BytesIO(answer.data))


def words_of(reader: pypdf.PdfReader) -> str:
    """All letters of a PDF but those at the foot of each sheet, without what parts words."""
    foot = re.escape(squeezed(reader.metadata.title)) + r"\d+$"
    return "".join(re.sub(foot, "", squeezed(each.extract_text())) for each in reader.pages)


def squeezed(text: str) -> str:
    return re.sub(r"\s", "", text)


def answers(client: Any, module: str, question: str, **given: str) -> None:
    path = f"/kurser/provkurs/{module}/fragor/{question}"
    held = {each["name"]: each["value"] for each in page(client, path).select("main [type=hidden]")}
    assert client.post(path, data=held | given).status_code == 303


def reasons(question: Question) -> list[str]:
    """All that an author says of right and wrong in a question."""
    parts = (*question.options, *question.steps, *question.pairs)
    found = [part.feedback for part in parts] + [question.if_right, question.if_wrong]
    return [each for each in found if each]


# --- the rules


def module(name: str) -> Module:
    return Module(name, "kurs", "sv", name, 5, (), (), 1, "")


TRACKS = (Track("alla", "Alla", ("a", "b")), Track("chef", "Chefer", ("c",)))
COURSE = Course("kurs", "Kurs", "", 1, tracks=TRACKS, modules=tuple(map(module, "abc")))


def ids(own: tuple[str, ...], asked: str | None) -> str:
    return "".join(each.id for each in selected(selections(COURSE, own), asked).modules)


@pytest.mark.parametrize(
    ("asked", "staff", "manager"),
    [
        (None, "ab", "abc"),
        ("alla", "ab", "ab"),
        ("chef", "abc", "abc"),
        ("hela", "abc", "abc"),
    ],
)
def test_one_reads_ones_own_parts_or_those_of_a_track(asked, staff, manager) -> None:
    assert ids(("alla",), asked) == staff
    assert ids(("alla", "chef"), asked) == manager


@pytest.mark.parametrize("asked", ["fortroendevald", "'--"])
def test_parts_that_are_not_offered_are_not_there(asked: str) -> None:
    with pytest.raises(NotOffered):
        ids(("alla",), asked)


def test_only_what_differs_is_offered() -> None:
    offered = [each.id for each in choice(selections(COURSE, ("alla",)))]
    assert offered == ["mina", "chef"]
    assert [each.id for each in choice(selections(COURSE, ("alla", "chef")))] == ["mina", "alla"]


def test_the_answer_to_a_question_is_told_who_has_answered_or_writes_courses() -> None:
    question = Question("q1", "one", "b", "?")
    assert not told(question, {"q2"}, writes=False)
    assert told(question, {"q1"}, writes=False)
    assert told(question, (), writes=True)


# --- who reads which answers


@pytest.mark.parametrize("role", [role for role in world_made.ROLES if role != "author"])
def test_no_answer_reaches_the_page_before_the_question_is_answered(town: Town, role: str) -> None:
    client = town.enters(role)
    shown = client.get(TRIAL).text
    questions = [each for part in town.course("provkurs").modules for each in part.questions]
    assert len(questions) == 10
    for question in questions:
        assert str(question.prompt_html) in shown
        for said in reasons(question):
            assert said not in shown
    found = page(client, TRIAL)
    assert found.select(".reasons, .mark, .right") == []
    assert found.text.count(WITHHELD) == 3
    paper = words_of(sheet(client, TRIAL))
    assert paper.count(squeezed(WITHHELD)) == 3
    assert not [s for q in questions for s in reasons(q) if squeezed(s) in paper]


def test_the_answer_stands_there_once_one_has_answered_even_wrongly(fresh: Town) -> None:
    client = fresh.enters("learner")
    answers(client, "att-valja", "vad-forst", choice="1")
    found = page(client, TRIAL)
    (solved,) = found.select("#svar ~ section .asked")
    assert solved.h4.text == "1. Vad gör du först?"
    assert [" ".join(each.get_text(" ").split()) for each in solved.select("li")] == [
        "A Väntar till nästa vecka På en vecka hinner en äldre person bli svag.",
        "B Berättar samma dag Rätt svar Ja. Undernäring går fort hos äldre.",
    ]
    assert "Svaren på frågorna 2 och 3 visas när du har svarat på dem." in found.text
    assert found.text.count(WITHHELD) == 2
    paper = words_of(sheet(client, TRIAL))
    assert squeezed("Berättar samma dag Rätt svar") in paper
    assert squeezed("Budgeten är styrning.") not in paper
    assert page(fresh.enters("manager"), TRIAL).text.count(WITHHELD) == 3


def test_when_all_is_answered_nothing_is_withheld(fresh: Town) -> None:
    client = fresh.enters("learner")
    answers(client, "att-valja", "vad-forst", choice="1")
    answers(client, "att-valja", "vilka-hor", choices="1")
    found = page(client, TRIAL)
    assert "Svaret på fråga 3 visas när du har svarat på den." in found.text
    answers(client, "att-valja", "sjutton", choice="1")
    found = page(client, TRIAL)
    assert len(found.select("#svar ~ section .asked")) == 3
    assert found.text.count(WITHHELD) == 2


def test_who_writes_the_courses_reads_every_answer(town: Town) -> None:
    client = town.enters("author")
    found = page(client, TRIAL)
    assert "visas när du" not in found.text
    key = found.select_one("#svar").parent
    said = " ".join(key.get_text(" ").split())
    for question in (q for part in town.course("provkurs").modules for q in part.graded):
        told_of = [part.feedback for part in question.options or question.steps or question.pairs]
        for why in told_of or [question.if_right]:
            assert why in said
    order, match = key.select(".asked")[-2:]
    placed = [" ".join(each.get_text(" ").split()) for each in order.select("li")]
    assert [each[:7] for each in placed] == ["1 Ta re", "2 Välj ", "3 Följ "]
    letters = {each.b.text: each.span.text for each in found.select(".lettered li")[-3:]}
    rows = [
        [cell.get_text(" ", strip=True) for cell in row("td")] for row in match.select("tr")[1:]
    ]
    sides = ["Trygg omsorg", "Mindre svinn", "Kortare körrundor"]
    assert [row[0].split(" ", 1) for row in rows] == [
        [next(letter for letter, said in letters.items() if said == side), side] for side in sides
    ]


def test_questions_from_before_and_after_the_course_are_never_in_it(town: Town) -> None:
    course = town.course("grundutbildning")
    shown = town.enters("author").get(f"{BASIC}?spar=hela").text
    forms = Counter(q.form for part in course.modules for q in part.questions)
    assert forms["a"] > 10
    assert forms["c"] > 10
    every = [question for part in course.modules for question in part.questions]
    asked = [question for question in every if question.form == "b"]
    others = [question for question in every if question.form != "b"]
    known = {q.prompt for q in asked}.union(*map(reasons, asked))
    assert not [q.id for q in asked if str(q.prompt_html) not in shown]
    assert not [q.id for q in others if q.prompt in shown and q.prompt not in known]
    assert not [said for q in others for said in reasons(q) if said in shown and said not in known]


def test_reading_it_leaves_no_trace_in_the_ledger(town: Town) -> None:
    client = town.enters("learner")
    client.get(TRIAL)
    client.get(paper_of(TRIAL))
    with town.app.app_context():
        assert list(db.session.scalars(select(Answer))) == []


# --- what stands on the page


def test_the_parts_are_ones_own_and_others_can_be_chosen(town: Town) -> None:
    client = town.enters("learner")
    course = town.course("grundutbildning")
    common = [part.title for part in course.modules_for(["alla"])]
    every = [part.title for part in course.modules_for(["alla", "chef"])]
    found = page(client, BASIC)
    assert [link.text for link in found.select(".toc a")] == [*common, "Svar"]
    offered = found.select(".switch a")
    others = [track.title for track in course.tracks if track.id != "alla"]
    assert [link.text for link in offered] == ["Mina delar", *others, "Hela kursen"]
    assert [link.get("aria-current") for link in offered][:2] == ["page", None]
    whole = page(client, found.select(".switch a")[1]["href"].replace("?", f"{BASIC}?"))
    assert [part.text for part in whole.select(".chapter h2")] == [*every, "Svar"]
    assert whole.select(".links a")[0]["href"] == f"{BASIC}.pdf?spar=chef"


def test_every_link_within_the_page_leads_somewhere_and_no_place_stands_twice(town: Town) -> None:
    found = page(town.enters("author"), f"{BASIC}?spar=hela")
    places = Counter(each["id"] for each in found.select("[id]"))
    assert {place for place, times in places.items() if times > 1} == set()
    led_to = {link["href"][1:] for link in found.select('main a[href^="#"]')}
    assert led_to <= set(places)
    assert len(led_to) > 40


def test_headings_skip_no_step(town: Town) -> None:
    found = page(town.enters("author"), f"{BASIC}?spar=hela")
    levels = [int(each.name[1]) for each in found.select("main :is(h1, h2, h3, h4, h5, h6)")]
    assert levels[0] == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))


@pytest.mark.parametrize(
    ("language", "title", "word", "first"),
    [
        ("sv", "Att välja", "Del 1", "Vad gör du först?"),
        ("en", "Choosing", "Part 1", "What do you do first?"),
        ("lattlast", "Välj lätt", "Del 1", "Vad gör du först?"),
    ],
)
def test_it_is_read_in_the_language_chosen(town: Town, language, title, word, first) -> None:
    client = town.enters("learner", language)
    found, reader = page(client, TRIAL), sheet(client, TRIAL)
    assert found.select_one(".chapter h2").text == title
    assert word in found.select_one(".chapter .where").text
    assert found.select_one(".chapter h4").text == f"1. {first}"
    assert reader.trailer["/Root"]["/Lang"] == ("en" if language == "en" else "sv")
    paper = words_of(reader)
    for said in (title, word, first):
        assert squeezed(said) in paper


def test_in_english_its_title_its_words_and_its_choices_are_english(town: Town) -> None:
    found = page(town.enters("learner", "en"), "/kurser/provkurs/skriv-ut")
    cover = found.select_one(".cover")
    assert cover.h1.text == "A trial of every kind of question"
    assert cover.select_one(".prose").text.strip() == "A course with every kind of question."
    assert [each.text for each in cover.select("nav a")] == ["My parts", "Managers"]
    assert [each.text for each in cover.select("[lang]:not(.languages *)")] == ["Exempelby"]
    swedish = page(town.enters("learner"), "/kurser/provkurs/skriv-ut")
    assert swedish.h1.text == "Prov av alla slags frågor"


def test_a_part_that_is_lacking_in_a_language_is_swedish_and_says_so(town: Town) -> None:
    found = page(town.enters("learner", "en"), TRIAL)
    first, _second, lacking, key = found.select(".chapter")
    assert "not in English yet" in lacking.text
    assert "not in English yet" not in first.text + key.text
    spoken = ".prose, h2, h4, .lettered span, tbody th"
    assert {each.get("lang") for each in lacking.select(spoken)} == {"sv"}
    assert {each.get("lang") for each in first.select(spoken)} == {None}
    assert [each.get("lang") for each in key.select("h2, h3")] == [None, None, None, "sv"]
    assert [each.get("lang") for each in found.select(".toc a")] == [None, None, "sv", None]


def places(found: BeautifulSoup) -> dict[str, str]:
    """Which part of the course each chapter says that it is, by its title."""
    return {
        each.h2.text: each.select_one(".where").text.partition(" · ")[0]
        for each in found.select(".chapter:has(> .stack > h2)")
    }


def leads_or_is_elected(town: Town, track: str) -> None:
    """Give the manager of the town this track."""
    with town.app.app_context():
        subject = db.session.get_one(Person, town.ids["manager"]).subject
        if track == "Chefer":
            own = db.session.scalars(select(Employment).where(Employment.subject == subject)).one()
            own.manager = True
        else:
            council = db.session.scalars(select(Place).where(Place.kind == "body")).one()
            db.session.add(
                Assignment(
                    subject=subject, place_id=council.id, position="member", from_day=world_made.DAY
                )
            )
        db.session.commit()


@pytest.mark.parametrize(("track", "own"), [("Chefer", 5), ("Förtroendevalda", 5)])
def test_a_part_has_one_number_wherever_it_is_written(fresh: Town, track: str, own: int) -> None:
    leads_or_is_elected(fresh, track)
    client = fresh.enters("manager")
    edition = page(client, BASIC)
    told = list(places(edition).values())
    assert told[:8] == [f"Del {number} av 8" for number in range(1, 9)]
    assert told[8:] == [f"Del {number} av {own}, {track}" for number in range(1, own + 1)]
    labels = [*map(str, range(1, 9)), *(f"{track} {number}" for number in range(1, own + 1))]
    listed = [
        " ".join([*(p.text for p in each.parent.find_previous_siblings("p")), *each.text.split()])
        for each in edition.select("ol.toc li")
    ]
    solved = [each.text for each in edition.select("[id$='-svar']")]
    titles = list(places(edition))
    assert listed == [f"{label} {title}" for label, title in zip(labels, titles, strict=True)]
    assert solved == [f"{label}. {title}" for label, title in zip(labels, titles, strict=True)]
    paper = words_of(sheet(client, BASIC))
    assert all(squeezed(f"{said} · cirka") in paper for said in told)
    for path in ("/", "/kurser/grundutbildning"):
        found = page(client, path)
        lists = found.select(".tasks")
        assert [len(each.select("li")) for each in lists] == [8, own]
        assert [each.find_previous_sibling().text for each in lists] == ["Alla", track]
        for link in found.select(".tasks a"):
            where = page(client, link["href"]).select_one(".where").text
            assert where.split(" · ")[1] == places(edition)[link.text].replace("Del", "del")
    assert page(client, "/").select_one(".next .where").text.startswith("Del 1 av 8 · ")


def test_who_has_one_track_reads_no_name_of_it(town: Town) -> None:
    client = town.enters("learner")
    for path in ("/", "/kurser/grundutbildning"):
        (only,) = page(client, path).select(".tasks")
        assert only.find_previous_sibling().name != "h3"
        assert "Alla" not in [each.text for each in page(client, path).select("h2, h3")]


def test_course_and_start_page_lead_there(town: Town) -> None:
    client = town.enters("learner")
    for path in ("/", "/kurser/grundutbildning"):
        assert [a.text for a in page(client, path).select(f'a[href="{BASIC}"]')] == [
            "Skriv ut eller läs hela kursen på en sida"
        ]


def test_a_course_that_there_is_not_has_no_text_edition(town: Town) -> None:
    client = town.enters("learner")
    for path in ("/kurser/ingen/skriv-ut", "/kurser/ingen/skriv-ut.pdf"):
        assert client.get(path).status_code == 404


# --- the PDF, read back


class Element:
    """One element of a PDF's structure: its role, its language and its children."""

    def __init__(self, given: Any) -> None:
        self.role, self.lang = given["/S"][1:], given.get("/Lang")
        self.title = given.get("/T")
        attributes = given.get("/A", [])
        self.attributes = [each.get_object() for each in attributes]
        kids = given.get("/K", [])
        kids = kids.get_object() if hasattr(kids, "get_object") else kids
        found = [each.get_object() for each in (kids if isinstance(kids, list) else [kids])]
        self.children = [Element(e) for e in found if isinstance(e, dict) and "/S" in e]

    def every(self, *roles: str) -> list[Element]:
        own = [self] if self.role in roles else []
        return own + [found for child in self.children for found in child.every(*roles)]


def structure(reader: pypdf.PdfReader) -> Element:
    root = reader.trailer["/Root"]["/StructTreeRoot"]["/K"].get_object()
    return Element(root[0].get_object() if isinstance(root, list) else root)


def test_the_headings_of_the_pdf_are_those_of_the_page(town: Town) -> None:
    client = town.enters("author")
    found, reader = page(client, TRIAL), sheet(client, TRIAL)
    assert reader.metadata.title == "Prov av alla slags frågor, textutgåva"
    tree = structure(reader)
    read = [(int(each.role[1]) + 1, each.title) for each in tree.every("H1", "H2", "H3", "H4")]
    shown = found.select("main :is(h2, h3, h4, h5)")
    assert read == [(int(each.name[1]), each.get_text()) for each in shown]
    assert len(tree.every("Title")) == 1
    assert len(tree.every("TOCI")) == 4


def test_every_table_of_the_pdf_has_its_header_and_every_cell_names_it(town: Town) -> None:
    client = town.enters("author")
    tables = structure(sheet(client, TRIAL)).every("Table")
    shown = page(client, TRIAL).select("main table")
    assert len(tables) == len(shown) == 6
    for table, beside in zip(tables, shown, strict=True):
        heads = table.every("THead")[0].every("TH")
        assert len(heads) == len(beside.select("thead th"))
        scopes = {each["/Scope"] for head in heads for each in head.attributes if "/Scope" in each}
        assert scopes == {"/Column"}
        cells = table.every("TD")
        assert len(cells) == len(beside.select("tbody :is(th, td)"))
        assert all(any(each.get("/Headers") for each in cell.attributes) for cell in cells)


def test_a_swedish_part_of_an_english_pdf_says_so_in_its_structure(town: Town) -> None:
    tree = structure(sheet(town.enters("learner", "en"), TRIAL))
    # contents, the three parts, the answers
    assert [each.lang for each in tree.every("H1")] == [None, None, None, "sv", None]
    assert [each.lang for each in tree.every("H3")] == [*[None] * 8, "sv", "sv"]
    every = structure(sheet(town.enters("learner"), TRIAL)).every("P", "H1", "H2", "H3", "L")
    assert {each.lang for each in every} == {None}


PAINTS = {b"Tj", b"TJ", b"'", b'"', b"S", b"s", b"f", b"F", b"f*", b"B", b"B*", b"b", b"b*"}
PAINTS |= {b"sh", b"Do", b"EI"}


def unmarked(reader: pypdf.PdfReader) -> int:
    """How often something is drawn that neither the structure nor an artifact holds."""
    found = 0
    for each in reader.pages:
        depth = 0
        for _given, word in ContentStream(each.get_contents(), reader).operations:
            depth += {b"BDC": 1, b"BMC": 1, b"EMC": -1}.get(word, 0)
            found += word in PAINTS and depth == 0
    return found


@pytest.mark.parametrize("language", ["sv", "en", "lattlast"])
@pytest.mark.parametrize("path", [TRIAL, f"{BASIC}?spar=hela"])
def test_it_keeps_the_standard_and_draws_nothing_unmarked(
    town: Town, caplog: pytest.LogCaptureFixture, path: str, language: str
) -> None:
    reader = sheet(town.enters("author", language), path)
    assert "pdfuaid" in reader.xmp_metadata.rdf_root.toxml()
    assert caplog.records == []
    assert unmarked(reader) == 0


def test_the_pdf_says_what_the_page_says(town: Town) -> None:
    client = town.enters("author")
    path = f"{BASIC}?spar=hela"
    paper = words_of(sheet(client, path))
    lines = page(client, path).select(
        ".chapter :is(p, h2, h3, h4, th, td, .prose li, .sources li, .lettered span)"
    )
    said = [squeezed(line.get_text()) for line in lines]
    assert len(said) > 800
    assert [line for line in said if line not in paper] == []


@pytest.mark.parametrize("language", ["sv", "en", "lattlast"])
def test_who_copies_or_listens_to_the_pdf_meets_no_character_that_nobody_sees(
    town: Town, language: str
) -> None:
    reader = sheet(town.enters("author", language), f"{BASIC}?spar=hela")
    said = "".join(each.extract_text() for each in reader.pages)
    unseen = Counter(each for each in said if unicodedata.category(each) == "Cf")
    assert (unseen, "2019" in said) == (Counter(), True)


def test_the_same_edition_is_the_same_bytes(town: Town) -> None:
    client = town.enters("learner")
    one, other = (client.get(paper_of(TRIAL)) for _ in range(2))
    assert one.data == other.data
    assert one.headers["Content-Disposition"] == 'attachment; filename="provkurs-1.pdf"'


def test_links_on_paper_are_whole_addresses(town: Town) -> None:
    reader = sheet(town.enters("learner"), BASIC)
    actions = [
        note.get_object()["/A"].get("/URI", "")
        for each in reader.pages
        for note in each.get("/Annots", [])
        if "/A" in note.get_object()
    ]
    outside = {action for action in actions if action}
    assert f"http://127.0.0.1:8000{BASIC}" in outside
    assert len(outside) > 10
    assert all(action.startswith(("http://", "https://")) for action in outside)
