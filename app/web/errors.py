"""Every error as a page with a plain sentence: what happened and how to go on. Never a trace, a
path or a query.
"""

from __future__ import annotations

from flask import Flask, current_app, g, make_response, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import DBAPIError, OperationalError
from werkzeug.exceptions import HTTPException

from app.core.db import db
from app.core.errors import NotAllowed, NotFound, NotOffered, Refused, Told
from app.web import current, words
from app.web.words import gettext as _

UNREAD = "hallbar_grund_unread"
Page = tuple[str, int]
Way = tuple[str, str]
"""What a link says, and where it leads."""


def _words(code: int) -> tuple[str, str]:
    """Heading and sentence for an HTTP status."""
    known = {
        400: (
            _("Vi förstod inte det"),
            _("Adressen eller formuläret hade ett fel. Gå tillbaka och försök igen."),
        ),
        401: (_("Logga in först"), _("Sidan är för den som är inloggad.")),
        403: (_("Sidan är inte för dig"), _("Behöver du den? Fråga din chef.")),
        404: (
            _("Sidan finns inte"),
            _("Adressen kan vara fel eller gammal. Börja om från startsidan."),
        ),
        405: (
            _("Så går det inte att använda adressen"),
            _("Den tar bara emot det du skickar från en annan sida. Börja om från startsidan.")
            if request.method in ("GET", "HEAD")
            else _(
                "Sidan går bara att läsa. Det du skickade är inte sparat. Gå tillbaka till den."
            ),
        ),
        409: (
            _("Det gick inte att göra nu"),
            _("Något har ändrats sedan du öppnade sidan. Ladda om den och försök igen."),
        ),
        413: (
            _("Det du skickade är för stort"),
            _("Korta texten eller dela upp filen och försök igen."),
        ),
        414: (
            _("Adressen är för lång"),
            _("Korta den. Söker du? Skriv färre ord, eller börja om från startsidan."),
        ),
        415: (
            _("Vi kan inte läsa den sortens innehåll"),
            _("Gå tillbaka och använd formuläret på sidan."),
        ),
        422: (_("Något i formuläret behöver rättas"), _("Gå tillbaka, rätta och skicka igen.")),
        431: (
            _("Det webbläsaren skickade är för stort"),
            _("Ta bort webbplatsens kakor i webbläsaren och försök igen."),
        ),
        503: (
            _("Vi når inte våra uppgifter just nu"),
            _("Inget är sparat av det du just skickade. Försök igen om en stund."),
        ),
    }
    fallback = (
        _("Något gick fel hos oss"),
        _("Dina tidigare svar är sparade. Försök igen om en stund."),
    )
    return known.get(code, known[400] if 400 <= code < 500 else fallback)


def page(
    code: int, sentence: str | None = None, heading: str | None = None, way: Way | None = None
) -> Page:
    """The error page for a status, with the sentence at hand or the usual one, and a way on beside
    the one to the start page.

    A database that does not answer may be found out only here: the page can do without it.
    """
    try:
        return _page(code, sentence, heading, way)
    except DBAPIError:
        db.session.close()
        return page_without_person(code)


def _page(code: int, sentence: str | None, heading: str | None, way: Way | None) -> Page:
    usual, usual_sentence = _words(code)
    home = url_for("followup.start") if current.scope() else url_for("people.sign_in")
    return (
        render_template(
            "error.html",
            code=code,
            heading=heading or usual,
            sentence=sentence or usual_sentence,
            home_url=home,
            way=way,
        ),
        code,
    )


STATUS: dict[type[Told], int] = {NotFound: 404, NotOffered: 404, NotAllowed: 403, Refused: 409}


def init(app: Flask) -> None:
    """Give every kind of error its page. Whatever was half done is undone first."""

    def unread(code: int) -> str:
        """The page for a request that the server could not read."""
        with app.test_request_context():
            return page_without_person(code)[0]

    app.extensions[UNREAD] = unread

    @app.errorhandler(Told)
    def told(error: Told) -> Page:
        db.session.rollback()
        heading = _("Valet finns inte") if isinstance(error, NotOffered) else None
        return page(STATUS[type(error)], words.told(error), heading)

    @app.errorhandler(CSRFError)
    def stale_form(_error: CSRFError) -> Page:
        return page(
            400,
            _("Gå tillbaka, ladda om sidan och skicka igen. Det du skickade nu är inte sparat."),
            _("Formuläret gäller inte längre"),
        )

    app.register_error_handler(HTTPException, _http)

    @app.errorhandler(OperationalError)
    def database_away(error: OperationalError) -> Page:
        db.session.close()
        current_app.logger.error("The database did not answer: %s", type(error.orig).__name__)
        return page_without_person(503)

    @app.errorhandler(Exception)
    def unforeseen(_error: Exception) -> Page:
        db.session.close()
        current_app.logger.exception("An error that nobody foresaw")
        return page_without_person(500)


def _http(error: HTTPException) -> ResponseReturnValue:
    """The page of an HTTP error, with the headers that belong to it (Allow, Retry-After)."""
    if error.code is None or error.code < 400:
        return error
    answer = make_response(page(error.code))
    for name, value in error.get_headers(request.environ):
        if name.lower() not in ("content-type", "content-length"):
            answer.headers[name] = value
    return answer


def page_without_person(code: int) -> Page:
    """An error page that asks the database nothing."""
    g.without_person = True
    heading, sentence = _words(code)
    return (
        render_template(
            "error.html", code=code, heading=heading, sentence=sentence, home_url="/", bare=True
        ),
        code,
    )
