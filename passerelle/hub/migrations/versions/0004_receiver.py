"""What the receiver of webhooks keeps: hints, and the keys of calls"""

import sqlalchemy as sa
from alembic import op

from passerelle.hub.columns import UtcDateTime

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
OPEN = sa.text("settled_at IS NULL")
UNTOLD = sa.text("formerly IS NOT NULL AND renumbered_at IS NULL")


def upgrade() -> None:
    """Bring the tables to this version."""
    op.create_table(
        "hints",
        sa.Column("id", NUMBER, autoincrement=True, nullable=False),
        *[sa.Column(name, sa.String(length=200), nullable=False) for name in ("connection", "stream", "external_id")],
        sa.Column("formerly", sa.String(length=200), nullable=True),
        sa.Column("user", sa.String(length=200), nullable=True),
        sa.Column("received_at", UtcDateTime(), nullable=False),
        sa.Column("wish", sa.String(length=36), nullable=True),
        sa.Column("run", sa.String(length=36), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("settled_at", UtcDateTime(), nullable=True),
        sa.Column("renumbered_at", UtcDateTime(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hints")),
    )
    op.create_index("ix_hints_open", "hints", ["id"], sqlite_where=OPEN, postgresql_where=OPEN)
    op.create_index(
        "ix_hints_renumbering", "hints", ["connection", "stream"], sqlite_where=UNTOLD, postgresql_where=UNTOLD
    )
    op.create_table(
        "receiver_keys",
        sa.Column("id", NUMBER, autoincrement=True, nullable=False),
        sa.Column("account", sa.String(length=200), nullable=False),
        sa.Column("user", sa.String(length=200), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.Column("prefix", sa.String(length=200), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("last_used_at", UtcDateTime(), nullable=True),
        sa.Column("revoked_at", UtcDateTime(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_receiver_keys")),
        sa.UniqueConstraint("hash", name=op.f("uq_receiver_keys_hash")),
    )
