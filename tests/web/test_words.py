"""Every word on screen can be translated: it goes through the catalogue, which can be made."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from babel.messages.extract import extract_from_dir
from flask import Flask

from app.web import words

ROOT = Path(__file__).resolve().parents[2]
TEMPLATES = ROOT / "app" / "templates"
OUR_NAME = {"Hållbar grund"}
CLASSES = re.compile(r"{% block wide %}.*?{% endblock %}|}-?(?:tips|fel)\b")
SAID_BY_ITSELF = re.compile(r"{#.*?#}|{%.*?%}|{{.*?}}|<[^>]*>|&\w+;", re.DOTALL)
LETTERS = re.compile(r"[^\W\d_]{2,}")
EXTRACTED = {"**.py": "python", "templates/**.html": "jinja2.ext.babel_extract"}
KEYWORDS = {"_": None, "_l": None, "gettext": None, "ngettext": (1, 2)}


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
    found = {
        message[0] if isinstance(message, tuple) else message
        for _file, _line, message, _comments, _context in extract_from_dir(
            str(ROOT / "app"), list(EXTRACTED.items()), keywords=KEYWORDS
        )
    }
    assert {"Hoppa till innehållet", "Välj ett svar.", "Sidan finns inte", "%(num)d minut"} <= found


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


def test_the_source_language_is_its_own_translation() -> None:
    assert words.of_page("Spara") == "Spara"
    assert words.of_page_many("%(num)d del", "%(num)d delar", 1) == "%(num)d del"
    assert words.of_page_many("%(num)d del", "%(num)d delar", 2) == "%(num)d delar"


def test_another_language_asks_the_catalogue(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(words, "locale", lambda: "en")
    with app.test_request_context():
        assert words.of_page("Spara") == "Spara"
        assert words.of_page_many("%(num)d del", "%(num)d delar", 2) == "%(num)d delar"
