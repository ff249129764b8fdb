"""Lists of videos that users have given names."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, delete, func, select

from app.core.errors import InvalidRequest, NotFound
from app.db.conflicts import insert_or_replace
from app.db.records import SAVED_VIEWS
from app.db.transaction import Transaction

#: Views that one user has at most.
MOST_VIEWS = 100


@dataclass(frozen=True, slots=True)
class SavedView:
    """A named list: its filter and its order, as clients wrote them."""

    name: str
    query: dict[str, Any]


def of_user(conn: Connection, user: str | None) -> list[SavedView]:
    """The views of a user in the order in which they were saved; None: those of all callers without one."""
    query = select(SAVED_VIEWS.c.name, SAVED_VIEWS.c.query).where(SAVED_VIEWS.c.user_id == (user or ""))
    return [
        SavedView(row.name, row.query)
        for row in conn.execute(query.order_by(SAVED_VIEWS.c.created_ms, SAVED_VIEWS.c.name))
    ]


def save(tx: Transaction, user: str | None, view: SavedView) -> None:
    """Store a view, instead of one of the same name. Raises InvalidRequest if there are too many."""
    mine = SAVED_VIEWS.c.user_id == (user or "")
    others = select(func.count()).select_from(SAVED_VIEWS).where(mine, SAVED_VIEWS.c.name != view.name)
    if tx.conn.execute(others).scalar_one() >= MOST_VIEWS:
        message = f"At most {MOST_VIEWS} views are kept; delete one first."
        raise InvalidRequest(message, errors=[{"loc": ["body", "name"], "msg": message}])
    known = select(SAVED_VIEWS.c.created_ms).where(mine, SAVED_VIEWS.c.name == view.name)
    created_ms = tx.conn.execute(known).scalar() or tx.now_ms
    row = {"user_id": user or "", "name": view.name, "query": view.query, "created_ms": created_ms}
    insert_or_replace(tx.conn, SAVED_VIEWS, row)


def remove(tx: Transaction, user: str | None, name: str) -> None:
    """Delete a view. Raises NotFound."""
    of_name = (SAVED_VIEWS.c.user_id == (user or ""), SAVED_VIEWS.c.name == name)
    if not tx.conn.execute(delete(SAVED_VIEWS).where(*of_name)).rowcount:
        raise NotFound("There is no such view.")
