"""References of a record to others, by the ids of parties."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from sqlalchemy import Connection

from passerelle.hub import bindings
from passerelle.hub.bindings import Place
from passerelle.parts import ids_of, text_of

if TYPE_CHECKING:
    from passerelle.parties.known import Known

REFERS = "third_parties"
"""The field that refers to others."""


def by_parties(
    connection: Connection, others: Known, common: Mapping[str, Place], texts: Sequence[tuple[str, str | None]]
) -> list[str | None]:
    """References (integration and text) by the ids of parties, from what each integration remembers by the ids of the
    place in `common`. Roles stay behind: each system has its own."""
    wanted: dict[Place, set[str]] = defaultdict(set)
    for integration, text in texts:
        if integration in common:
            wanted[common[integration]].update(ids_of(text))
    party: dict[tuple[Place, str], str] = {}
    for place, ids in wanted.items():
        hubs = bindings.bound(connection, place, ids)
        known = others.of_hub(hubs.values())
        party |= {(place, id_): known[hub] for id_, hub in hubs.items() if hub in known}
    return [_told(text, common.get(integration), party) for integration, text in texts]


def _told(text: str | None, at: Place | None, party: Mapping[tuple[Place, str], str]) -> str | None:
    return text_of((party[at, id_], "") for id_ in ids_of(text) if at and (at, id_) in party)
