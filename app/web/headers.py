"""Security headers on every answer, from the first page on: nothing inline, nothing from
elsewhere, nothing kept.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from flask import Flask, Response

POLICY = "; ".join(
    (
        "default-src 'none'",
        "style-src 'self'",
        "font-src 'self'",
        "img-src 'self'",
        "script-src 'self'",
        "object-src 'none'",
        "base-uri 'none'",
        "form-action 'self'",
        "frame-ancestors 'none'",
    )
)
ALWAYS = (
    ("Content-Security-Policy", POLICY),
    ("X-Content-Type-Options", "nosniff"),
    ("Referrer-Policy", "same-origin"),
    ("Cross-Origin-Opener-Policy", "same-origin"),
    ("Cross-Origin-Resource-Policy", "same-origin"),
    ("Permissions-Policy", "camera=(), geolocation=(), microphone=()"),
    ("X-Frame-Options", "DENY"),
)
A_YEAR = ("Strict-Transport-Security", "max-age=31536000")
MOVED = frozenset({301, 302, 303, 307, 308})
NOT_KEPT = ("Cache-Control", "no-store")


class Secured:
    """The application with the headers on all that it answers. Only versioned static files may be
    kept by a browser.
    """

    def __init__(self, inner: Callable[..., Iterable[bytes]], headers: list[Any], files: str):
        self.inner, self.headers, self.files = inner, headers, files

    def __call__(
        self, environ: dict[str, Any], start_response: Callable[..., Any]
    ) -> Iterable[bytes]:
        versioned = environ["PATH_INFO"].startswith(self.files) and "v=" in environ["QUERY_STRING"]

        def begin(status: str, sent: list[tuple[str, str]], *error: Any) -> Any:
            own = {name for name, _ in sent}
            ours = [header for header in self.headers if header[0] not in own]
            if versioned and status < "400":
                return start_response(status, sent + ours, *error)
            sent = [header for header in sent if header[0] != NOT_KEPT[0]]
            return start_response(status, [*sent, *ours, NOT_KEPT], *error)

        return self.inner(environ, begin)


def init(app: Flask) -> None:
    """Set the headers on all answers."""
    headers = [*ALWAYS, A_YEAR] if app.config["PUBLIC_URL"].startswith("https://") else [*ALWAYS]
    app.wsgi_app = Secured(app.wsgi_app, headers, f"{app.static_url_path}/")  # type: ignore[method-assign]

    @app.after_request
    def bare(answer: Response) -> Response:
        if answer.status_code in MOVED:
            answer.set_data(b"")  # the address says it all; the library's words are English
        return answer
