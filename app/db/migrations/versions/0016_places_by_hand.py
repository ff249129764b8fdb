"""Which jobs were placed in the queue by hand: they take part in no turns of users."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("jobs", sa.Column("placed", sa.Boolean(), nullable=False, server_default=sa.false()))
