"""Security headers on every answer, from the first page on: nothing inline, nothing from
elsewhere, nothing kept.
"""

from __future__ import annotations

from flask import Flask, Response, request

POLICY = "; ".join(
    (
        "default-src 'none'",
        "style-src 'self'",
        "font-src 'self'",
        "img-src 'self'",
        "script-src 'none'",
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


def init(app: Flask) -> None:
    """Set the headers on all answers; only versioned static files may be kept by a browser."""
    headers = (*ALWAYS, A_YEAR) if app.config["PUBLIC_URL"].startswith("https://") else ALWAYS

    @app.after_request
    def secure(answer: Response) -> Response:
        if answer.location and not answer.direct_passthrough:
            answer.set_data(b"")  # the address says it all; the library's words are English
        for name, value in headers:
            answer.headers.setdefault(name, value)
        if request.endpoint != "static" or answer.status_code >= 400 or "v" not in request.args:
            answer.headers["Cache-Control"] = "no-store"
        return answer
