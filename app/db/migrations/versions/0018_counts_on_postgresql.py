"""Counts of jobs that need no counting, and an index of the texts' letters, on PostgreSQL as well.

Each transaction adds what it changed to `job_count_changes`, and no two of them write the same row: a table with a row
per combination would make servers wait for each other. One of some hundred changes adds up those that are there. The
triggers do so whoever writes. The index needs the extension pg_trgm; where it cannot be installed, searches read every
text, as before.
"""

import logging

from alembic import op
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

log = logging.getLogger("app.db.migrate")

#: Changes between two additions.
ADDED_UP_EVERY = 500
GROUP = "status, job_type, priority"
COUNTED = f"SELECT {GROUP}, count(*) FROM jobs GROUP BY {GROUP}"  # noqa: S608 - constants, as below
ADDED_UP = f"SELECT {GROUP}, sum(jobs) AS jobs FROM job_count_changes GROUP BY {GROUP}"  # noqa: S608
ADD_UP = f"""
CREATE FUNCTION add_up_job_counts() RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  IF nextval('job_count_turns') % {ADDED_UP_EVERY} = 0 THEN
    WITH latest AS (
      DELETE FROM job_count_changes WHERE ctid IN (SELECT ctid FROM job_count_changes FOR UPDATE SKIP LOCKED)
      RETURNING {GROUP}, jobs
    )
    INSERT INTO job_count_changes
    SELECT {GROUP}, sum(jobs) FROM latest GROUP BY {GROUP} HAVING sum(jobs) <> 0;
  END IF;
END $$
"""  # noqa: S608
FUNCTION = """
CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO job_count_changes {rows};
  PERFORM add_up_job_counts();
  RETURN NULL;
END $$
"""
NEW = COUNTED.replace("FROM jobs", "FROM new_jobs")
GONE = COUNTED.replace("count(*) FROM jobs", "-count(*) FROM gone_jobs")
MOVED = "VALUES (OLD.status, OLD.job_type, OLD.priority, -1), (NEW.status, NEW.job_type, NEW.priority, 1)"
HAS_MOVED = "OLD.status <> NEW.status OR OLD.job_type <> NEW.job_type OR OLD.priority <> NEW.priority"
STATEMENTS = (
    "CREATE TABLE job_count_changes (status TEXT, job_type TEXT, priority INTEGER, jobs BIGINT NOT NULL)",
    "CREATE SEQUENCE job_count_turns",
    f"INSERT INTO job_count_changes {COUNTED}",
    "DROP VIEW job_counts",
    f"CREATE VIEW job_counts AS {ADDED_UP}",
    ADD_UP,
    FUNCTION.format(name="count_new_jobs", rows=NEW),
    FUNCTION.format(name="count_gone_jobs", rows=GONE),
    FUNCTION.format(name="count_moved_job", rows=MOVED),
    """
    CREATE TRIGGER jobs_counted_new AFTER INSERT ON jobs REFERENCING NEW TABLE AS new_jobs
    FOR EACH STATEMENT EXECUTE FUNCTION count_new_jobs()
    """,
    """
    CREATE TRIGGER jobs_counted_gone AFTER DELETE ON jobs REFERENCING OLD TABLE AS gone_jobs
    FOR EACH STATEMENT EXECUTE FUNCTION count_gone_jobs()
    """,
    f"""
    CREATE TRIGGER jobs_counted_moved AFTER UPDATE OF status, job_type, priority ON jobs
    FOR EACH ROW WHEN ({HAS_MOVED}) EXECUTE FUNCTION count_moved_job()
    """,
    # In the order of lists: on SQLite jobs without an end are first, or last if the newest are first.
    "DROP INDEX ix_jobs_completed",
    "CREATE INDEX ix_jobs_completed ON jobs (completed_ms NULLS FIRST, num)",
)
INDEX_LETTERS = (
    "CREATE EXTENSION IF NOT EXISTS pg_trgm",
    "CREATE INDEX ix_job_texts_trigrams ON job_texts USING gin (folded gin_trgm_ops)",
)


def upgrade() -> None:
    if op.get_context().dialect.name == "sqlite":
        return
    for statement in STATEMENTS:
        op.execute(statement)
    _index_letters()


def _index_letters() -> None:
    """Index the texts if the extension is there, or can be installed by this role."""
    connection = op.get_bind()
    try:
        with connection.begin_nested():
            for statement in INDEX_LETTERS:
                connection.execute(text(statement))
    except DBAPIError as error:  # not among the server's packages, not allowed, or in a schema out of sight
        log.warning("searches will read every text: %s", " ".join(str(error.orig).split()))
