"""Statements compiled once for each kind of database and then run by its driver itself.

A page asks the same few questions each time. SQLAlchemy writes the SQL and says how values are
stored; what it does around each execution costs more than the database's own work, so that is
left out. Where somebody listens to statements, or a list of values has to be written into one, it
runs them as usual.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any

from sqlalchemy import Connection, Dialect, Executable
from sqlalchemy.exc import DBAPIError

Values = Mapping[str, Any]
Convert = Callable[[Any], Any]


class Rows(list[tuple[Any, ...]]):
    """The rows that a statement gave, all of them read."""

    def first(self) -> tuple[Any, ...] | None:
        """The first row, or none."""
        return self[0] if self else None

    def scalar(self) -> Any:
        """The first value of the first row, or none."""
        return self[0][0] if self else None


def _planned(name: str, bind: Any, dialect: Dialect) -> tuple[str | None, Any, Convert | None]:
    """How one parameter gets its value: by which name it is given, or (no name) what it always is,
    and how it goes in.
    """
    into: Convert | None = bind.type.dialect_impl(dialect).bind_processor(dialect)
    if bind.required:
        return name, None, into
    return None, into(bind.value) if into else bind.value, None


class Prepared:
    """A statement as the driver takes it, with how values go in and come out."""

    def __init__(self, statement: Any, dialect: Dialect) -> None:
        keys = None
        if statement.is_insert:
            own = statement.table.autoincrement_column
            keys = [column.key for column in statement.table.c if column is not own]
        compiled: Any = statement.compile(dialect=dialect, column_keys=keys)
        self.usual = bool(compiled.post_compile_params or compiled.literal_execute_params)
        self.sql = str(compiled)
        self.positional: bool = compiled.positional
        self.names: list[str] = compiled.positiontup if compiled.positional else [*compiled.binds]
        self.plan = [_planned(name, compiled.binds[name], dialect) for name in self.names]
        given = getattr(statement, "selected_columns", ()) or statement.exported_columns
        self.out_of = tuple(
            (place, convert)
            for place, column in enumerate(given)
            if (convert := column.type.dialect_impl(dialect).result_processor(dialect, None))
        )

    def parameters(self, values: Values) -> Any:
        """The values as the driver takes them: in order, or by name."""
        stored = [
            fixed if name is None else values[name] if into is None else into(values[name])
            for name, fixed, into in self.plan
        ]
        return stored if self.positional else dict(zip(self.names, stored, strict=True))

    def rows(self, found: list[tuple[Any, ...]]) -> Rows:
        """The rows with their values as the program has them."""
        if not self.out_of:
            return Rows(found)
        return Rows(self._converted(found))

    def _converted(self, found: list[tuple[Any, ...]]) -> Iterator[tuple[Any, ...]]:
        for row in found:
            values = list(row)
            for place, convert in self.out_of:
                values[place] = convert(values[place])
            yield tuple(values)


@lru_cache(maxsize=256)
def _prepared(statement: Any, dialect: Dialect) -> Prepared:
    return Prepared(statement, dialect)


def run(connection: Connection, statement: Executable, values: Values) -> Rows:
    """Run a statement that gives rows, with values for its parameters by name. An INSERT takes a
    value for each column but the key that the database makes, and gives what it returns.
    """
    dialect = connection.dialect
    prepared = _prepared(statement, dialect)
    if prepared.usual or connection.dispatch.before_cursor_execute:
        return Rows(tuple(row) for row in connection.execute(statement, dict(values)))
    parameters = prepared.parameters(values)
    with _said(dialect, prepared.sql):
        driver: Any = connection.connection.dbapi_connection
        return prepared.rows(driver.execute(prepared.sql, parameters).fetchall())


def run_each(connection: Connection, statement: Executable, values: Sequence[Values]) -> None:
    """Run a statement that gives nothing once for each of these values."""
    dialect = connection.dialect
    prepared = _prepared(statement, dialect)
    if connection.dispatch.before_cursor_execute:
        connection.execute(statement, [dict(each) for each in values])
        return
    with _said(dialect, prepared.sql):
        cursor: Any = connection.connection.cursor()
        cursor.executemany(prepared.sql, [prepared.parameters(each) for each in values])


def tell(connection: Connection, sql: str) -> None:
    """Say something to the database that has no values and gives nothing, such as BEGIN."""
    if connection.dispatch.before_cursor_execute:
        connection.exec_driver_sql(sql)
        return
    with _said(connection.dialect, sql):
        driver: Any = connection.connection.dbapi_connection
        driver.execute(sql)


class _said:  # noqa: N801 -- reads as a word where it is used
    """Errors of the driver as the rest of the program knows them, without the values."""

    __slots__ = ("dialect", "sql")

    def __init__(self, dialect: Dialect, sql: str) -> None:
        self.dialect, self.sql = dialect, sql

    def __enter__(self) -> None:
        return None

    def __exit__(self, _kind: Any, error: BaseException | None, _trace: Any) -> None:
        known = self.dialect.loaded_dbapi.Error
        if isinstance(error, known):
            raise DBAPIError.instance(
                self.sql, None, error, known, True, dialect=self.dialect
            ) from error
