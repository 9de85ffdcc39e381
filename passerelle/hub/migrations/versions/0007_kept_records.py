"""Whole records as a system has them, and the files by which some are sent"""

import sqlalchemy as sa
from alembic import op

from passerelle.hub.columns import UtcDateTime

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def _names(*names: str) -> list[sa.Column[str]]:
    return [sa.Column(name, sa.String(length=200), nullable=False) for name in names]


def upgrade() -> None:
    """Bring the tables to this version."""
    op.create_table(
        "kept_record",
        *_names("connection", "stream", "external_id"),
        sa.Column("content", sa.JSON(), nullable=False),
        *_names("file"),
        sa.Column("kept_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("connection", "stream", "external_id", name=op.f("pk_kept_record")),
    )
    op.create_index("ix_kept_record_file", "kept_record", ["connection", "file"])
    op.create_table(
        "drop_file",
        *_names("connection", "name", "state"),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("connection", "name", name=op.f("pk_drop_file")),
    )
