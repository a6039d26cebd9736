"""A text read back as values says what its HTML says, and stands well inside a larger one."""

from __future__ import annotations

import re

from bs4 import BeautifulSoup
from hypothesis import given as drawn
from hypothesis import strategies as st

from app.content.parse_blocks import blocks_of, line_of
from app.content.render import inline_html, text_html
from app.content.rules_blocks import (
    Grid,
    Heading,
    Item,
    Listing,
    Paragraph,
    Pause,
    Quote,
    Run,
    Term,
    Terms,
    Verbatim,
    lines_of,
    places_in,
    prefixed,
    under,
    words_of,
)

RICH = """Det *här* är **viktigt
nu**.  \nNy rad med `kod`, [en länk](https://fn.example/a) [källa: fn, lag] och en not [^1].

## Rubrik

1. Ett
2. Två **fet**

- Punkt

| Mål | Antal |
| --- | ----: |
| *3* | 12 |

Ord
: mening

> Citat

```
a  < b
```

[^1]: Noten *här*.
"""


def words(text: str) -> str:
    return " ".join(text.split())


def rich() -> tuple[object, ...]:
    return blocks_of(text_html(RICH, {"fn": 1, "lag": 2}))


# --- reading


def test_words_keep_the_way_in_which_they_are_written() -> None:
    first = rich()[0]
    assert isinstance(first, Paragraph)
    assert first.line[:6] == (
        Run("Det "),
        Run("här", emphasis=True),
        Run(" är "),
        Run("viktigt nu", strong=True),
        Run("."),
        Run("\n"),
    )
    assert Run("kod", code=True) in first.line
    assert Run("en länk", leads="https://fn.example/a") in first.line


def test_a_source_is_a_raised_link_with_a_name_and_a_note_can_be_led_to() -> None:
    first = rich()[0]
    assert isinstance(first, Paragraph)
    raised = [run for run in first.line if run.raised]
    assert raised == [
        Run("1", raised=True, leads="#kalla-fn", named="Källa 1"),
        Run(", ", raised=True),
        Run("2", raised=True, leads="#kalla-lag", named="Källa 2"),
        Run("1", raised=True, leads="#fn:1", place="fnref:1"),
    ]
    assert set(places_in(rich())) == {"fnref:1", "fn:1"}  # type: ignore[arg-type]


def test_every_kind_of_block_is_read() -> None:
    _first, heading, numbered, points, table, terms, quote, code, pause, notes = rich()
    assert heading == Heading(2, (Run("Rubrik"),))
    two = (Run("Två "), Run("fet", strong=True))
    items = (Item((Paragraph((Run("Ett"),)),)), Item((Paragraph(two),)))
    assert numbered == Listing(items, 1)
    assert points == Listing((Item((Paragraph((Run("Punkt"),)),)),))
    three = (Run("3", emphasis=True),)
    head, body = ((Run("Mål"),), (Run("Antal"),)), ((three, (Run("12"),)),)
    assert table == Grid("Tabell 1. Rubrik", head, body, (False, True))
    assert terms == Terms((Term((Run("Ord"),), (Paragraph((Run("mening"),)),)),))
    assert quote == Quote((Paragraph((Run("Citat"),)),))
    assert code == Verbatim("a  < b")
    assert pause == Pause()
    note = Paragraph((Run("Noten "), Run("här", emphasis=True), Run(".")))
    assert notes == Listing((Item((note,), "fn:1"),), 1)


def test_markup_in_a_text_stays_words() -> None:
    assert line_of(inline_html("<b>#set</b> & *x*")) == (
        Run("<b>#set</b> & "),
        Run("x", emphasis=True),
    )
    assert blocks_of(text_html("<script>alert(1)</script>")) == (
        Paragraph((Run("<script>alert(1)</script>"),)),
    )


def test_a_picture_is_the_words_that_tell_what_it_shows() -> None:
    assert blocks_of(text_html("![En bro](bro.png)")) == (Paragraph((Run("En bro"),)),)


def test_nothing_is_nothing() -> None:
    assert blocks_of("") == line_of(" \n ") == ()


TEXTS = st.lists(
    st.text("abåö *_`[]()#->|1.\n&<\\\"'~:!", max_size=40).map(lambda text: text + "\n\n"),
    max_size=6,
).map("".join)


@drawn(TEXTS)
def test_no_word_is_lost_or_added_on_the_way_from_the_page(text: str) -> None:
    html = text_html(text)
    soup = BeautifulSoup(html, "html5lib")
    for image in soup.select("img"):
        image.replace_with(image.get("alt", ""))
    read = "".join(words_of(line) for line in lines_of(blocks_of(html)))
    assert re.sub(r"\s", "", read) == re.sub(r"\s", "", soup.get_text())


# --- inside a larger text


def levels(*levels: int) -> list[int]:
    placed = under([Heading(level, (Run("x"),)) for level in levels], 2)
    return [block.level for block in placed if isinstance(block, Heading)]


def test_headings_go_down_below_the_one_that_they_stand_under_and_skip_no_step() -> None:
    assert levels(2, 3, 2) == [3, 4, 3]
    assert levels(3, 4, 2, 3) == [3, 4, 3, 4]
    assert levels(2, 5, 3) == [3, 4, 4]
    assert levels(2, 3, 4, 5, 6) == [3, 4, 5, 6, 6]


def leading(text: str, *known: str) -> list[str]:
    parts = {"del-b": "#del-del-b"}
    read = blocks_of(text_html(text, {"fn": 1}))
    moved = prefixed(read, "a--", known, lambda address: parts.get(address, address))
    return [run.leads for line in lines_of(moved) for run in line if run.leads]


def test_places_are_told_apart_and_links_follow_them() -> None:
    assert leading("x [källa: fn]", "kalla-fn") == ["#a--kalla-fn"]
    assert leading("[Se](02-del-b.md), [se](02-del-c.md)") == ["#del-del-b", "del-c"]
    note = blocks_of(text_html("x [^1]\n\n- y [^1]\n\n[^1]: Not."))
    moved = prefixed(note, "a--", (), str)
    assert set(places_in(moved)) == {"a--fnref:1", "a--fnref2:1", "a--fn:1"}


def test_a_link_to_a_place_that_is_not_there_is_words_alone() -> None:
    assert leading("[Se](#ingenstans) och [källa: fn]") == []
