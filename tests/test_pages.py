"""Every page in every state a person can bring it to, in light and dark, on phone and wide screen.

`PAGES` names them all. A route that answers HTML and is not among them is a failure. Each is read
by axe and by the inspector, asks no other host for anything, and never scrolls sideways.
"""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

import pypdf
import pytest
import time_machine
from werkzeug.datastructures import Headers

from app.core.db import db
from app.people import accounts
from app.people.models import Person
from tests import world_made
from tests.conftest import Filled, OnSqlite, app_on, let_go, served
from tests.inspecting import header_faults, page_faults

PHONE, WIDE = {"width": 320, "height": 640}, {"width": 1280, "height": 800}
COURSE = "/kurser/provkurs"
BASIC = "/kurser/grundutbildning"

Act = Callable[[Any, "World"], None]


@dataclass(frozen=True)
class World:
    """The municipality under test, as it is served."""

    app: Any
    url: str
    ids: dict[str, int]
    cookies: dict[str, Any] = field(default_factory=dict)

    def enter(self, page: Any, role: str) -> None:
        """Sign in on the demo's page as the person who has this role; later come back signed in."""
        if role in self.cookies:
            page.context.add_cookies(self.cookies[role])
            return
        page.goto(f"{self.url}/demo")
        page.locator(f'button[value="{self.ids[role]}"]').click()
        page.wait_for_url(f"{self.url}/")
        self.cookies[role] = page.context.cookies()

    def link(self) -> str:
        """A fresh link for choosing a password."""
        with self.app.app_context():
            person = db.session.get_one(Person, self.ids["learner"])
            token = accounts.make_link(person, "activate", world_made.NOW)
            db.session.commit()
        return f"/losenord/{token}"


@dataclass(frozen=True)
class Seen:
    """One page in one state: who sees it, where, and what is done there first."""

    endpoint: str
    path: str | Callable[[World], str]
    role: str | None = "learner"
    act: tuple[Act, ...] = field(default=())
    status: int = 200
    own_title: bool = True
    lang: str = "sv"


def press(words: str) -> Act:
    return lambda page, _world: page.get_by_role("button", name=words, exact=True).click()


def fill(label: str, words: str) -> Act:
    return lambda page, _world: page.get_by_label(label, exact=True).fill(words)


def choose(label: str) -> Act:
    return lambda page, _world: page.get_by_label(label, exact=True).check()


def select(label: str, value: str) -> Act:
    return lambda page, _world: page.get_by_label(label, exact=True).select_option(label=value)


def follow(words: str) -> Act:
    return lambda page, _world: page.get_by_role("link", name=words).first.click()


def read_in(language: str) -> Act:
    return lambda page, _world: page.locator(f'footer button[value="{language}"]').click()


def go(path: str) -> Act:
    return lambda page, world: page.goto(world.url + path)


def post(path: str, body: str = "", kind: str = "application/x-www-form-urlencoded") -> Act:
    """Send what no form of ours sends, and show the answer."""

    def act(page: Any, world: World) -> None:
        def instead(route: Any) -> None:
            headers = {**route.request.headers, "content-type": kind}
            route.continue_(method="POST", post_data=body, headers=headers)

        page.route(f"{world.url}{path}", instead)
        page.goto(world.url + path)
        page.unroute(f"{world.url}{path}")

    return act


def finish(module: str, answers: dict[str, tuple[Act, ...]]) -> Act:
    """Answer a module's questions, each on its own page, and go to the result."""

    def act(page: Any, world: World) -> None:
        for question, steps in answers.items():
            page.goto(f"{world.url}{COURSE}/{module}/fragor/{question}")
            for step in steps:
                step(page, world)
            page.locator("main form button").click()
        page.goto(f"{world.url}{COURSE}/{module}/resultat")

    return act


WRONG = (choose("Väntar till nästa vecka"),)
RIGHT = (choose("Berättar samma dag"),)
ONES = (choose("Budgeten"), choose("Revisionen"))
RATED = (choose("Lite säker"),)
Q = f"{COURSE}/att-valja/fragor"
ALL_WRONG = (WRONG, (choose("En affisch"),), (choose("Falskt"),), RATED)
ALL_RIGHT = (RIGHT, ONES, (choose("Sant"),), RATED)
CHOSEN = ("vad-forst", "vilka-hor", "sjutton", "hur-saker")
FAILED = finish("att-valja", dict(zip(CHOSEN, ALL_WRONG, strict=True)))
PASSED = finish("att-valja", dict(zip(CHOSEN, ALL_RIGHT, strict=True)))
SOUGHT = "Vad letar du efter?"
LOOK, WANT, FOLLOW = "Ta reda på läget", "Välj vad som ska göras", "Följ upp"
ORDERED = (select(LOOK, "1"), select(WANT, "2"), select(FOLLOW, "3"))
DISORDERED = (select(LOOK, "1"), select(WANT, "3"), select(FOLLOW, "2"))
PAIRED = (
    select("Mål 3", "Trygg omsorg"),
    select("Mål 12", "Mindre svinn"),
    select("Mål 13", "Kortare körrundor"),
)
CROSSED = (
    select("Mål 3", "Mindre svinn"),
    select("Mål 12", "Trygg omsorg"),
    select("Mål 13", "Kortare körrundor"),
)
PLANNED = (fill("Om …", "jag planerar inköp"), fill("… då …", "väljer jag säsong"))
THOUGHT = (fill("Dina tankar", "Jag <b>delar</b> ut mat."),)
SEVENTEEN = (fill("Ditt svar", "17"),)
NAMED = (fill("Ditt svar", "Agenda 2030"),)
DONE = (
    PASSED,
    finish("att-ordna", {"ordning": ORDERED, "hor-ihop": PAIRED}),
    finish(
        "att-skriva",
        {
            "hur-manga": SEVENTEEN,
            "vad-heter": NAMED,
            "vad-bidrar": THOUGHT,
            "vad-annorlunda": PLANNED,
        },
    ),
)


PAGES: dict[str, Seen] = {
    "sign-in": Seen("people.sign_in", "/logga-in", None),
    "sign-in, empty": Seen("people.sign_in", "/logga-in", None, (press("Logga in"),), 422),
    "sign-in, wrong": Seen(
        "people.sign_in",
        "/logga-in",
        None,
        (
            fill("E-postadress eller användarnamn", "a@b.se"),
            fill("Lösenord", "fel ord här"),
            press("Logga in"),
        ),
        422,
    ),
    "sign-out": Seen("people.sign_out", "/logga-ut"),
    "demo": Seen("people.demo", "/demo", None),
    "password": Seen("people.new_password", World.link, None),
    "password, empty": Seen(
        "people.new_password", World.link, None, (press("Spara och logga in"),), 422
    ),
    "password, short": Seen(
        "people.new_password",
        World.link,
        None,
        (fill("Nytt lösenord", "kort"), press("Spara och logga in")),
        422,
    ),
    "start": Seen("followup.start", "/"),
    "start of a member": Seen("followup.start", "/", "council", own_title=False),
    "courses": Seen("learning.courses", "/kurser"),
    "courses in English": Seen("learning.courses", "/kurser", act=(read_in("en"),), lang="en"),
    "course": Seen("learning.course", BASIC),
    "text edition": Seen("learning.text_edition", f"{BASIC}/skriv-ut"),
    "text edition of all kinds": Seen("learning.text_edition", f"{COURSE}/skriv-ut"),
    "text edition with answers": Seen(
        "learning.text_edition", f"{COURSE}/skriv-ut", "author", own_title=False
    ),
    "module": Seen("learning.module", f"{BASIC}/agendan-ar-var"),
    "module of all kinds": Seen("learning.module", f"{COURSE}/att-valja"),
    "one": Seen("learning.question", f"{Q}/vad-forst"),
    "one, empty": Seen("learning.question", f"{Q}/vad-forst", act=(press("Svara"),), status=422),
    "several": Seen("learning.question", f"{Q}/vilka-hor"),
    "several, empty": Seen(
        "learning.question", f"{Q}/vilka-hor", act=(press("Svara"),), status=422
    ),
    "true or false": Seen("learning.question", f"{Q}/sjutton"),
    "rating": Seen("learning.question", f"{Q}/hur-saker"),
    "rating, empty": Seen("learning.question", f"{Q}/hur-saker", act=(press("Spara"),), status=422),
    "order": Seen("learning.question", f"{COURSE}/att-ordna/fragor/ordning"),
    "order, empty": Seen(
        "learning.question",
        f"{COURSE}/att-ordna/fragor/ordning",
        act=(press("Svara"),),
        status=422,
    ),
    "order, twice the same": Seen(
        "learning.question",
        f"{COURSE}/att-ordna/fragor/ordning",
        act=(select(LOOK, "1"), select(WANT, "1"), select(FOLLOW, "2"), press("Svara")),
        status=422,
    ),
    "match": Seen("learning.question", f"{COURSE}/att-ordna/fragor/hor-ihop"),
    "match, empty": Seen(
        "learning.question",
        f"{COURSE}/att-ordna/fragor/hor-ihop",
        act=(press("Svara"),),
        status=422,
    ),
    "number": Seen("learning.question", f"{COURSE}/att-skriva/fragor/hur-manga"),
    "number, no number": Seen(
        "learning.question",
        f"{COURSE}/att-skriva/fragor/hur-manga",
        act=(fill("Ditt svar", "sjutton"), press("Svara")),
        status=422,
    ),
    "text": Seen("learning.question", f"{COURSE}/att-skriva/fragor/vad-heter"),
    "text, empty": Seen(
        "learning.question",
        f"{COURSE}/att-skriva/fragor/vad-heter",
        act=(press("Svara"),),
        status=422,
    ),
    "reflection": Seen("learning.question", f"{COURSE}/att-skriva/fragor/vad-bidrar"),
    "reflection, empty": Seen(
        "learning.question",
        f"{COURSE}/att-skriva/fragor/vad-bidrar",
        act=(press("Spara"),),
        status=422,
    ),
    "plan": Seen("learning.question", f"{COURSE}/att-skriva/fragor/vad-annorlunda"),
    "plan, empty": Seen(
        "learning.question",
        f"{COURSE}/att-skriva/fragor/vad-annorlunda",
        act=(press("Spara"),),
        status=422,
    ),
    "feedback, right": Seen("learning.feedback", f"{Q}/vad-forst", act=(*RIGHT, press("Svara"))),
    "feedback, wrong": Seen("learning.feedback", f"{Q}/vad-forst", act=(*WRONG, press("Svara"))),
    "feedback, several": Seen(
        "learning.feedback", f"{Q}/vilka-hor", act=(choose("Budgeten"), press("Svara"))
    ),
    "feedback, kept": Seen("learning.feedback", f"{Q}/hur-saker", act=(*RATED, press("Spara"))),
    "feedback, order": Seen(
        "learning.feedback",
        f"{COURSE}/att-ordna/fragor/ordning",
        act=(*DISORDERED, press("Svara")),
    ),
    "feedback, match": Seen(
        "learning.feedback",
        f"{COURSE}/att-ordna/fragor/hor-ihop",
        act=(*PAIRED, press("Svara")),
    ),
    "feedback, match wrong": Seen(
        "learning.feedback",
        f"{COURSE}/att-ordna/fragor/hor-ihop",
        act=(*CROSSED, press("Svara")),
    ),
    "feedback, number": Seen(
        "learning.feedback",
        f"{COURSE}/att-skriva/fragor/hur-manga",
        act=(fill("Ditt svar", "16,5"), press("Svara")),
    ),
    "feedback, text": Seen(
        "learning.feedback",
        f"{COURSE}/att-skriva/fragor/vad-heter",
        act=(*NAMED, press("Svara")),
    ),
    "feedback, reflection": Seen(
        "learning.feedback",
        f"{COURSE}/att-skriva/fragor/vad-bidrar",
        act=(*THOUGHT, press("Spara")),
    ),
    "feedback, plan": Seen(
        "learning.feedback",
        f"{COURSE}/att-skriva/fragor/vad-annorlunda",
        act=(*PLANNED, press("Spara")),
    ),
    "result, failed": Seen("learning.result", "/", "deputy", (FAILED,)),
    "result, passed": Seen("learning.result", "/", "manager", (PASSED,)),
    "result, course done": Seen("learning.result", "/", "hr", DONE),
    "certificate": Seen("learning.certificate", "/", "secretary", (*DONE, follow("Visa intyget"))),
    "search": Seen("search.results", "/sok"),
    "search, found": Seen("search.results", "/sok?q=vardagen", own_title=False),
    "search, found in part": Seen(
        "search.results",
        "/",
        act=(follow("Sök"), fill(SOUGHT, "kommun zebra"), press("Sök")),
        own_title=False,
    ),
    "search, none": Seen(
        "search.results", "/sok", act=(fill(SOUGHT, "zebra"), press("Sök")), own_title=False
    ),
    "search, found more loosely": Seen(
        "search.results", "/sok?q=vägarbete+hallbart", own_title=False
    ),
    "search, pages found": Seen("search.results", "/sok?q=omsorg", own_title=False),
    "search, pages found in English": Seen(
        "search.results", "/sok?q=print", act=(read_in("en"),), own_title=False, lang="en"
    ),
    "search, nothing in English": Seen(
        "search.results", "/sok?q=zebra", act=(read_in("en"),), own_title=False, lang="en"
    ),
    "search, too long": Seen("search.results", f"/sok?q={'a' * 90}+{'b' * 900}", own_title=False),
    "search in English": Seen(
        "search.results", "/sok?q=hållbart", act=(read_in("en"),), own_title=False, lang="en"
    ),
    "handbook": Seen("editing.handbook", "/redaktion/handbok", "author"),
    "goals": Seen("lookup.goals", "/mal"),
    "goals of one kind of work": Seen("lookup.goals", "/mal?arbete=omsorg", own_title=False),
    "goals of no kind of work": Seen("lookup.goals", "/mal?arbete=flyg", own_title=False),
    "goals in English": Seen("lookup.goals", "/mal", act=(read_in("en"),), lang="en"),
    "goals in easy Swedish": Seen(
        "lookup.goals", "/ordlista", act=(read_in("lattlast"), go("/mal"))
    ),
    "goal": Seen("lookup.goal", "/mal/12"),
    "goal in English": Seen("lookup.goal", "/mal/3", act=(read_in("en"),), lang="en"),
    "goal that is none": Seen("", "/mal/18", status=404),
    "glossary": Seen("lookup.glossary", "/ordlista"),
    "glossary in English": Seen("lookup.glossary", "/ordlista", act=(read_in("en"),), lang="en"),
    "glossary in easy Swedish": Seen("lookup.glossary", "/ordlista", act=(read_in("lattlast"),)),
    "module, a word explained": Seen(
        "learning.module", f"{BASIC}/sa-styrs-kommunen", act=(follow("nämnden"),)
    ),
    "map": Seen("competence.map", "/kompetens", "strategist"),
    "map, shown": Seen("competence.map", "/kompetens?grad=shown", "strategist", own_title=False),
    "map, all below": Seen("competence.map", "/kompetens?niva=alla", "strategist", own_title=False),
    "map of a learner": Seen("competence.map", "/kompetens", "learner", own_title=False),
    "persons": Seen("followup.persons", "/personer", "hr"),
    "persons, none": Seen("followup.persons", "/personer?q=finnsinte", "hr"),
    "units": Seen("followup.units", "/enheter", "manager"),
    "unit": Seen("followup.unit", lambda world: f"/enheter/{world.ids['care']}", "manager"),
    "reason": Seen("followup.reason", "/personer/skal", "auditor"),
    "reason, empty": Seen(
        "followup.reason",
        "/personer/skal",
        "auditor",
        (press("Spara skälet och visa namnen"),),
        422,
    ),
    "sign-in in English, empty": Seen(
        "people.sign_in", "/logga-in", None, (read_in("en"), press("Sign in")), 422, lang="en"
    ),
    "start in English": Seen("followup.start", "/", act=(read_in("en"),), lang="en"),
    "module in English": Seen(
        "learning.module", f"{COURSE}/att-valja", act=(read_in("en"),), lang="en"
    ),
    "module in easy Swedish": Seen(
        "learning.module", f"{COURSE}/att-valja", act=(read_in("lattlast"),)
    ),
    "text edition for managers, which is not in English": Seen(
        "learning.text_edition", f"{BASIC}/skriv-ut?spar=chef", act=(read_in("en"),), lang="en"
    ),
    "module that is not in English": Seen(
        "learning.module", f"{BASIC}/fran-beslut-till-enhet", act=(read_in("en"),), lang="en"
    ),
    "match in English, empty": Seen(
        "learning.question",
        f"{COURSE}/att-ordna/fragor/hor-ihop",
        act=(read_in("en"), press("Answer")),
        status=422,
        lang="en",
    ),
    "feedback of a Swedish answer in English": Seen(
        "learning.feedback",
        f"{Q}/vad-forst",
        act=(*WRONG, press("Svara"), read_in("en")),
        lang="en",
    ),
    "result in English": Seen("learning.result", "/", "author", (PASSED, read_in("en")), lang="en"),
    "map in English": Seen(
        "competence.map", "/kompetens", "strategist", (read_in("en"),), lang="en"
    ),
    "error 400": Seen("", "/", act=(post("/logga-ut"),), status=400),
    "error 403": Seen("", "/personer", status=403),
    "error 404": Seen("", "/finns/inte", status=404),
    "error 404, signed out": Seen("", "/finns/inte", None, status=404),
    "error 405": Seen("", "/", act=(post("/kompetens"),), status=405),
    "error 413": Seen("", "/", act=(post("/logga-in", "a=" + "b" * 1_100_000),), status=413),
}

NOT_PAGES = {
    "static": "files",
    "learning.text_edition_file": "a file",
    "followup.persons_file": "a file",
    "followup.unit_file": "a file",
    "learning.question_again": "leads to the question",
    "competence.map_file": "a file",
}
"""Routes that answer GET with something else than a page."""


@pytest.fixture(scope="module")
def world(
    on_sqlite: OnSqlite, filled: Filled, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[World]:
    url = on_sqlite.copy(filled.file)
    folder = tmp_path_factory.mktemp("instance")
    app = app_on(url, folder, WTF_CSRF_ENABLED=True, COURSES=str(filled.courses))
    with time_machine.travel(world_made.NOW, tick=True), served(app) as url:
        yield World(app, url, filled.ids)
    let_go(app)
    on_sqlite.drop(url)


@dataclass
class Watched:
    """A browser's page, the last document that it was sent, and the hosts that it asked."""

    page: Any
    answers: list[Any] = field(default_factory=list)
    hosts: set[str] = field(default_factory=set)

    def begin(self) -> None:
        self.page.on("response", self._answered)
        self.page.on("request", lambda request: self.hosts.add(urlsplit(request.url).netloc))

    def _answered(self, answer: Any) -> None:
        if answer.request.is_navigation_request() and not 300 <= answer.status < 400:
            self.answers.append(answer)


@pytest.fixture
def watched(new_context: Callable[..., Any]) -> Watched:
    made = Watched(new_context(viewport=PHONE).new_page())
    made.page.set_default_timeout(5_000)
    made.begin()
    return made


def bring(watched: Watched, world: World, seen: Seen) -> None:
    """Take the browser to the page and into its state."""
    if seen.role:
        world.enter(watched.page, seen.role)
    path = seen.path if isinstance(seen.path, str) else seen.path(world)
    watched.page.goto(world.url + path)
    for act in seen.act:
        act(watched.page, world)
    watched.page.wait_for_load_state()


OVERFLOW = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
OPEN_ALL = "document.querySelectorAll('details').forEach(part => part.open = true)"
SPACED = """() => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(`* { line-height: 1.5 !important; letter-spacing: 0.12em !important;
    word-spacing: 0.16em !important } p { margin-bottom: 2em !important }`);
  document.adoptedStyleSheets = [sheet];
}"""
SMALL = """() => [...document.querySelectorAll(
    ".button, .choice, .persona, .tasks li, .menu a, .menu button, .input")]
  .filter(each => each.checkVisibility() && each.getBoundingClientRect().height < 43.9)
  .map(each => each.outerHTML.slice(0, 90) + " " + each.getBoundingClientRect().height)"""


@pytest.mark.parametrize("seen", PAGES.values(), ids=PAGES)
def test_the_page_is_for_everybody(
    seen: Seen, world: World, watched: Watched, axe: Callable[[Any], list[str]]
):
    bring(watched, world, seen)
    page, answer = watched.page, watched.answers[-1]
    assert answer.status == seen.status
    headers = Headers([(h["name"], h["value"]) for h in answer.headers_array()])
    assert [*header_faults(headers), *page_faults(answer.text())] == []
    assert page.locator("html").get_attribute("lang") == seen.lang

    page.evaluate(OPEN_ALL)
    for size in (PHONE, WIDE):
        page.set_viewport_size(size)
        assert page.evaluate(OVERFLOW) <= 0, f"scrolls sideways at {size['width']} px"
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)
            assert axe(page) == [], f"{scheme}, {size['width']} px"
    page.set_viewport_size(PHONE)
    assert page.evaluate(SMALL) == []
    page.evaluate(SPACED)
    assert page.evaluate(OVERFLOW) <= 0, "scrolls sideways with wider spacing"
    page.set_viewport_size({"width": 640, "height": 800})
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    assert page.evaluate(OVERFLOW) <= 0, "scrolls sideways with text twice as large"
    assert watched.hosts == {urlsplit(world.url).netloc}


def test_every_route_that_answers_a_page_is_among_the_pages(app: Any):
    answering = {
        rule.endpoint for rule in app.url_map.iter_rules() if "GET" in (rule.methods or ())
    }
    listed = {seen.endpoint for seen in PAGES.values() if seen.endpoint}
    assert answering - listed - set(NOT_PAGES) == set()
    assert (listed | set(NOT_PAGES)) - answering == set()


def test_no_two_pages_have_the_same_title(world: World, new_context: Callable[..., Any]):
    titles: dict[str, list[str]] = {}
    for name, seen in PAGES.items():
        if seen.own_title and not seen.act and seen.status == 200:
            page = new_context().new_page()
            if seen.role:
                world.enter(page, seen.role)
            path = seen.path if isinstance(seen.path, str) else seen.path(world)
            found = re.search("<title>(.*)</title>", page.request.get(world.url + path).text())
            titles.setdefault(found[1] if found else "", []).append(name)
            page.context.close()
    assert {title: names for title, names in titles.items() if len(names) > 1} == {}


def test_a_first_visit_is_light_and_nothing_jumps(world: World, new_context: Callable[..., Any]):
    page = new_context(viewport=PHONE).new_page()
    page.add_init_script(
        "window.jumped = 0; new PerformanceObserver(list => {"
        " for (const entry of list.getEntries()) window.jumped += entry.value"
        " }).observe({type: 'layout-shift', buffered: true})"
    )
    world.enter(page, "learner")
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")
    session.send("Network.clearBrowserCache")
    weight: list[float] = []
    session.on("Network.loadingFinished", lambda event: weight.append(event["encodedDataLength"]))
    page.goto(f"{world.url}{BASIC}/agendan-ar-var")
    page.evaluate("document.fonts.ready")
    assert 90_000 < sum(weight) < 150_000
    assert page.evaluate("window.jumped") <= 0.05


@pytest.mark.parametrize("name", ["start", "one", "order", "persons", "map", "sign-in"])
def test_every_stop_of_the_keyboard_is_seen_and_none_is_left_out(
    name: str, world: World, watched: Watched
):
    bring(watched, world, PAGES[name])
    page = watched.page
    page.set_viewport_size(WIDE)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    stops = []
    while page.evaluate("document.activeElement !== document.body") and len(stops) < 120:
        stops.append(page.evaluate(STOP))
        page.keyboard.press("Tab")
    assert [stop["html"] for stop in stops if not stop["seen"]] == []
    assert len(stops) == page.evaluate(STOPS)


STOP = """() => {
  const element = document.activeElement;
  const bearer = element.closest(".choice") || element;
  const rings = [getComputedStyle(bearer), getComputedStyle(bearer, "::after")];
  const box = bearer.getBoundingClientRect();
  return {
    html: element.outerHTML.slice(0, 120),
    seen: rings.some(ring => ring.outlineStyle === "solid" && parseFloat(ring.outlineWidth) >= 3)
      && box.bottom > 0 && box.top < innerHeight,
  };
}"""
STOPS = """() => {
  const groups = new Set();
  const reached = "a[href], button, input, select, textarea, summary, [tabindex='0']";
  return [...document.querySelectorAll(reached)].filter(each => {
    if (!each.checkVisibility() || each.disabled || each.type === "hidden") return false;
    if (each.type !== "radio") return true;
    return !groups.has(each.name) && groups.add(each.name);
  }).length;
}"""


@pytest.mark.parametrize("name", ["persons", "unit"])
def test_a_list_of_persons_fits_a_phone_and_is_still_a_table(
    name: str, world: World, watched: Watched
):
    bring(watched, world, PAGES[name])
    page = watched.page
    headings = page.get_by_role("columnheader").all_inner_texts()
    assert headings[:4] == ["Namn", "Läge", "Delar kvar", "Klar senast"]
    rows = page.get_by_role("table").get_by_role("row")
    assert rows.count() > 1
    assert rows.nth(1).get_by_role("rowheader").count() == 1
    assert rows.nth(1).get_by_role("cell").count() == len(headings) - 1
    assert page.evaluate(BEYOND) == []
    assert not page.locator(".sideways").is_visible()


def test_a_phone_shows_who_has_something_left_in_each_unit(world: World, watched: Watched):
    bring(watched, world, PAGES["units"])
    watched.page.set_viewport_size({"width": 360, "height": 640})
    assert watched.page.evaluate(BEYOND) == []
    assert not watched.page.locator(".sideways").is_visible()
    told = watched.page.locator("tbody tr td").first
    said = told.evaluate("cell => getComputedStyle(cell, '::before').content")
    assert said == '"Har något kvar "'


@pytest.mark.parametrize("width", range(320, 1281, 160))
@pytest.mark.parametrize("name", ["persons", "units", "map"])
def test_where_a_table_goes_on_beside_the_screen_it_is_said(
    name: str, width: int, world: World, watched: Watched
):
    bring(watched, world, PAGES[name])
    watched.page.set_viewport_size({"width": width, "height": 800})
    if watched.page.evaluate(BEYOND):
        assert watched.page.locator(".sideways").is_visible()


BEYOND = """() => {
  const edge = document.querySelector(".scroll").getBoundingClientRect().right;
  return [...document.querySelectorAll(".scroll th, .scroll td")]
    .filter(each => each.getBoundingClientRect().right > edge + 1)
    .map(each => each.innerText);
}"""


def test_the_skip_link_leads_to_the_content(world: World, watched: Watched):
    bring(watched, world, PAGES["start"])
    watched.page.keyboard.press("Tab")
    watched.page.keyboard.press("Enter")
    assert watched.page.evaluate("document.activeElement.id") == "innehall"


def printed(page: Any) -> list[tuple[int, int]]:
    """The sizes in millimetres of the pages that a printer would get."""
    paper = page.pdf(prefer_css_page_size=True)
    boxes = re.findall(rb"/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]", paper)
    return [(round(float(w) * 25.4 / 72), round(float(h) * 25.4 / 72)) for w, h in boxes]


def test_a_certificate_is_one_sheet(world: World, watched: Watched):
    bring(watched, world, PAGES["certificate"])
    assert printed(watched.page) == [(210, 297)]


def test_a_text_edition_begins_each_part_and_the_answers_on_a_sheet_of_their_own(
    world: World, watched: Watched
):
    bring(watched, world, PAGES["text edition of all kinds"])
    sheets = printed(watched.page)
    assert set(sheets) == {(210, 297)}
    paper = pypdf.PdfReader(io.BytesIO(watched.page.pdf(prefer_css_page_size=True)))
    texts = [each.extract_text() for each in paper.pages]
    firsts = [next(n for n, text in enumerate(texts) if word in text) for word in FIRSTS]
    assert firsts == sorted(set(firsts))
    assert "Hämta som PDF" not in " ".join(texts)


FIRSTS = ("Innehåll", "Del 1 av", "Del 2 av", "Del 3 av", "Här står vad som är rätt")


def test_reports_are_printed_across(world: World, watched: Watched):
    bring(watched, world, PAGES["map"])
    assert set(printed(watched.page)) == {(297, 210)}


def test_forced_colours_show_what_is_chosen(world: World, new_context: Callable[..., Any]):
    page = new_context(forced_colors="active", viewport=PHONE).new_page()
    world.enter(page, "learner")
    page.goto(f"{world.url}{Q}/vilka-hor")
    box = page.get_by_label("Budgeten", exact=True)
    box.check()
    assert box.evaluate("e => getComputedStyle(e).appearance") == "auto"
    assert page.locator(".choice").first.evaluate("e => getComputedStyle(e).borderWidth") == "3px"
