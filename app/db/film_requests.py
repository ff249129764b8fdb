"""Stores which films of media servers wait for subtitles, until these are written beside them."""

import hashlib
from dataclasses import asdict, dataclass

from sqlalchemy import Connection, select

from app.db.flags import set_flag
from app.db.queries import FLAGS, flag
from app.db.transaction import Transaction

#: Prefix of the names of flags with a film; a hash of its path follows.
PREFIX = "film "


@dataclass(frozen=True, slots=True)
class FilmRequest:
    """A film by its path. `job_id` is that of its transcription, None before it has one; `tries` failed so far.

    `holder` is the process that prepares it, until `held_until_ms` (Unix milliseconds).
    """

    path: str
    job_id: str | None = None
    tries: int = 0
    holder: str | None = None
    held_until_ms: int = 0


def _name(path: str) -> str:
    return f"{PREFIX}{hashlib.sha256(path.encode('utf-8', 'surrogateescape')).hexdigest()}"


def requests(conn: Connection) -> list[FilmRequest]:
    """All that wait."""
    rows = conn.execute(select(FLAGS.c.value).where(FLAGS.c.name.startswith(PREFIX)).order_by(FLAGS.c.name))
    return [FilmRequest(**value) for value in rows.scalars()]


def add(tx: Transaction, path: str) -> FilmRequest:
    """Store a film, unless it waits already."""
    known = flag(tx.conn, _name(path))
    if not known:
        put(tx, FilmRequest(path))
    return FilmRequest(**known) if known else FilmRequest(path)


def put(tx: Transaction, request: FilmRequest) -> None:
    """Store what has become of a film."""
    set_flag(tx, _name(request.path), asdict(request))


def remove(tx: Transaction, path: str) -> None:
    """Forget a film."""
    set_flag(tx, _name(path), {})


def hold(tx: Transaction, request: FilmRequest, holder: str, *, for_ms: int, alone: bool) -> bool:
    """Reserve a film for this process; False if another one has it, or it has changed. `alone`: there is no other."""
    known = flag(tx.conn, _name(request.path))
    if not known or known["job_id"] != request.job_id:
        return False
    if not alone and known["holder"] not in (None, holder) and known["held_until_ms"] > tx.now_ms:
        return False
    put(tx, FilmRequest(**known | {"holder": holder, "held_until_ms": tx.now_ms + for_ms}))
    return True
