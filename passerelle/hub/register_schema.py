"""The hub's tables for the Belgian register: one load is current, and one may be loading beside it."""

from __future__ import annotations

from sqlalchemy import JSON, Column, Integer, String, Table, Text

from passerelle.hub.columns import UtcDateTime, metadata, name_column

register_load = Table(
    "register_load",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    name_column("state"),
    Column("file", Text, nullable=False),
    Column("extract_number", Integer, nullable=False),
    Column("snapshot_date", String(10), nullable=False),
    Column("rows", JSON, nullable=False),
    Column("started_at", UtcDateTime, nullable=False),
    Column("loaded_at", UtcDateTime),
)
"""Loads of the Belgian register: one is `current`, and one may be `loading` beside it."""


def _register_table(name: str, keys: list[str], values: list[str]) -> Table:
    """Rows of the register that belong to one load. A value of the register may be of any length."""
    load = Column("load_id", Integer, primary_key=True, autoincrement=False)
    key_columns = [Column(key, Text, primary_key=True) for key in keys]
    return Table(name, metadata, load, *key_columns, *[Column(value, Text) for value in values])


register_enterprise = _register_table(
    "register_enterprise", ["number"], ["status", "type_of_enterprise", "juridical_form", "start_date"]
)

register_denomination = _register_table("register_denomination", ["number", "language"], ["denomination"])

register_address = _register_table(
    "register_address",
    ["number"],
    ["country", "zipcode", "municipality_nl", "municipality_fr", "street_nl", "street_fr", "house_number", "box"],
)

register_contact = _register_table("register_contact", ["number", "contact_type"], ["value"])

register_code = _register_table("register_code", ["category", "code", "language"], ["description"])
