"""What the portal holds at its beginning: some of the offices' companies, a few of its own, and who writes to it.

Of so many companies: a third of the French ones that Sellsy holds, a quarter of the Belgian ones, as many as a tenth
that only the portal knows. For twelve contacts of companies there is one who belongs to nobody: they write from a free
mailbox, or have a telephone only.
"""

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from random import Random

from passerelle.sandbox.beginnings import Beginnings
from passerelle.sandbox.clock import STAMP
from passerelle.sandbox.freshdesk.agents import seeded_agents
from passerelle.sandbox.freshdesk.kinds import COMPANY, CONTACT, KINDS, Kind
from passerelle.sandbox.freshdesk.presets import MADE, definition, preset_fields
from passerelle.sandbox.freshdesk.seed_companies import Portal, known_companies
from passerelle.sandbox.freshdesk.seed_people import alone, people_of
from passerelle.sandbox.freshdesk.switches import seeded_switches
from passerelle.sandbox.system import Record

FIRST_IDS = {COMPANY.name: 501, CONTACT.name: 9001}
FIRST_MOMENT = datetime(2024, 3, 4, 8, tzinfo=UTC)
SECONDS = 600 * 86_400
"""All moments lie within so many seconds after the first one."""
OWN_FIELDS: Mapping[str, Record] = {
    CONTACT.name: {
        "name": "service",
        "label": "Service",
        "type": "custom_dropdown",
        "position": 18,
        "choices": [
            {"id": at, "label": value, "value": value, "position": at}
            for at, value in enumerate(("Direction", "Comptabilité", "Technique", "Achats"), start=1)
        ],
    },
    COMPANY.name: {"name": "numero_client", "label": "Numéro client", "type": "custom_text", "position": 9},
}
"""The custom field that this account has of each kind."""
OWN_FIELD = 21


def seeded(beginnings: Beginnings) -> Mapping[str, Mapping[str, Record]]:
    """Every stream's records by id; only what is set up when the sandbox is made of a register."""
    records: Mapping[str, Mapping[str, Record]] = {kind.name: {} for kind in KINDS}
    if beginnings.config.from_path is None:
        records = records_of(beginnings.config.companies, beginnings.config.seed)
    return {
        **records,
        **{f"{kind.name}field": _by_id(seeded_fields(kind)) for kind in KINDS},
        "agent": seeded_agents(),
        "setting": seeded_switches(),
    }


def seeded_fields(kind: Kind) -> list[Record]:
    """The definitions of a kind's fields: the preset ones, and the account's own."""
    return [*preset_fields(kind), definition(kind, OWN_FIELD, dict(OWN_FIELDS[kind.name]), MADE)]


# Kept because every reset asks for it, and nobody changes a record that was put into the store.
@lru_cache(maxsize=4)
def records_of(count: int, seed: int) -> Mapping[str, Mapping[str, Record]]:
    """The records of both kinds by id."""
    rng = Random(f"freshdesk {seed}")  # noqa: S311  to be repeated, no secret
    portal = Portal()
    known = [one for one in known_companies(rng, count, seed) if portal.admits(one)]
    companies = _stored(rng, COMPANY, [one.company for one in known])
    people = [
        person
        for one, company in zip(known, companies, strict=True)
        for person in people_of(rng, one, company["id"])
        if portal.is_new(person)
    ]
    strangers = [person for person in alone(rng, len(people)) if portal.is_new(person)]
    return {COMPANY.name: _by_id(companies), CONTACT.name: _by_id(_stored(rng, CONTACT, [*people, *strangers]))}


def _stored(rng: Random, kind: Kind, records: list[Record]) -> list[Record]:
    made = sorted(rng.randrange(SECONDS) for _ in records)
    return [
        {
            "id": FIRST_IDS[kind.name] + at,
            **kind.blank,
            **record,
            "custom_fields": {OWN_FIELDS[kind.name]["name"]: None, **record.get("custom_fields", {})},
            "created_at": _moment(seconds),
            "updated_at": _moment(rng.randrange(seconds, SECONDS)),
        }
        for at, (record, seconds) in enumerate(zip(records, made, strict=True))
    ]


def _by_id(records: Iterable[Record]) -> dict[str, Record]:
    return {str(record["id"]): record for record in records}


def _moment(seconds: int) -> str:
    return (FIRST_MOMENT + timedelta(seconds=seconds)).strftime(STAMP)
