"""Leases of running jobs and stage keys; the count of published pieces gets its name."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("jobs", sa.Column("worker_id", sa.String(), nullable=True))
    op.add_column("jobs", sa.Column("lease_until_ms", sa.BigInteger(), nullable=True))
    op.create_table(
        "key_leases",
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("worker_id", sa.String(), nullable=False),
        sa.Column("lease_until_ms", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("key"),
    )
    op.execute("ALTER TABLE job_stages RENAME COLUMN told TO published")
