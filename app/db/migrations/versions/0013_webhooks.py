"""Webhooks, the `webhook_url` of jobs, and what is delivered to them."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

NUM = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
DUE = sa.text("next_ms IS NOT NULL")


def upgrade() -> None:
    op.create_table(
        "webhooks",
        sa.Column("num", NUM, nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("events", sa.JSON(), nullable=False),
        sa.Column("sealed", sa.Text(), nullable=False),
        sa.Column("user_id", sa.String(), nullable=True),
        sa.Column("enabled", sa.Boolean(), nullable=False),
        sa.Column("created_ms", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("num"),
    )
    op.create_index("ix_webhooks_id", "webhooks", ["id"], unique=True)
    op.create_table(
        "job_webhooks",
        sa.Column("job_id", sa.String(), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("job_id"),
    )
    op.create_table(
        "deliveries",
        sa.Column("num", NUM, nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("webhook_id", sa.String(), nullable=True),
        sa.Column("job_id", sa.String(), nullable=True),
        sa.Column("event", sa.String(), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("host", sa.String(), nullable=False),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("next_ms", sa.BigInteger(), nullable=True),
        sa.Column("response_status", sa.Integer(), nullable=True),
        sa.Column("error", sa.Text(), nullable=True),
        sa.Column("response_ms", sa.Integer(), nullable=True),
        sa.Column("created_ms", sa.BigInteger(), nullable=False),
        sa.Column("ended_ms", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("num"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_deliveries_id", "deliveries", ["id"], unique=True)
    op.create_index("ix_deliveries_job_id", "deliveries", ["job_id"])
    op.create_index("ix_deliveries_webhook_num", "deliveries", ["webhook_id", "num"])
    op.create_index("ix_deliveries_next", "deliveries", ["next_ms"], sqlite_where=DUE, postgresql_where=DUE)
