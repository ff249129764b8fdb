"""Stores presets. The names of one user's are unique."""

from dataclasses import replace
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, delete, select, update

from app.core.errors import NotFound, WrongState
from app.db.conflicts import or_nothing
from app.db.records import FEEDS, PRESETS
from app.db.transaction import Transaction
from app.jobs.presets import Preset

#: Most presets of one user.
MOST_PRESETS = 200


class PresetNameTaken(WrongState):
    """The user has a preset of this name."""

    code = "name_taken"


def add(tx: Transaction, new: Preset) -> Preset:
    """Store a preset. Raises PresetNameTaken, or WrongState if the user has too many."""
    if len(presets(tx.conn, new.user_id)) >= MOST_PRESETS:
        raise WrongState(f"There are {MOST_PRESETS} presets, which is as many as one can have. Delete one first.")
    made = replace(new, created_ms=tx.now_ms, updated_ms=tx.now_ms)
    row = _values(made) | {"id": made.id, "owner": made.user_id or "", "created_ms": made.created_ms}
    if tx.conn.execute(or_nothing(tx.conn.dialect.name, PRESETS).returning(PRESETS.c.num), row).first() is None:
        raise _taken(new.name)
    return made


def change(tx: Transaction, preset_id: str, wanted: Preset) -> Preset:
    """Replace the content of a preset by that of `wanted`. Raises NotFound, PresetNameTaken."""
    known = preset(tx.conn, preset_id)
    others = select(PRESETS.c.id).where(*_of(known.user_id), PRESETS.c.name == wanted.name, PRESETS.c.id != preset_id)
    if tx.conn.execute(others).first() is not None:
        raise _taken(wanted.name)
    made = replace(wanted, id=known.id, user_id=known.user_id, created_ms=known.created_ms, updated_ms=tx.now_ms)
    tx.conn.execute(update(PRESETS).where(PRESETS.c.id == preset_id).values(_values(made)))
    return made


def remove(tx: Transaction, preset_id: str) -> None:
    """Delete a preset. Raises NotFound, or WrongState while a feed uses it."""
    known = preset(tx.conn, preset_id)
    user = tx.conn.execute(select(FEEDS.c.name).where(FEEDS.c.preset_id == preset_id).limit(1)).first()
    if user is not None:
        raise WrongState(f"The feed {user.name} uses the preset {known.name}. Choose other options there first.")
    tx.conn.execute(delete(PRESETS).where(PRESETS.c.id == preset_id))


def preset(conn: Connection, preset_id: str) -> Preset:
    """Read one preset. Raises NotFound."""
    row = conn.execute(select(PRESETS).where(PRESETS.c.id == preset_id)).one_or_none()
    if row is None:
        raise NotFound(f"There is no preset {preset_id}.")
    return _preset(row)


def presets(conn: Connection, user_id: str | None, *, every: bool = False) -> list[Preset]:
    """The presets of a user by their names; `every`: those of all users."""
    query = select(PRESETS).where(*(() if every else _of(user_id))).order_by(PRESETS.c.name, PRESETS.c.num)
    return [_preset(row) for row in conn.execute(query)]


def _of(user_id: str | None) -> tuple[ColumnElement[bool], ...]:
    return (PRESETS.c.owner == (user_id or ""),)


def _values(one: Preset) -> dict[str, Any]:
    values = {"name": one.name, "job_type": one.job_type, "options": dict(one.options), "priority": one.priority}
    return values | {"updated_ms": one.updated_ms}


def _taken(name: str) -> PresetNameTaken:
    return PresetNameTaken(f"There is a preset named {name}. Choose another name, or change that one.")


def _preset(row: Row[Any]) -> Preset:
    return Preset(
        id=row.id,
        name=row.name,
        job_type=row.job_type,
        options=row.options,
        priority=row.priority,
        user_id=row.owner or None,
        created_ms=row.created_ms,
        updated_ms=row.updated_ms,
    )
