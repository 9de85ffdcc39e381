"""How AdminPulse stores the links of a relation: within it, under numbers that are given once in the whole system."""

from typing import Any

from passerelle.sandbox.adminpulse.relations import API_KEY, RELATIONS, updated
from passerelle.sandbox.answers import FieldError, Refusal
from passerelle.sandbox.system import Entries, Record, World, stored_under

Link = dict[str, Any]

LINKS = stored_under("adminpulse", "link")
"""Which relation holds the link of a number."""
BLANK: Link = {"relationId": None, "role": None, "startDate": None, "endDate": None, "shares": None}
MANDATORY = ("relationId", "role")


def check_link(world: World, values: Link, *, new: bool) -> None:
    """Raise Refusal if the other relation or the role of a new link is missing, or there is no such relation."""
    errors: list[FieldError] = [
        {"field": name, "message": f"{name} is mandatory"} for name in MANDATORY if new and name not in values
    ]
    if "relationId" in values and world.store[RELATIONS].get(str(values["relationId"])) is None:
        errors.append({"field": "relationId", "message": f"there is no relation {values['relationId']}"})
    if errors:
        raise Refusal(400, "The request is invalid", errors)


def link_of(relation: Record, link_id: str) -> Link:
    """The link of that number that the relation holds.

    Raises Refusal (404) if it holds none.
    """
    for link in relation["links"]:
        if str(link["id"]) == link_id:
            return dict(link)
    raise Refusal(404, f"Relation {relation['id']} has no link {link_id}")


def numbered(world: World, link: Link) -> Link:
    """A whole link, with the next number if it has none."""
    number = link.get("id") or world.store.next_id(LINKS)
    return {"id": number, **BLANK, **link}


def linked(world: World, before: Record, link: Link) -> Entries:
    """The relation with that link, in its old place if it had one, and the line of history."""
    others = [link if held["id"] == link["id"] else held for held in before["links"]]
    links = others if link in others else [*others, link]
    return noted(updated(world, before, {"links": links}, API_KEY))


def unlinked(world: World, before: Record, link: Link) -> Entries:
    """The relation without that link, and the line of history."""
    return updated(world, before, {"links": [held for held in before["links"] if held["id"] != link["id"]]}, API_KEY)


def noted(entries: Entries) -> Entries:
    """The entries of one relation, and which links it holds."""
    relation = entries[0][2]
    return [*entries, *((LINKS, key, holder) for key, holder in holders([relation]).items())]


def holders(relations: list[Record]) -> dict[str, Record]:
    """For each link, by its number, the relation that holds it."""
    return {
        str(link["id"]): {"id": link["id"], "relationId": relation["id"]}
        for relation in relations
        for link in relation["links"]
    }
