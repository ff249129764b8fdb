"""Videos of links beside uploads, in the order of their arrival, with the text by which they are found.

The status of a video is no column any more: it follows from its jobs, by an index that has those of videos alone.
"""

import sqlalchemy as sa
from alembic import op

from app.db.job_texts import text_of

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

NUM = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
KEPT = "id, filename, sha256, suffix, size_bytes, media, created_ms, updated_ms"
#: Rows that are read and written at once.
AT_ONCE = 5000
OF_VIDEOS = sa.text("video_id IS NOT NULL")


def upgrade() -> None:
    op.execute(f"CREATE TABLE videos_before AS SELECT {KEPT} FROM videos")  # noqa: S608 - constants
    op.drop_index("ix_videos_sha256", "videos")
    op.drop_table("videos")
    op.create_table(
        "videos",
        sa.Column("num", NUM, nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("url", sa.Text(), nullable=True),
        sa.Column("filename", sa.String(), nullable=True),
        sa.Column("sha256", sa.String(), nullable=True),
        sa.Column("suffix", sa.String(), nullable=True),
        sa.Column("size_bytes", sa.BigInteger(), nullable=True),
        sa.Column("media", sa.JSON(), nullable=True),
        sa.Column("user_id", sa.String(), nullable=True),
        sa.Column("folded", sa.Text(), nullable=False),
        sa.Column("expired_ms", sa.BigInteger(), nullable=True),
        sa.Column("created_ms", sa.BigInteger(), nullable=False),
        sa.Column("updated_ms", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("num"),
        sqlite_autoincrement=True,
    )
    op.execute(
        f"INSERT INTO videos ({KEPT}, folded) SELECT {KEPT}, '' FROM videos_before ORDER BY created_ms, id"  # noqa: S608 - constants
    )
    op.drop_table("videos_before")
    op.create_index("ix_videos_id", "videos", ["id"], unique=True)
    op.create_index("ix_videos_sha256", "videos", ["sha256"])
    op.create_index("ix_videos_user_num", "videos", ["user_id", "num"])
    op.drop_index("ix_jobs_video_id", "jobs")
    op.create_index(
        "ix_jobs_video_status_num",
        "jobs",
        ["video_id", "status", "num"],
        sqlite_where=OF_VIDEOS,
        postgresql_where=OF_VIDEOS,
    )
    _fill_texts(op.get_bind())


def _fill_texts(conn: sa.Connection) -> None:
    page = sa.text("SELECT num, id, filename FROM videos WHERE num > :after ORDER BY num LIMIT :most")
    videos = sa.table("videos", sa.column("num"), sa.column("folded"))
    fill = sa.update(videos).where(videos.c.num == sa.bindparam("of_num")).values(folded=sa.bindparam("text"))
    after = 0
    while rows := conn.execute(page, {"after": after, "most": AT_ONCE}).all():
        texts = [text_of(title=row.filename, url=None, job_id=row.id, user_id=None) for row in rows]
        conn.execute(fill, [{"of_num": row.num, "text": text} for row, text in zip(rows, texts, strict=True)])
        after = rows[-1].num
