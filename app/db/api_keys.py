"""Stores API keys by their hash. A revoked key keeps its row, so that the server stays locked.

Every change also changes a flag, by which a running server notices what another process has done; it sets a second flag
once that is in force.
"""

import uuid
from collections.abc import Sequence
from dataclasses import asdict, fields, replace

from sqlalchemy import Connection, Row, Table, insert, or_, select, update

from app.core.api_keys import ApiKey
from app.core.caller import KeyScope
from app.core.errors import NotFound, WrongState
from app.db.flags import set_flag
from app.db.queries import flag
from app.db.tables.access import ApiKeyRow
from app.db.transaction import Transaction
from app.jobs.changes import AccessChanged

API_KEYS: Table = ApiKeyRow.__table__  # type: ignore[attr-defined]
KEY_COLUMNS = [API_KEYS.c[one.name] for one in fields(ApiKey)]
#: What a key may be named by.
NAMING = (API_KEYS.c.id, API_KEYS.c.name, API_KEYS.c.prefix)
#: The names of the flags with the newest change, and with the one that the server has put in force.
CHANGED, IN_FORCE = "keys changed", "keys in force"


class NameTaken(WrongState):
    """A key of this name is in use."""

    code = "name_taken"


def add(tx: Transaction, new: ApiKey) -> ApiKey:
    """Store a key. Raises NameTaken if one that is not revoked has its name."""
    known = select(API_KEYS.c.id).where(API_KEYS.c.name == new.name, API_KEYS.c.revoked_ms.is_(None))
    if tx.conn.execute(known).first() is not None:
        raise NameTaken(f"There is a key named {new.name}. Revoke it first, or choose another name.")
    made = replace(new, created_ms=tx.now_ms)
    tx.conn.execute(insert(API_KEYS).values(asdict(made)))
    _note(tx)
    return made


def revoke(tx: Transaction, which: str) -> ApiKey:
    """Revoke the key with this id, name or prefix. Raises NotFound."""
    found = select(*KEY_COLUMNS).where(or_(*(column == which for column in NAMING)), API_KEYS.c.revoked_ms.is_(None))
    row = tx.conn.execute(found).first()
    if row is None:
        raise NotFound(f"There is no key {which}.")
    revoked = replace(_key(row), revoked_ms=tx.now_ms)
    tx.conn.execute(update(API_KEYS).where(API_KEYS.c.id == revoked.id).values(revoked_ms=tx.now_ms))
    _note(tx)
    return revoked


def key(conn: Connection, key_id: str) -> ApiKey:
    """Read a key. Raises NotFound."""
    row = conn.execute(select(*KEY_COLUMNS).where(API_KEYS.c.id == key_id)).one_or_none()
    if row is None:
        raise NotFound(f"There is no key {key_id}.")
    return _key(row)


def keys(conn: Connection) -> list[ApiKey]:
    """Read all keys, newest first, also revoked ones."""
    return [_key(row) for row in conn.execute(select(*KEY_COLUMNS).order_by(API_KEYS.c.num.desc()))]


def has_any(conn: Connection) -> bool:
    """Whether a key is stored, even a revoked one: then the server needs a key."""
    return conn.execute(select(API_KEYS.c.num).limit(1)).first() is not None


def changed_since(conn: Connection, change: str | None) -> tuple[str, Sequence[ApiKey] | None]:
    """The newest change, and all keys; None instead of them if `change` is the newest."""
    newest = str(flag(conn, CHANGED).get("change", ""))
    return newest, None if newest == change else keys(conn)


def put_in_force(tx: Transaction, change: str) -> None:
    """Record the change that the server has put in force."""
    set_flag(tx, IN_FORCE, {"change": change})


def is_in_force(conn: Connection) -> bool:
    """Whether the server has put the newest change in force."""
    return flag(conn, CHANGED) == flag(conn, IN_FORCE)


def _note(tx: Transaction) -> None:
    set_flag(tx, CHANGED, {"change": uuid.uuid4().hex})
    tx.changes.append(AccessChanged())


def _key(row: Row[tuple[object, ...]]) -> ApiKey:
    values = dict(zip((one.name for one in fields(ApiKey)), row, strict=True))
    return ApiKey(**values | {"scope": KeyScope(str(values["scope"]))})  # type: ignore[arg-type]
