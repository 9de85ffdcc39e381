"""The hub's table for runs that wait for a person: what is asked, what has been said until then, and until when."""

from __future__ import annotations

from sqlalchemy import JSON, Column, String, Table

from passerelle.hub.columns import UtcDateTime, metadata

form = Table(
    "form",
    metadata,
    Column("run_id", String(36), primary_key=True),
    Column("key", String(36)),
    Column("content", JSON, nullable=False),
    Column("expires_at", UtcDateTime, nullable=False, index=True),
)
"""What a flow run asks a person. `key` is that of the question as Prefect keeps it; none until it has been put."""
