"""The hub's tables for whole records as a system has them: sheets that were paid for, and what was sent by file."""

from __future__ import annotations

from sqlalchemy import JSON, Column, Index, Table

from passerelle.hub.columns import UtcDateTime, metadata, name_column

kept_record = Table(
    "kept_record",
    metadata,
    name_column("connection", primary_key=True),
    name_column("stream", primary_key=True),
    name_column("external_id", primary_key=True),
    Column("content", JSON, nullable=False),
    name_column("file"),
    Column("kept_at", UtcDateTime, nullable=False),
    Index("ix_kept_record_file", "connection", "file"),
)
"""Records as their system tells them. `file` is the file a record was last sent by, empty where it came from there."""

drop_file = Table(
    "drop_file",
    metadata,
    name_column("connection", primary_key=True),
    name_column("name", primary_key=True),
    name_column("state"),
    Column("at", UtcDateTime, nullable=False),
)
"""Files put into a drop folder, each `writing`, then `ready` (whole, under its temporary name), then `there`."""
