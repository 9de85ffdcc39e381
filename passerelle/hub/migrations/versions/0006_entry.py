"""What people give in forms and files, kept until it stands in the system it is for"""

import sqlalchemy as sa
from alembic import op

from passerelle.hub.columns import UtcDateTime

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the tables to this version."""
    op.create_table(
        "entry",
        *[sa.Column(name, sa.String(length=200), nullable=False) for name in ("connection", "stream", "external_id")],
        sa.Column("origin", sa.String(length=200), nullable=False),
        sa.Column("place", sa.Text(), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("refused", sa.Text(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("connection", "stream", "external_id", name=op.f("pk_entry")),
    )
    op.create_index(op.f("ix_entry_origin"), "entry", ["origin"])
