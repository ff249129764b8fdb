"""The words of every line of every transcript, and an index of them.

The lines that are there are indexed here, oldest transcript first: about half a minute for a million lines. Then the
databases keep the index by themselves, whoever writes: SQLite by triggers, PostgreSQL by a generated column. A later
migration that rebuilds `searched_lines` has to create them anew.
"""

import logging
from collections.abc import Iterator, Sequence
from typing import Any

import sqlalchemy as sa
from alembic import op

from app.core.words import words_of
from app.db.line_index import LAST_LINE, line_num

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None

log = logging.getLogger("app.db.migrate")
#: Lines that are read and written at once.
AT_ONCE = 2000
#: Lines between two reports of how far it is.
REPORT_EVERY = 100_000
INDEX = "INSERT INTO line_words (rowid, words) VALUES (NEW.num, NEW.words)"
UNINDEX = "INSERT INTO line_words (line_words, rowid, words) VALUES ('delete', OLD.num, OLD.words)"
#: The words are divided already: the plainest tokenizer takes them as they are.
CREATE_INDEX = """
CREATE VIRTUAL TABLE line_words USING fts5 (
  words, content='searched_lines', content_rowid='num', tokenize="ascii tokenchars '$'", columnsize=0, prefix='1 2'
)
"""
SQLITE = (
    CREATE_INDEX,
    "INSERT INTO line_words (line_words) VALUES ('rebuild')",
    f"CREATE TRIGGER searched_lines_new AFTER INSERT ON searched_lines BEGIN {INDEX}; END",
    f"CREATE TRIGGER searched_lines_gone AFTER DELETE ON searched_lines BEGIN {UNINDEX}; END",
    f"CREATE TRIGGER searched_lines_moved AFTER UPDATE ON searched_lines BEGIN {UNINDEX}; {INDEX}; END",
)
POSTGRES = (
    # Words have letters, numbers and signs alone, so none needs quotes. Places are at most 16,383.
    """
    CREATE FUNCTION words_vector(words text) RETURNS tsvector LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
      SELECT coalesce(string_agg(word || ':' || place, ' '), '')::tsvector
      FROM unnest(string_to_array(words, ' ')) WITH ORDINALITY AS found (word, place)
    $$
    """,
    "ALTER TABLE searched_lines ADD COLUMN vector tsvector GENERATED ALWAYS AS (words_vector(words)) STORED",
    # New lines are indexed at once: a list of pending ones would be read by every search.
    "CREATE INDEX ix_searched_lines_vector ON searched_lines USING gin (vector) WITH (fastupdate = off)",
)
RECORDED = sa.text(
    "SELECT job_stages.key FROM job_stages JOIN jobs ON jobs.id = job_stages.job_id "
    "WHERE job_stages.name = 'transcribe' AND job_stages.key IS NOT NULL "
    "GROUP BY job_stages.key ORDER BY min(jobs.num)"
)
CORRECTED = sa.text(
    "SELECT video_transcripts.id FROM video_transcripts JOIN jobs ON jobs.id = video_transcripts.id ORDER BY jobs.num"
)
PIECES = sa.table("pieces", sa.column("key"), sa.column("idx"), sa.column("piece", sa.JSON()))
LINES = sa.table("transcript_segments", sa.column("transcript_id"), sa.column("idx"), sa.column("text"))
TRANSCRIPTS = sa.table("video_transcripts", sa.column("id"), sa.column("searched_num"))
SEARCHED = sa.table("searched_transcripts", sa.column("num"), sa.column("key"))
SEARCHED_LINES = sa.table("searched_lines", sa.column("num"), sa.column("words"))


def upgrade() -> None:
    op.create_table(
        "searched_transcripts",
        sa.Column("num", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("key", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("num"),
        sa.UniqueConstraint("key"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "searched_lines",
        sa.Column("num", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False, autoincrement=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("num"),
    )
    op.add_column("video_transcripts", sa.Column("searched_num", sa.BigInteger(), nullable=True))
    op.create_index("ix_video_transcripts_searched_num", "video_transcripts", ["searched_num"])
    _fill(op.get_bind())
    for statement in SQLITE if op.get_context().dialect.name == "sqlite" else POSTGRES:
        op.execute(statement)


def _fill(conn: sa.Connection) -> None:
    lines = 0
    for number, (transcript, texts) in enumerate(_transcripts(conn)):
        lines += _put(conn, transcript, texts)
        if lines // REPORT_EVERY != (lines - len(texts)) // REPORT_EVERY:
            log.info("%d lines of %d transcripts can be searched by now", lines, number + 1)


def _transcripts(conn: sa.Connection) -> Iterator[tuple[int, Sequence[tuple[int, str]]]]:
    """Parts of transcripts: the number of each, and the numbers and texts of lines."""
    for key in conn.execute(RECORDED).scalars().all():
        num = None
        for part in _pages(conn, PIECES.c.piece, PIECES.c.idx, PIECES.c.key == key):
            num = _new(conn, key) if num is None else num
            yield num, [(index, piece["text"]) for index, piece in part]
    for transcript_id in conn.execute(CORRECTED).scalars().all():
        num = _new(conn, None)
        mine = sa.update(TRANSCRIPTS).where(TRANSCRIPTS.c.id == transcript_id)
        conn.execute(mine.values(searched_num=num))
        for part in _pages(conn, LINES.c.text, LINES.c.idx, LINES.c.transcript_id == transcript_id):
            yield num, part


def _pages(conn: sa.Connection, value: Any, index: Any, which: Any) -> Iterator[list[tuple[int, Any]]]:
    after = -1
    query = sa.select(index, value).where(which, index > sa.bindparam("after")).order_by(index).limit(AT_ONCE)
    while rows := [(row[0], row[1]) for row in conn.execute(query, {"after": after})]:
        yield rows
        after = rows[-1][0]


def _new(conn: sa.Connection, key: str | None) -> int:
    return int(conn.execute(sa.insert(SEARCHED).returning(SEARCHED.c.num), {"key": key}).scalar_one())


def _put(conn: sa.Connection, transcript: int, texts: Sequence[tuple[int, str]]) -> int:
    rows = [
        {"num": line_num(transcript, index), "words": words}
        for index, text in texts
        if index <= LAST_LINE and (words := " ".join(words_of(text)))
    ]
    if rows:
        conn.execute(sa.insert(SEARCHED_LINES), rows)
    return len(texts)
