"""Forms and files: records that people gave, kept in the hub until they stand in the system they are for.

Its connections (`form`, `file`) hold their own: what was given in a form is known by that form alone.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from passerelle.hub import entries
from passerelle.hub.entries import Entry
from passerelle.mapping.models import SystemProfile
from passerelle.settings import Settings
from passerelle.systems.base import LookUp, Raw, ignore
from passerelle.systems.kept import KeptSystem


class Client(KeptSystem):
    """What was given, asked for by the ids of a run."""

    def __init__(self, account: str, profile: SystemProfile, settings: Settings) -> None:
        """As every system whose records lie in the hub."""
        super().__init__(account, profile, settings)
        self._places: dict[tuple[str, str], str] = {}

    def test(self) -> str:
        """Nothing has to be set up."""
        return "kept in the hub while a run needs it"

    def look_up(self, stream: str, keys: Sequence[str], seen: Callable[[int], None] = ignore) -> LookUp:
        """The records with these ids; what can't be used of them is refused, with what is wrong."""
        wanted = list(dict.fromkeys(keys))
        known = self._kept(stream, wanted)
        seen(len(wanted))
        there = [known[key] for key in wanted if key in known]
        return LookUp(
            found={one.id: {"id": one.id, **one.content} for one in there if not one.refused},
            missing=[key for key in wanted if key not in known],
            refused={one.id: one.refused for one in there if one.refused},
        )

    def place_of(self, stream: str, external_id: str) -> str:
        """The line of a file."""
        return self._places.get((stream, external_id), "")

    def _kept(self, stream: str, ids: Sequence[str]) -> dict[str, Entry]:
        with self._hub.read() as connection:
            known = entries.of_ids(connection, self.account, stream, ids)
        self._places |= {(stream, one.id): one.place for one in known.values()}
        return known

    def find(self, stream: str, column: str, values: Sequence[str], thorough: bool = False) -> dict[str, list[Raw]]:  # noqa: ARG002
        """Not offered: what was given is known by its id alone."""
        raise self._not_offered(f"look for {column}")
