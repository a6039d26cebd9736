"""How the application is put together: every slice named by hand, in the order of the street."""

from __future__ import annotations

import ctypes
import os
from collections.abc import Callable, Mapping
from typing import Any

from flask import Flask, Response
from flask.sessions import SecureCookieSessionInterface
from flask_login import LoginManager
from flask_wtf import CSRFProtect
from itsdangerous import URLSafeTimedSerializer
from werkzeug.datastructures import Headers
from werkzeug.urls import iri_to_uri

from app import config
from app.core import models as core_models  # noqa: F401  (tables of no slice)
from app.core.db import db, end_reading
from app.web import current, errors, headers, pages, received, words

ARENAS = -8
"""What glibc calls M_ARENA_MAX."""


def _one_heap() -> None:
    """Let all threads share one heap: with one each, what a long list needed once is kept by
    every thread that has made one.
    """
    try:
        ctypes.CDLL(None).mallopt(ARENAS, 1)
    except (AttributeError, OSError, TypeError):
        return  # another C library, which has no such heaps


class Moved(Response):
    """An answer with nothing but an address, which is already as the browser should have it."""

    def get_wsgi_headers(self, environ: Any) -> Headers:
        return self.headers


class Sessions(SecureCookieSessionInterface):
    """Flask's signed cookies, with a signer that is made once."""

    signer: URLSafeTimedSerializer | None = None

    def get_signing_serializer(self, app: Flask) -> URLSafeTimedSerializer | None:
        self.signer = self.signer or super().get_signing_serializer(app)
        return self.signer


class House(Flask):
    """Flask as it is used here: no view is a coroutine, so none is asked whether it is one."""

    def ensure_sync(self, func: Callable[..., Any]) -> Callable[..., Any]:
        return func

    def redirect(self, location: str, code: int = 302) -> Response:
        """The address says it all, so there is no page of words in English."""
        answer = Moved(status=code, mimetype="text/html")
        answer.headers["Location"] = location if location.isascii() else iri_to_uri(location)
        answer.headers["Content-Length"] = "0"
        return answer


def build(asked: Mapping[str, Any]) -> Flask:
    """The application with these settings. Serves nothing before its database has been migrated."""
    _one_heap()
    instance = config.instance_folder(asked)
    app = House("app", instance_path=str(instance.resolve()))
    app.config |= config.settings(instance, asked)
    app.session_interface = Sessions()
    app.json.ensure_ascii = False  # type: ignore[attr-defined]

    from app import cli
    from app.competence import routes as competence_routes
    from app.competence import service as competence_service
    from app.content import queries as content_queries
    from app.content import routes_editing, routes_lookup, routes_search
    from app.duties import models as duties_models  # noqa: F401
    from app.followup import routes as followup_routes
    from app.learning import routes as learning_routes
    from app.people import routes as people_routes
    from app.people import sign_in

    app.teardown_appcontext(end_reading)  # the last thing done, when the session is closed
    db.init_app(app)
    if os.environ.get("FLASK_RUN_FROM_CLI") or app.testing:  # for `flask db`; it is large
        from flask_migrate import Migrate

        Migrate(app, db, directory=str(config.ROOT / "migrations"), render_as_batch=True)
    current.init(app)
    received.init(app)
    CSRFProtect(app)
    login = LoginManager(app, add_context_processor=False)  # pages know `scope`
    login.user_loader(sign_in.load)
    app.extensions[current.LIBRARY] = content_queries.library
    app.extensions[current.BOOKS] = competence_service.book

    words.init(app)
    headers.init(app)
    errors.init(app)
    pages.init(app)
    for slice_ in (
        people_routes,
        routes_editing,
        routes_search,
        routes_lookup,
        learning_routes,
        competence_routes,
        followup_routes,
    ):
        app.register_blueprint(slice_.bp)
    cli.init(app)
    return app
