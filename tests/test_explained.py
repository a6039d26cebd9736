"""A word that is explained, in a browser: with script and without, by keyboard, on a phone and on
paper.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
import time_machine

from tests import world_made
from tests.conftest import Filled

MODULE = "/kurser/grundutbildning/sa-styrs-kommunen"
WORD, NOTE = "#ordet-namnd", "#ord-namnd"
PHONE = {"width": 320, "height": 640}
HERE = "element => element === document.activeElement"


@pytest.fixture
def sqlite_url(world_url: str) -> str:
    return world_url


@pytest.fixture
def site(filled: Filled, live_server: str) -> Iterator[tuple[str, int]]:
    with time_machine.travel(world_made.NOW, tick=True):
        yield live_server, filled.ids["learner"]


@pytest.fixture
def opened(site: tuple[str, int], new_context: Callable[..., Any]) -> Callable[..., Any]:
    """Opens the module in a browser of one's own."""

    def make(**options: Any) -> Any:
        page = new_context(**({"viewport": PHONE} | options)).new_page()
        page.set_default_timeout(5_000)
        page.goto(f"{site[0]}/demo")
        page.locator(f'button[value="{site[1]}"]').click()
        page.wait_for_url(f"{site[0]}/")
        page.goto(site[0] + MODULE)
        return page

    return make


def place(page: Any) -> float:
    return float(page.locator(WORD).bounding_box()["y"])


def whole(page: Any, what: str) -> bool:
    """Whether all of it is on the screen."""
    box, height = page.locator(what).bounding_box(), page.viewport_size["height"]
    return bool(box["y"] >= 0 and box["y"] + box["height"] <= height)


@pytest.mark.parametrize("script", [True, False])
def test_a_word_shows_its_explanation_and_the_text_stays(opened: Any, script: bool):
    page = opened(java_script_enabled=script)
    page.locator(WORD).scroll_into_view_if_needed()
    before = place(page)
    page.locator(WORD).click()
    assert page.locator(NOTE).evaluate("note => getComputedStyle(note).position") == "fixed"
    assert whole(page, NOTE)
    assert "Politiker som ansvarar för ett område" in page.locator(NOTE).inner_text()
    assert place(page) == before
    page.locator(NOTE).get_by_role("link", name="Tillbaka till texten").click()
    assert page.locator(NOTE).evaluate("note => getComputedStyle(note).position") == "static"
    assert whole(page, WORD)


@pytest.mark.parametrize("script", [True, False])
def test_by_keyboard_one_reads_it_and_comes_back_to_the_word(opened: Any, script: bool):
    page = opened(java_script_enabled=script)
    page.locator(WORD).focus()
    page.keyboard.press("Enter")
    assert page.locator(NOTE).evaluate(HERE)
    page.keyboard.press("Tab")
    assert page.locator(f"{NOTE} [role=doc-backlink]").evaluate(HERE)
    page.keyboard.press("Enter")
    assert page.locator(WORD).evaluate(HERE)


def test_with_script_esc_closes_it_where_one_was_and_nothing_is_added_to_the_history(opened: Any):
    page = opened()
    before, steps = place(page), page.evaluate("history.length")
    page.locator(WORD).click()
    page.keyboard.press("Escape")
    assert page.locator(WORD).evaluate(HERE)
    assert page.locator(NOTE).evaluate("note => getComputedStyle(note).position") == "static"
    assert place(page) == pytest.approx(before, abs=1)
    assert page.evaluate("history.length") == steps
    page.keyboard.press("Escape")
    assert page.url.endswith(WORD)


def test_a_word_opened_in_another_tab_is_left_to_the_browser(opened: Any):
    page = opened()
    with page.context.expect_page() as other:
        page.locator(WORD).click(modifiers=["ControlOrMeta"])
    assert other.value.url.endswith(NOTE)
    assert page.url.endswith(MODULE)


def test_one_word_after_another_shows_one_explanation(opened: Any):
    page = opened(viewport={"width": 1280, "height": 800})
    for word in ("namnd", "fullmaktige"):
        page.locator(f"#ordet-{word}").click()
    shown = page.locator(".explained > div").evaluate_all(
        "all => all.filter(one => getComputedStyle(one).position === 'fixed').map(one => one.id)"
    )
    assert shown == ["ord-fullmaktige"]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_it_is_for_everybody(opened: Any, axe: Callable[[Any], list[str]], scheme: str):
    page = opened(color_scheme=scheme)
    page.locator(WORD).click()
    assert axe(page) == []
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0


def test_on_paper_the_explanations_are_notes_below_the_text(opened: Any):
    page = opened()
    page.locator(WORD).click()
    page.emulate_media(media="print")
    notes = page.locator(".explained > div")
    assert notes.count() == page.locator("a.term").count() > 3
    for note in notes.all():
        assert note.is_visible()
        assert note.evaluate("note => getComputedStyle(note).position") == "static"
        assert not note.locator(".ways").is_visible()
