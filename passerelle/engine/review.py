"""Review: carry out what a person decided about a difference that was held for them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import uuid4

from sqlalchemy import Connection, Row

from passerelle.engine.facts import facts_of
from passerelle.engine.pipeline import execute
from passerelle.engine.run import Options, now
from passerelle.engine.whole import numbers_of_owners, whole_of
from passerelle.errors import PasserelleError
from passerelle.hub import bindings, claims, records, reviews
from passerelle.hub.database import Hub
from passerelle.hub.records import State, Stream
from passerelle.mapping.integration import End, Integration
from passerelle.settings import Settings


def accept(settings: Settings, hub: Hub, held: Sequence[Row[Any]], by: str) -> dict[str, Any]:
    """Take the source's value of fields held on one record: a run limited to that record and those fields.

    The run takes them only if both sides still hold what the person was shown; of a link, the run is that of the
    record which holds it. Returns its summary. Raises PasserelleError when the record cannot be run by itself.
    """
    integration = facts_of(settings.root, held[0].integration).integration
    whole = whole_of(settings.root, integration)
    with hub.read() as connection:
        number = _number_to_run(connection, integration, whole, held[0])
    if number is None:
        raise PasserelleError(
            f"{integration.title}: {held[0].external_id} cannot be brought up to date by itself. Change it by hand "
            "where it is wrong, or keep the value it has with 'passerelle review reject'."
        )
    fields = tuple(row.field for row in held)
    asked = {"record": held[0].external_id, "fields": list(fields)}
    part = "" if whole.integration == integration.integration else integration.integration
    options = Options(keys=(number,), take_groups=fields, take_records=(held[0].external_id,), take_part=part, by=by)
    return execute(whole.integration, "review-accept", options, settings, asked)


def reject(settings: Settings, hub: Hub, held: Sequence[Row[Any]], by: str) -> None:
    """Keep the target's value of fields held on one record; asked again only when the source has something new.

    Both values are remembered as seen, so that neither is news any more. Raises PasserelleError while a run is working
    on the record.
    """
    integration = facts_of(settings.root, held[0].integration).integration
    stream = Stream(held[0].integration, held[0].connection, held[0].stream)
    with hub.write(stream.integration) as connection:
        tokens = _claim(connection, integration, held[0])
        source_id, target_id = _sides(connection, integration, held[0])
        for end, id_, side in ((integration.source, source_id, "source"), (integration.target, target_id, "target")):
            seen = {field: value for row in held for field, value in getattr(row, f"{side}_value").items()}
            _remember(connection, Stream(stream.integration, end.account, end.stream), id_, seen)
        for row in held:
            reviews.decide(connection, row, reviews.REJECTED, by, now())
        _look_again(connection, stream, held[0].external_id)
        claims.release(connection, stream.integration, tokens)


def _number_to_run(connection: Connection, integration: Integration, whole: Integration, row: Row[Any]) -> str | None:
    """The number a run is limited to that looks at this record and few others; None when there is none."""
    if whole.integration != integration.integration:
        return numbers_of_owners(connection, whole, [row.external_id])[row.external_id]
    return None if integration.drive == "source" else _number(connection, integration, row)


def _remember(connection: Connection, stream: Stream, external_id: str, seen: dict[str, str | None]) -> None:
    known = records.snapshots(connection, stream, [external_id]).get(external_id)
    if known is None:
        raise PasserelleError(f"Nothing is remembered of {external_id}; run the integration once more, then decide.")
    content: records.Content = known | seen
    held = {field: value for field, value in content.items() if value is not None}
    records.save_snapshots(connection, stream, {external_id: dict(held)}, "", now())


def _look_again(connection: Connection, stream: Stream, external_id: str) -> None:
    """A run that read the record before this decision must not store what it found: its version moves on."""
    state = records.states(connection, stream, [external_id]).get(external_id)
    if state is not None:
        again = State(state.fingerprint, state.outcome, final=False, reason=state.reason, version=state.version)
        records.save_states(connection, stream, {external_id: again}, "", now())


def _claim(connection: Connection, integration: Integration, row: Row[Any]) -> dict[str, int]:
    """Claim the record for this transaction. Raises PasserelleError while a run holds it."""
    scope = f"{row.connection}/{row.stream}/{_number(connection, integration, row)}"
    tokens = claims.take(connection, integration.integration, [scope], str(uuid4()), now(), integration.claim_s)
    if not tokens:
        raise PasserelleError(f"A run is working on {row.external_id} right now. Decide again in a minute.")
    return tokens


def _sides(connection: Connection, integration: Integration, row: Row[Any]) -> tuple[str, str]:
    """The record's own ids on both sides."""
    source, target = _place(integration.source), _place(integration.target)
    own = (row.connection, row.stream)
    other = source if own == target else target
    hubs = bindings.bound(connection, own, [row.external_id])
    partner = next(iter(bindings.holders_of(connection, other, hubs.values()).values()), None)
    if partner is None:
        raise PasserelleError(f"{row.external_id} is linked to nothing any more; the next run looks at it again.")
    return (partner, row.external_id) if own == target else (row.external_id, partner)


def _place(end: End) -> tuple[str, str]:
    return end.account, end.stream


def _number(connection: Connection, integration: Integration, row: Row[Any]) -> str | None:
    """The number by which the record is asked for."""
    held = records.identifiers(connection, row.connection, row.stream, integration.key, [row.external_id])
    return held.get(row.external_id)
