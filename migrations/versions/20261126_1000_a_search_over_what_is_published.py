"""Let people search what is published: documents, their words, and what the index was made from.

All of it is made anew at each publication, so nothing here is append-only. A database from before
gets its index at the next start, which publishes what can be published.
"""

import sqlalchemy as sa
from alembic import op

revision = "20261126_1000"
down_revision = "20261126_0900"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "search_document",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("language", sa.String(length=10), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("part", sa.String(length=80), nullable=False),
        sa.Column("key", sa.String(length=80), nullable=False),
        sa.Column("told_in", sa.String(length=10), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "kind IN ('module', 'goal', 'target', 'term')", name=op.f("ck_search_document_kind")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_search_document")),
    )
    op.create_table(
        "search_word",
        sa.Column("document_id", sa.Integer(), nullable=False),
        sa.Column("stem", sa.String(length=60), nullable=False),
        sa.Column("language", sa.String(length=10), nullable=False),
        sa.Column("weight", sa.Integer(), nullable=False),
        sa.Column("places", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["document_id"],
            ["search_document.id"],
            name=op.f("fk_search_word_document_id_search_document"),
        ),
        sa.PrimaryKeyConstraint("document_id", "stem", name=op.f("pk_search_word")),
    )
    op.create_index("ix_search_word_language_stem", "search_word", ["language", "stem"])
    op.create_table(
        "search_index",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("made_from", sa.String(length=80), nullable=False),
        sa.CheckConstraint("id = 1", name=op.f("ck_search_index_only_one")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_search_index")),
    )


def downgrade() -> None:
    op.drop_table("search_index")
    op.drop_table("search_word")
    op.drop_table("search_document")
