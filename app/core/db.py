"""The database: one base for all models, the types that both databases share, and how a write
begins.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Iterator, Mapping
from datetime import UTC, datetime
from functools import lru_cache
from typing import TYPE_CHECKING, Any, ClassVar, TypeVar

from flask import g
from flask_sqlalchemy import SQLAlchemy
from flask_sqlalchemy.session import Session as FlaskSession
from sqlalchemy import (
    BigInteger,
    Connection,
    DateTime,
    Engine,
    Executable,
    Integer,
    MetaData,
    Select,
    Table,
    event,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import DeclarativeBase, Session
from sqlalchemy.types import TypeDecorator

from app.core.prepared import Rows, run, tell

NAMES = {
    "ix": "ix_%(column_0_N_label)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


class Base(DeclarativeBase):
    metadata = MetaData(naming_convention=NAMES)
    if TYPE_CHECKING:
        __table__: ClassVar[Table]


READING = "hallbar_grund_reading"
UNDER_WAY = "hallbar_grund_transaction"


class OneConnection(FlaskSession):
    """A session that goes on with the connection on which the request has begun to read."""

    def get_bind(self, *args: Any, **kwargs: Any) -> Engine | Connection:
        reading: Connection | None = g.get(READING)
        return reading if reading is not None else super().get_bind(*args, **kwargs)


db = SQLAlchemy(
    model_class=Base, session_options={"expire_on_commit": False, "class_": OneConnection}
)
if TYPE_CHECKING:
    Model = Base
else:
    Model = db.Model

Key = BigInteger().with_variant(Integer, "sqlite")
"""A 64-bit whole number; on SQLite the type that makes a primary key the row's own place."""


class Moment(TypeDecorator[datetime]):
    """A moment in UTC: stored without zone, given back with it, refused without it."""

    impl = DateTime
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Any) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment needs its time zone")
        return value.astimezone(UTC).replace(tzinfo=None)

    def process_result_value(self, value: datetime | None, dialect: Any) -> datetime | None:
        return None if value is None else value.replace(tzinfo=UTC)


Value = TypeVar("Value")

NO_VALUES: Mapping[str, Any] = {}
AT_ONCE = 500
"""How many values one statement names. Databases limit how many a statement may carry, and more is
read of each value than is kept.
"""


def some_rows(
    query: Select[*tuple[Any, ...]], column: Any, wanted: Collection[Any] | None
) -> Iterator[Any]:
    """The query's rows where `column` is one of `wanted`, a portion at a time; all rows when none
    are named.
    """
    if wanted is None:
        yield from db.session.execute(query.execution_options(yield_per=5000))
        return
    for portion in portions(wanted):
        yield from db.session.execute(query.where(column.in_(portion)))


def portions(wanted: Collection[Value]) -> Iterator[list[Value]]:
    """The values in lists that one statement may carry, the last one repeated up to a round length:
    a connection keeps each statement that it has seen, so there shall be few of different lengths.
    """
    values = list(wanted)
    for start in range(0, len(values), AT_ONCE):
        portion = values[start : start + AT_ONCE]
        length = min(AT_ONCE, 1 << (len(portion) - 1).bit_length())
        yield portion + portion[-1:] * (length - len(portion))


def read(statement: Executable, values: Mapping[str, Any] = NO_VALUES) -> Rows:
    """Run a query of columns in the transaction under way. Outside one it runs on a connection
    that the request keeps for reading: a page that only reads then needs no session at all.
    """
    connection: Connection | None = g.get(UNDER_WAY)
    if connection is None or not connection.in_transaction():
        connection = g.get(READING)
        if connection is None:
            connection = db.engine.connect()
            setattr(g, READING, connection)
    return run(connection, statement, values)


def end_reading(_error: BaseException | None = None) -> None:
    """Give the connection for reading back, at the end of a request or a command."""
    connection: Connection | None = g.pop(READING, None)
    if connection is not None:
        connection.close()


def insert(table: Any) -> Any:
    """An INSERT that knows ON CONFLICT, in the words of the database in use."""
    dialect = postgresql if db.engine.dialect.name == "postgresql" else sqlite
    return dialect.insert(table)


def adding(table: Any, amount: str) -> Any:
    """An INSERT that adds to `amount` where a row with the same primary key is there already."""
    return _adding(table, amount, db.engine.dialect.name)


@lru_cache
def _adding(table: Any, amount: str, _dialect: str) -> Any:
    new = insert(table)
    total = table.c[amount] + new.excluded[amount]
    return new.on_conflict_do_update(index_elements=list(table.primary_key), set_={amount: total})


def begin_writing() -> Connection:
    """Take SQLite's write lock now, so that what is read next still holds when it is written. Gives
    the connection of the transaction.

    PostgreSQL locks rows instead (`with_for_update`), so nothing happens there.
    """
    under_way: Connection | None = g.get(UNDER_WAY)
    connection = under_way if under_way and under_way.in_transaction() else db.session.connection()
    if connection.dialect.name == "sqlite":
        raw: Any = connection.connection.dbapi_connection
        if not raw.in_transaction:
            tell(connection, "BEGIN IMMEDIATE")
    return connection


@event.listens_for(Session, "after_begin")
def _note(_session: Session, _transaction: Any, connection: Connection) -> None:
    """Remember the transaction under way, so that `read` need not ask the session for it."""
    setattr(g, UNDER_WAY, connection)


@event.listens_for(Engine, "connect")
def _set_up_sqlite(connection: Any, _record: Any) -> None:
    """WAL with FULL: what is acknowledged has been forced to disk (NORMAL loses it at a power
    cut). Recursive triggers: a REPLACE asks the trigger before it removes a row.
    """
    if isinstance(connection, sqlite3.Connection):
        for pragma in (
            "foreign_keys=ON",
            "journal_mode=WAL",
            "synchronous=FULL",
            "busy_timeout=10000",
            "recursive_triggers=ON",
        ):
            connection.execute(f"PRAGMA {pragma}")
