"""Which establishments of a company the target has: its own number, or the numbers of its sites."""

from __future__ import annotations

from collections.abc import Sequence

from passerelle.mapping.reader import to_frame
from passerelle.parts import ids_of
from passerelle.systems.base import System

SITE, SIRET = "site", "siret"


def owners_of(target: System, sirets: Sequence[str]) -> dict[str, list[str]]:
    """By SIRET, the target's companies that have a site of that number; none where it keeps no sites."""
    stream = next((name for name, one in target.profile.streams.items() if one.kind == SITE), None)
    if stream is None or not sirets:
        return {}
    found = target.find(stream, SIRET, sirets)
    owners: dict[str, list[str]] = {}
    for siret, raws in found.items():
        frame = to_frame(target.profile, stream, raws).frame
        owners[siret] = [id_ for text in frame["third_parties"].dropna() for id_ in ids_of(text)]
    return owners
