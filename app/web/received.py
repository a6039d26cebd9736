"""What comes in: text without control characters, which no page and not every database can hold."""

from __future__ import annotations

from typing import Any

import flask
from flask import Flask, request
from werkzeug.datastructures import ImmutableMultiDict, iter_multi_items
from werkzeug.exceptions import NotFound

KEPT = "\t\n\r"
GONE = {n: None for n in (*range(32), *range(127, 160)) if chr(n) not in KEPT}


class Received(ImmutableMultiDict[str, Any]):
    """The values of an address or a form as they came, but for control characters in text."""

    def __init__(self, sent: Any = ()) -> None:
        super().__init__([(_clean(name), _clean(value)) for name, value in iter_multi_items(sent)])


class Request(flask.Request):
    """A request whose values are clean wherever they are read."""

    parameter_storage_class = Received


def _clean(value: Any) -> Any:
    if not isinstance(value, str) or value.isprintable():
        return value
    return value.translate(GONE)


def init(app: Flask) -> None:
    """Let every request be read this way; an address with such characters leads nowhere."""
    app.request_class = Request

    @app.before_request
    def no_such_address() -> None:
        if not request.path.isprintable():
            raise NotFound
