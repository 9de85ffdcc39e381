"""Standing: where opportunities about to open affaires have some already, as the other system itself tells.

The hub knows which affaire an opportunity has. Where it was lost, an affaire still names the opportunity it was made
of or for; and an establishment may have got another name since.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from passerelle.engine.partners import OWN
from passerelle.engine.reading import canonical
from passerelle.engine.run import Run
from passerelle.hub import bindings
from passerelle.systems.base import Raw
from passerelle.systems.searched import FEW

AT = "@"
"""Between an opportunity's id and the establishment, as in `opportunity/701@Siège`."""
PLACE = "establishment"


def base_of(id_: str) -> str:
    """The opportunity's own id."""
    return id_.partition(AT)[0]


@dataclass
class Standing:
    """`of` says where opportunities have affaires; the list of affaires is read once at most."""

    run: Run
    named: dict[str, set[str]] | None = field(default=None)

    def of(self, bound: Mapping[str, Sequence[str]]) -> tuple[set[str], dict[str, set[str]]]:
        """Of opportunities with the ids under which they are bound: those that an affaire names without an
        establishment, as it does when it was there first, and the establishments of the affaires of the others."""
        places: dict[str, set[str]] = defaultdict(set)
        for base, ids in bound.items():
            if ids:
                places[base] |= self._held(ids)
        return self._born([base for base, ids in bound.items() if not ids]), places

    def _held(self, ids: Sequence[str]) -> set[str]:
        """The establishments of the affaires bound under these ids."""
        run = self.run
        with run.hub.read() as connection:
            known = bindings.partners(connection, run.source.place, ids, run.target.place)
        found = run.target.system.look_up(run.target.end.stream, list(known.values())).found
        return {place for places in self._by_name(list(found.values())).values() for place in places}

    def _born(self, bases: list[str]) -> set[str]:
        """Those of these opportunities that an affaire was there before."""
        system, stream = self.run.target.system, self.run.target.end.stream
        if self.named is None and len(bases) > FEW:
            self.named = self._by_name([raw for page in system.pages(stream) for raw in page])
        named = self.named
        if named is None:
            named = self._by_name(system.find_any(stream, {OWN: bases})) if bases else {}
        return {base for base in bases if base in named}

    def _by_name(self, raws: list[Raw]) -> dict[str, set[str]]:
        """The establishments of these affaires, by the opportunity that each names."""
        found: dict[str, set[str]] = defaultdict(set)
        frame = canonical(self.run, self.run.target, raws)
        for row in frame[[OWN, PLACE]].to_dict("records"):
            found[str(row[OWN])].add(str(row[PLACE]))
        return found
