"""A word of the glossary is explained where it first stands in a text, and nowhere else."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest

from app.content.check import checked
from app.content.parse_glossary import parse_glossary
from app.content.parse_text import Report
from app.content.render import module_html, module_page, text_html
from app.content.render_terms import sought
from app.content.rules import Module
from app.content.rules_lookup import Glossary
from tests.content.faults import GOOD, TODAY
from tests.content.lookup_made import GLOSSARY

LINK = re.compile(
    r'<a class="term" href="#ord-([\w-]+)" id="ordet-\1" role="doc-glossref">(.*?)</a>', re.DOTALL
)


@pytest.fixture(scope="module")
def glossary() -> Glossary:
    return parse_glossary(GLOSSARY, Report("")).glossary


@pytest.fixture(scope="module")
def module() -> Module:
    return checked(GOOD, TODAY).library.module("provkurs", "att-valja")


def marked(text: str, glossary: Glossary, language: str = "sv") -> list[tuple[str, str]]:
    """The words that are marked in a text: id, and as they stand."""
    html = text_html(text, language=language, words=sought(glossary, language))
    assert html.count("<a ") == len(LINK.findall(html)) + html.count('<a href="/')
    return LINK.findall(html)


def test_a_word_is_marked_where_it_first_stands(glossary: Glossary):
    text = "Svinnet är dyrt. Mät svinn.\n\nSvinn igen, och delmålen."
    assert marked(text, glossary) == [("svinn", "Svinnet"), ("delmal", "delmålen")]
    html = text_html("Mät *svinn* nu.", words=sought(glossary, "sv"))
    assert html == (
        '<p>Mät <em><a class="term" href="#ord-svinn" id="ordet-svinn" role="doc-glossref">svinn'
        "</a></em> nu.</p>"
    )


@pytest.mark.parametrize(
    "text",
    [
        "## Svinn",
        "[Svinn](/mal/12)",
        "`svinn`",
        "```\nsvinn\n```",
        "matsvinn svinnmätning svinn-mätning mat-svinn svinn:et",
        "![Svinn](bild.png)",
        "| Svinn |\n| --- |\n| Nej |",
        "Ord.[^1]\n\n[^1]: Svinn.",
    ],
)
def test_a_word_is_left_alone(text: str, glossary: Glossary):
    assert 'class="term"' not in text_html(text, words=sought(glossary, "sv"))


@pytest.mark.parametrize(
    "text",
    [
        "”Svinn”, sa hon.",
        "(svinn)",
        "**Svinn:** det",
        "- svinn",
        "> svinn",
        "| A |\n| --- |\n| svinn |",
        "Mat, svinn.",
        "SVINN",
        "1. Svinn\n2. Annat",
        "Mat[källa: fn-2015] svinn",
    ],
)
def test_a_word_is_found_wherever_it_stands_by_itself(text: str, glossary: Glossary):
    html = text_html(text, {"fn-2015": 1}, words=sought(glossary, "sv"))
    assert [key for key, _said in LINK.findall(html)] == ["svinn"]


def test_the_longest_form_is_found_first_and_hides_what_stands_in_it(glossary: Glossary):
    text = "Intern kontroll är kontroll. Intern kontroll igen."
    assert marked(text, glossary) == [
        ("intern-kontroll", "Intern kontroll"),
        ("kontroll", "kontroll"),
    ]
    assert marked("Intern kontroll. Intern kontroll.", glossary) == [
        ("intern-kontroll", "Intern kontroll")
    ]


def test_words_may_be_parted_by_a_line_end_or_a_space_that_does_not_break(glossary: Glossary):
    assert marked("Vår intern\nkontroll.", glossary) == [("intern-kontroll", "intern\nkontroll")]
    assert marked("Agenda\u00a02030.", glossary) == [("agendan", "Agenda&nbsp;2030")]


def test_each_language_has_its_own_forms(glossary: Glossary):
    assert marked("Less waste and svinn.", glossary, "en") == [("svinn", "waste")]
    assert marked("Waste eller svinn.", glossary, "lattlast") == [("svinn", "svinn")]


def test_nothing_else_of_the_text_is_changed(glossary: Glossary, module: Module):
    plain, page = module_html(module), module_page(module, glossary)
    assert page.terms
    assert LINK.sub(r"\2", page.html) == plain


def test_the_words_come_in_the_order_of_the_text(glossary: Glossary, module: Module):
    page = module_page(replace(module, text="Svinn, agendan.", fingerprint="egen"), glossary)
    assert [term.id for term in page.terms] == ["svinn", "agendan"]


def test_without_a_glossary_no_word_is_marked(module: Module):
    assert module_page(module).terms == ()
    assert 'class="term"' not in module_html(module)


def test_a_page_is_made_once_for_each_glossary_and_the_module_stays(
    glossary: Glossary, module: Module
):
    before = module_page(module, glossary)
    assert module_page(module, glossary) is before
    text = GLOSSARY.replace("[svinn, svinnet]", "[svinn, svinnet, lunchen]")
    other = parse_glossary(text, Report("")).glossary
    assert other.fingerprint != glossary.fingerprint
    assert module_page(module, other) is not before
    assert module_page(module, glossary) is before


def test_every_module_of_the_course_keeps_its_text():
    library = checked(Path("courses"), TODAY).library
    for module in library.modules.values():
        page = module_page(module, library.glossary)
        assert LINK.sub(r"\2", page.html) == module_html(module)
        assert len({term.id for term in page.terms}) == len(LINK.findall(page.html))
