"""Making the search's index anew when something else is published. Nothing here commits."""

from __future__ import annotations

from typing import Any

from sqlalchemy import delete, func, insert, select

from app.content import queries
from app.content.models_search import SearchDocument, SearchIndex, SearchWord
from app.content.render_search import documents
from app.content.rules_search import INDEX, Place, postings
from app.core.db import db


def refresh() -> None:
    """Index what is published, in the transaction that publishes it; nothing when that is indexed
    already.
    """
    now = queries.current()
    if now is None:
        return
    made_from = f"{INDEX}:{now.fingerprint}"
    kept = db.session.scalar(select(SearchIndex.made_from))
    if kept == made_from:
        return
    last = db.session.scalar(select(func.max(SearchDocument.id))) or 0
    for table in (SearchWord, SearchDocument, SearchIndex):
        db.session.execute(delete(table))
    texts, words = _rows(last + 1)
    for table, rows in ((SearchDocument, texts), (SearchWord, words)):
        if rows:
            db.session.execute(insert(table.__table__), rows)
    db.session.add(SearchIndex(id=1, made_from=made_from))
    db.session.flush()


def _rows(first: int) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """The rows of both tables. Numbers are not used again: who searches just then finds nothing
    under an old one, never another text.
    """
    texts: list[dict[str, Any]] = []
    words: list[dict[str, Any]] = []
    for language, found in documents(queries.library()).items():
        begins = first + len(texts)
        texts += [
            {
                "id": number,
                "language": language,
                "kind": each.kind,
                "part": each.part,
                "key": each.key,
                "told_in": each.told_in,
                "text": each.text,
            }
            for number, each in enumerate(found, begins)
        ]
        words += [
            {
                "document_id": begins + each.document,
                "stem": each.stem,
                "language": language,
                "weight": each.weight,
                "places": _written(each.places),
            }
            for each in postings(found)
        ]
    return texts, words


def _written(places: tuple[Place, ...]) -> str:
    return " ".join(f"{start}-{end}" for start, end in places)
