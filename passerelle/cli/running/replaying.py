"""Looking at held records again now: one run per integration, limited to the numbers those records hold today."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from passerelle.mapping.integration import Integration
    from passerelle.report.joined import Joined
    from passerelle.settings import Settings

FLOW = "quarantine-replay"
"""What such runs are called in the hub and in reports."""


@dataclass
class Replayed:
    """What came of one record. `outcome` is where it ended; empty when no run could look at it."""

    record: str
    held: bool
    outcome: str
    sentence: str


@dataclass
class Replay:
    """The runs made, and what came of each record."""

    runs: list[dict[str, Any]] = field(default_factory=list)
    replayed: list[Replayed] = field(default_factory=list)


def replay(joined: Joined, ids: Iterable[str], settings: Settings, done: Replay) -> None:
    """Look at held records of one integration again, and note what came of it.

    A number may have been corrected since, so each record is read first; a link is looked at with the record it stands
    in. Raises PasserelleError when a system or the
    hub cannot be used, or the run could not begin.
    """
    from passerelle.engine.pipeline import execute
    from passerelle.engine.run import Options
    from passerelle.engine.whole import whole_of

    ids = _told_of_the_other_end(joined, list(ids), settings, done)
    whole = whole_of(settings.root, joined.integration)
    owned = whole.integration != joined.integration.integration
    numbers = _numbers_of_owners(whole, ids, settings) if owned else _numbers_now(joined, ids, settings)
    keys = tuple(dict.fromkeys(number for number in numbers.values() if number))
    error = ""
    if keys:
        told = {"numbers": list(keys)}
        options = Options(keys=keys, create_missing=whole.back is not None)
        summary = execute(whole.integration, FLOW, options, settings, told)
        done.runs.append(summary)
        error = summary["error"]
    done.replayed += _endings(joined, numbers, settings, error)


def _told_of_the_other_end(joined: Joined, ids: list[str], settings: Settings, done: Replay) -> list[str]:
    """The driving records among those held; of an integration both ways, the others wait for its next full pass."""
    from passerelle.hub import quarantines
    from passerelle.hub.database import open_hub
    from passerelle.report.joined import record_name

    if joined.integration.back is None:
        return ids
    end = joined.other
    hub = open_hub(settings.hub_url)
    try:
        with hub.read() as connection:
            held = quarantines.listed(connection, joined.integration.integration)
    finally:
        hub.close()
    others = {row.external_id for row in held if (row.connection, row.stream) == (end.account, end.stream)}
    told = f"Only a full pass looks at records of {joined.profile_of(end).title}; the next one does."
    done.replayed += [
        Replayed(record_name(end.account, end.stream, id_), True, "", told) for id_ in ids if id_ in others
    ]
    return [id_ for id_ in ids if id_ not in others]


def _numbers_of_owners(whole: Integration, ids: list[str], settings: Settings) -> dict[str, str | None]:
    """Of each link, the number of the record it stands in."""
    from passerelle.engine.whole import numbers_of_owners
    from passerelle.hub.database import open_hub

    hub = open_hub(settings.hub_url)
    try:
        with hub.read() as connection:
            return numbers_of_owners(connection, whole, ids)
    finally:
        hub.close()


def _numbers_now(joined: Joined, ids: list[str], settings: Settings) -> dict[str, str | None]:
    """The number each record holds today; None where it has none, or is no longer there. Of an integration both ways,
    records go by their ids."""
    from passerelle.systems.registry import open_system

    if joined.integration.back is not None:
        return {id_: id_ for id_ in ids}
    end, prefix = joined.driver, f"{joined.integration.key}:"
    system = open_system(end.account, joined.profile_of(end), settings)
    try:
        read = {id_: system.read(end.stream, id_) for id_ in ids if not id_.startswith(prefix)}
    finally:
        system.close()
    found = {id_: _key(joined, raw) if raw is not None else None for id_, raw in read.items()}
    return found | {id_: id_.removeprefix(prefix) for id_ in ids if id_.startswith(prefix)}


def _key(joined: Joined, raw: Any) -> str | None:
    from passerelle.engine.keys import keys_of
    from passerelle.mapping.reader import to_frame

    integration, end = joined.integration, joined.driver
    frame = to_frame(joined.profile_of(end), end.stream, [raw]).frame
    key: str | None = keys_of(frame, integration.key, integration.match).iloc[0]
    return key


def _endings(joined: Joined, numbers: dict[str, str | None], settings: Settings, error: str) -> list[Replayed]:
    from passerelle.hub import quarantines, records
    from passerelle.hub.database import open_hub

    hub = open_hub(settings.hub_url)
    try:
        with hub.read() as connection:
            held = {row.external_id: row.reason for row in quarantines.listed(connection, joined.driven.integration)}
            states = records.states(connection, joined.driven, numbers)
    finally:
        hub.close()
    return [_ending(joined, id_, number, held.get(id_), states.get(id_), error) for id_, number in numbers.items()]


def _ending(joined: Joined, id_: str, number: str | None, reason: str | None, state: Any, error: str) -> Replayed:
    from passerelle.report.joined import record_name
    from passerelle.report.words import why

    end = joined.driver
    record = record_name(end.account, end.stream, id_)
    if number is None:
        title = joined.profile_of(end).title
        told = f"It has no number in {title} now, or is gone from it; the next full pass settles it."
        return Replayed(record, reason is not None, "", told)
    if error or state is None:
        return Replayed(record, reason is not None, "", f"The run stopped: {error}" if error else "No run has met it.")
    source, target = joined.source.title, joined.target.title
    told = f"Still held back: {reason}" if reason else why(state.outcome, state.reason, source, target)
    return Replayed(record, reason is not None, state.outcome, told)
