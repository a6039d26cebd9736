"""Triggers that keep facts from being changed or removed, written for both databases.

A migration calls `protect` for each append-only table it makes. UPDATE is always refused; DELETE
is refused unless a door (`app.core.door`) stands open in the same transaction.
"""

from __future__ import annotations

OPEN_DOOR = "EXISTS (SELECT 1 FROM deletion WHERE closed_at IS NULL)"


def protect(table: str, dialect: str) -> list[str]:
    """The statements that make `table` append-only."""
    if dialect == "postgresql":
        return [
            f"CREATE TRIGGER {table}_is_kept BEFORE UPDATE ON {table} "
            "FOR EACH ROW EXECUTE FUNCTION refuse_change()",
            f"CREATE TRIGGER {table}_stays BEFORE DELETE ON {table} "
            "FOR EACH ROW EXECUTE FUNCTION refuse_removal()",
            f"CREATE TRIGGER {table}_is_not_emptied BEFORE TRUNCATE ON {table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()",
        ]
    return [
        f"CREATE TRIGGER {table}_is_kept BEFORE UPDATE ON {table} "
        f"BEGIN SELECT RAISE(ABORT, '{table}: facts are only added'); END",
        f"CREATE TRIGGER {table}_stays BEFORE DELETE ON {table} WHEN NOT {OPEN_DOOR} "
        f"BEGIN SELECT RAISE(ABORT, '{table}: facts leave only through the door'); END",
    ]


def guard_door(dialect: str) -> list[str]:
    """The statements that let a record of deletion be closed once and never changed or removed
    after.
    """
    if dialect == "postgresql":
        return [
            """CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
               BEGIN RAISE EXCEPTION '%: facts are only added', TG_TABLE_NAME; END $$""",
            f"""CREATE FUNCTION refuse_removal() RETURNS trigger LANGUAGE plpgsql AS $$
               BEGIN
                 IF NOT {OPEN_DOOR} THEN
                   RAISE EXCEPTION '%: facts leave only through the door', TG_TABLE_NAME;
                 END IF;
                 RETURN OLD;
               END $$""",
            """CREATE FUNCTION refuse_reopening() RETURNS trigger LANGUAGE plpgsql AS $$
               BEGIN
                 IF OLD.closed_at IS NOT NULL THEN
                   RAISE EXCEPTION 'deletion: a closed record is kept as it is';
                 END IF;
                 RETURN NEW;
               END $$""",
            "CREATE TRIGGER deletion_closes_once BEFORE UPDATE ON deletion "
            "FOR EACH ROW EXECUTE FUNCTION refuse_reopening()",
            "CREATE TRIGGER deletion_stays BEFORE DELETE ON deletion "
            "FOR EACH ROW EXECUTE FUNCTION refuse_change()",
            "CREATE TRIGGER deletion_is_not_emptied BEFORE TRUNCATE ON deletion "
            "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()",
        ]
    return [
        "CREATE TRIGGER deletion_closes_once BEFORE UPDATE ON deletion "
        "WHEN OLD.closed_at IS NOT NULL "
        "BEGIN SELECT RAISE(ABORT, 'deletion: a closed record is kept as it is'); END",
        "CREATE TRIGGER deletion_stays BEFORE DELETE ON deletion "
        "BEGIN SELECT RAISE(ABORT, 'deletion: records of deletion are kept'); END",
    ]
