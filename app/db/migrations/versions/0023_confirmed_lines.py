"""Lines that people have confirmed, and corrections that were undone and can be made again."""

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "transcript_segments", sa.Column("confirmed", sa.Boolean(), nullable=False, server_default=sa.false())
    )
    op.add_column("transcript_edits", sa.Column("undone", sa.Boolean(), nullable=False, server_default=sa.false()))
