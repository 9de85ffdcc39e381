"""The people at Altior's third parties: whoever has the same e-mail is one contact, whatever the third parties."""

from collections.abc import Sequence

from passerelle.sandbox.altior.bodies import NewContact
from passerelle.sandbox.altior.kinds import CONTACT
from passerelle.sandbox.altior.seed_parties import CIVILITIES, emails, phones
from passerelle.sandbox.data.french import Contact, Party
from passerelle.sandbox.system import Record

ROLES = {"main": "Principal", "invoicing": "Facturation", "dunning": "Relance"}
Held = list[tuple[Contact, list[Record]]]


def seeded_contacts(parties: Sequence[Party]) -> list[Record]:
    """The contacts, numbered from 1; third parties are numbered like the parties, from 1 too."""
    return [_contact_of(number, contact, links) for number, (contact, links) in enumerate(_held(parties), start=1)]


def _held(parties: Sequence[Party]) -> Held:
    held: Held = []
    known: dict[str, list[Record]] = {}
    for number, party in enumerate(parties, start=1):
        for contact in party.contacts:
            link = {"thirdPartyId": number, "roles": [ROLES[role] for role in contact.roles]}
            email = (contact.email or "").lower()
            if email in known:
                _linked(known[email], link)
                continue
            links = [link]
            held.append((contact, links))
            if email:
                known[email] = links
    return held


def _linked(links: list[Record], link: Record) -> None:
    """Add the link, or its roles to the link to the same third party."""
    for there in links:
        if there["thirdPartyId"] == link["thirdPartyId"]:
            there["roles"] += link["roles"]
            return
    links.append(link)


def _contact_of(number: int, contact: Contact, links: list[Record]) -> Record:
    body = NewContact.model_validate(
        {
            "title": CIVILITIES[contact.civility],
            "firstName": contact.first_name,
            "lastName": contact.last_name,
            "position": contact.position,
            "phones": phones(contact.phone, contact.mobile),
            "emails": emails(contact.email),
            "links": links,
        }
    )
    return {**CONTACT.numbered(number), **body.whole()}
