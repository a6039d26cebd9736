"""Keep what a municipality adds to the shared courses: texts for marked sections, and its sources.

They have tables of their own, so that what is shared stays the same everywhere. Append-only like
all that was published.
"""

import sqlalchemy as sa
from alembic import op

from app.core.ledger import protect

revision = "20261125_0900"
down_revision = "20261123_1000"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "local_text",
        sa.Column("fingerprint", sa.String(length=64), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("first_published_at", sa.DateTime(), nullable=False),
        sa.CheckConstraint(
            "kind IN ('section', 'course', 'sources')", name=op.f("ck_local_text_kind")
        ),
        sa.PrimaryKeyConstraint("fingerprint", name=op.f("pk_local_text")),
    )
    op.create_table(
        "published_local",
        sa.Column("release_id", KEY, nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("section", sa.String(length=80), nullable=False),
        sa.Column("language", sa.String(length=10), nullable=False),
        sa.Column("fingerprint", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(
            ["fingerprint"],
            ["local_text.fingerprint"],
            name=op.f("fk_published_local_fingerprint_local_text"),
        ),
        sa.ForeignKeyConstraint(
            ["release_id"], ["release.id"], name=op.f("fk_published_local_release_id_release")
        ),
        sa.PrimaryKeyConstraint(
            "release_id", "kind", "section", "language", name=op.f("pk_published_local")
        ),
    )
    for table in ("local_text", "published_local"):
        for statement in protect(table, op.get_bind().dialect.name):
            op.execute(statement)


def downgrade() -> None:
    op.drop_table("published_local")
    op.drop_table("local_text")
