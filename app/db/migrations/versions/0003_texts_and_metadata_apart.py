"""Texts of jobs to be searched, and large metadata, in tables of their own."""

import sqlalchemy as sa
from alembic import op

from app.db.job_metas import IN_ROW_BYTES, size_of
from app.db.job_texts import text_of

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

#: Rows that are read and written at once.
AT_ONCE = 5000
NUM = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "job_texts",
        sa.Column("num", NUM, nullable=False, autoincrement=False),
        sa.Column("folded", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("num"),
    )
    op.create_table(
        "job_metas",
        sa.Column("num", NUM, nullable=False, autoincrement=False),
        sa.Column("meta", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("num"),
    )
    op.add_column("jobs", sa.Column("meta_bytes", sa.Integer(), nullable=True))
    _fill_texts(op.get_bind())
    _move_metas(op.get_bind())


def _fill_texts(conn: sa.Connection) -> None:
    texts = sa.table("job_texts", sa.column("num"), sa.column("folded"))
    page = sa.text("SELECT num, id, url, user_id, video_title FROM jobs WHERE num > :after ORDER BY num LIMIT :most")
    after = 0
    while rows := conn.execute(page, {"after": after, "most": AT_ONCE}).all():
        found = [
            {
                "num": row.num,
                "folded": text_of(title=row.video_title, url=row.url, job_id=row.id, user_id=row.user_id),
            }
            for row in rows
        ]
        conn.execute(sa.insert(texts), found)
        after = rows[-1].num


def _move_metas(conn: sa.Connection) -> None:
    """One by one: a metadata may be a megabyte."""
    large = sa.text("SELECT num FROM jobs WHERE length(CAST(meta AS TEXT)) > :most ORDER BY num")
    jobs = sa.table("jobs", sa.column("num"), sa.column("meta", sa.JSON()), sa.column("meta_bytes"))
    metas = sa.table("job_metas", sa.column("num"), sa.column("meta", sa.JSON()))
    for num in list(conn.execute(large, {"most": IN_ROW_BYTES}).scalars()):
        meta = conn.execute(sa.select(jobs.c.meta).where(jobs.c.num == num)).scalar_one()
        conn.execute(sa.insert(metas), {"num": num, "meta": meta})
        conn.execute(sa.update(jobs).where(jobs.c.num == num).values(meta=sa.JSON.NULL, meta_bytes=size_of(meta)))
