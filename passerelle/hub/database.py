"""Opening the hub: SQLite for one machine, PostgreSQL in production; migrations first, clear sentences on failure."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, create_engine, event, text
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError

from passerelle.errors import ConfigurationError, HubError

BUSY_SECONDS = 60


class Hub:
    """An open hub. `read()` gives a connection for looking, `write(integration)` one for a short transaction."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine

    @property
    def is_sqlite(self) -> bool:
        """Whether the hub is the embedded one."""
        return self.engine.dialect.name == "sqlite"

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """A connection for reading."""
        with _told(self.engine.url), self.engine.connect() as connection:
            yield connection

    @contextmanager
    def write(self, integration: str) -> Iterator[Connection]:
        """A transaction no other writer of this integration overlaps: what it checks still holds when it commits."""
        options: dict[str, Any] = {"passerelle_immediate": True}
        with (
            _told(self.engine.url),
            self.engine.connect().execution_options(**options) as connection,
            connection.begin(),
        ):
            if not self.is_sqlite:
                key = zlib.crc32(integration.encode())
                connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": key})
            yield connection

    def close(self) -> None:
        """Give every connection back."""
        self.engine.dispose()


def open_hub(url: str) -> Hub:
    """Open the hub at a SQLAlchemy URL and bring its tables to this version.

    Raises HubError (unreachable, read-only, written by a newer version) or ConfigurationError (not a database URL).
    """
    address = _address(url)
    engine = _engine(address)
    with _told(address):
        _migrate(engine)
    return Hub(engine)


def open_for_calls(url: str, patience_s: float) -> Hub:
    """Open the hub for somebody who is waited for: what can't be had within `patience_s` seconds fails with HubError,
    and what is committed survives a power cut. Raises as `open_hub` does."""
    hub = open_hub(url)
    # The migrations above may take their time; connections made from here on may not.
    hub.close()
    told = int(patience_s * 1000)
    if hub.is_sqlite:
        settings = [f"PRAGMA busy_timeout={told}", "PRAGMA synchronous=FULL"]
    else:
        settings = [f"SET statement_timeout={told}"]
    event.listen(hub.engine, "connect", lambda connection, _: _set(connection, settings))
    return hub


def _set(connection: Any, settings: list[str]) -> None:
    cursor = connection.cursor()
    for setting in settings:
        cursor.execute(setting)
    cursor.close()
    connection.commit()


def _address(url: str) -> URL:
    try:
        address = make_url(url)
    except ArgumentError:
        raise ConfigurationError(
            "PASSERELLE_DATABASE_URL is not a database address; expected sqlite:///path or postgresql://user@host/name"
        ) from None
    if address.drivername == "postgresql":
        address = address.set(drivername="postgresql+psycopg")
    if address.get_backend_name() not in ("sqlite", "postgresql"):
        raise ConfigurationError(
            f"PASSERELLE_DATABASE_URL names {address.get_backend_name()}; use sqlite or postgresql"
        )
    return address


def _engine(address: URL) -> Engine:
    if address.get_backend_name() == "postgresql":
        return create_engine(address, pool_pre_ping=True, pool_size=10, hide_parameters=True)
    if address.database and "uri" not in address.query:
        with _told(address):
            Path(address.database).parent.mkdir(parents=True, exist_ok=True)
    engine = create_engine(
        address, connect_args={"timeout": BUSY_SECONDS, "check_same_thread": False}, hide_parameters=True
    )
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _prepare_sqlite(connection: Any, _record: Any) -> None:
    """Leave transactions to SQLAlchemy, and let readers and one writer work side by side."""
    connection.isolation_level = None
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=NORMAL")


def _begin_sqlite(connection: Connection) -> None:
    """Take the write lock at the beginning, so that a check followed by a write cannot be overtaken."""
    immediate = connection.get_execution_options().get("passerelle_immediate")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if immediate else "BEGIN")


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    return config


@cache
def _scripts() -> ScriptDirectory:
    """The migrations of this version: every run opens a hub, and reading them takes longer than asking where it is."""
    return ScriptDirectory.from_config(_config())


def _migrate(engine: Engine) -> None:
    scripts = _scripts()
    with engine.connect() as connection:
        current = MigrationContext.configure(connection).get_current_revision()
    if current == scripts.get_current_head():
        return
    if current is not None and current not in {script.revision for script in scripts.walk_revisions()}:
        raise HubError(
            f"The hub was written by a newer version of Passerelle (its tables are at {current}, this version knows "
            f"{scripts.get_current_head()}). Use that version, or another PASSERELLE_DATABASE_URL."
        )
    config = _config()
    with Hub(engine).write("migrations") as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "head")


@contextmanager
def _told(address: URL) -> Iterator[None]:
    """Turn what the database driver says into one sentence with the next step."""
    shown = address.render_as_string(hide_password=True)
    try:
        yield
    except OSError as problem:
        raise HubError(
            f"The hub's database {shown} cannot be opened: {problem.strerror}. Check PASSERELLE_HOME."
        ) from None
    except DBAPIError as problem:
        raise HubError(_sentence(shown, str(problem.orig).strip().splitlines()[0])) from None


def _sentence(shown: str, cause: str) -> str:
    if "readonly" in cause or "read-only" in cause:
        return f"The hub's database {shown} is read-only: {cause}. Give this user the right to write to it."
    if "locked" in cause:
        return f"The hub's database {shown} stayed locked by another process for too long. Use PostgreSQL."
    return (
        f"The hub's database {shown} cannot be used: {cause}. Check that it runs and PASSERELLE_DATABASE_URL is right."
    )
