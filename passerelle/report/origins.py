"""Origins: of a record that is made in the hub, which system's record each field comes from."""

from __future__ import annotations

from contextlib import closing
from dataclasses import replace

from passerelle.mapping.loader import load_system
from passerelle.report.facts import Knowledge
from passerelle.report.joined import Joined
from passerelle.settings import Settings
from passerelle.systems.registry import open_system


def with_origins(settings: Settings, joined: Joined, id_: str, known: Knowledge) -> Knowledge:
    """The same knowledge, with the record each field comes from if the driving record is made in the hub."""
    end = joined.driver
    if joined.stream_of(end).merges is None:
        return known
    with closing(open_system(end.account, load_system(settings.root, end.system), settings)) as system:
        raw = system.read(end.stream, id_)
    return replace(known, origins=dict(raw["origins"]) if raw else {})
