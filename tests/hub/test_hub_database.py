"""The hub on both databases: its tables are what the migrations make, and what goes wrong is said in one sentence."""

import os
import stat
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import text

from passerelle.errors import ConfigurationError, HubError

# The modules fill the metadata.
from passerelle.hub import form_schema, kept_schema, receiver_schema, register_schema, schema  # noqa: F401
from passerelle.hub.columns import metadata
from passerelle.hub.database import open_hub


def test_the_migrations_make_exactly_the_tables_of_the_schema(hub_url: str) -> None:
    hub = open_hub(hub_url)
    with hub.engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []
    hub.close()


def test_every_key_of_an_external_record_carries_its_connection() -> None:
    told_in_order = ("history", "hints")
    for table in metadata.tables.values():
        if "external_id" in table.columns and table.name not in told_in_order:
            assert "connection" in table.primary_key.columns, table.name
    for name in told_in_order:
        assert not metadata.tables[name].columns["connection"].nullable


def test_opening_twice_changes_nothing(hub_url: str) -> None:
    open_hub(hub_url).close()
    hub = open_hub(hub_url)
    with hub.read() as connection:
        assert connection.execute(text("SELECT count(*) FROM run")).scalar_one() == 0
    hub.close()


def test_a_hub_of_a_newer_version(hub_url: str) -> None:
    hub = open_hub(hub_url)
    with hub.write("x") as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    hub.close()
    with pytest.raises(HubError, match=r"newer version of Passerelle.*9999"):
        open_hub(hub_url)


def test_a_server_that_is_not_there() -> None:
    with pytest.raises(HubError, match="cannot be used") as told:
        open_hub("postgresql://someone:hidden@127.0.0.1:1/hub")
    assert "hidden" not in str(told.value)
    assert "PASSERELLE_DATABASE_URL" in str(told.value)


def test_what_is_no_database_address() -> None:
    with pytest.raises(ConfigurationError, match="not a database address"):
        open_hub("our database")
    with pytest.raises(ConfigurationError, match="use sqlite or postgresql"):
        open_hub("mysql://localhost/hub")


def test_a_folder_that_cannot_be_made(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("not a folder")
    with pytest.raises(HubError, match="cannot be opened"):
        open_hub(f"sqlite:///{tmp_path}/file/hub.sqlite")


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write to read-only files")
def test_a_read_only_file(tmp_path: Path) -> None:
    open_hub(f"sqlite:///{tmp_path}/hub.sqlite").close()
    (tmp_path / "hub.sqlite").chmod(stat.S_IRUSR)
    with (
        pytest.raises(HubError, match="read-only"),
        open_hub(f"sqlite:///{tmp_path}/hub.sqlite").write("x") as connection,
    ):
        connection.execute(text("DELETE FROM run"))


def test_a_read_only_server(hub_url: str) -> None:
    if hub_url.startswith("sqlite"):
        pytest.skip("a server's setting")
    open_hub(hub_url).close()
    hub = open_hub(hub_url + "&options=-c%20default_transaction_read_only%3Don")
    with pytest.raises(HubError, match="read-only"), hub.write("x") as connection:
        connection.execute(text("DELETE FROM run"))
    hub.close()


def test_a_read_only_sqlite_database(tmp_path: Path) -> None:
    open_hub(f"sqlite:///{tmp_path}/hub.sqlite").close()
    hub = open_hub(f"sqlite:///file:{tmp_path}/hub.sqlite?mode=ro&uri=true")
    with pytest.raises(HubError, match="read-only"), hub.write("x") as connection:
        connection.execute(text("DELETE FROM run"))
    hub.close()
