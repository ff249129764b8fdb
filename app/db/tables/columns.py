"""Kinds of columns that several tables have."""

from typing import Any

from sqlalchemy import JSON, BigInteger, Column, Integer

#: SQLite autoincrements only an INTEGER primary key; PostgreSQL should use 64 bits.
SERIAL = BigInteger().with_variant(Integer, "sqlite")


def json_column(nullable: bool = False) -> Any:
    return Column(JSON, nullable=nullable)
