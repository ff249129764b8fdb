"""Inserts with `ON CONFLICT`, which SQLAlchemy builds by dialect although SQLite and PostgreSQL agree on it.

Reading first and inserting then is safe only with a single writer.
"""

from collections.abc import Callable, Sequence
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Connection, Table
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.sql.base import ReadOnlyColumnCollection

#: The condition under which a new row, of these columns, replaces the one that is there.
Replaces = Callable[[ReadOnlyColumnCollection[str, Any]], ColumnElement[bool]]


def insert_missing(conn: Connection, table: Table, rows: Sequence[dict[str, Any]]) -> None:
    """Insert the rows whose primary key is new; existing rows stay unchanged."""
    if rows:
        conn.execute(or_nothing(conn.dialect.name, table), list(rows))


def insert_or_replace(conn: Connection, table: Table, row: dict[str, Any], *, where: Replaces | None = None) -> None:
    """Insert a row, or update the one with its primary key, if `where` of the new row's columns holds for it."""
    conn.execute(_or_update(conn.dialect.name, table, tuple(sorted(row)), where), row)


@cache
def or_nothing(dialect: str, table: Table) -> sqlite.Insert | postgresql.Insert:
    """An INSERT that skips rows that violate a primary or unique key."""
    if dialect == "sqlite":
        return sqlite.insert(table).on_conflict_do_nothing()
    return postgresql.insert(table).on_conflict_do_nothing()


@cache
def _or_update(
    dialect: str, table: Table, names: tuple[str, ...], where: Replaces | None
) -> sqlite.Insert | postgresql.Insert:
    keys = [column.name for column in table.primary_key]
    statement = sqlite.insert(table) if dialect == "sqlite" else postgresql.insert(table)
    return statement.on_conflict_do_update(
        index_elements=keys,
        set_={name: statement.excluded[name] for name in names if name not in keys},
        where=None if where is None else where(statement.excluded),
    )
