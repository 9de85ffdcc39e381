"""What artis.net holds at its beginning: a share of the French companies, as its users typed them."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from random import Random

from passerelle.sandbox.artis.kinds import KINDS, ORGANISATION, PERSON, SITE
from passerelle.sandbox.artis.list_rows import seeded_lists
from passerelle.sandbox.artis.seed_records import organisation_of, person_of, site_of_organisation
from passerelle.sandbox.artis.seed_shares import planned
from passerelle.sandbox.beginnings import Beginnings
from passerelle.sandbox.clock import STAMP
from passerelle.sandbox.data.french import french_firms
from passerelle.sandbox.french.records import filled
from passerelle.sandbox.system import Record

FIRST, SECONDS = datetime(2023, 1, 9, 8, tzinfo=UTC), 3 * 365 * 86_400
"""All records are made and changed within so many seconds after the first moment."""
WITH_PEOPLE, WITH_SITE = 0.6, 0.5


def seeded(beginnings: Beginnings) -> Mapping[str, Mapping[str, Record]]:
    """Every stream's records by id; only the lists are filled when the sandbox is made of the Belgian register."""
    return filled(beginnings, [kind.name for kind in KINDS], records_of, seeded_lists())


# Kept because every reset asks for it, and nobody changes a record that was put into the store.
@lru_cache(maxsize=4)
def records_of(companies: int, seed: int) -> Mapping[str, Sequence[Record]]:
    """The records of every numbered kind, oldest first, by stream."""
    rng = Random(f"artis {seed}")  # noqa: S311  to be repeated, no secret
    organisations: list[Record] = []
    sites: list[Record] = []
    people: list[Record] = []
    for number, (firm, how) in enumerate(planned(rng, companies, french_firms(companies, seed)), start=1):
        organisations.append(organisation_of(rng, number, firm, how))
        if firm.people and rng.random() < WITH_PEOPLE:
            people.append(person_of(rng, len(people) + 1, number, firm.people[0]))
        if len(firm.sites) > 1 and rng.random() < WITH_SITE:
            sites.append(site_of_organisation(len(sites) + 1, number, firm.sites[-1]))
    kinds = {ORGANISATION.name: organisations, SITE.name: sites, PERSON.name: people}
    return {name: _stamped(rng, records) for name, records in kinds.items()}


def _stamped(rng: Random, records: Sequence[Record]) -> list[Record]:
    made = sorted(rng.randrange(SECONDS) for _ in records)
    return [
        record | {"dateCreation": _moment(at), "dateModification": _moment(rng.randrange(at, SECONDS))}
        for record, at in zip(records, made, strict=True)
    ]


def _moment(seconds: int) -> str:
    return (FIRST + timedelta(seconds=seconds)).strftime(STAMP)
