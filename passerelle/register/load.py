"""Loading: a whole register grows beside the former one and replaces it when complete; an update changes it at once."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

from sqlalchemy import Connection, Row

from passerelle.errors import ConfigurationError, PasserelleError
from passerelle.hub import register
from passerelle.hub.bulk import upsert
from passerelle.hub.database import Hub
from passerelle.register.archive import Archive, Told, open_archive, wrong
from passerelle.register.meta import Meta, read_meta
from passerelle.register.tables import CODES, ENTITIES, File, Unreadable, number_of


@dataclass(frozen=True)
class Loaded:
    """The register as the hub holds it after a load: extract, day of the data, rows by what they are."""

    file: str
    type: str
    extract_number: int
    snapshot_date: str
    loaded_at: datetime
    rows: dict[str, int]


def silent(_what: str, _more: int, _whole: int | None) -> None:
    """Show nothing."""


def load_register(hub: Hub, path: Path, told: Told = silent) -> Loaded:
    """Load a zip of the register's open data, or the folder it was unpacked to.

    Readers see the former register until the new one is complete. Raises ConfigurationError, one sentence that names
    the file, the column and what was expected, or HubError; nothing was loaded then.
    """
    with open_archive(path, told) as archive:
        meta = read_meta(archive)
        load = _load_whole if meta.is_full else _apply_update
        load(hub, archive, meta, str(uuid4()))
    with hub.read() as connection:
        row = register.current(connection)
    assert row is not None
    kind = "full" if meta.is_full else "update"
    return Loaded(path.name, kind, row.extract_number, row.snapshot_date, row.loaded_at, row.rows)


def _now() -> datetime:
    return datetime.now(UTC)


@contextmanager
def _held(hub: Hub, holder: str) -> Iterator[None]:
    """Hold the register's claim; whatever nobody reads any more is removed at the end, however it ends."""
    with hub.write(register.SCOPE) as connection:
        register.claim(connection, holder, _now())
    try:
        yield
    except BaseException:
        # What is said is why the load failed, not that cleaning up failed too; the next load cleans up again.
        with suppress(PasserelleError):
            _clean_up(hub, holder)
        raise
    _clean_up(hub, holder)


def _clean_up(hub: Hub, holder: str) -> None:
    with hub.read() as connection:
        unread = register.leftovers(connection)
    for load_id in unread:
        more = True
        while more:
            with hub.write(register.SCOPE) as connection:
                register.claim(connection, holder, _now())
                more = register.remove_some(connection, load_id)
    with hub.write(register.SCOPE) as connection:
        register.release(connection, holder, _now())


def _load_whole(hub: Hub, archive: Archive, meta: Meta, holder: str) -> None:
    with _held(hub, holder):
        with hub.write(register.SCOPE) as connection:
            load_id = register.begin(connection, {"started_at": _now(), **_said(archive, meta)})
        for file in (CODES, *ENTITIES):
            _fill(hub, archive, file, load_id, holder)
        with hub.write(register.SCOPE) as connection:
            register.claim(connection, holder, _now())
            if not register.counts(connection, load_id)["enterprise"]:
                raise wrong("enterprise.csv", "holds no enterprise")
            register.activate(connection, load_id, _now())


def _said(archive: Archive, meta: Meta) -> dict[str, Any]:
    return {"file": archive.name, "extract_number": meta.extract_number, "snapshot_date": meta.snapshot_date}


def _fill(hub: Hub, archive: Archive, file: File, load_id: int, holder: str) -> None:
    name = f"{file.name}.csv"
    for chunk in archive.chunks(name, file.columns):
        rows = file.kept(chunk, load_id, name)
        with hub.write(register.SCOPE) as connection:
            register.claim(connection, holder, _now())
            upsert(connection, file.table, rows)


def _apply_update(hub: Hub, archive: Archive, meta: Meta, holder: str) -> None:
    """In one transaction: readers see all of an update or nothing. Per entity first deletions, then insertions
    (`kbo.update.order`)."""
    with _held(hub, holder), hub.write(register.SCOPE) as connection:
        base = _base_of(register.current(connection), archive, meta)
        if f"{CODES.name}.csv" in archive.files:
            _insert(connection, archive, CODES, f"{CODES.name}.csv", base.id)
        for file in ENTITIES:
            _delete(connection, archive, file, base.id)
            _insert(connection, archive, file, f"{file.name}_insert.csv", base.id)
        register.advance(connection, base.id, {"loaded_at": _now(), **_said(archive, meta)})


def _base_of(base: Row[Any] | None, archive: Archive, meta: Meta) -> Row[Any]:
    """The load an update belongs onto: the one with the extract number before it."""
    wanted = meta.extract_number - 1
    if base is None:
        raise ConfigurationError(
            f"{archive.name}: is an update (extract {meta.extract_number}), and no register was loaded yet. "
            "Load a _Full.zip first. Nothing was loaded."
        )
    if base.extract_number != wanted:
        raise ConfigurationError(
            f"{archive.name}: is the update from extract {wanted} to {meta.extract_number}, but the hub holds extract "
            f"{base.extract_number} of {base.snapshot_date}. Load the updates in between, or a newer _Full.zip. "
            "Nothing was loaded."
        )
    return base


def _delete(connection: Connection, archive: Archive, file: File, load_id: int) -> None:
    name, column = f"{file.name}_delete.csv", file.columns[0]
    for chunk in archive.chunks(name, (column,)):
        numbers = []
        for line, (text,) in chunk:
            try:
                numbers.append(number_of(column, text))
            except Unreadable as problem:
                raise wrong(name, f"line {line}, {problem}") from None
        register.remove_entities(connection, file.table, load_id, numbers)


def _insert(connection: Connection, archive: Archive, file: File, name: str, load_id: int) -> None:
    for chunk in archive.chunks(name, file.columns):
        upsert(connection, file.table, file.kept(chunk, load_id, name))
