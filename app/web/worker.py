"""Gunicorn's worker with threads, with pages of ours for what gunicorn refuses to read: no request
comes of that, so the application never meets it.
"""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from gunicorn import util
from gunicorn.http import errors as refused
from gunicorn.workers.gthread import ThreadWorker

from app.web.errors import UNREAD
from app.web.headers import ALWAYS, NOT_KEPT

STATUS = (
    (refused.LimitRequestLine, 414),
    (refused.LimitRequestHeaders, 431),
    (refused.InvalidRequestLine, 400),
    (refused.InvalidRequestMethod, 400),
    (refused.InvalidHTTPVersion, 400),
    (refused.InvalidHeader, 400),
    (refused.InvalidHeaderName, 400),
)
"""What a person may come to send from a browser. All else is between programs: gunicorn's words do.
"""
OF_THE_APPLICATION = (refused.InvalidResponseHeader, refused.InvalidResponseHeaderName)


class Worker(ThreadWorker):
    """Answers an address that is too long, and what cannot be read, in plain Swedish."""

    def handle_error(self, req: Any, client: Any, addr: Any, exc: BaseException) -> None:
        code = next((code for kind, code in STATUS if isinstance(exc, kind)), None)
        pages = getattr(self.wsgi, "extensions", {})
        if code is None or UNREAD not in pages or isinstance(exc, OF_THE_APPLICATION):
            super().handle_error(req, client, addr, exc)
            return
        self.log.warning("Answered %s to what could not be read: %s", code, type(exc).__name__)
        try:
            util.write_nonblock(client, answer(code, pages[UNREAD](code)))
        except OSError:
            self.log.debug("Nobody waited for the answer.")


def answer(code: int, page: str) -> bytes:
    """The page as it goes over the line, with the headers that all pages have."""
    body = page.encode()
    headers = [
        ("Connection", "close"),
        ("Content-Type", "text/html; charset=utf-8"),
        ("Content-Length", str(len(body))),
        *ALWAYS,
        NOT_KEPT,
    ]
    lines = [f"HTTP/1.1 {code} {HTTPStatus(code).phrase}", *(f"{n}: {v}" for n, v in headers)]
    return "\r\n".join([*lines, "", ""]).encode("latin-1") + body
