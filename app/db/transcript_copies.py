"""Copies corrected transcripts to other jobs on the same video, so that these work with the corrected words."""

from sqlalchemy import Connection, and_, insert, literal, select

from app.db.records import JOBS, TRANSCRIPT_LINES, TRANSCRIPTS
from app.db.transaction import Transaction
from app.jobs.record import JobRecord


def source_for(conn: Connection, job: JobRecord, key: str) -> str | None:
    """The id of the transcript that a job takes over when its stage has this key; None if there is none.

    That is the one that was corrected last, of the same video and the same user.
    """
    if job.video_id is not None:
        same_source = JOBS.c.video_id == job.video_id
    elif job.url is not None:
        same_source = and_(JOBS.c.video_id.is_(None), JOBS.c.url == job.url)
    else:
        return None
    query = (
        select(TRANSCRIPTS.c.id)
        .join(JOBS, JOBS.c.id == TRANSCRIPTS.c.id)
        .where(TRANSCRIPTS.c.key == key, same_source, JOBS.c.user_id.is_not_distinct_from(job.user_id))
        .order_by(TRANSCRIPTS.c.updated_ms.desc())
        .limit(1)
    )
    return conn.execute(query).scalar()


def copy(tx: Transaction, source_id: str, job_id: str) -> bool:
    """Copy a corrected transcript to another job, without what can be undone; False if nobody has corrected it."""
    own = {"id": job_id, "revision": 1, "analysis_id": None, "created_ms": tx.now_ms, "updated_ms": tx.now_ms}
    kept = [column for column in TRANSCRIPTS.c if column.name not in own]
    head = select(*kept, *(literal(value, TRANSCRIPTS.c[name].type) for name, value in own.items()))
    names = [*(column.name for column in kept), *own]
    if not tx.conn.execute(insert(TRANSCRIPTS).from_select(names, head.where(TRANSCRIPTS.c.id == source_id))).rowcount:
        return False
    columns = [column for column in TRANSCRIPT_LINES.c if column.name != "transcript_id"]
    lines = select(*columns, literal(job_id)).where(TRANSCRIPT_LINES.c.transcript_id == source_id)
    tx.conn.execute(
        insert(TRANSCRIPT_LINES).from_select([*(column.name for column in columns), "transcript_id"], lines)
    )
    return True
