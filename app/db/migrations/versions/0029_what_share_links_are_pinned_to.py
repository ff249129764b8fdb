"""Share links to clips are pinned to the clip itself, and links of the master key to that key."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None

SHARES = sa.table("shares", *(sa.column(name) for name in ("num", "job_id", "clip", "clip_start_ms", "clip_end_ms")))
STAGES = sa.table("job_stages", *(sa.column(name) for name in ("job_id", "name", "key", "published")))
PIECES = sa.table("pieces", sa.column("key"), sa.column("idx"), sa.column("piece", sa.JSON()))


def upgrade() -> None:
    op.add_column("shares", sa.Column("clip_start_ms", sa.BigInteger(), nullable=True))
    op.add_column("shares", sa.Column("clip_end_ms", sa.BigInteger(), nullable=True))
    op.add_column("shares", sa.Column("maker", sa.String(), nullable=True))
    conn = op.get_bind()
    for link in conn.execute(sa.select(SHARES).where(SHARES.c.clip.is_not(None))).all():
        clip = _clip(conn, link.job_id, link.clip)
        if clip is not None:  # else it is gone already
            span = {"clip_start_ms": round(clip["start_s"] * 1000), "clip_end_ms": round(clip["end_s"] * 1000)}
            conn.execute(sa.update(SHARES).where(SHARES.c.num == link.num).values(span))


def _clip(conn: sa.Connection, job_id: str, index: int) -> dict[str, Any] | None:
    """The clip of a job that has this index."""
    of_job = (STAGES.c.job_id == job_id, STAGES.c.name == "clips", PIECES.c.idx < STAGES.c.published)
    query = sa.select(PIECES.c.piece).join(STAGES, STAGES.c.key == PIECES.c.key).where(*of_job)
    return next((piece for piece in conn.execute(query).scalars() if piece["index"] == index), None)
