"""What is true of companies alone (facts ``fd.company…``)."""

from collections.abc import Iterator

from passerelle.sandbox.freshdesk.contacts import with_company
from passerelle.sandbox.freshdesk.kinds import COMPANY, CONTACT
from passerelle.sandbox.freshdesk.lookup import lookup, same_name
from passerelle.sandbox.freshdesk.refusing import Fault
from passerelle.sandbox.freshdesk.switches import switches
from passerelle.sandbox.freshdesk.uniqueness import twice_custom, used
from passerelle.sandbox.system import Record, World


def wrong(world: World, whole: Record, was: Record, _: Record) -> Iterator[Fault]:
    """The domains another company has, where that is a mistake like any other (``fd.company.domains.twice``)."""
    if switches(world).domain_twice == "400":
        yield from _domains_used(world, whole, was)


def twice(world: World, whole: Record, was: Record) -> Iterator[Fault]:
    """The values of a company that another one has already."""
    yield from _used("name", lookup(world, COMPANY).found("name", same_name(whole["name"])), whole.get("id"))
    if switches(world).domain_twice == "409":
        yield from _domains_used(world, whole, was)
    yield from twice_custom(world, COMPANY, whole, was)


def _domains_used(world: World, whole: Record, was: Record) -> Iterator[Fault]:
    for domain in whole["domains"]:
        if domain not in was["domains"]:
            yield from _used("domains", lookup(world, COMPANY).found("domain", domain), whole.get("id"))


def _used(name: str, holders: list[Record], mine: int | None) -> Iterator[Fault]:
    return used(name, holders, mine, "company_id")


def to_attach(world: World, company: Record, new: set[str]) -> list[Record]:
    """The contacts without a company that get this one, as it now has these domains (``fd.company.domains``)."""
    found = lookup(world, CONTACT)
    at = {contact["id"]: contact for domain in sorted(new) for contact in found.found("at", domain)}
    alone = [one for one in at.values() if one["company_id"] is None and not one["deleted"]]
    return [with_it for one in alone if (with_it := with_company(world, one))["company_id"] == company["id"]]


def shown(world: World, company: Record) -> Record:
    """A company as it is viewed, but for its custom fields."""
    lacking = switches(world).bought.lacks(COMPANY.name)
    return {name: None if name in lacking else value for name, value in company.items()}
