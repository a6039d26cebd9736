"""Words, days and numbers as they are written on screen: ”42 %”, ”1 204”, ”23 november 2026”, and
in English ”42%”, ”1,204”, ”23 November 2026”.

Swedish is the source: it is written out as it stands, and no catalogue is asked.
"""

from __future__ import annotations

from datetime import date, datetime
from functools import cache, lru_cache
from typing import Any

from flask import Flask
from flask_babel import Babel, LazyString, force_locale, get_translations
from markupsafe import Markup

from app.core.clock import today
from app.core.days import SWEDEN, swedish_day
from app.core.errors import Told
from app.web.current import ENGLISH, chosen

MONTHS = (
    "januari februari mars april maj juni juli augusti september oktober november december"
).split()
ENGLISH_MONTHS = (
    "January February March April May June July August September October November December"
).split()
SOURCE = "sv"
NARROW_SPACE = "\u202f"
NO_BREAK = "\u00a0"
NOTHING = Markup("")


def day(value: date | datetime | None) -> str:
    """”23 november 2026”; nothing for no day."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        value = swedish_day(value)
    return f"{_day_of_month(value)} {value.year}"


def short_day(value: date | datetime | None) -> str:
    """”12 mars”, with the year only when it is another than this one."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        value = swedish_day(value)
    return day(value) if value.year != today().year else _day_of_month(value)


def _day_of_month(value: date) -> str:
    months = ENGLISH_MONTHS if chosen.get() == ENGLISH else MONTHS
    return f"{value.day}{NO_BREAK}{months[value.month - 1]}"


def moment(value: datetime | None) -> str:
    """”23 november 2026 kl. 13.30” in Swedish time."""
    if value is None:
        return ""
    if chosen.get() == ENGLISH:
        return f"{day(value)} at{NO_BREAK}{value.astimezone(SWEDEN):%H:%M}"
    return f"{day(value)} kl.{NO_BREAK}{value.astimezone(SWEDEN):%H.%M}"


def number(value: int) -> str:
    """”1 204”, with a space that does not break."""
    return f"{value:,}" if chosen.get() == ENGLISH else f"{value:,}".replace(",", NARROW_SPACE)


def percent(part: int, whole: int | None = None) -> str:
    """”42 %”: of `whole`, rounded half up, or `part` as it stands."""
    share = part if whole is None else (200 * part + whole) // (2 * whole)
    return f"{share}%" if chosen.get() == ENGLISH else f"{share}{NO_BREAK}%"


def unbroken(text: str) -> str:
    """A few words that stay on one line."""
    return text.replace(" ", NO_BREAK)


def minutes(value: int) -> str:
    """”8 minuter”."""
    return ngettext("%(num)d minut", "%(num)d minuter", value)


def locale() -> str:
    """The language of the words on screen: easy Swedish is a way of writing texts, not another
    language.
    """
    return ENGLISH if chosen.get() == ENGLISH else SOURCE


def lang(language: str) -> Markup:
    """The attribute for a text that is in another language than the page; nothing where it is in
    the same.
    """
    own = ENGLISH if language == ENGLISH else SOURCE
    return NOTHING if own == locale() else Markup(f' lang="{own}"')


def spoken(text: str, language: str) -> str:
    """A text inside a sentence of the page's, marked when its language is another."""
    said = lang(language)
    return Markup("<span{}>{}</span>").format(said, text) if said else text


@cache
def _catalogue(language: str) -> Any:
    with force_locale(language):
        return get_translations()


def of_page(message: str) -> str:
    """The message in the language of the page. The source language needs no looking up."""
    if chosen.get() != ENGLISH:
        return message
    found: str = _catalogue(ENGLISH).ugettext(message)
    return found


def of_page_many(one: str, many: str, count: int) -> str:
    """The message for so many, in the language of the page."""
    if chosen.get() != ENGLISH:
        return one if count == 1 else many
    found: str = _catalogue(ENGLISH).ungettext(one, many, count)
    return found


def gettext(message: str, **values: Any) -> str:
    """The message in the language of the page, with these values in it."""
    said = of_page(message)
    return said % values if values else said


def ngettext(one: str, many: str, num: int, **values: Any) -> str:
    """The message for so many, with the number and these values in it."""
    return of_page_many(one, many, num) % ({"num": num} | values)


def lazy_gettext(message: str, **values: Any) -> LazyString:
    """The message in the language of the page that it comes to stand on: for what is written before
    there is a page.
    """
    return LazyString(gettext, message, **values)


def told(error: Told) -> str:
    """What an error says, in the language of the page."""
    return gettext(error.message, **error.values)


def in_template(message: str, **values: Any) -> Markup:
    """The message as markup: our own words are trusted, the values in them are escaped."""
    said = _trusted(of_page(message))
    return said % values if values else said


def in_template_many(one: str, many: str, num: int, **values: Any) -> Markup:
    """The message for so many as markup, with the number and these values in it."""
    return _trusted(of_page_many(one, many, num)) % ({"num": num} | values)


@lru_cache(maxsize=2000)
def _trusted(message: str) -> Markup:
    return Markup(message)


def init(app: Flask) -> None:
    """Make the words known to the application's templates."""
    Babel(app, locale_selector=locale)
    app.jinja_env.globals |= {
        "_": in_template,
        "gettext": in_template,
        "ngettext": in_template_many,
        "lang": lang,
        "spoken": spoken,
        "locale": locale,
    }
    app.jinja_env.filters |= {
        "day": day,
        "short_day": short_day,
        "moment": moment,
        "number": number,
        "percent": percent,
        "minutes": minutes,
    }
