"""The outbox: what is asked of it before each chunk costs what is open, not all that was ever sent."""

from pathlib import Path
from typing import Any

from sqlalchemy import Connection, event, text

from passerelle.hub import outbox
from passerelle.hub.database import open_hub


def plans_of(connection: Connection, asked: list[tuple[str, Any]]) -> list[str]:
    """How SQLite carries out statements."""
    lines = [connection.connection.execute(f"EXPLAIN QUERY PLAN {text_}", values) for text_, values in asked]
    return [row[3] for found in lines for row in found]


def test_open_entries_are_found_by_the_index_over_what_is_open(tmp_path: Path) -> None:
    hub = open_hub(f"sqlite:///{tmp_path / 'hub.sqlite'}")
    asked: list[tuple[str, Any]] = []
    try:
        with hub.read() as connection:
            connection.execute(text("SELECT 1"))
            event.listen(hub.engine, "before_cursor_execute", lambda *told: asked.append((told[2], told[3])))
            outbox.open_references(connection, "altior", "thirdparty", ["company/1", "company/2"])
            outbox.open_targets(connection, "altior", "thirdparty", ["1", "2"])
            plans = plans_of(connection, asked[:2])
    finally:
        hub.close()
    assert [("open" in plan, "reference=?" in plan or "target_id=?" in plan) for plan in plans] == [(True, True)] * 2
