"""Copies the rows of tables from one database to another, in batches, and compares both sides by digests.

Both connections give JSON as its text (`transfer`), so that nothing is parsed and the text stays as it is.
"""

import hashlib
import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import JSON, Connection, Integer, Select, Table, insert, select

#: Rows that are read at once; a row may have megabytes.
READ_ROWS = 50
#: Rows, and characters of their texts, that are written at once.
BATCH_ROWS, BATCH_CHARS = 1000, 4_000_000
#: Digests are added up, so that the order of rows does not matter.
MODULUS = 2**256
#: What PostgreSQL takes in no text, and in no JSON: Python writes numbers that are none like this.
NUL, NO_NUMBERS = "\x00", ("NaN", "Infinity")

Values = tuple[Any, ...]


@dataclass(slots=True)
class RowDigest:
    """The number of rows and a digest of their values, in any order."""

    rows: int = 0
    digest: int = 0

    def add(self, values: Values) -> None:
        """Add a row."""
        found = hashlib.sha256(repr(values).encode("utf-8", "surrogatepass")).digest()
        self.rows, self.digest = self.rows + 1, (self.digest + int.from_bytes(found)) % MODULUS


@dataclass(frozen=True, slots=True)
class CopiedTable:
    """A table that was copied: the digest of what was written, and how many rows had values that were changed."""

    table: Table
    written: RowDigest
    changed: int


def copy_table(source: Connection, target: Connection, table: Table, report: Callable[[int], None]) -> CopiedTable:
    """Copy the rows of a table, which is empty in the target. `report` is called with the number of rows so far."""
    written, changed = RowDigest(), 0
    adapt = _adapted_to_postgres(table) if target.dialect.name == "postgresql" else None
    statement, names = insert(table), [column.name for column in table.columns]
    batch, chars = list[Values](), 0

    def write() -> None:
        if batch:
            target.execute(statement, [dict(zip(names, values, strict=True)) for values in batch])
            report(written.rows)

    for row in _rows(source, table):
        values = row if adapt is None else adapt(row)
        changed += values != row
        written.add(values)
        batch.append(values)
        chars += sum(len(value) for value in values if isinstance(value, str))
        if len(batch) >= BATCH_ROWS or chars >= BATCH_CHARS:
            write()
            batch, chars = [], 0
    write()
    return CopiedTable(table, written, changed)


def digest_of(conn: Connection, table: Table) -> RowDigest:
    """Read a whole table."""
    found = RowDigest()
    for values in _rows(conn, table):
        found.add(values)
    return found


def _rows(conn: Connection, table: Table) -> Iterator[Values]:
    result = conn.execute(_in_order(table), execution_options={"yield_per": READ_ROWS})
    for part in result.partitions():
        yield from map(tuple, part)


def _in_order(table: Table) -> Select[Any]:
    """Rows with numbers come in their order, so that those of the copy are on the disk in it too."""
    key = list(table.primary_key)
    query = select(table)
    return query.order_by(*key) if all(isinstance(column.type, Integer) for column in key) else query


def _adapted_to_postgres(table: Table) -> Callable[[Values], Values]:
    """The function that replaces the few values that PostgreSQL cannot store."""
    is_json = [isinstance(column.type, JSON) for column in table.columns]

    def adapt(values: Values) -> Values:
        return tuple(
            _storable(value, json_text=of_json) if isinstance(value, str) else value
            for value, of_json in zip(values, is_json, strict=True)
        )

    return adapt


def _storable(value: str, *, json_text: bool) -> str:
    """The text without U+0000; JSON with null instead of what is no number."""
    if NUL in value:
        value = value.replace(NUL, "")
    if json_text and any(word in value for word in NO_NUMBERS):
        numbers = list[str]()
        parsed = json.loads(value, parse_constant=numbers.append)  # the constants become None
        if numbers:
            return json.dumps(parsed, separators=(",", ":"))
    return value


def unequal(written: Sequence[CopiedTable], target: Connection, report: Callable[[Table], None]) -> list[str]:
    """Read the target's tables again; returns the names of those that are not what was written."""
    wrong = []
    for one in written:
        report(one.table)
        if digest_of(target, one.table) != one.written:
            wrong.append(one.table.name)
    return wrong
