"""What the CRM holds at its beginning: the second half of Reviso's firms, as many of its own, and a few leads."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from random import Random

from passerelle.sandbox.beginnings import Beginnings
from passerelle.sandbox.clock import STAMP
from passerelle.sandbox.data.italian import as_typed, italian_firms
from passerelle.sandbox.system import Record
from passerelle.sandbox.teamsystem.keys import ADMINISTRATOR, seeded_keys
from passerelle.sandbox.teamsystem.kinds import COMPANY, CONTACT, KINDS, LEAD, WRITER
from passerelle.sandbox.teamsystem.seed_companies import company_of
from passerelle.sandbox.teamsystem.seed_people import alone, contacts_of, lead_of
from passerelle.sandbox.teamsystem.switches import seeded_switches
from passerelle.sandbox.teamsystem.tenant import seeded_fields

FIRST_IDS = {COMPANY.name: 7001, CONTACT.name: 30_001, LEAD.name: 501}
FIRST_MOMENT = datetime(2023, 1, 9, 8, tzinfo=UTC)
SECONDS = 3 * 365 * 86_400
"""All moments lie within so many seconds after the first one."""
OF_LEADS = 20
"""Of the firms that Reviso alone holds as customers, every so many is a lead here."""


def seeded(beginnings: Beginnings) -> Mapping[str, Mapping[str, Record]]:
    """Every stream's records by id; only what an administrator sets up when the sandbox is made of a register."""
    records: Mapping[str, Sequence[Record]] = {kind.name: () for kind in KINDS}
    if beginnings.config.from_path is None:
        records = records_of(beginnings.config.companies, beginnings.config.seed)
    held = {name: {str(record["id"]): record for record in of_kind} for name, of_kind in records.items()}
    return {**held, "customfield": seeded_fields(), "webapikey": seeded_keys(), "setting": seeded_switches()}


# Kept because every reset asks for it, and nobody changes a record that was put into the store.
@lru_cache(maxsize=4)
def records_of(count: int, seed: int) -> Mapping[str, Sequence[Record]]:
    """The records of each kind, oldest first."""
    rng = Random(f"teamsystem {seed}")  # noqa: S311  to be repeated, no secret
    shared = count // 2
    everybody = italian_firms(seed, 2 * count - shared)
    held = [as_typed(firm, rng) for firm in everybody[shared : shared + count]]
    companies = _stored(rng, COMPANY.name, [company_of(rng, firm, at < count - shared) for at, firm in enumerate(held)])
    contacts = [
        contact for firm, company in zip(held, companies, strict=True) for contact in contacts_of(rng, firm, company)
    ]
    leads = [lead_of(rng, as_typed(firm, rng)) for firm in everybody[:shared:OF_LEADS]]
    return {
        COMPANY.name: companies,
        CONTACT.name: _stored(rng, CONTACT.name, [*contacts, *alone(rng, count)]),
        LEAD.name: _stored(rng, LEAD.name, leads),
    }


def _stored(rng: Random, name: str, records: Sequence[Record]) -> list[Record]:
    made = sorted(rng.randrange(SECONDS) for _ in records)
    return [
        {
            **record,
            "id": FIRST_IDS[name] + at,
            "createdDate": _moment(seconds),
            "lastModifiedDate": _moment(rng.randrange(seconds, SECONDS)),
            WRITER: ADMINISTRATOR,
        }
        for at, (record, seconds) in enumerate(zip(records, made, strict=True))
    ]


def _moment(seconds: int) -> str:
    return (FIRST_MOMENT + timedelta(seconds=seconds)).strftime(STAMP)
