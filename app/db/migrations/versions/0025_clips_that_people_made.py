"""Clips that people made of the films of jobs."""

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "made_clips",
        sa.Column("job_id", sa.String(), nullable=False),
        sa.Column("of_job_id", sa.String(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("job_id"),
    )
    op.create_index("ix_made_clips_of_job_id", "made_clips", ["of_job_id"])
