"""Keep the goals and the glossary with each release, so that all who look something up meet the
same words.

They have tables of their own: a text of a course is what somebody read and answered about, and
these are not. Append-only like all that was published.
"""

import sqlalchemy as sa
from alembic import op

from app.core.ledger import protect

revision = "20261126_0900"
down_revision = "20261125_0900"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "lookup_text",
        sa.Column("fingerprint", sa.String(length=64), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("first_published_at", sa.DateTime(), nullable=False),
        sa.CheckConstraint("kind IN ('goals', 'glossary')", name=op.f("ck_lookup_text_kind")),
        sa.PrimaryKeyConstraint("fingerprint", name=op.f("pk_lookup_text")),
    )
    op.create_table(
        "published_lookup",
        sa.Column("release_id", KEY, nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("fingerprint", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(
            ["fingerprint"],
            ["lookup_text.fingerprint"],
            name=op.f("fk_published_lookup_fingerprint_lookup_text"),
        ),
        sa.ForeignKeyConstraint(
            ["release_id"], ["release.id"], name=op.f("fk_published_lookup_release_id_release")
        ),
        sa.PrimaryKeyConstraint("release_id", "kind", name=op.f("pk_published_lookup")),
    )
    for table in ("lookup_text", "published_lookup"):
        for statement in protect(table, op.get_bind().dialect.name):
            op.execute(statement)


def downgrade() -> None:
    op.drop_table("published_lookup")
    op.drop_table("lookup_text")
