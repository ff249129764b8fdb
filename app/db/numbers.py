"""Reserves the numbers of rows before they are inserted, because drivers return none for many rows at once."""

from collections.abc import Sequence

from sqlalchemy import Connection, Table, func, select, text

# Raw, because they are about counters, which no table describes.
RESERVE = "SELECT nextval(pg_get_serial_sequence('{table}', '{column}')) FROM generate_series(1, {count})"
#: SQLite remembers the numbers of deleted rows, which must not come again.
LAST = "SELECT seq FROM sqlite_sequence WHERE name = '{table}'"
SEQUENCE = "SELECT pg_get_serial_sequence(:table, :column)"
LAST_OF_SEQUENCE = "SELECT last_value FROM {sequence} WHERE is_called"
CONTINUE_SEQUENCE = "SELECT setval(CAST(:sequence AS regclass), :last)"


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


def last_number(conn: Connection, table: Table) -> int:
    """The greatest number that a row of the table had, also a deleted one as far as the database remembers; 0 if none.

    The table numbers its rows.
    """
    (column,) = table.primary_key
    greatest = int(conn.execute(select(func.max(column))).scalar() or 0)
    if conn.dialect.name == "postgresql":
        query = LAST_OF_SEQUENCE.format(sequence=_sequence(conn, table))
    else:
        query = LAST.format(table=table.name)
    return max(greatest, int(conn.exec_driver_sql(query).scalar() or 0))


def continue_after(conn: Connection, table: Table, last: int) -> None:
    """Let the next row of the table have a number above `last`, which is not below any in the table.

    A SQLite table without AUTOINCREMENT continues after its greatest number by itself.
    """
    if not last:
        return
    if conn.dialect.name == "postgresql":
        conn.execute(text(CONTINUE_SEQUENCE), {"sequence": _sequence(conn, table), "last": last})
    elif table.dialect_options["sqlite"]["autoincrement"]:
        conn.exec_driver_sql("DELETE FROM sqlite_sequence WHERE name = ?", (table.name,))
        conn.exec_driver_sql("INSERT INTO sqlite_sequence (name, seq) VALUES (?, ?)", (table.name, last))


def _sequence(conn: Connection, table: Table) -> str:
    (column,) = table.primary_key
    return str(conn.execute(text(SEQUENCE), {"table": table.name, "column": column.name}).scalar_one())
