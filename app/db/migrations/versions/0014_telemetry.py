"""What was measured, and the traces that jobs belong to."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

NUM = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
OF_JOBS = sa.text("job_id IS NOT NULL")


def upgrade() -> None:
    op.create_table(
        "telemetry",
        sa.Column("num", NUM, nullable=False),
        sa.Column("component", sa.String(), nullable=False),
        sa.Column("metric", sa.String(), nullable=False),
        sa.Column("value", sa.Float(), nullable=False),
        sa.Column("tags", sa.Text(), nullable=False),
        sa.Column("ts_ms", sa.BigInteger(), nullable=False),
        sa.Column("job_id", sa.String(), nullable=True),
        sa.Column("weight", sa.Integer(), nullable=False),
        sa.Column("merge", sa.String(), nullable=False),
        sa.Column("span_ms", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("num"),
    )
    op.create_index("ix_telemetry_ts", "telemetry", ["ts_ms"])
    op.create_index("ix_telemetry_component_ts", "telemetry", ["component", "ts_ms"])
    op.create_index("ix_telemetry_metric_ts", "telemetry", ["metric", "ts_ms"])
    op.create_index("ix_telemetry_job", "telemetry", ["job_id", "num"], sqlite_where=OF_JOBS, postgresql_where=OF_JOBS)
    op.create_table(
        "job_traces",
        sa.Column("job_id", sa.String(), nullable=False),
        sa.Column("traceparent", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("job_id"),
    )
