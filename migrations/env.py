"""How migrations run: on the application's own database, each in one transaction, without
silencing its log.
"""

from __future__ import annotations

from alembic import context
from flask import current_app

config = context.config
migrate = current_app.extensions["migrate"]
engine = migrate.db.engine
metadata = migrate.db.metadata


def run() -> None:
    """Run on the live database; there is no offline form here."""
    with engine.connect() as connection:
        context.configure(
            connection=connection,
            target_metadata=metadata,
            transaction_per_migration=True,
            **migrate.configure_args,
        )
        with context.begin_transaction():
            context.run_migrations()


run()
