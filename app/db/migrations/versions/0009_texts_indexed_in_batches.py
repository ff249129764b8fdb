"""New jobs' texts enter the index of letters many at once, on SQLite: one by one that was a tenth of a new job's cost.

The texts up to the number in `job_texts_indexed` are in the index. A search reads the few after it. As before, triggers
keep all that, whoever writes; a later migration that rebuilds `job_texts` has to create them anew.
"""

from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

#: Texts that are indexed together: that takes some milliseconds, in which nothing else is written.
AT_ONCE = 500
UPTO = "(SELECT upto FROM job_texts_indexed)"
INDEX = "INSERT INTO job_trigrams (rowid, folded) VALUES (NEW.num, NEW.folded)"
#: Up to the new one, which is left out: in whatever order the triggers run, only one of them is for it.
LATEST = f"FROM job_texts WHERE num > {UPTO} AND num < NEW.num"
INDEX_ALL = f"INSERT INTO job_trigrams (rowid, folded) SELECT num, folded {LATEST}"
MANY = f"{INDEX_ALL}; UPDATE job_texts_indexed SET upto = NEW.num - 1"  # noqa: S608 - constants
UNINDEX = "INSERT INTO job_trigrams (job_trigrams, rowid, folded) VALUES ('delete', OLD.num, OLD.folded)"


def upgrade() -> None:
    if op.get_context().dialect.name != "sqlite":
        return
    for name in ("new", "gone", "moved"):
        op.execute(f"DROP TRIGGER job_texts_indexed_{name}")
    op.execute("CREATE TABLE job_texts_indexed (upto INTEGER NOT NULL)")
    op.execute("INSERT INTO job_texts_indexed SELECT coalesce(max(num), 0) FROM job_texts")
    op.execute(
        f"CREATE TRIGGER job_texts_index_new AFTER INSERT ON job_texts WHEN NEW.num <= {UPTO} BEGIN {INDEX}; END"
    )
    op.execute(
        f"CREATE TRIGGER job_texts_index_many AFTER INSERT ON job_texts WHEN NEW.num > {UPTO} + {AT_ONCE} "
        f"BEGIN {MANY}; END"
    )
    op.execute(
        f"CREATE TRIGGER job_texts_index_gone AFTER DELETE ON job_texts WHEN OLD.num <= {UPTO} BEGIN {UNINDEX}; END"
    )
    op.execute(
        "CREATE TRIGGER job_texts_index_moved AFTER UPDATE OF folded ON job_texts "
        f"WHEN OLD.folded <> NEW.folded AND OLD.num <= {UPTO} BEGIN {UNINDEX}; {INDEX}; END"
    )
