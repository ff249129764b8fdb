"""Reserves the numbers of rows before they are inserted, because drivers return none for many rows at once."""

from collections.abc import Sequence

from sqlalchemy import Connection, Table

# Raw, because they are about counters, which no table describes.
RESERVE = "SELECT nextval(pg_get_serial_sequence('{table}', '{column}')) FROM generate_series(1, {count})"
#: SQLite remembers the numbers of deleted rows, which must not come again.
LAST = "SELECT seq FROM sqlite_sequence WHERE name = '{table}'"


def reserve(conn: Connection, table: Table, count: int) -> Sequence[int]:
    """The next `count` numbers of the table's serial primary key, ascending.

    They are used in this transaction: SQLite has a single writer, so its counter is only set by the inserts.
    """
    (column,) = table.primary_key
    if conn.dialect.name == "postgresql":
        query = RESERVE.format(table=table.name, column=column.name, count=count)
        return conn.exec_driver_sql(query).scalars().all()
    last = conn.exec_driver_sql(LAST.format(table=table.name)).scalar() or 0
    return range(last + 1, last + 1 + count)
