"""The companies, individuals, contacts and addresses of the seed.

The synchronisation is switched on for 70 % of the third parties, and of the contacts; for the others it was switched
off or never touched. A contact at two companies is one contact if its e-mail address is the same.
"""

from datetime import UTC, datetime, timedelta
from random import Random

from passerelle.sandbox.data.french import Address, Contact, Party
from passerelle.sandbox.data.quota import picked
from passerelle.sandbox.sellsy import shapes
from passerelle.sandbox.sellsy.lists import size_holding
from passerelle.sandbox.sellsy.moments import moment
from passerelle.sandbox.sellsy.seed_selling import SYNCHRONISED
from passerelle.sandbox.system import Record

ON = 0.7
FIRST_DAY, DAYS, LATER = datetime(2021, 1, 4, 8, tzinfo=UTC), 1600, 200
FIRST = {"company": 1001, "individual": 5001, "contact": 301, "address": 9001}
"""The id of the first of each: no id of one kind is one of another's."""


class Seeded:
    """What the parties become in Sellsy, in their order."""

    def __init__(self, rng: Random, parties: list[Party]) -> None:
        """Make everything at once."""
        self.companies: list[Record] = []
        self.individuals: list[Record] = []
        self.contacts: list[Record] = []
        self.addresses: list[Record] = []
        self._by_email: dict[str, Record] = {}
        for party in parties:
            self._add(party)
        self._complete(rng, [*self.companies, *self.individuals], "updated_at")
        self._complete(rng, self.contacts, "updated")

    def _add(self, party: Party) -> None:
        if party.nature == "company":
            record = _company(FIRST["company"] + len(self.companies), party)
            self.companies.append(record)
        else:
            record = _individual(FIRST["individual"] + len(self.individuals), party)
            self.individuals.append(record)
        record["_contacts"] = self._linked(party.contacts)
        self._place(shapes.holder("company" if party.nature == "company" else "individual", record), party)

    def _linked(self, contacts: tuple[Contact, ...]) -> list[Record]:
        return [{"contactId": self._contact(contact)["id"], "roles": list(contact.roles)} for contact in contacts]

    def _contact(self, contact: Contact) -> Record:
        known = self._by_email.get((contact.email or "").lower())
        if known is not None:
            return known
        record = _contact(FIRST["contact"] + len(self.contacts), contact)
        self.contacts.append(record)
        if contact.email:
            self._by_email[contact.email.lower()] = record
        return record

    def _place(self, of: str, party: Party) -> None:
        apart = party.delivery is not None and party.delivery != party.invoicing
        if party.invoicing is not None:
            self._address(of, "Principal", party.invoicing, is_invoicing_address=True, is_delivery_address=not apart)
        if party.delivery is not None and apart:
            self._address(of, "Livraison", party.delivery, is_invoicing_address=False, is_delivery_address=True)

    def _address(self, of: str, name: str, address: Address, **flags: bool) -> None:
        lines = {"address_line_1": address.line1, "address_line_2": address.line2}
        place = {"postal_code": address.postal_code, "city": address.city, "country_code": address.country}
        number = FIRST["address"] + len(self.addresses)
        self.addresses.append({"id": number, "_of": of, **shapes.ADDRESS, "name": name, **lines, **place, **flags})

    @staticmethod
    def _complete(rng: Random, records: list[Record], touched: str) -> None:
        on = picked(rng, range(len(records)), ON, len(records))
        for at, record in enumerate(records):
            made = FIRST_DAY + timedelta(days=DAYS) * (at / len(records))
            later = timedelta(minutes=rng.randrange(LATER * 24 * 60))
            record |= {"created": moment(made), touched: moment(made + later)}
            if at in on or at % 2:
                record["_custom_fields"] = {SYNCHRONISED: at in on}


def _reached(party: Party) -> Record:
    return {
        "type": party.type,
        "email": party.email,
        "website": party.website,
        "phone_number": party.phone,
        "mobile_number": party.mobile,
        "fax_number": party.fax,
    }


def _company(number: int, party: Party) -> Record:
    legal = (party.siret, party.siren, party.vat, party.naf, party.legal_form, party.rcs)
    return {
        "id": number,
        **shapes.COMPANY,
        **_reached(party),
        "name": party.name,
        "legal_france": dict(zip(shapes.LEGAL_FRANCE, legal, strict=True)),
        "capital": None if party.capital is None else str(party.capital),
        "number_of_employees": size_holding(party.headcount),
    }


def _individual(number: int, party: Party) -> Record:
    named = {"last_name": party.name, "first_name": party.first_name, "civility": party.civility}
    return {"id": number, **shapes.INDIVIDUAL, **_reached(party), **named}


def _contact(number: int, contact: Contact) -> Record:
    return {
        "id": number,
        **shapes.CONTACT,
        "civility": contact.civility,
        "first_name": contact.first_name,
        "last_name": contact.last_name,
        "email": contact.email,
        "phone_number": contact.phone,
        "mobile_number": contact.mobile,
        "position": contact.position,
    }
