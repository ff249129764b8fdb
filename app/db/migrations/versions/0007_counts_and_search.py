"""Counts of jobs that need no counting, and an index of the texts' letters.

On SQLite triggers keep both, whoever writes. A later migration that rebuilds `jobs` or `job_texts` (`batch_alter_table`
does) has to create their triggers anew.
"""

from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

COUNTED = "SELECT status, job_type, priority, count(*) AS jobs FROM jobs GROUP BY status, job_type, priority"
ADD = (
    "INSERT INTO job_counts (status, job_type, priority, jobs) VALUES (NEW.status, NEW.job_type, NEW.priority, 1) "
    "ON CONFLICT (status, job_type, priority) DO UPDATE SET jobs = jobs + 1"
)
REMOVE = (
    "UPDATE job_counts SET jobs = jobs - 1 "
    "WHERE status = OLD.status AND job_type = OLD.job_type AND priority = OLD.priority"
)
MOVED = "OLD.status <> NEW.status OR OLD.job_type <> NEW.job_type OR OLD.priority <> NEW.priority"
INDEX = "INSERT INTO job_trigrams (rowid, folded) VALUES (NEW.num, NEW.folded)"
UNINDEX = "INSERT INTO job_trigrams (job_trigrams, rowid, folded) VALUES ('delete', OLD.num, OLD.folded)"


def upgrade() -> None:
    op.create_index("ix_jobs_status_type_num", "jobs", ["status", "job_type", "num"])
    if op.get_context().dialect.name == "sqlite":
        _sqlite()
    else:
        op.execute(f"CREATE VIEW job_counts AS {COUNTED}")


def _sqlite() -> None:
    op.execute(
        "CREATE TABLE job_counts (status TEXT NOT NULL, job_type TEXT NOT NULL, priority INTEGER NOT NULL, "
        "jobs INTEGER NOT NULL, PRIMARY KEY (status, job_type, priority)) WITHOUT ROWID"
    )
    op.execute(f"INSERT INTO job_counts {COUNTED}")
    op.execute(f"CREATE TRIGGER jobs_counted_new AFTER INSERT ON jobs BEGIN {ADD}; END")
    op.execute(f"CREATE TRIGGER jobs_counted_gone AFTER DELETE ON jobs BEGIN {REMOVE}; END")
    op.execute(
        "CREATE TRIGGER jobs_counted_moved AFTER UPDATE OF status, job_type, priority ON jobs "
        f"WHEN {MOVED} BEGIN {REMOVE}; {ADD}; END"
    )
    op.execute(
        "CREATE VIRTUAL TABLE job_trigrams USING fts5 "
        "(folded, content='job_texts', content_rowid='num', tokenize='trigram', detail='none', columnsize=0)"
    )
    op.execute("INSERT INTO job_trigrams (job_trigrams) VALUES ('rebuild')")
    op.execute(f"CREATE TRIGGER job_texts_indexed_new AFTER INSERT ON job_texts BEGIN {INDEX}; END")
    op.execute(f"CREATE TRIGGER job_texts_indexed_gone AFTER DELETE ON job_texts BEGIN {UNINDEX}; END")
    op.execute(
        "CREATE TRIGGER job_texts_indexed_moved AFTER UPDATE OF folded ON job_texts "
        f"WHEN OLD.folded <> NEW.folded BEGIN {UNINDEX}; {INDEX}; END"
    )
