"""What Sellsy holds at its beginning: its part of the French parties as its users typed them, and what they sell."""

from collections.abc import Iterable, Mapping
from random import Random

from passerelle.sandbox.beginnings import Beginnings
from passerelle.sandbox.config import SandboxConfig
from passerelle.sandbox.data.french import Party, as_somebody_typed_it, french_parties
from passerelle.sandbox.data.quota import quota
from passerelle.sandbox.sellsy.seed_parties import Seeded
from passerelle.sandbox.sellsy.seed_selling import FIELDS, PIPELINES, STEPS, seeded_selling
from passerelle.sandbox.system import Record

HELD = 0.8
"""The part of all parties that Sellsy holds: the first ones."""


def seed(beginnings: Beginnings) -> Mapping[str, Mapping[str, Record]]:
    """Every stream's records by id; only the account's settings when the sandbox is made of the Belgian register."""
    settings = {"customfield": FIELDS, "pipeline": PIPELINES, "step": STEPS}
    records = {} if beginnings.config.from_path else _seeded(beginnings.config)
    return {name: _by_id(held) for name, held in (settings | records).items()}


def _seeded(config: SandboxConfig) -> dict[str, Iterable[Record]]:
    parties = Seeded(Random(f"sellsy {config.seed}"), _parties(config))  # noqa: S311  to be repeated, no secret
    return {
        "company": parties.companies,
        "individual": parties.individuals,
        "contact": parties.contacts,
        "address": parties.addresses,
        **seeded_selling(parties.companies),
    }


def _parties(config: SandboxConfig) -> list[Party]:
    parties = french_parties(config.companies, config.seed)
    last = quota(HELD, len(parties))
    return [as_somebody_typed_it(party, config.seed, "sellsy") for party in parties if party.number <= last]


def _by_id(records: Iterable[Record]) -> dict[str, Record]:
    return {str(record["id"]): record for record in records}
