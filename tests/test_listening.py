"""Listening in a browser. Chromium has no voices here, so a page gets a speech of its own to talk
to: `SPEECH` keeps what is said, and says that a sentence has ended when the test does.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
import time_machine

from tests import world_made
from tests.conftest import Filled

TEST = "/kurser/provkurs"
SPEECH = """
window.said = [];
window.voices = [{lang: "sv-SE", name: "far", localService: false},
                 {lang: "sv_SE", name: "near", localService: true}, {lang: "en-GB", name: "own"}];
window.SpeechSynthesisUtterance = class { constructor(text) { this.text = text; } };
const speech = {
  speaking: null, cancelled: 0, onvoiceschanged: null,
  getVoices: () => window.voices,
  speak(one) { said.push([one.lang, one.voice.name, one.text]); this.speaking = one; },
  cancel() {
    const one = this.speaking;
    this.cancelled++;
    this.speaking = null;
    if (one) one.onerror({error: "interrupted"});
  },
  end() { const one = this.speaking; this.speaking = null; one.onend(); },
  fail() { const one = this.speaking; this.speaking = null; one.onerror({error: "audio-busy"}); },
};
Object.defineProperty(window, "speechSynthesis", {value: speech, configurable: true});
"""
LIT = """
() => [...(CSS.highlights.get("lasning") || [])].map(range => String(range).replace(/\\s+/g, " "))
"""


@pytest.fixture
def sqlite_url(world_url: str) -> str:
    return world_url


@pytest.fixture
def site(filled: Filled, live_server: str) -> Iterator[tuple[str, int]]:
    with time_machine.travel(world_made.NOW, tick=True):
        yield live_server, filled.ids["learner"]


class Listener:
    """A page in a browser that can speak."""

    def __init__(self, page: Any, site: tuple[str, int]) -> None:
        self.page, (self.url, self.person) = page, site
        page.set_default_timeout(5_000)
        page.goto(f"{self.url}/demo")
        page.locator(f'button[value="{self.person}"]').click()
        page.wait_for_url(f"{self.url}/")

    def opens(self, path: str, language: str = "sv") -> None:
        self.page.context.add_cookies([{"name": "sprak", "value": language, "url": self.url}])
        self.page.goto(self.url + path)

    def buttons(self) -> list[str]:
        """The words of the buttons that can be seen."""
        found = self.page.locator(".listen button").all()
        return [button.inner_text() for button in found if button.is_visible()]

    def presses(self, words: str) -> None:
        self.page.locator(".listen").get_by_role("button", name=words, exact=True).click()

    def said(self) -> list[str]:
        return [text for _lang, _voice, text in self.page.evaluate("said")]

    def ends(self, times: int = 1) -> None:
        for _ in range(times):
            self.page.evaluate("speechSynthesis.end()")

    def lit(self) -> list[str]:
        found: list[str] = self.page.evaluate(LIT)
        return found


@pytest.fixture
def make_listener(
    site: tuple[str, int], new_context: Callable[..., Any]
) -> Callable[..., Listener]:
    def make(speech: str = SPEECH, **settings: Any) -> Listener:
        page = new_context(viewport={"width": 360, "height": 640}, **settings).new_page()
        page.add_init_script(speech)
        return Listener(page, site)

    return make


@pytest.fixture
def listener(make_listener: Callable[..., Listener]) -> Listener:
    return make_listener()


def test_a_module_is_read_sentence_by_sentence_to_its_end(listener: Listener) -> None:
    listener.opens(f"{TEST}/att-valja")
    assert listener.buttons() == ["Lyssna"]
    listener.presses("Lyssna")
    assert listener.page.evaluate("said") == [["sv_SE", "near", "Att välja"]]
    assert listener.buttons() == ["Pausa", "Sluta lyssna"]
    wanted = ["Att välja", "Du möter målen varje dag.", "Välj, ordna och skriv.", "Att prova"]
    wanted += ["En sak", "En sak till", "Mål", "I vardagen", "3", "Trygg omsorg"]
    for place, sentence in enumerate(wanted):
        assert listener.lit() == [sentence]
        assert listener.said() == wanted[: place + 1]
        listener.ends()
    assert listener.buttons() == ["Lyssna"]
    assert listener.lit() == []
    assert len(listener.said()) == len(wanted)


@pytest.mark.parametrize(
    "told", ['onerror({error: "interrupted"})', "onend()"], ids=["as an error", "as an end"]
)
def test_listening_is_paused_and_goes_on_with_the_same_sentence(
    make_listener: Callable[..., Listener], told: str
) -> None:
    """Browsers do not agree on what a sentence that is cut off says."""
    listener = make_listener(SPEECH.replace('onerror({error: "interrupted"})', told))
    listener.opens(f"{TEST}/att-valja")
    listener.presses("Lyssna")
    listener.ends()
    listener.presses("Pausa")
    assert listener.page.evaluate("speechSynthesis.speaking") is None
    assert listener.buttons() == ["Fortsätt lyssna", "Sluta lyssna"]
    assert listener.lit() == ["Du möter målen varje dag."]
    listener.presses("Fortsätt lyssna")
    assert listener.said()[1:] == ["Du möter målen varje dag."] * 2
    listener.presses("Sluta lyssna")
    assert (listener.buttons(), listener.lit()) == (["Lyssna"], [])
    listener.presses("Lyssna")
    assert listener.said()[-1] == "Att välja"


def test_listening_begins_at_what_is_selected(listener: Listener) -> None:
    listener.opens(f"{TEST}/att-valja")
    listener.page.evaluate("getSelection().selectAllChildren(document.querySelector('.prose li'))")
    listener.presses("Lyssna")
    listener.ends()
    assert listener.said() == ["En sak", "En sak till"]
    assert listener.page.evaluate("String(getSelection())").strip() == "En sak"


@pytest.mark.parametrize("element", [".brand", ".foot p"])
def test_a_selection_outside_the_text_begins_at_the_top(listener: Listener, element: str) -> None:
    listener.opens(f"{TEST}/att-valja")
    listener.page.evaluate(f"getSelection().selectAllChildren(document.querySelector('{element}'))")
    listener.presses("Lyssna")
    assert listener.said() == ["Att välja"]


def test_a_text_is_read_by_a_voice_of_its_own_language(listener: Listener) -> None:
    for path, language, word, said in (
        (f"{TEST}/att-valja", "en", "Listen", ["en-GB", "own", "Choosing"]),
        (f"{TEST}/att-valja", "lattlast", "Lyssna", ["sv_SE", "near", "Välj lätt"]),
        (
            "/kurser/grundutbildning/fran-beslut-till-enhet",  # which is not in English
            "en",
            "Listen",
            ["sv_SE", "near", "Från beslut till enhet"],
        ),
    ):
        listener.opens(path, language)
        listener.presses(word)
        assert listener.page.evaluate("said") == [said]


def test_a_question_is_read_with_its_answers(listener: Listener) -> None:
    for question, heard in (
        (
            "att-valja/fragor/vad-forst",
            [
                *("Vad gör du först?", "Någon tackar nej till lunchen tre dagar i rad."),
                *("Väntar till nästa vecka", "Berättar samma dag"),
            ],
        ),
        ("att-valja/fragor/hur-saker", ["Hur säker är du?", "Inte alls säker", "Lite säker"]),
        ("att-skriva/fragor/vad-annorlunda", ["Vad gör du annorlunda nästa vecka?"]),
    ):
        listener.opens(f"{TEST}/{question}")
        listener.presses("Lyssna")
        listener.ends(len(heard) - 1)
        assert listener.said() == heard


def test_steps_and_pairs_are_read_with_what_there_is_to_choose_among(listener: Listener) -> None:
    listener.opens(f"{TEST}/att-ordna/fragor/hor-ihop")
    listener.presses("Lyssna")
    while listener.buttons() != ["Lyssna"]:
        listener.ends()
    heard = listener.said()
    assert heard[:2] == ["Vad hör ihop?", "Mål 3"]
    assert sorted(heard[2:5]) == ["Kortare körrundor", "Mindre svinn", "Trygg omsorg"]
    assert heard[5:] == ["Mål 12", "Mål 13"]

    listener.opens(f"{TEST}/att-ordna/fragor/ordning")
    listener.presses("Lyssna")
    while listener.buttons() != ["Lyssna"]:
        listener.ends()
    heard = listener.said()
    assert heard[0] == "I vilken ordning görs en plan?"
    assert sorted(heard[1:]) == ["Följ upp", "Ta reda på läget", "Välj vad som ska göras"]


def test_what_is_not_the_text_is_not_read(listener: Listener) -> None:
    """The numbers of sources are left out, and nothing else of the text."""
    listener.opens("/kurser/grundutbildning/agendan-ar-var")
    listener.presses("Lyssna")
    while listener.buttons() != ["Lyssna"]:
        listener.ends()
    text = listener.page.evaluate(
        "document.querySelectorAll('.prose sup').forEach(each => each.remove());"
        "document.querySelector('h1').innerText + document.querySelector('.prose').innerText"
    )
    assert "".join("".join(listener.said()).split()) == "".join(text.split())


def test_the_voice_may_come_late_and_then_the_button_comes(
    make_listener: Callable[..., Listener],
) -> None:
    listener = make_listener(f"{SPEECH}; window.late = window.voices; window.voices = []")
    listener.opens(f"{TEST}/att-valja")
    before = listener.page.locator(".prose").bounding_box()
    assert listener.buttons() == []
    listener.page.evaluate("voices = late; speechSynthesis.onvoiceschanged()")
    assert listener.buttons() == ["Lyssna"]
    assert listener.page.locator(".prose").bounding_box() == before  # nothing jumps
    listener.presses("Lyssna")
    assert listener.said() == ["Att välja"]


@pytest.mark.parametrize(
    "speech",
    [
        "",
        "delete window.speechSynthesis; delete Window.prototype.speechSynthesis",
        f"{SPEECH}; window.voices = [{{lang: 'fi-FI'}}]",
    ],
    ids=["no voice", "no speech", "no voice for Swedish"],
)
def test_without_speech_there_is_no_button_and_all_else_works(
    make_listener: Callable[..., Listener], speech: str
) -> None:
    listener = make_listener(speech)
    faults: list[str] = []
    listener.page.on("pageerror", lambda error: faults.append(str(error)))
    listener.opens(f"{TEST}/att-valja")
    assert listener.buttons() == []
    listener.page.get_by_role("link", name="Till frågorna").click()
    assert listener.page.locator("h1").inner_text() == "Vad gör du först?"
    assert faults == []


def test_without_script_there_is_no_button(make_listener: Callable[..., Listener]) -> None:
    listener = make_listener(java_script_enabled=False)
    listener.opens(f"{TEST}/att-valja")
    assert listener.page.locator(".listen").is_visible() is False
    assert listener.page.locator(".listen button").count() == 0


def test_it_is_done_from_the_keyboard(listener: Listener) -> None:
    listener.opens(f"{TEST}/att-valja")
    listener.page.locator(".listen button").first.focus()
    for key, words in (("Enter", "Pausa"), ("Space", "Fortsätt lyssna"), ("Enter", "Pausa")):
        listener.page.keyboard.press(key)
        assert listener.page.evaluate("document.activeElement.innerText") == words
    listener.page.keyboard.press("Tab")
    assert listener.page.evaluate("document.activeElement.innerText") == "Sluta lyssna"
    listener.page.keyboard.press("Enter")
    assert listener.buttons() == ["Lyssna"]
    assert listener.page.evaluate("document.activeElement.innerText") == "Lyssna"


def test_it_stops_when_one_leaves(listener: Listener) -> None:
    listener.opens(f"{TEST}/att-valja")
    listener.presses("Lyssna")
    listener.page.evaluate(
        "addEventListener('pagehide', () => sessionStorage.setItem('left',"
        " JSON.stringify([speechSynthesis.cancelled, speechSynthesis.speaking])))"
    )
    listener.page.get_by_role("link", name="Till frågorna").click()
    assert listener.page.evaluate("sessionStorage.getItem('left')") == "[1,null]"


def test_a_voice_that_fails_ends_the_listening(listener: Listener) -> None:
    listener.opens(f"{TEST}/att-valja")
    listener.presses("Lyssna")
    listener.page.evaluate("speechSynthesis.fail()")
    assert (listener.buttons(), listener.lit()) == (["Lyssna"], [])


def test_the_page_follows_who_listens_and_leaves_alone_who_has_scrolled_away(
    listener: Listener,
) -> None:
    listener.opens("/kurser/grundutbildning/agendan-ar-var")
    listener.presses("Lyssna")
    listener.ends(30)
    box = "[...CSS.highlights.get('lasning')][0].getBoundingClientRect()"
    assert listener.page.evaluate("scrollY") > 0
    assert 0 <= listener.page.evaluate(f"{box}.top") < 640
    listener.page.evaluate("scrollTo(0, 0)")
    listener.ends(3)
    assert listener.page.evaluate("scrollY") == 0


def test_while_it_reads_the_page_is_for_everybody(
    listener: Listener, axe: Callable[[Any], list[str]]
) -> None:
    page = listener.page
    overflow = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    for path in (f"{TEST}/att-valja", f"{TEST}/att-valja/fragor/vad-forst"):
        listener.opens(path)
        for state in ("idle", "reading"):
            if state == "reading":
                listener.presses("Lyssna")
            for width in (320, 1280):
                page.set_viewport_size({"width": width, "height": 640})
                for scheme in ("light", "dark"):
                    page.emulate_media(color_scheme=scheme)
                    assert axe(page) == [], (path, state, width, scheme)
                assert page.evaluate(overflow) <= 0
                for button in page.locator(".listen button:visible").all():
                    assert button.bounding_box()["height"] >= 44


def test_a_browser_without_highlights_reads_all_the_same(
    make_listener: Callable[..., Listener],
) -> None:
    listener = make_listener(f"{SPEECH}; delete window.Highlight; delete CSS.highlights")
    listener.opens(f"{TEST}/att-valja")
    listener.presses("Lyssna")
    listener.ends(2)
    assert listener.said()[2] == "Välj, ordna och skriv."


def test_a_browser_that_cannot_cut_sentences_reads_whole_paragraphs(
    make_listener: Callable[..., Listener],
) -> None:
    listener = make_listener(f"{SPEECH}; delete Intl.Segmenter")
    listener.opens(f"{TEST}/att-valja")
    listener.presses("Lyssna")
    listener.ends()
    assert listener.said()[1] == "Du möter målen varje dag. Välj, ordna och skriv."
