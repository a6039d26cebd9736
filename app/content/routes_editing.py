"""What is for those who write the courses."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from flask import Blueprint, render_template

from app.content.render import inline_html
from app.content.report_fields import Example, Limits, Part, Table
from app.content.report_manual import manual
from app.web import current

bp = Blueprint("editing", __name__)


@bp.get("/redaktion/handbok")
def handbook() -> str:
    """The author's manual, with the limits of the first course there is."""
    course = next(iter(current.library().courses.values()), None)
    limits = Limits.of(course) if course else Limits()
    return render_template("editing/handbook.html", parts=_parts(limits))


@lru_cache(maxsize=4)
def _parts(limits: Limits) -> list[dict[str, Any]]:
    """The manual with its words as HTML: the same for all who read it, so made once."""
    return [
        {"id": part.id, "title": part.title, "body": list(_pieces(part))} for part in manual(limits)
    ]


def _pieces(part: Part) -> Iterator[dict[str, Any]]:
    for number, piece in enumerate(part.body, 1):
        if isinstance(piece, str):
            yield {"kind": "text", "text": inline_html(piece)}
        elif isinstance(piece, Example):
            yield {"kind": "example", "caption": inline_html(piece.caption), "text": piece.text}
        elif isinstance(piece, Table):
            yield {
                "kind": "table",
                "id": f"{part.id}-{number}",
                "caption": piece.caption,
                "heads": piece.heads,
                "rows": [[inline_html(cell) for cell in row] for row in piece.rows],
            }
