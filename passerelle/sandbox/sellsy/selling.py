"""Opportunities: what they hold, what is checked of them and how they are shown (facts ``sel.opportunity…``)."""

from collections.abc import Callable
from typing import Any

from passerelle.sandbox.sellsy import filters
from passerelle.sandbox.sellsy.embeds import counts, plain_embeds
from passerelle.sandbox.sellsy.filters import among, between, no_favourites, same, within, within_days
from passerelle.sandbox.sellsy.kinds import Embed, Kind
from passerelle.sandbox.sellsy.lists import SOURCES, STAFFS, USUAL_STAFF, shown_staff, staff
from passerelle.sandbox.sellsy.moments import now, sortable
from passerelle.sandbox.sellsy.refusing import refuse
from passerelle.sandbox.sellsy.selling_bodies import NewOpportunity, OpportunityBody
from passerelle.sandbox.sellsy.shapes import links_of, plain, shown_company, shown_contact, shown_individual
from passerelle.sandbox.sellsy.streams import (
    COMPANIES,
    CONTACTS,
    INDIVIDUALS,
    OPPORTUNITIES,
    PIPELINES,
    STEPS,
    found,
)
from passerelle.sandbox.system import Record, World

PARTIES = {"company": COMPANIES, "individual": INDIVIDUALS}
CURRENCY = "EUR"
RENAMED = {"pipeline": "pipeline_id", "step": "step_id", "source": "source_id"}

BLANK: Record = {
    **dict.fromkeys(("number", "name", "source_id", "due_date", "created", "updated_status")),
    "status": "open",
    "amount": {"value": "0", "currency": CURRENCY},
    **dict.fromkeys(("pipeline_id", "step_id", "probability")),
    "note": "",
    "owner": staff(USUAL_STAFF, "owner_id"),
    "assigned_staff_ids": [],
    "contact_ids": [],
    **dict.fromkeys(("company_id", "individual_id", "main_doc_id")),
    "_custom_fields": {},
}


def to_store(world: World, values: Record, before: Record) -> Record:
    """What to store of a body. Raises Refusal (400) where it names what is not there or does not belong together."""
    stored = {RENAMED.get(name, name): value for name, value in values.items() if name not in ("related", "owner_id")}
    if "owner_id" in values:
        stored["owner"] = staff(values["owner_id"], "owner_id")
    if "amount" in values:
        stored["amount"] = {"value": str(values["amount"]), "currency": CURRENCY}
    if "related" in values:
        stored |= _related(values)
    if stored.get("status", "open") != before.get("status"):
        stored["updated_status"] = now(world.clock, after=before.get("updated_status"))
    _check(world, {**BLANK, **before, **stored})
    return stored


def _related(values: Record) -> Record:
    named = [(one["type"], one["id"]) for one in values["related"]]
    parties = {f"{kind}_id": key for kind, key in named if kind in PARTIES}
    if len([kind for kind, _ in named if kind in PARTIES]) != 1:
        refuse("related", "Une opportunité doit être liée à une société ou à un particulier, et un seul")
    contacts = [key for kind, key in named if kind == "contact"]
    return {"company_id": None, "individual_id": None} | parties | ({"contact_ids": contacts} if contacts else {})


def _check(world: World, whole: Record) -> None:
    if found(world, PIPELINES, whole["pipeline_id"]) is None:
        refuse("pipeline")
    if (found(world, STEPS, whole["step_id"]) or {"pipeline_id": None})["pipeline_id"] != whole["pipeline_id"]:
        refuse("step", "Cette étape n'appartient pas au pipeline")
    if whole["source_id"] is not None and whole["source_id"] not in [source["id"] for source in SOURCES]:
        refuse("source")
    party = _party(world, whole)
    if party is None:
        refuse("related", "Ce tiers n'existe pas")
    if not set(whole["contact_ids"]) <= {link["contactId"] for link in links_of(world, party)}:
        refuse("contact_ids", "Ce contact n'appartient pas au tiers")


def _party(world: World, opportunity: Record) -> Record | None:
    kind = "company" if opportunity["company_id"] is not None else "individual"
    return found(world, PARTIES[kind], opportunity[f"{kind}_id"])


def shown_opportunity(world: World, opportunity: Record) -> Record:
    """An opportunity as the API shows it."""
    hidden = {*RENAMED.values()}
    source = next((one for one in SOURCES if one["id"] == opportunity["source_id"]), None)
    related = [{"id": opportunity[f"{kind}_id"], "type": kind} for kind in PARTIES if opportunity[f"{kind}_id"]]
    return {name: value for name, value in plain(opportunity).items() if name not in hidden} | {
        "pipeline": _named(found(world, PIPELINES, opportunity["pipeline_id"])),
        "step": _named(found(world, STEPS, opportunity["step_id"])),
        "source": _named(source),
        "related": related + [{"id": key, "type": "contact"} for key in opportunity["contact_ids"]],
    }


def _named(record: Record | None) -> Record | None:
    return {"id": record["id"], "name": record["name"]} if record else None


def _concerns(_: World, related: list[Any]) -> Callable[[Record], bool]:
    return lambda opportunity: any(opportunity.get(f"{one['type']}_id") == one["id"] for one in related)


def _contacts(world: World, opportunity: Record) -> list[Record]:
    known = (found(world, CONTACTS, key) for key in opportunity["contact_ids"])
    return [shown_contact(world, contact) for contact in known if contact]


def _party_as(kind: str, shown: Callable[[World, Record], Record]) -> Embed:
    def embedded(world: World, opportunity: Record) -> Record | None:
        party = found(world, PARTIES[kind], opportunity[f"{kind}_id"])
        return party and shown(world, party)

    return embedded


def _assigned_staffs(_: World, opportunity: Record) -> list[Record]:
    return [shown_staff(one) for one in STAFFS if one["id"] in opportunity["assigned_staff_ids"]]


EMBEDS: dict[str, Embed] = {
    **counts("opportunity"),
    **plain_embeds(),
    "company": _party_as("company", shown_company),
    "individual": _party_as("individual", shown_individual),
    "contacts": _contacts,
    "assigned_staffs": _assigned_staffs,
}

OPPORTUNITY = Kind(
    name="opportunity",
    stream=OPPORTUNITIES,
    blank=BLANK,
    touched=None,
    orders={
        "created": lambda record: sortable(record["created"]),
        "due_date": lambda record: record["due_date"] or "",
        "step_rank": lambda record: f"{record['step_id']:09d}",
    },
    filters=filters.OpportunityFilters,
    tests={
        "created": within("created"),
        "updated_status": within("updated_status"),
        "due_date": within_days("due_date"),
        "name": same("name"),
        "pipeline": among("pipeline_id"),
        "step": among("step_id"),
        "amount": lambda _, bounds: lambda record: between(float(record["amount"]["value"]), bounds),
        "related_objects": _concerns,
        "assigned_staffs": lambda _, staffs: lambda record: not set(record["assigned_staff_ids"]).isdisjoint(staffs),
        "statuses": among("status"),
        "favourite_filter": no_favourites,
    },
    shown=shown_opportunity,
    embeds=EMBEDS,
    field_kind=lambda _: "opportunity",
    new=NewOpportunity,
    changes=OpportunityBody,
    to_store=to_store,
    series="OPP",
)
