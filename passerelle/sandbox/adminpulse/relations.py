"""How AdminPulse stores relations: what it adds itself, what an update changes, and the change history it keeps."""

import re
from typing import Any

from passerelle.sandbox.answers import Refusal
from passerelle.sandbox.clock import Clock
from passerelle.sandbox.system import Entries, Record, World, stored_under

Relation = dict[str, Any]

RELATIONS = stored_under("adminpulse", "relation")
COMPANIES = stored_under("adminpulse", "company")
HISTORY = stored_under("adminpulse", "history")
API_KEY, BY_HAND = "API key", "sandbox user"
GIVEN = ("id", "uniqueIdentifier", "lastModified")

BLANK: Relation = {
    "code": None,
    "name": None,
    "firstName": None,
    "lastName": None,
    "commercialName": None,
    "relationType": "Company",
    "status": "Customer",
    "ownCompanyId": 1,
    "language": None,
    "legalForm": None,
    "enterpriseNumber": None,
    "vatNumber": None,
    "vatNumberPending": False,
    "inactive": False,
    "relationSince": None,
    "foundingDate": None,
    "financialYearEnd": None,
    "accountingYears": [],
    "remarks": None,
    "channels": [],
    "links": [],
}


def vat_digits(relation: Relation) -> str:
    """The digits of a relation's VAT number, by which the list is filtered (fact ``ap.relations.vat``)."""
    return re.sub(r"\D", "", str(relation.get("vatNumber") or ""))


def existing(world: World, relation_id: str) -> Relation:
    """The relation of that id.

    Raises Refusal (404) if there is none.
    """
    relation = world.store[RELATIONS].get(relation_id)
    if relation is None:
        raise Refusal(404, f"There is no relation {relation_id}")
    return relation


def created(world: World, values: Record, author: str) -> Entries:
    """A new relation and its line of history; the day it begins is today unless it is given."""
    number = world.store.next_id(RELATIONS)
    given = {"id": number, "uniqueIdentifier": f"APR{number:05d}"}
    since = {"relationSince": world.clock.today().isoformat()}
    relation = {**given, **BLANK, **since, **values, "lastModified": world.clock.stamp()}
    return [(RELATIONS, str(number), relation), *_history(world, {}, relation, author)]


def updated(world: World, before: Relation, values: Record, author: str) -> Entries:
    """The relation with new values, and a line of history if any of them differs."""
    after = {**before, **values} | {"lastModified": _touched(world.clock, before)}
    return [(RELATIONS, str(before["id"]), after), *_history(world, before, after, author)]


def _touched(clock: Clock, before: Relation) -> str:
    return clock.stamp(after=before["lastModified"])


def _history(world: World, before: Relation, after: Relation, author: str) -> Entries:
    changes = [
        {"field": name, "old": before.get(name), "new": value}
        for name, value in after.items()
        if name not in GIVEN and before.get(name) != value
    ]
    if not changes:
        return []
    number = world.store.next_id(HISTORY)
    line = {"id": number, "relationId": after["id"], "by": author, "at": after["lastModified"], "changes": changes}
    return [(HISTORY, str(number), line)]
