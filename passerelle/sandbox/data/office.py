"""The client file an office keeps of the companies at openthebox, with the mess of real files.

Shares, of the number of companies; every share is met exactly (rounded), and from fifty companies on none is missing:

- left out of the file 10 %; added: persons without number 4 %, companies openthebox does not know 1 %,
  second relations with the same number 1 %;
- number: wrong check digits 1.5 %, leading zero missing 2 %, VAT number pending 2 % (among them every company that is
  not liable to VAT);
- name: missing 0.5 %, outdated 5 %; telephone: missing 15 %, outdated 10 %; address: outdated 8 %; inactive 5 %.

Sole proprietors (6 %) and stopped companies (2 %) are what ``companies`` made of them. All other content equals
openthebox's, in the spellings of people who type: see ``spelling``.
"""

from collections.abc import Sequence
from random import Random
from typing import Any

from passerelle.sandbox.data.companies import Company, one_company
from passerelle.sandbox.data.mess import Mess, planned_mess
from passerelle.sandbox.data.quota import picked, quota
from passerelle.sandbox.data.relations import person_relation, relation_of

Relation = dict[str, Any]

LEFT_OUT, PERSONS, UNKNOWN, DUPLICATES = 0.10, 0.04, 0.01, 0.01
OWN_COMPANIES: tuple[dict[str, Any], ...] = (
    {"id": 1, "name": "Fiduciaire Delvaux & Peeters"},
    {"id": 2, "name": "Peeters Accountants"},
)


def office_relations(companies: Sequence[Company], seed: int) -> list[Relation]:
    """The relations an office would have, numbered from 1 in the order in which they were entered."""
    rng = Random(f"office {seed}")  # noqa: S311  to be repeated, no secret
    total = len(companies)
    known = _known(rng, companies)
    mess = planned_mess(rng, known, total)
    relations = [relation_of(rng, company, mess.of(at)) for at, company in enumerate(known)]
    relations += [relation_of(rng, company, Mess()) for company in _unknown(rng, companies)]
    relations += [person_relation(rng) for _ in range(quota(PERSONS, total))]
    rng.shuffle(relations)
    relations += [relation_of(rng, known[at], Mess()) for at in sorted(picked(rng, mess.sound, DUPLICATES, total))]
    return [{"id": at, "uniqueIdentifier": f"APR{at:05d}"} | relation for at, relation in enumerate(relations, start=1)]


def _known(rng: Random, companies: Sequence[Company]) -> list[Company]:
    ordinary = [at for at, company in enumerate(companies) if _is_ordinary(company)]
    left_out = picked(rng, ordinary, LEFT_OUT, len(companies))
    return [company for at, company in enumerate(companies) if at not in left_out]


def _is_ordinary(company: Company) -> bool:
    return company["typeOfEnterprise"] == "2" and company["status"] == "AC" and company["vatNumber"] is not None


def _unknown(rng: Random, companies: Sequence[Company]) -> list[Company]:
    taken = {company["enterpriseNumber"] for company in companies}
    return [one_company(rng, taken, natural_person=False) for _ in range(quota(UNKNOWN, len(companies)))]
