"""Contacts of companies and individuals, and the roles they have there (facts ``sel.links…``)."""

from dataclasses import dataclass
from typing import Literal

from fastapi import Response

from passerelle.sandbox.answers import Refusal, json_answer
from passerelle.sandbox.sellsy.bodies import Closed
from passerelle.sandbox.sellsy.calls import Calls
from passerelle.sandbox.sellsy.incoming import Call
from passerelle.sandbox.sellsy.kinds import Kind
from passerelle.sandbox.sellsy.parties import COMPANY, CONTACT
from passerelle.sandbox.sellsy.refusing import read_body
from passerelle.sandbox.sellsy.shapes import ROLES, links_of, shown_contact
from passerelle.sandbox.sellsy.streams import COMPANIES, CONTACTS, NOT_FOUND, existing
from passerelle.sandbox.system import Record


class RolesBody(Closed):
    """The roles that a contact shall have."""

    roles: list[Literal["main", "dunning", "invoicing"]] | None = None


def with_link(links: list[Record], contact_id: int, roles: list[str]) -> list[Record]:
    """The links with that contact in those roles, which the others lose; the first contact has all of them."""
    others = [
        link | {"roles": [role for role in link["roles"] if role not in roles]}
        for link in links
        if link["contactId"] != contact_id
    ]
    wanted = roles if others else ROLES
    link = {"contactId": contact_id, "roles": [role for role in ROLES if role in wanted]}
    at = next((at for at, held in enumerate(links) if held["contactId"] == contact_id), len(others))
    return [*others[:at], link, *others[at:]]


@dataclass(frozen=True, eq=False)
class ContactsOf:
    """The contacts of companies, or of individuals."""

    kind: Kind

    async def list_all(self, call: Call) -> Response:
        """One page of the contacts of a record."""
        links = links_of(call.world, existing(call.world, self.kind.stream, call.key))
        rows = [existing(call.world, CONTACTS, link["contactId"]) for link in links]
        return Calls(CONTACT).page(call, rows)


async def link(call: Call) -> Response:
    """Link a contact to a company (201), or give it other roles there (200)."""
    company = existing(call.world, COMPANIES, call.key)
    contact = existing(call.world, CONTACTS, call.ids["contact_key"])
    roles = read_body(RolesBody, call.raw).roles or []
    if call.asked.verify:
        return Response(status_code=204)
    before = links_of(call.world, company)
    known = any(one["contactId"] == contact["id"] for one in before)
    links = with_link(before, contact["id"], [*roles])
    call.world.store.put(*COMPANY.entries(COMPANY.changed(call.world, company, {"_contacts": links})))
    return json_answer(shown_contact(call.world, contact), 200 if known else 201)


async def unlink(call: Call) -> Response:
    """Remove the link of a contact to a company; its roles stay empty."""
    company = existing(call.world, COMPANIES, call.key)
    links = [one for one in company["_contacts"] if str(one["contactId"]) != call.ids["contact_key"]]
    if len(links) == len(company["_contacts"]):
        raise Refusal(404, NOT_FOUND)
    call.world.store.put(*COMPANY.entries(COMPANY.changed(call.world, company, {"_contacts": links})))
    return Response(status_code=204)


async def list_companies(call: Call) -> Response:
    """One page of the companies that a contact is linked to."""
    contact = existing(call.world, CONTACTS, call.key)
    rows = [
        company
        for company in call.world.store[COMPANIES].values()
        if any(one["contactId"] == contact["id"] for one in company["_contacts"])
    ]
    return Calls(COMPANY).page(call, rows)
