"""API keys, by their hash."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

NUM = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
IN_USE = sa.text("revoked_ms IS NULL")


def upgrade() -> None:
    op.create_table(
        "api_keys",
        sa.Column("num", NUM, nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("prefix", sa.String(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("scope", sa.String(), nullable=False),
        sa.Column("user_id", sa.String(), nullable=True),
        sa.Column("created_ms", sa.BigInteger(), nullable=False),
        sa.Column("expires_ms", sa.BigInteger(), nullable=True),
        sa.Column("revoked_ms", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("num"),
    )
    op.create_index("ix_api_keys_id", "api_keys", ["id"], unique=True)
    op.create_index("ix_api_keys_digest", "api_keys", ["digest"], unique=True)
    op.create_index("uq_api_keys_name", "api_keys", ["name"], unique=True, sqlite_where=IN_USE, postgresql_where=IN_USE)
