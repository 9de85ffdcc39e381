"""What each side held when an integration began"""

import sqlalchemy as sa
from alembic import op

from passerelle.hub.columns import UtcDateTime

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the tables to this version."""
    keys = ("integration", "connection", "stream", "external_id")
    op.create_table(
        "beginning",
        *[sa.Column(key, sa.String(length=200), nullable=False) for key in keys],
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("run_id", sa.String(length=36), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint(*keys, name=op.f("pk_beginning")),
    )
