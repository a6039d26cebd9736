"""Who asks and in which language, and what `create_app` has put at hand for all slices."""

from __future__ import annotations

from collections.abc import Callable
from contextvars import ContextVar
from datetime import datetime, timedelta
from typing import Any

from flask import Flask, current_app, g, request
from flask_login import current_user
from werkzeug.wrappers import Response

from app.core.errors import NotAllowed, NotOffered
from app.web.access import Scope

SWEDISH, ENGLISH, EASY = "sv", "en", "lattlast"
LANGUAGES = {SWEDISH: "Svenska", ENGLISH: "English", EASY: "Lätt svenska"}
"""What one may choose to read in, each by its own name. Easy Swedish is for the texts of courses;
the words around them are then the Swedish ones.
"""
COOKIE = "sprak"
LANGUAGE_KEPT = timedelta(days=365)

BOOKS = "hallbar_grund_books"
LIBRARY = "hallbar_grund_library"

Booking = Callable[[int, Any, datetime], None]
"""What keeps the counters true: a subject, what was recorded, and when."""


chosen: ContextVar[str] = ContextVar("chosen", default=SWEDISH)
"""The language of the request that is being answered. A page asks for it dozens of times, so it is
read from the cookie once.
"""


def language() -> str:
    """The language that the one who asks has chosen: `sv`, `en` or `lattlast`."""
    return chosen.get()


def read_in(language: str) -> None:
    """Answer the rest of this request in a language."""
    chosen.set(language)


def remember_language(answer: Response, language: str) -> None:
    """Let the browser keep the choice; it stands there alone, so it holds before sign-in too."""
    answer.set_cookie(
        COOKIE,
        language,
        max_age=LANGUAGE_KEPT,
        secure=current_app.config["SESSION_COOKIE_SECURE"],
        httponly=True,
        samesite="Lax",
    )


def asked_language() -> str:
    """The language that a form asks to go on in."""
    asked = request.form.get(COOKIE, "")
    if asked not in LANGUAGES:
        raise NotOffered("Språket finns inte här. Gå till startsidan och välj ett längst ned.")
    return asked


def scope() -> Scope | None:
    """The one who is signed in, or none."""
    if "scope" not in g:
        g.scope = current_user._get_current_object() if current_user.is_authenticated else None
    found: Scope | None = g.scope
    return found


def signed_in() -> Scope:
    """The one who is signed in; a page that calls this is never reached by anybody else."""
    found = scope()
    if found is None:
        raise NotAllowed("Du behöver logga in först.")
    return found


def subject() -> int:
    """The subject key of the one who is signed in."""
    return signed_in().subject


def library() -> Any:
    """The courses as last published: the content slice's `Library`."""
    if "library" not in g:
        g.library = current_app.extensions[LIBRARY]()
    return g.library


def book(subject: int, recorded: Any, now: datetime) -> None:
    """Write what new facts change in the kept counters, in the same transaction as the facts."""
    booking: Booking = current_app.extensions[BOOKS]
    booking(subject, recorded, now)


def init(app: Flask) -> None:
    """Answer every request in the language that its cookie says, from the first step on."""

    @app.before_request
    def choose() -> None:
        asked = request.cookies.get(COOKIE)
        chosen.set(asked if asked in LANGUAGES else SWEDISH)

    @app.teardown_request
    def forget(_error: BaseException | None) -> None:
        chosen.set(SWEDISH)
