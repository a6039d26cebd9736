"""What the search looks in: made anew from what is published, so nothing that must be kept."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, ForeignKey, Index, Integer, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from app.core.db import Model


class SearchDocument(Model):
    """A text that can be found by who reads in `language`, and what its address is made of."""

    __tablename__ = "search_document"
    id: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    language: Mapped[str] = mapped_column(String(10))
    kind: Mapped[str] = mapped_column(String(10))
    part: Mapped[str] = mapped_column(String(80))
    key: Mapped[str] = mapped_column(String(80))
    told_in: Mapped[str] = mapped_column(String(10))
    text: Mapped[str] = mapped_column(Text)
    __table_args__ = (CheckConstraint("kind IN ('module', 'goal', 'target', 'term')", name="kind"),)


class SearchWord(Model):
    """That a stem stands in a document: its weight in thousandths, and where in the text."""

    __tablename__ = "search_word"
    document_id: Mapped[int] = mapped_column(ForeignKey("search_document.id"), primary_key=True)
    stem: Mapped[str] = mapped_column(String(60), primary_key=True)
    language: Mapped[str] = mapped_column(String(10))
    weight: Mapped[int] = mapped_column(Integer)
    places: Mapped[str] = mapped_column(Text)
    __table_args__ = (Index("ix_search_word_language_stem", "language", "stem"),)


class SearchIndex(Model):
    """What the index was made from: one row."""

    __tablename__ = "search_index"
    id: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    made_from: Mapped[str] = mapped_column(String(80))
    __table_args__ = (CheckConstraint("id = 1", name="only_one"),)
