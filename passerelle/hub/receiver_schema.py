"""The hub's tables for the receiver of webhooks: what calls have told, and the keys that calls carry."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, Index, Integer, String, Table, text

from passerelle.hub.columns import UtcDateTime, metadata, name_column

_NUMBER = BigInteger().with_variant(Integer, "sqlite")
_OPEN = text("settled_at IS NULL")
_UNTOLD = text("formerly IS NOT NULL AND renumbered_at IS NULL")

hints = Table(
    "hints",
    metadata,
    Column("id", _NUMBER, primary_key=True, autoincrement=True),
    name_column("connection"),
    name_column("stream"),
    name_column("external_id"),
    Column("formerly", String(200)),
    Column("user", String(200)),
    Column("received_at", UtcDateTime, nullable=False),
    Column("wish", String(36)),
    Column("run", String(36)),
    Column("attempts", Integer, nullable=False),
    Column("settled_at", UtcDateTime),
    Column("renumbered_at", UtcDateTime),
    Index("ix_hints_open", "id", sqlite_where=_OPEN, postgresql_where=_OPEN),
    Index("ix_hints_renumbering", "connection", "stream", sqlite_where=_UNTOLD, postgresql_where=_UNTOLD),
)
"""What calls have told, in order of arrival. `wish` is the idempotency key of the run that was asked for, `run` its id
in Prefect. The run's end sets `settled_at`, whoever has followed the change of number `renumbered_at`."""

receiver_keys = Table(
    "receiver_keys",
    metadata,
    Column("id", _NUMBER, primary_key=True, autoincrement=True),
    name_column("account"),
    name_column("user"),
    Column("hash", String(64), nullable=False, unique=True),
    name_column("prefix"),
    Column("created_at", UtcDateTime, nullable=False),
    Column("last_used_at", UtcDateTime),
    Column("revoked_at", UtcDateTime),
)
"""Keys that the calls of an account carry, each on behalf of a user of the other system; the key itself isn't kept."""
