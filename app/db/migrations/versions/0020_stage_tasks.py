"""Stages that one process needs for its jobs and lets another one run."""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "stage_tasks",
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("requester", sa.String(), nullable=False),
        sa.Column("job_id", sa.String(), nullable=False),
        sa.Column("stage", sa.String(), nullable=False),
        sa.Column("resource", sa.String(), nullable=False),
        sa.Column("input", sa.Text(), nullable=False),
        sa.Column("sealed", sa.Boolean(), nullable=False),
        sa.Column("rank", sa.BigInteger(), nullable=False),
        sa.Column("follows_s", sa.Float(), nullable=False),
        sa.Column("runner", sa.String(), nullable=True),
        sa.Column("failure", sa.JSON(), nullable=True),
        sa.Column("deaths", sa.Integer(), nullable=False),
        sa.Column("created_ms", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("key", "requester"),
    )
