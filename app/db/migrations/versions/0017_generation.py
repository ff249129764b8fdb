"""What jobs that make films from prompts were requested to make; the services that make them, and orders there."""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("jobs", sa.Column("generation", sa.JSON(), nullable=True))
    op.create_table(
        "provider_health",
        sa.Column("provider", sa.String(), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("open_until_ms", sa.BigInteger(), nullable=True),
        sa.Column("open_ms", sa.BigInteger(), nullable=False),
        sa.Column("probe_until_ms", sa.BigInteger(), nullable=True),
        sa.Column("answer_ms", sa.Float(), nullable=True),
        sa.Column("checked_ms", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("provider"),
    )
    op.create_table(
        "provider_orders",
        sa.Column("mark", sa.String(), nullable=False),
        sa.Column("job_id", sa.String(), nullable=False),
        sa.Column("provider", sa.String(), nullable=False),
        sa.Column("model", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("usd", sa.Float(), nullable=False),
        sa.Column("day", sa.String(), nullable=False),
        sa.Column("order_id", sa.Text(), nullable=False),
        sa.Column("created_ms", sa.BigInteger(), nullable=False),
        sa.Column("ended_ms", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("mark"),
    )
    op.create_index("ix_provider_orders_job_id", "provider_orders", ["job_id"])
    op.create_index("ix_provider_orders_state", "provider_orders", ["state"])
    op.create_index("ix_provider_orders_day", "provider_orders", ["day"])
