"""The hub's tables. Every key that names an external record carries its connection: one hub may serve two accounts.

Changing a table here means a new migration in `migrations/versions`; a test compares the two.
"""

from __future__ import annotations

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    Index,
    Integer,
    String,
    Table,
    Text,
    UniqueConstraint,
    text,
)

from passerelle.hub.columns import UtcDateTime, metadata, name_column

FOUND_BY = "found by "
"""Begins the schemes of identifiers under which a record keeps what it may be found by. They don't make records the
same across systems: two sites share a SIREN, and a record that is left out holds no number against others."""


def _external_key() -> list[Column[str]]:
    """Fresh key columns of one external record as one integration sees it."""
    return [name_column(name, primary_key=True) for name in ("integration", "connection", "stream", "external_id")]


run = Table(
    "run",
    metadata,
    Column("id", String(36), primary_key=True),
    name_column("integration", index=True),
    name_column("flow"),
    name_column("state"),
    Column("parameters", JSON, nullable=False),
    Column("dry_run", Boolean, nullable=False),
    Column("forced", Boolean, nullable=False),
    Column("started_at", UtcDateTime, nullable=False, index=True),
    Column("ended_at", UtcDateTime),
    Column("summary", JSON),
)

hub_record = Table(
    "hub_record",
    metadata,
    Column("id", String(36), primary_key=True),
    name_column("kind"),
    Column("created_at", UtcDateTime, nullable=False),
    Column("run_id", String(36), nullable=False),
)

binding = Table(
    "binding",
    metadata,
    name_column("connection", primary_key=True),
    name_column("stream", primary_key=True),
    name_column("external_id", primary_key=True),
    Column("hub_id", String(36), nullable=False),
    Column("bound_at", UtcDateTime, nullable=False),
    Column("run_id", String(36), nullable=False),
    Column("unbound_at", UtcDateTime),
    Index(
        "uq_binding_live",
        "connection",
        "stream",
        "hub_id",
        unique=True,
        sqlite_where=text("unbound_at IS NULL"),
        postgresql_where=text("unbound_at IS NULL"),
    ),
)

identifier = Table(
    "identifier",
    metadata,
    name_column("connection", primary_key=True),
    name_column("stream", primary_key=True),
    name_column("external_id", primary_key=True),
    name_column("scheme", primary_key=True),
    name_column("value"),
    Column("since", UtcDateTime, nullable=False),
    Index("ix_identifier_value", "connection", "stream", "scheme", "value"),
)

snapshot = Table(
    "snapshot",
    metadata,
    *_external_key(),
    Column("content", JSON, nullable=False),
    Column("run_id", String(36), nullable=False),
    Column("seen_at", UtcDateTime, nullable=False),
)

beginning = Table(
    "beginning",
    metadata,
    *_external_key(),
    Column("content", JSON, nullable=False),
    Column("run_id", String(36), nullable=False),
    Column("at", UtcDateTime, nullable=False),
)
"""Records that stood there when their way of an integration began and is not to be taken for that, as they stood."""

record_state = Table(
    "record_state",
    metadata,
    *_external_key(),
    Column("fingerprint", String(64), nullable=False),
    name_column("outcome"),
    Column("final", Boolean, nullable=False),
    Column("reason", Text, nullable=False),
    Column("version", Integer, nullable=False),
    Column("run_id", String(36), nullable=False),
    Column("at", UtcDateTime, nullable=False),
)

judgement = Table(
    "judgement",
    metadata,
    Column("id", String(36), primary_key=True),
    *[name_column(f"{side}_{part}") for side in ("left", "right") for part in ("connection", "stream", "external_id")],
    name_column("verdict"),
    name_column("judged_by"),
    Column("reason", Text, nullable=False),
    Column("at", UtcDateTime, nullable=False),
    Column("deleted_at", UtcDateTime),
    Index("ix_judgement_left", "left_connection", "left_stream", "left_external_id"),
    Index("ix_judgement_right", "right_connection", "right_stream", "right_external_id"),
)

action = Table(
    "action",
    metadata,
    Column("run_id", String(36), primary_key=True),
    Column("seq", Integer, primary_key=True),
    name_column("integration"),
    name_column("connection"),
    name_column("stream"),
    name_column("op"),
    name_column("driver_id"),
    Column("source_id", String(200)),
    Column("target_id", String(200)),
    Column("reference", String(200)),
    Column("state_version", Integer, nullable=False),
    Column("changes", JSON, nullable=False),
    Column("source", JSON, nullable=False),
    Column("target", JSON, nullable=False),
    Column("source_base", JSON, nullable=False),
    Column("target_base", JSON, nullable=False),
    Column("conflicts", JSON, nullable=False),
    Column("kept", JSON, nullable=False),
    Column("undo", JSON),
    Column("restore", JSON),
    name_column("state"),
    Column("reason", Text, nullable=False),
    Index("ix_action_state", "run_id", "state", "seq"),
)

_OPEN = text("op = 'create' AND state IN ('sending', 'unclear')")

outbox = Table(
    "outbox",
    metadata,
    Column("id", String(36), primary_key=True),
    Column("run_id", String(36), nullable=False),
    Column("seq", Integer, nullable=False),
    name_column("integration"),
    name_column("connection"),
    name_column("stream"),
    name_column("op"),
    Column("reference", String(200)),
    Column("target_id", String(200)),
    name_column("claim"),
    Column("token", BigInteger, nullable=False),
    name_column("state"),
    Column("sent_at", UtcDateTime, nullable=False),
    Column("settled_at", UtcDateTime),
    Column("error", Text, nullable=False),
    Index("ix_outbox_state", "integration", "state"),
    Index(
        "uq_outbox_open_create",
        "connection",
        "stream",
        "reference",
        unique=True,
        sqlite_where=_OPEN,
        postgresql_where=_OPEN,
    ),
    UniqueConstraint("run_id", "seq", name="uq_outbox_run_seq"),
    Index(
        "ix_outbox_open",
        "connection",
        "stream",
        "target_id",
        sqlite_where=text("state IN ('sending', 'unclear')"),
        postgresql_where=text("state IN ('sending', 'unclear')"),
    ),
)

claim = Table(
    "claim",
    metadata,
    name_column("integration", primary_key=True),
    Column("scope", String(400), primary_key=True),
    Column("token", BigInteger, nullable=False),
    Column("holder", String(36)),
    Column("expires_at", UtcDateTime, nullable=False),
)

checkpoint = Table(
    "checkpoint",
    metadata,
    name_column("integration", primary_key=True),
    name_column("connection", primary_key=True),
    name_column("stream", primary_key=True),
    name_column("position"),
    Column("rows", Integer, nullable=False),
    Column("run_id", String(36), nullable=False),
    Column("at", UtcDateTime, nullable=False),
)

seen = Table(
    "seen",
    metadata,
    Column("run_id", String(36), primary_key=True),
    name_column("connection", primary_key=True),
    name_column("stream", primary_key=True),
    name_column("external_id", primary_key=True),
)

history = Table(
    "history",
    metadata,
    Column("id", BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=True),
    Column("run_id", String(36), nullable=False, index=True),
    Column("seq", Integer, nullable=False),
    name_column("integration"),
    name_column("connection"),
    name_column("stream"),
    name_column("external_id"),
    name_column("field"),
    Column("old", Text),
    Column("new", Text),
    name_column("origin"),
    name_column("op"),
    Column("reverts", BigInteger),
    Column("at", UtcDateTime, nullable=False),
    Index("ix_history_record", "connection", "stream", "external_id"),
)

review = Table(
    "review",
    metadata,
    *_external_key(),
    name_column("field", primary_key=True),
    Column("source_value", JSON, nullable=False),
    Column("target_value", JSON, nullable=False),
    Column("reason", Text, nullable=False),
    Column("first_run", String(36), nullable=False),
    Column("first_at", UtcDateTime, nullable=False),
    Column("last_run", String(36), nullable=False),
    Column("last_at", UtcDateTime, nullable=False),
    Column("resolved_at", UtcDateTime),
    Column("verdict", String(200)),
    Column("judged_by", String(200)),
)
"""Differences held for a person, by field or group; values are objects of canonical field and value."""

entry = Table(
    "entry",
    metadata,
    *[name_column(name, primary_key=True) for name in ("connection", "stream", "external_id")],
    name_column("origin", index=True),
    Column("place", Text, nullable=False),
    Column("content", JSON, nullable=False),
    Column("refused", Text, nullable=False),
    Column("at", UtcDateTime, nullable=False),
)
"""What people gave in a form or a file: `origin` is the file, `place` where in it, `refused` what is wrong with it."""

quarantine = Table(
    "quarantine",
    metadata,
    *_external_key(),
    name_column("rule", primary_key=True),
    name_column("field"),
    Column("reason", Text, nullable=False),
    Column("value", Text),
    Column("first_run", String(36), nullable=False),
    Column("first_at", UtcDateTime, nullable=False),
    Column("last_run", String(36), nullable=False),
    Column("last_at", UtcDateTime, nullable=False),
    Column("resolved_at", UtcDateTime),
)
