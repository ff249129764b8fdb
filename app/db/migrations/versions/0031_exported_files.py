"""Texts of jobs in the export folder, which follow corrections."""

import sqlalchemy as sa
from alembic import op

revision = "0031"
down_revision = "0030"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "exported_files",
        sa.Column("job_id", sa.String(), nullable=False),
        sa.Column("ending", sa.String(), nullable=False),
        sa.Column("path", sa.Text(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("writing", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("job_id", "ending"),
    )
