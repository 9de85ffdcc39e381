"""The client file an office keeps of the companies at openthebox, with the mess of real files.

Shares, of the number of companies; every share is met exactly (rounded), and from fifty companies on none is missing:

- left out of the file 10 %; added: persons without number 4 %, companies openthebox does not know 1 %,
  second relations with the same number 1 %;
- number: wrong check digits 1.5 %, leading zero missing 2 %, VAT number pending 2 % (among them every company that is
  not liable to VAT);
- name: missing 0.5 %, outdated 5 %; telephone: missing 15 %, outdated 10 %; address: outdated 8 %; inactive 5 %.

Sole proprietors (6 %) and stopped companies (2 %) are what ``companies`` made of them. All other content equals
openthebox's, in the spellings of people who type: see ``spelling``. Year ends, known persons and links: see
``yearends`` and ``linking``.
"""

from collections.abc import Sequence
from random import Random
from typing import Any

from passerelle.sandbox.data.companies import Company, one_company
from passerelle.sandbox.data.linking import Kept, add_links, name_known_persons
from passerelle.sandbox.data.mess import Mess, planned_mess
from passerelle.sandbox.data.quota import picked, quota
from passerelle.sandbox.data.relations import person_relation, relation_of
from passerelle.sandbox.data.yearends import accounting_years, office_year_ends

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
    kept: list[tuple[Company | None, Relation]]
    kept = [(company, relation_of(rng, company, mess.of(at))) for at, company in enumerate(known)]
    kept += [(None, relation_of(rng, company, Mess())) for company in _unknown(rng, companies)]
    kept += [(None, person_relation(rng)) for _ in range(quota(PERSONS, total))]
    rng.shuffle(kept)
    twice = sorted(picked(rng, mess.sound, DUPLICATES, total))
    kept += [(known[at], relation_of(rng, known[at], Mess())) for at in twice]
    return _completed(rng, kept, total)


def _completed(rng: Random, kept: Kept, total: int) -> list[Relation]:
    numbered = [
        (company, {"id": at, "uniqueIdentifier": f"APR{at:05d}"} | relation)
        for at, (company, relation) in enumerate(kept, start=1)
    ]
    known = [company["fiscalYearEnd"] if company else None for company, _ in numbered]
    for (_, relation), day in zip(numbered, office_year_ends(rng, known, total), strict=True):
        relation.update(financialYearEnd=day, accountingYears=accounting_years(day))
    add_links(rng, numbered, name_known_persons(rng, numbered, total))
    return [relation for _, relation in numbered]


def _known(rng: Random, companies: Sequence[Company]) -> list[Company]:
    ordinary = [at for at, company in enumerate(companies) if _is_ordinary(company)]
    left_out = picked(rng, ordinary, LEFT_OUT, len(companies))
    return [company for at, company in enumerate(companies) if at not in left_out]


def _is_ordinary(company: Company) -> bool:
    return company["typeOfEnterprise"] == "2" and company["status"] == "AC" and company["vatNumber"] is not None


def _unknown(rng: Random, companies: Sequence[Company]) -> list[Company]:
    taken = {company["enterpriseNumber"] for company in companies}
    return [one_company(rng, taken, natural_person=False) for _ in range(quota(UNKNOWN, len(companies)))]
