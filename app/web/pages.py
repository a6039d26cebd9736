"""What every template has at hand: who is signed in, the menu, the municipality, addresses of
static files.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection, Hashable
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from flask import Flask, current_app, g, redirect, request, session, url_for
from flask_wtf.csrf import generate_csrf
from markupsafe import Markup, escape
from sqlalchemy import select
from werkzeug.exceptions import HTTPException
from werkzeug.routing import IntegerConverter
from werkzeug.wrappers import Response

from app.core.db import db
from app.core.errors import NotAllowed, NotFound, sentence
from app.core.models import Setting
from app.web import access, current
from app.web.access import Right
from app.web.words import gettext as _
from app.web.words import locale

SETTINGS = "hallbar_grund_settings"
KEPT = 4096
OFFERED = tuple(current.LANGUAGES.items())
NOT_FOR_YOU = sentence("Sidan är inte för dig.")


@cache
def _version(path: Path, changed: int) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()[:10]


def _files_of(app: Flask) -> Callable[[str], str]:
    known: dict[str, str] = {}

    def static_url(name: str) -> str:
        """The address of a static file with its version, so that it can be kept for a year."""
        if name not in known or app.debug:
            path = Path(app.static_folder or "") / name
            version = _version(path, path.stat().st_mtime_ns)
            known[name] = url_for("static", filename=name, v=version)
        return known[name]

    return static_url


def address_of(endpoint: str, **values: str) -> str:
    """The address of a page that does not belong to one person, looked up once."""
    return _address(request.root_path, endpoint, tuple(values.items()))


@lru_cache(maxsize=KEPT)
def _address(_root: str, endpoint: str, values: tuple[tuple[str, str], ...]) -> str:
    return url_for(endpoint, **dict(values))  # type: ignore[arg-type]


def here() -> str:
    """The address of this page, as one comes back to it."""
    return request.full_path.rstrip("?")


def csrf_token() -> str:
    """What shows that a form came from a page of ours. Signed once for each session, not for each
    page: it holds as long as the session does.
    """
    held = session.get("csrf_token")
    return _signed(held) if held else generate_csrf()


@lru_cache(maxsize=KEPT // 4)
def _signed(_held: str) -> str:
    return generate_csrf()


def kept(part: str, *values: Hashable) -> Markup:
    """A part of a page that reads the same for everybody who sees these values, written once:
    `course.segments` is the macro `segments` of `parts/course.html`.
    """
    return _written(part, values, locale())


@lru_cache(maxsize=KEPT)
def _written(part: str, values: tuple[Hashable, ...], _language: str) -> Markup:
    file, _, macro = part.partition(".")
    template = current_app.jinja_env.get_template(f"parts/{file}.html")
    written: Markup = getattr(template.module, macro)(*values)
    return written


def language_choice(editions: Collection[str] = ()) -> Markup:
    """The form by which one chooses a language. Easy Swedish is offered where there are texts in
    it, and to who reads it already.
    """
    read = current.language()
    easy = read == current.EASY or current.EASY in editions
    before, between, after = _choice(OFFERED if easy else OFFERED[:2], read)
    return Markup(f"{before}{csrf_token()}{between}{escape(here())}{after}")


def language_switch(editions: Collection[str], address: str) -> Markup:
    """The same choice as buttons of the form `svar`, sent to an address that shows the page again
    with what is filled in.
    """
    read = current.language()
    easy = read == current.EASY or current.EASY in editions
    return kept("language.switch", OFFERED if easy else OFFERED[:2], read, address)


@lru_cache(maxsize=KEPT)
def _choice(offered: tuple[tuple[str, str], ...], read: str) -> tuple[str, str, str]:
    """The form that is the same on all pages, around the two values that are not."""
    before, between, after = _written("language.choice", (offered, read), locale()).split("%s")
    return before, between, after


def edition_choice(editions: Collection[str], read: str) -> Markup | None:
    """The languages that one text can be read in, when there is a choice."""
    if len(editions) < 2:
        return None
    return kept("language.editions", tuple(each for each in OFFERED if each[0] in editions), read)


def setting(key: str) -> Any:
    """A setting of the municipality. Read once: it is made before the first page is served."""
    known: dict[str, Any] = current_app.extensions.setdefault(SETTINGS, {})
    if key not in known:
        found = db.session.scalar(select(Setting.value).where(Setting.key == key))
        if found is None and "municipality" not in known:
            return None
        known[key] = found
    return known[key]


def menu() -> tuple[tuple[str, str, bool], ...]:
    """The pages that one may open: label, address, and whether it is this one."""
    scope = current.scope()
    if scope is None:
        return ()
    offered = [(_("Utbildning"), "followup.start")]
    if scope.held:
        far = access.reach(scope, Right.PERSONS)
        if far.places:
            offered.append((_("Mina enheter"), "followup.units"))
        if far.staff or far.elected or far.needs_reason:
            offered.append((_("Personer"), "followup.persons"))
        if access.may_open(scope, "editing.handbook"):
            offered.append((_("Handbok"), "editing.handbook"))
    offered.append((_("Kompetens"), "competence.map"))
    here = request.endpoint
    return tuple((label, address_of(endpoint), endpoint == here) for label, endpoint in offered)


class Whole(IntegerConverter):
    """A number in an address, no longer than what both databases hold; a longer one is no page."""

    regex = r"[0-9]{1,18}"


def init(app: Flask) -> None:
    """Ask the one access table before every page, and give templates what they need."""
    app.url_map.converters["int"] = Whole

    @app.before_request
    def may_open() -> Any:
        endpoint = request.endpoint
        if endpoint is None:
            return _without_slash()
        if endpoint == "static":
            return None
        scope = current.scope()
        if access.may_open(scope, endpoint):
            return None
        if scope is not None:
            right = access.ENDPOINTS.get(endpoint)
            if right is None:
                raise NotFound("Sidan finns inte.")
            raise NotAllowed(access.FOR_WHOM.get(right, NOT_FOR_YOU))
        return _to_sign_in()

    @app.context_processor
    def at_hand() -> dict[str, Any]:
        own = {"menu": menu, "csrf_token": csrf_token, "english": locale() == current.ENGLISH}
        if g.get("without_person"):
            return own | {"scope": None, "municipality": "", "demo": False}
        return own | {
            "scope": current.scope(),
            "municipality": setting("municipality") or "",
            "demo": bool(setting("demo")),
        }

    app.jinja_env.globals |= {
        "static_url": _files_of(app),
        "address_of": address_of,
        "kept": kept,
        "language_choice": language_choice,
        "language_switch": language_switch,
    }


def _without_slash() -> Response | None:
    """To the page whose address this is but for a slash at its end, if there is one. The address is
    written anew from the page's own, so it leads nowhere else.
    """
    bare = request.path.rstrip("/")
    pages = current_app.create_url_adapter(request)
    if request.method not in ("GET", "HEAD") or bare in ("", request.path) or pages is None:
        return None
    try:
        endpoint, values = pages.match(bare, method="GET")
    except HTTPException:
        return None
    asked = request.query_string.decode("ascii", "replace")
    return redirect(url_for(endpoint, **values) + (f"?{asked}" if asked else ""), 308)


def _to_sign_in() -> Response:
    """What was sent and not saved is said there, and the way goes on to its page."""
    if request.method in ("GET", "HEAD"):
        asked, lost = here(), None
    else:
        pages = current_app.create_url_adapter(request)
        asked = request.path if pages and pages.test(method="GET") else "/"
        lost = "ja"
    on = asked if asked != "/" else None
    return redirect(url_for("people.sign_in", vidare=on, osparat=lost), 303)
