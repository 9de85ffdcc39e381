"""The Belgian register's open data"""

import sqlalchemy as sa
from alembic import op

from passerelle.hub.columns import UtcDateTime

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

TABLES = {
    "register_enterprise": (["number"], ["status", "type_of_enterprise", "juridical_form", "start_date"]),
    "register_denomination": (["number", "language"], ["denomination"]),
    "register_address": (
        ["number"],
        ["country", "zipcode", "municipality_nl", "municipality_fr", "street_nl", "street_fr", "house_number", "box"],
    ),
    "register_contact": (["number", "contact_type"], ["value"]),
    "register_code": (["category", "code", "language"], ["description"]),
}


def upgrade() -> None:
    """Bring the tables to this version."""
    op.create_table(
        "register_load",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("state", sa.String(length=200), nullable=False),
        sa.Column("file", sa.Text(), nullable=False),
        sa.Column("extract_number", sa.Integer(), nullable=False),
        sa.Column("snapshot_date", sa.String(length=10), nullable=False),
        sa.Column("rows", sa.JSON(), nullable=False),
        sa.Column("started_at", UtcDateTime(), nullable=False),
        sa.Column("loaded_at", UtcDateTime(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_register_load")),
    )
    for name, (keys, values) in TABLES.items():
        op.create_table(
            name,
            sa.Column("load_id", sa.Integer(), autoincrement=False, nullable=False),
            *[sa.Column(key, sa.Text(), nullable=False) for key in keys],
            *[sa.Column(value, sa.Text(), nullable=True) for value in values],
            sa.PrimaryKeyConstraint("load_id", *keys, name=op.f(f"pk_{name}")),
        )
