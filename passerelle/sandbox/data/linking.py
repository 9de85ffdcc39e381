"""What the office's file already knows of persons and links of openthebox.

Shares: persons of openthebox among the relations 3 % of the number of companies (the first of them bears the name of
another person of openthebox, if there are namesakes); linked already is half of the mandates whose two ends are
relations. The office does not know the pid of a person.
"""

from collections import Counter
from collections.abc import Sequence
from random import Random
from typing import Any

from passerelle.sandbox.data.quota import picked, quota

Company = dict[str, Any]
Relation = dict[str, Any]
Kept = Sequence[tuple[Company | None, Relation]]
"""Each relation, numbered, and the company of openthebox that it was made from."""

KNOWN_PERSONS, LINKED = 0.03, 0.5
ROLES = {
    "director": "Director",
    "contact": "Contact",
    "shareholder": "Shareholder",
    "parent": "Parent",
    "subsidiary": "Child",
}


def name_known_persons(rng: Random, kept: Kept, total: int) -> dict[str, int]:
    """Make persons of openthebox out of some private persons, in place; their relations' ids by pid."""
    captions = {
        mandate["pid"]: mandate["caption"]
        for company, _ in kept
        for mandate in (company or {"mandates": ()})["mandates"]
        if mandate["kind"] == "Person"
    }
    private = [relation for _, relation in kept if relation["relationType"] == "Person"]
    chosen = _chosen(rng, captions, min(quota(KNOWN_PERSONS, total), len(private)))
    for pid, relation in zip(chosen, private, strict=False):
        given, _, family = captions[pid].partition(" ")
        relation.update(firstName=given, lastName=family, status="Other", channels=[])
    return {pid: relation["id"] for pid, relation in zip(chosen, private, strict=False)}


def add_links(rng: Random, kept: Kept, persons: dict[str, int]) -> None:
    """Link relations as mandates say, in place; links are numbered from 1 through the whole file."""
    companies = {company["pid"]: relation["id"] for company, relation in reversed(kept) if company}
    ids = companies | persons
    possible = [
        (relation, mandate)
        for company, relation in kept
        if company and companies[company["pid"]] == relation["id"]
        for mandate in company["mandates"]
        if mandate["pid"] in ids
    ]
    linked = sorted(picked(rng, range(len(possible)), LINKED, len(possible)))
    for number, at in enumerate(linked, start=1):
        relation, mandate = possible[at]
        relation["links"].append({"id": number, "relationId": ids[mandate["pid"]], **_linked(mandate)})


def _linked(mandate: dict[str, Any]) -> dict[str, Any]:
    days = {"startDate": mandate["startDate"], "endDate": mandate["endDate"]}
    return {"role": ROLES[mandate["role"]], **days, "shares": mandate.get("shares")}


def _chosen(rng: Random, captions: dict[str, str], count: int) -> list[str]:
    borne = Counter(captions.values())
    first = [pid for pid, caption in captions.items() if borne[caption] > 1][:1]
    others = [pid for pid in captions if pid not in first]
    return [*first, *rng.sample(others, min(len(others), count))][:count]
