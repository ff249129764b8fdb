"""Links that jobs have fetched as videos, those of earlier releases too."""

import sqlalchemy as sa
from alembic import op

from app.db.fetched_videos import id_of
from app.db.job_texts import text_of

revision = "0030"
down_revision = "0029"
branch_labels = None
depends_on = None

#: Jobs that are read and written at once.
AT_ONCE = 5000
PAGE = """
SELECT j.num, j.url, j.source_identity, j.user_id, j.created_ms FROM jobs j
WHERE j.num > :after AND j.url IS NOT NULL AND j.video_id IS NULL AND EXISTS (
  SELECT 1 FROM job_stages s WHERE s.job_id = j.id AND s.name = 'fetch' AND s.status = 'completed'
) ORDER BY j.num LIMIT :most
"""
COLUMNS = ("id", "url", "user_id", "fetched", "folded", "created_ms", "updated_ms")


def upgrade() -> None:
    op.add_column("videos", sa.Column("fetched", sa.Boolean(), server_default=sa.false(), nullable=False))
    _fill(op.get_bind())


def _fill(conn: sa.Connection) -> None:
    videos = sa.table("videos", *map(sa.column, COLUMNS))
    jobs = sa.table("jobs", sa.column("num"), sa.column("video_id"))
    name = sa.update(jobs).where(jobs.c.num == sa.bindparam("of_num")).values(video_id=sa.bindparam("of_video"))
    known: set[str] = set()
    after = 0
    while rows := conn.execute(sa.text(PAGE), {"after": after, "most": AT_ONCE}).all():
        fresh = {}
        for row in rows:
            if (video_id := id_of(row.source_identity, row.user_id)) not in known:
                known.add(video_id)
                text = text_of(title=None, url=row.url, job_id=video_id, user_id=row.user_id)
                times = {"created_ms": row.created_ms, "updated_ms": row.created_ms}
                fresh[video_id] = {"url": row.url, "user_id": row.user_id, "fetched": True, "folded": text} | times
        if fresh:
            conn.execute(sa.insert(videos), [{"id": video_id} | values for video_id, values in fresh.items()])
        of_jobs = [{"of_num": row.num, "of_video": id_of(row.source_identity, row.user_id)} for row in rows]
        conn.execute(name, of_jobs)
        after = rows[-1].num
