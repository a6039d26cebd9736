"""Every word on screen can be translated and is: it goes through the catalogue, which is whole."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from babel.messages import Catalog
from flask import Flask

from app.core.errors import NotFound, Refused
from app.web import current, words
from tests import words as catalogue
from tests.web.town_made import NOW

ROOT = Path(__file__).resolve().parents[2]
TEMPLATES = ROOT / "app" / "templates"
OUR_NAME = {"Hållbar grund"}
CLASSES = re.compile(r"{% block wide %}.*?{% endblock %}|}-?(?:tips|fel)\b")
SAID_BY_ITSELF = re.compile(r"{#.*?#}|{%.*?%}|{{.*?}}|<[^>]*>|&\w+;", re.DOTALL)
LETTERS = re.compile(r"[^\W\d_]{2,}")
TOLD = {"NotFound", "NotOffered", "Refused", "NotAllowed"}


def untranslated(template: str) -> list[str]:
    """The words that a template says without asking the catalogue."""
    left = SAID_BY_ITSELF.sub("\n", CLASSES.sub("}", template))
    lines = (line.strip(" \t·–.,:") for line in left.splitlines())
    return [line for line in lines if LETTERS.search(line) and line not in OUR_NAME]


@pytest.mark.parametrize("file", sorted(TEMPLATES.rglob("*.html")), ids=lambda file: file.name)
def test_a_template_says_nothing_that_cannot_be_translated(file: Path) -> None:
    assert untranslated(file.read_text(encoding="utf-8")) == []


def test_a_word_outside_the_catalogue_is_found() -> None:
    assert untranslated("<p>{{ _('Spara') }} eller avbryt</p>") == ["eller avbryt"]


def test_the_catalogue_holds_the_words_of_pages_forms_and_errors() -> None:
    found = catalogue.said()
    for said in (
        "Hoppa till innehållet",  # a template
        "Välj ett svar.",  # a form
        "Sidan finns inte",  # an error page
        "Kursen finns inte. Gå till startsidan; där står dina kurser.",  # a rule's error
        "Kravet %(key)s finns redan. Välj ett annat namn.",  # a service's error, with a value
    ):
        assert said in found
    assert found["%(num)d minut"].id == ("%(num)d minut", "%(num)d minuter")


@pytest.mark.parametrize("language", catalogue.LANGUAGES)
def test_all_that_is_said_is_translated(language: str) -> None:
    """If this fails: `make words`, and fill in what it names. See tests/words.py."""
    found = list(catalogue.faults(catalogue.said(), catalogue.kept(language)))
    assert not found, "\n".join([*found, "", "Run make words and fill in the empty msgstr."])


SAID = Catalog()
SAID.add("Spara %(what)s", locations=[("a.py", 3)])
SAID.add(("%(num)d del av %(all)s", "%(num)d delar av %(all)s"), locations=[("a.py", 4)])
WHOLE = ("%(num)d part of %(all)s", "%(num)d parts of %(all)s")


@pytest.mark.parametrize(
    ("one", "many", "said"),
    [
        ("Save %(what)s", WHOLE, None),
        ("Save %(what)s", ("One part of %(all)s", WHOLE[1]), "other values"),
        ("Save", WHOLE, "other values"),
        ("Save %(that)s", WHOLE, "other values"),
        ("Save %(what)s %(when)s", WHOLE, "other values"),
        ("", WHOLE, "is not translated"),
        ('Save "%(what)s"', WHOLE, "straight quotation marks"),
        ("Save %(what)s", ("", ""), "is not translated"),
        ("Save %(what)s", (WHOLE[0], ""), "is not translated"),
    ],
)
def test_a_translation_that_lacks_something_is_found(one: str, many: Any, said: str | None) -> None:
    words = Catalog(locale="en")
    words.add("Spara %(what)s", one)
    words.add(("%(num)d del av %(all)s", "%(num)d delar av %(all)s"), many)
    found = list(catalogue.faults(SAID, words))
    assert len(found) == (1 if said else 0)
    assert all(said in fault for fault in found if said)


def test_a_word_that_is_missing_fuzzy_or_no_longer_said_is_found() -> None:
    words = Catalog(locale="en")
    words.add("Spara %(what)s", "Save %(what)s", flags=["fuzzy"])
    words.add("Kasta", "Throw away")
    assert list(catalogue.faults(SAID, words)) == [
        "a.py:3: is marked as fuzzy: Spara %(what)s",
        "a.py:4: is not in the catalogue: %(num)d del av %(all)s",
        "nobody says any more: Kasta",
    ]


def test_a_value_in_a_sentence_has_a_form_for_one_without_it() -> None:
    """”Den enda är klar” says no number, and neither need its translation."""
    said, words = Catalog(), Catalog(locale="en")
    said.add(("Den enda är klar", "Alla %(num)d är klara"))
    words.add(("Den enda är klar", "Alla %(num)d är klara"), ("It is done", "All %(num)d are"))
    assert list(catalogue.faults(said, words)) == []


def unheard(source: str) -> Iterator[str]:
    """The errors whose sentence the catalogue cannot find: put together where they are raised."""
    for node in ast.walk(ast.parse(source)):
        if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.args):
            continue
        first = node.args[0]
        called = first.func if isinstance(first, ast.Call) else None
        made = isinstance(first, ast.JoinedStr | ast.BinOp) or isinstance(called, ast.Name)
        made = made or (isinstance(called, ast.Attribute) and called.attr == "format")
        if node.func.id in TOLD and made:
            yield ast.unparse(node)


FILES = sorted(set((ROOT / "app").rglob("*.py")) - {ROOT / "app" / "cli.py"})


@pytest.mark.parametrize("file", FILES, ids=lambda file: str(file.relative_to(ROOT / "app")))
def test_what_an_error_says_is_found_by_the_catalogue(file: Path) -> None:
    assert list(unheard(file.read_text(encoding="utf-8"))) == []


@pytest.mark.parametrize(
    "code",
    [
        "raise NotFound(f'{x} finns inte')",
        "Refused('a' + x)",
        "NotAllowed(_(x))",
        "Refused('{}'.format(x))",
    ],
)
def test_an_error_that_is_put_together_is_found(code: str) -> None:
    assert len(list(unheard(code))) == 1


def test_an_error_is_said_in_the_language_of_the_page(app: Flask) -> None:
    plain = NotFound("Sidan finns inte.")
    valued = Refused("Kravet %(key)s finns redan. Välj ett annat namn.", key="grund")
    assert valued.sentence == str(valued) == "Kravet grund finns redan. Välj ett annat namn."
    with app.test_request_context():
        assert words.told(plain) == "Sidan finns inte."
        current.chosen.set("en")
        assert words.told(plain) == "There is no such page."
        assert "requirement grund" in words.told(valued)
        current.chosen.set("sv")


def test_a_sentence_with_a_percent_sign_and_no_values_is_left_alone(app: Flask) -> None:
    with app.test_request_context():
        assert words.told(Refused("42 % saknas")) == "42 % saknas"


def test_days_and_numbers_are_written_as_swedes_write_them(app: Flask) -> None:
    with app.test_request_context():
        assert words.day(date(2026, 11, 23)) == "23\u00a0november 2026"
        assert words.day(datetime(2026, 10, 14, 22, 30, tzinfo=UTC)) == "15\u00a0oktober 2026"
        assert words.moment(datetime(2026, 1, 5, 12, 30, tzinfo=UTC)) == (
            "5\u00a0januari 2026 kl.\u00a013.30"
        )
        assert words.number(1204) == "1\u202f204"
        assert words.percent(5, 12) == "42\u00a0%"
        assert words.percent(42) == "42\u00a0%"
        assert words.minutes(1) == "1 minut"
        assert words.minutes(8) == "8 minuter"
        assert words.day(None) == words.short_day(None) == words.moment(None) == ""


@pytest.fixture
def english(app: Flask) -> Iterator[None]:
    with app.test_request_context():
        current.chosen.set(current.ENGLISH)
        yield
        current.chosen.set(current.SWEDISH)


@pytest.mark.usefixtures("english")
def test_days_and_numbers_are_written_as_the_english_write_them() -> None:
    assert words.day(date(2026, 11, 23)) == "23\u00a0November 2026"
    assert words.short_day(date(2020, 3, 12)) == "12\u00a0March 2020"
    assert words.short_day(date(NOW.year, 3, 12)) == "12\u00a0March"
    assert words.moment(datetime(2026, 1, 5, 12, 30, tzinfo=UTC)) == (
        "5\u00a0January 2026 at\u00a013:30"
    )
    assert words.number(1204) == "1,204"
    assert words.percent(5, 12) == words.percent(42) == "42%"
    assert words.minutes(1) == "1 minute"
    assert words.minutes(8) == "8 minutes"


def test_the_source_language_is_its_own_translation() -> None:
    assert words.of_page("Spara") == "Spara"
    assert words.of_page_many("%(num)d del", "%(num)d delar", 1) == "%(num)d del"
    assert words.of_page_many("%(num)d del", "%(num)d delar", 2) == "%(num)d delar"


@pytest.mark.usefixtures("english")
def test_another_language_asks_the_catalogue() -> None:
    assert words.gettext("Spara") == "Save"
    assert str(words.lazy_gettext("Spara")) == "Save"
    assert words.gettext("Du är inloggad som %(name)s.", name="Eva") == "You are signed in as Eva."
    assert words.ngettext("%(num)d minut", "%(num)d minuter", 2) == "2 minutes"
    assert words.of_page("Det här säger ingen") == "Det här säger ingen"


def test_what_was_made_before_the_page_speaks_the_language_of_the_page(app: Flask) -> None:
    label = words.lazy_gettext("Lösenord")
    with app.test_request_context():
        assert str(label) == "Lösenord"
        current.chosen.set("en")
        assert str(label) == "Password"
        current.chosen.set("lattlast")
        assert str(label) == "Lösenord"
        current.chosen.set("sv")


def test_a_text_in_another_language_than_the_page_says_which(app: Flask) -> None:
    with app.test_request_context():
        assert words.lang("sv") == words.lang("lattlast") == ""
        assert words.lang("en") == ' lang="en"'
        assert words.spoken("a < b", "sv") == "a < b"
        current.chosen.set("en")
        assert words.lang("sv") == words.lang("lattlast") == ' lang="sv"'
        assert words.lang("en") == ""
        assert words.spoken("a < b", "sv") == '<span lang="sv">a &lt; b</span>'
        current.chosen.set("sv")
