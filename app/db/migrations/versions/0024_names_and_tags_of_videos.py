"""Names that people give videos, tags, and lists that they save."""

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("videos", sa.Column("title", sa.Text(), nullable=True))
    op.add_column("videos", sa.Column("source_title", sa.Text(), nullable=True))
    op.create_table(
        "video_tags",
        sa.Column("video_id", sa.String(), nullable=False),
        sa.Column("folded", sa.String(), nullable=False),
        sa.Column("tag", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("video_id", "folded"),
    )
    op.create_index("ix_video_tags_folded", "video_tags", ["folded"])
    op.create_table(
        "saved_views",
        sa.Column("user_id", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("query", sa.JSON(), nullable=False),
        sa.Column("created_ms", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("user_id", "name"),
    )
