"""Finding the records a person means: by a number in any spelling, an id, or `connection:stream:id`."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from sqlalchemy import Connection, select

from passerelle.engine.both_ways import way_back
from passerelle.errors import PasserelleError
from passerelle.hub import bindings, schema
from passerelle.mapping.integration import End
from passerelle.report.joined import Joined, joined_integrations
from passerelle.report.numbers import holders_of
from passerelle.transforms import named, parse_enterprise_number

_TABLES = (schema.record_state, schema.identifier, schema.snapshot, schema.binding, schema.quarantine, schema.history)
_DIGITS_OF_A_NUMBER = 8
"""What has at least so many digits was meant as a number, not as an id."""


def find_records(connection: Connection, root: Path, typed: str) -> list[tuple[Joined, str]]:
    """Driving records known by what was typed, with every integration they drive; a number may be held by several.

    Raises PasserelleError with one sentence when nothing is known.
    """
    every = joined_integrations(root)
    found = [(joined, id_) for joined in every for id_ in _ids(connection, joined, typed.strip())]
    # What only the way back has met, such as an affaire that waits for its first quote, is known of its own end.
    backs = (Joined(way_back(one.integration), one.target, one.source) for one in every if one.integration.back)
    found = found or [(joined, id_) for joined in backs for id_ in _ids(connection, joined, typed.strip())]
    if not found:
        raise PasserelleError(_nothing_known(typed))
    return found


def _ids(connection: Connection, joined: Joined, typed: str) -> list[str]:
    candidates = dict.fromkeys(_candidates(connection, joined, typed))
    return [id_ for id_ in candidates if _known(connection, joined.driver, id_)]


def _candidates(connection: Connection, joined: Joined, typed: str) -> Iterator[str]:
    driver, other = joined.driver, joined.other
    own, theirs = (f"{end.account}:{end.stream}:" for end in (driver, other))
    if typed.startswith(own):
        yield typed.removeprefix(own)
    elif typed.startswith(theirs):
        yield from _partners(connection, joined, typed.removeprefix(theirs))
    else:
        yield from _by_number(connection, joined, typed.removeprefix(f"{joined.integration.key}:"))
        yield typed
        yield from _placed(connection, joined, typed)
        yield from _partners(connection, joined, typed)


def _placed(connection: Connection, joined: Joined, typed: str) -> list[str]:
    """The records that an opportunity is, one for each establishment in which it has or is to have an affaire."""
    if not joined.integration.triggers or not typed:
        return []
    table, here = schema.record_state, joined.driven.key("")
    where = [table.c[name] == value for name, value in here.items() if name != "external_id"]
    rows = select(table.c.external_id).where(*where, table.c.external_id.startswith(f"{typed}@", autoescape=True))
    return list(connection.execute(rows.order_by(table.c.external_id)).scalars())


def _partners(connection: Connection, joined: Joined, external_id: str) -> Iterator[str]:
    """Driving records bound to a record of the other end."""
    places = [(end.account, end.stream) for end in (joined.other, joined.driver)]
    hubs = bindings.bound(connection, places[0], [external_id])
    yield from bindings.holders_of(connection, places[1], hubs.values()).values()


def _by_number(connection: Connection, joined: Joined, typed: str) -> Iterator[str]:
    """Driving records that hold a number, valid or not, and the number itself where no record does. Contacts have
    none."""
    key, driver = joined.integration.key, joined.driver
    if key not in joined.stream_of(driver).fields:
        return
    number = named(joined.stream_of(driver).fields[key].transform)(typed)
    if number:
        yield from holders_of(connection, joined.driven, key, number)
        yield f"{key}:{number}"


def _known(connection: Connection, end: End, external_id: str) -> bool:
    for table in _TABLES:
        where = [table.c.connection == end.account, table.c.stream == end.stream, table.c.external_id == external_id]
        if connection.execute(select(table.c.external_id).where(*where).limit(1)).first():
            return True
    return False


def _nothing_known(typed: str) -> str:
    hint = "Give an enterprise number, an id, or connection:stream:id such as adminpulse:relation:1042."
    if sum(letter.isdigit() for letter in typed) >= _DIGITS_OF_A_NUMBER and ":" not in typed:
        try:
            parse_enterprise_number(typed)
        except ValueError as problem:
            hint = str(problem)
        else:
            hint = "No run has looked at it; a dry run that names this number shows what would happen."
    return f"Nothing is known of '{typed}'. {hint}"
