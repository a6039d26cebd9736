"""Statements compiled once for each kind of database and then run by its driver itself.

A page asks the same few questions each time. SQLAlchemy writes the SQL and says how values are
stored; what it does around each execution costs more than the database's own work, so that is
left out. Where somebody listens to statements, or a list of values has to be written into one, it
runs them as usual.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
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
        self.names: list[str] | None = compiled.positiontup if compiled.positional else None
        self.into = {
            name: convert
            for name, bind in compiled.binds.items()
            if (convert := bind.type.dialect_impl(dialect).bind_processor(dialect))
        }
        self.fixed = {
            name: self._stored(name, bind.value)
            for name, bind in compiled.binds.items()
            if not bind.required
        }
        given = getattr(statement, "selected_columns", ()) or statement.exported_columns
        self.out_of = tuple(
            (place, convert)
            for place, column in enumerate(given)
            if (convert := column.type.dialect_impl(dialect).result_processor(dialect, None))
        )

    def _stored(self, name: str, value: Any) -> Any:
        convert = self.into.get(name)
        return value if convert is None else convert(value)

    def parameters(self, values: Values) -> Any:
        """The values as the driver takes them: in order, or by name."""
        stored = {name: self._stored(name, value) for name, value in values.items()}
        known = self.fixed | stored
        return known if self.names is None else [known[name] for name in self.names]

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
    driver: Any = connection.connection.dbapi_connection
    parameters = prepared.parameters(values)
    try:
        cursor = driver.cursor()
        try:
            cursor.execute(prepared.sql, parameters)
            return prepared.rows(cursor.fetchall())
        finally:
            cursor.close()
    except dialect.loaded_dbapi.Error as error:
        raise DBAPIError.instance(
            prepared.sql, parameters, error, dialect.loaded_dbapi.Error, True, dialect=dialect
        ) from error
