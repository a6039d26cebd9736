"""Another language in the middle of a question, in a browser: back and forward lead to pages, and
nothing that was filled in comes to mean something else.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
import time_machine

from tests import world_made
from tests.conftest import Filled

TEST = "/kurser/provkurs"
PLACED = "fields => fields.map(each => each.selectedOptions[0].text)"


@pytest.fixture
def sqlite_url(world_url: str) -> str:
    return world_url


@pytest.fixture
def page(filled: Filled, live_server: str, new_context: Callable[..., Any]) -> Iterator[Any]:
    with time_machine.travel(world_made.NOW, tick=True):
        found = new_context(base_url=live_server).new_page()
        found.set_default_timeout(5_000)
        found.goto("/demo")
        found.locator(f'button[value="{filled.ids["learner"]}"]').click()
        found.wait_for_url("**/")
        yield found


def placed(page: Any) -> list[str]:
    return list(page.locator("main select").evaluate_all(PLACED))


@pytest.mark.parametrize("question", ["ordning", "hor-ihop"])
def test_what_was_placed_is_never_laid_on_other_words(page: Any, question: str):
    """A browser that goes back fills in by the names of fields, which are numbers."""
    page.goto(f"{TEST}/att-ordna/fragor/{question}")
    for number, field in enumerate(page.locator("main select").all(), start=1):
        field.select_option(index=number)
    page.locator('footer button[value="en"]').click()
    page.wait_for_selector("html[lang=en]")
    assert "Choose" not in placed(page)
    page.go_back()
    assert set(placed(page)) == {"Choose"}


def test_back_and_forward_lead_to_pages(page: Any):
    page.goto(f"{TEST}/att-valja/fragor/vad-forst")
    page.get_by_role("radio").nth(1).check()
    page.locator('footer button[value="en"]').click()
    page.wait_for_selector("html[lang=en]")
    assert page.locator("main input:checked").count() == 1
    page.get_by_role("button", name="Answer").click()
    page.wait_for_url("**/kurser/svar/*")
    assert page.go_back().status == 200
    assert page.locator("h1").inner_text() == "What do you do first?"
    assert page.go_back().status == 200
    assert page.go_forward().status == 200
