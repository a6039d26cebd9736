"""What is shown of a text: whole, safe, and made once."""

from __future__ import annotations

import threading
from html.parser import HTMLParser

import pytest
from hypothesis import given as drawn
from hypothesis import strategies as st
from markupsafe import Markup

from app.content import render
from app.content.library import Library
from app.content.library_read import load
from app.content.render import Kept, inline_html, module_html, text_html
from app.content.render_questions import dressed
from app.content.rules import Framework, Question
from tests.content.faults import GOOD

ATTACKS = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<svg/onload=alert(1)>",
    "<iframe src='javascript:alert(1)'></iframe>",
    "<a href='javascript:alert(1)'>a</a>",
    "[a](javascript:alert(1))",
    "[a](JaVaScRiPt:alert(1))",
    "[a](java&#115;cript:alert(1))",
    "[a](java\tscript:alert(1))",
    "[a](&#x6A;avascript:alert(1))",
    "[a](data:text/html;base64,PHNjcmlwdD4=)",
    "[a](vbscript:msgbox(1))",
    "[a](//ond.example/x)",
    "[a](\\\\ond.example)",
    "![a](javascript:alert(1))",
    '![a](x"onerror="alert(1))',
    '[a](x "t\\" onmouseover=\\"alert(1)")',
    "<javascript:alert(1)>",
    "[a][b]\n\n[b]: javascript:alert(1)",
    "<style>*{display:none}</style>",
    "<p style='position:fixed'>x</p>",
    "<form action=/x><input name=key></form>",
    "<base href=//ond.example>",
    "<!--<img src=x onerror=alert(1)>-->",
    "<math><mi xlink:href='javascript:alert(1)'>x</mi></math>",
    "`<img src=x onerror=alert(1)>`",
    "| <b onclick=alert(1)>a</b> |\n| - |\n| <script>1</script> |",
    "[^1]\n\n[^1]: <script>alert(1)</script>",
    "[källa: x'><script>alert(1)</script>]",
    "# <script>alert(1)</script>",
    "```\n</code></pre><script>alert(1)</script>\n```",
    "a\n: <script>alert(1)</script>",
    "{: onclick=alert(1) }",
    "\x02wzxhzdk:0\x03 \x02amp\x03",
]


class Active(HTMLParser):
    """Gathers everything in a piece of HTML that could do something or lead astray."""

    TAGS = {"script", "style", "iframe", "object", "embed", "form", "input", "svg", "math", "base",
            "link", "meta", "button", "video", "audio", "template", "noscript"}  # fmt: skip

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in self.TAGS:
            self.found.append(tag)
        for name, value in attrs:
            plain = "".join((value or "").split()).lower()
            if name.startswith("on") or name in ("style", "srcset", "action", "formaction"):
                self.found.append(f"{tag} {name}")
            if name in ("href", "src", "xlink:href") and (
                plain.startswith(("//", "\\"))
                or (":" in plain.split("/")[0] and not plain.startswith(("http", "mailto:", "#")))
            ):
                self.found.append(f"{tag} {name}={value}")

    def handle_comment(self, data: str) -> None:
        self.found.append(f"comment {data}")


def active(html: str) -> list[str]:
    reader = Active()
    reader.feed(html)
    reader.close()
    return reader.found


@pytest.fixture(scope="module")
def library() -> Library:
    return dressed(load(GOOD)[0])


# --- safe


@pytest.mark.parametrize("attack", ATTACKS)
def test_nothing_in_a_text_becomes_active(attack: str):
    assert active(text_html(attack)) == []
    assert active(text_html(f"Stycke.\n\n- punkt {attack}\n\n> citat {attack}\n")) == []


@pytest.mark.parametrize("attack", ATTACKS)
def test_nothing_in_an_option_becomes_active_or_a_block(attack: str):
    html = inline_html(attack, links=False)
    assert active(html) == []
    assert not any(f"<{tag}" in html for tag in ("p>", "h1", "li", "table", "a ", "img", "pre"))


@drawn(st.lists(st.sampled_from([*ATTACKS, "\n", "\n\n", " ", "*", "_", "`", "<", ">", "[", "]"])))
def test_no_mixture_becomes_active(pieces: list[str]):
    text = "".join(pieces)
    assert active(text_html(text)) == []
    assert active(inline_html(text)) == []


def test_html_in_a_text_is_shown_as_its_characters():
    assert text_html("Skriv <b>inte</b> så.") == "<p>Skriv &lt;b&gt;inte&lt;/b&gt; så.</p>"


# --- whole


def test_a_source_is_a_small_number_that_leads_to_its_list(library: Library):
    html = module_html(library.module("provkurs", "att-valja"))
    assert (
        'varje dag.<sup class="source"><a aria-label="Källa 1" href="#kalla-fn-2015">1</a></sup>'
    ) in html
    assert html.count('href="#kalla-fn-2015">1</a>') == 2
    assert 'href="#kalla-svinn-2023">2</a>' in html


def test_a_table_scrolls_in_a_region_with_a_name_and_its_headings_say_what_they_head(
    library: Library,
):
    html = module_html(library.module("provkurs", "att-valja"))
    assert 'class="scroll"' in html
    assert 'role="region"' in html
    assert 'tabindex="0"' in html
    assert 'aria-label="Tabell 1. En tabell"' in html
    assert html.count('scope="col"') == 2
    assert 'class="number"' in html
    assert "align=" not in html
    assert "style=" not in html


def test_headings_begin_at_level_2():
    assert text_html("# Ett\n\n## Två") == "<h2>Ett</h2>\n<h2>Två</h2>"


def test_quotation_marks_become_swedish():
    assert text_html("Han sa \"hej\" och 'nej'...") == "<p>Han sa ”hej” och ’nej’…</p>"


def test_a_link_to_another_module_leads_to_its_page(library: Library):
    html = module_html(library.module("provkurs", "att-valja"))
    assert '<a href="att-ordna">nästa del</a>' in html
    assert 'href="https://selex.se/eli/sfs/2017/725"' in html


def test_a_heading_has_a_place_when_a_link_leads_there():
    text = "[Ned](#en-rubrik) [till](/mal/12)\n\n## En rubrik\n\n## En rubrik\n\n## Två"
    assert text_html(text).split("\n") == [
        '<p><a href="#en-rubrik">Ned</a> <a href="/mal/12">till</a></p>',
        '<h2 id="en-rubrik">En rubrik</h2>',
        "<h2>En rubrik</h2>",
        "<h2>Två</h2>",
    ]


def test_an_image_keeps_its_text(library: Library):
    html = module_html(library.module("provkurs", "att-valja"))
    assert '<img alt="Linje som sjunker" src="../bilder/linje.png">' in html


def test_a_footnote_leads_there_and_back_in_words(library: Library):
    html = module_html(library.module("provkurs", "att-valja"))
    assert 'href="#fn:1"' in html
    assert 'title="Tillbaka till fotnot 1 i texten">Tillbaka</a>' in html


def test_a_text_speaks_its_own_language_where_words_are_put_in():
    text = "Text [källa: fn-2015] and a note.[^1]\n\n| a |\n| - |\n| b |\n\n[^1]: Note."
    for language, said in (
        ("sv", ("Källa 1", "Tabell 1", ">Tillbaka</a>", "Tillbaka till fotnot 1 i texten")),
        ("en", ("Source 1", "Table 1", ">Back</a>", "Back to note 1 in the text")),
        ("lattlast", ("Källa 1", "Tabell 1", ">Tillbaka</a>", "Tillbaka till fotnot 1")),
    ):
        html = text_html(text, {"fn-2015": 1}, language)
        assert all(each in html for each in said), language


def test_a_case_speaks_the_language_of_its_question():
    case = "A case.\n\n| a |\n| - |\n| b |"
    asked = {key: Question("q", "text", "b", "?", case=case, language=key) for key in ("sv", "en")}
    said = dressed(Library({}, Framework(), {}, past=asked)).past
    assert 'aria-label="Tabell 1"' in said["sv"].case_html
    assert 'aria-label="Table 1"' in said["en"].case_html


def test_code_is_shown_as_it_is(library: Library):
    html = module_html(library.module("provkurs", "att-valja"))
    assert "## Fråga: Det här är kod och ingen fråga {#kod}" in html
    assert "&lt;b&gt;inte heller HTML&lt;/b&gt;" in html


def test_a_question_has_its_html_ready_and_names_sources_in_words(library: Library):
    question = library.question("provkurs", "att-valja", "nej-till-lunch")
    assert question.case_html == "<p>Det har hänt tre dagar i rad. (Livsmedelsverket, 2023)</p>"
    assert question.options[0].html == "Väntar till nästa vecka"
    assert question.options[0].feedback_html.startswith("På en vecka")
    assert question.prompt_html == "En brukare tackar nej till lunchen. Vad gör du först?"


def test_every_question_of_every_kind_is_dressed(library: Library):
    for module in library.modules.values():
        for question in module.questions:
            assert question.prompt_html
            for option in (*question.options, *question.steps, *question.matches):
                assert option.html
            for pair in question.pairs:
                assert pair.left_html
                assert pair.feedback_html
            if question.kind in ("number", "text"):
                assert question.if_right_html
                assert question.if_wrong_html


def test_a_line_may_be_emphasised_but_is_never_a_list_or_a_heading():
    assert inline_html("1. *Först* & sist") == "1. <em>Först</em> &amp; sist"
    assert inline_html("# Nej") == "# Nej"
    assert inline_html("- Nej\n- Nej") == "- Nej - Nej"


def test_a_plain_line_is_the_same_by_the_short_way_and_the_long():
    for line in ("Väntar", "I maj lånade vi ut 40 cyklar, 3,5 % fler", "å ä ö – —"):
        assert inline_html(line) == inline_html(line + " *")[:-2]


# --- made once


def test_a_text_is_rendered_once_for_each_fingerprint(library: Library):
    module = library.module("provkurs", "att-skriva")
    assert module_html(module) is module_html(module)


def test_what_is_kept_is_bounded_and_the_oldest_unused_goes_first():
    kept = Kept(2)
    made: list[str] = []

    def make(key: str) -> Markup:
        made.append(key)
        return Markup(key)

    for key in ("a", "b", "a", "c", "a", "b"):
        kept.get(key, lambda key=key: make(key))
    assert made == ["a", "b", "c", "b"]


def test_threads_never_mix_their_texts():
    wrong: list[str] = []

    def work(name: str) -> None:
        for turn in range(30):
            html = text_html(f"## {name}\n\n{name} {turn}[^1]\n\n[^1]: {name}")
            if html.count(name) != 3 or html.count("<h2>") != 1:
                wrong.append(html)

    threads = [threading.Thread(target=work, args=(name,)) for name in ("Alfa", "Beta", "Gamma")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []
    assert render.KEPT > 0
