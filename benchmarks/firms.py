"""French firms of any size, as files a sandbox begins with (`--from`): companies with a SIRET each of their own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from random import Random
from typing import Any

import orjson
from stdnum.fr import siret

from passerelle.sandbox.altior.kinds import THIRD_PARTY
from passerelle.sandbox.altior.seed_parties import third_party_of
from passerelle.sandbox.altior.seed_stamps import Stamps
from passerelle.sandbox.data.french import Party, as_somebody_typed_it, french_parties
from passerelle.sandbox.sellsy.seed_parties import Seeded
from passerelle.sandbox.sellsy.seed_selling import SYNCHRONISED

Record = dict[str, Any]
SPARE = 1.5
"""Made-up parties for each that is wanted: those without a SIRET of their own are left out."""


def overlapping(file: Path, sellsy: int, altior: int, both: int, seed: int = 1) -> Path:
    """A firm with so many third parties in each system, of which both hold so many, each as somebody typed it there.

    All of Sellsy's are chosen, and Altior holds no reference yet.
    """
    parties = _companies(sellsy + altior - both, seed)
    left, right = parties[:sellsy], parties[sellsy - both :]
    in_sellsy = [as_somebody_typed_it(party, seed, "sellsy") for party in left]
    in_altior = [as_somebody_typed_it(party, seed, "altior") for party in right]
    return _written(file, _sellsy(in_sellsy, seed), _altior(in_altior, seed))


def agreed(file: Path, count: int, seed: int = 1) -> Path:
    """A firm of which both systems hold the same, and Altior the references: all that is missing is the hub."""
    parties = [replace(party, delivery=party.invoicing) for party in _companies(count, seed)]
    sellsy, altior = _sellsy(parties, seed), _altior(parties, seed)
    own = [f"company/{key}" for key in sellsy["sellsy/company"]]
    for value, one in zip(own, altior[THIRD_PARTY.stream].values(), strict=True):
        one["references"] = [{"type": "EXTERNAL", "key": "SELLSY", "name": "Sellsy", "value": value}]
    return _written(file, sellsy, altior)


def _companies(count: int, seed: int) -> list[Party]:
    """Companies without contacts, each with a valid SIRET of a company of its own."""
    made = french_parties(int(count * SPARE) + 20, seed)
    own = {party.siren: replace(party, contacts=()) for party in made if party.siret and siret.is_valid(party.siret)}
    assert len(own) >= count
    return list(own.values())[:count]


def _sellsy(parties: Sequence[Party], seed: int) -> dict[str, dict[str, Record]]:
    seeded = Seeded(Random(f"firm {seed}"), list(parties))
    chosen = [company | {"_custom_fields": {SYNCHRONISED: True}} for company in seeded.companies]
    return {"sellsy/company": _by_id(chosen), "sellsy/address": _by_id(seeded.addresses)}


def _altior(parties: Sequence[Party], seed: int) -> dict[str, dict[str, Record]]:
    made = [third_party_of(number, party) for number, party in enumerate(parties, start=1)]
    return {THIRD_PARTY.stream: _by_id(Stamps(seed).stamped(made))}


def _by_id(records: Sequence[Record]) -> dict[str, Record]:
    return {str(record["id"]): record for record in records}


def _written(file: Path, *parts: dict[str, dict[str, Record]]) -> Path:
    file.write_bytes(orjson.dumps({name: held for part in parts for name, held in part.items()}))
    return file
