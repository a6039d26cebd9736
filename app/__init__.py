"""Hållbar grund: basic training and competence map for Swedish municipalities.

`create_app` is the only place that knows every slice. Nothing outside the standard library is
imported when this package is, so that `app.bootstrap` can run before anything is installed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

    from flask import Flask


def create_app(settings: Mapping[str, Any] | None = None) -> Flask:
    """The application: defaults, then environment, then `instance/`, then `settings` (what a test
    asks for).
    """
    from app.factory import build

    return build(settings or {})
