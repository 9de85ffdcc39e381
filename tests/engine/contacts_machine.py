"""The state machine of a firm whose people work on its contacts as well: edits, links, roles, deletions on both sides.

A run is one of both integrations, as the flow has them. In the end both sides agree on the fields of contacts and on
the third parties they belong to, of those that are kept the same. Of roles the rules promise only that they come to
rest (the third run writes nothing): Sellsy gives a company's first contact all of them, each to one contact, and who is
only just linked takes none from another, so the two sides may well differ.
"""

import hypothesis.strategies as st
from hypothesis.stateful import rule

from tests.contacts_fixture import edit, in_altior, in_sellsy, pairs
from tests.engine.firm_machine import FirmMachine
from tests.engine.firm_sides import PEOPLE, ContactSides
from tests.engine.resting import PLACES, SIDES
from tests.firm_fixture import CHOSEN
from tests.sandbox_fixture import Record

LAST_NAMES = st.sampled_from(["Deschamps", "D’Arc", "Étienne-Martin"])
FIRST_NAMES = st.sampled_from(["Jean", "Zoé"])
POSITIONS = st.sampled_from(["Gérante", "ACHETEUR", None])
EMAILS = st.sampled_from(["j.deschamps@example.org", "Z.Arc@Example.org", None])
ROLES = st.sets(st.sampled_from(["main", "invoicing", "dunning"]))
IN_ALTIOR = {"main": "Principal", "invoicing": "Facturation", "dunning": "Relance"}


class ContactsMachine(FirmMachine):
    """As its base, and with contacts."""

    sides: ContactSides

    def _described(self) -> ContactSides:
        return ContactSides(self.firm)

    def _contact(self, place: int) -> tuple[str, str]:
        there = self.firm.sandbox.state("sellsy", "contact")
        alive = [(own, id_) for own, id_ in sorted(pairs(self.firm).items()) if own in there]
        return alive[place % len(alive)]

    def _company(self, place: int) -> tuple[str, str]:
        held = sorted(pair for pair in self.firm.pairs().items() if pair[0].startswith("company/"))
        alive = [pair for pair in held if pair[0] in self.firm.sellsy]
        return alive[place % len(alive)]

    def _wrote(self, id_: str, *fields: str) -> None:
        self.typed |= {(id_, field) for field in fields}

    @rule(place=PLACES, name=LAST_NAMES, first=FIRST_NAMES)
    def name_contact_in_sellsy(self, place: int, name: str, first: str) -> None:
        own, _ = self._contact(place)
        edit(self.firm, "sellsy", own, last_name=name, first_name=first)
        self._wrote(f"contact/{own}", "name", "first_name")

    @rule(place=PLACES, name=LAST_NAMES, first=FIRST_NAMES)
    def name_contact_in_altior(self, place: int, name: str, first: str) -> None:
        _, id_ = self._contact(place)
        edit(self.firm, "altior", id_, lastName=name, firstName=first)
        self._wrote(id_, "name", "first_name")

    @rule(place=PLACES, email=EMAILS, phone=ContactSides.phones, position=POSITIONS)
    def fill_contact_in_sellsy(self, place: int, email: str | None, phone: str | None, position: str | None) -> None:
        own, _ = self._contact(place)
        edit(self.firm, "sellsy", own, email=email, mobile_number=phone, position=position)
        self._wrote(f"contact/{own}", "email", "mobile", "position")

    @rule(place=PLACES, email=EMAILS, position=POSITIONS)
    def fill_contact_in_altior(self, place: int, email: str | None, position: str | None) -> None:
        _, id_ = self._contact(place)
        mails = [{"type": "Principal", "value": email}] if email else []
        edit(self.firm, "altior", id_, emails=mails, position=position)
        self._wrote(id_, "email", "position")

    @rule(place=PLACES, company=PLACES, roles=ROLES)
    def link_in_sellsy(self, place: int, company: int, roles: set[str]) -> None:
        own, _ = self._contact(place)
        key, _ = self._company(company)
        others = self._linked_but(key, own)
        left = [one | {"roles": [role for role in one["roles"] if role not in roles]} for one in others]
        has = sorted(roles) if others else sorted(IN_ALTIOR)
        self.firm.in_sellsy(key, _contacts=[*left, {"contactId": int(own), "roles": has}])

    @rule(place=PLACES)
    def unlink_in_sellsy(self, place: int) -> None:
        own, _ = self._contact(place)
        for key in in_sellsy(self.firm, own):
            self.firm.in_sellsy(key, _contacts=self._linked_but(key, own))

    @rule(place=PLACES, company=PLACES, roles=ROLES)
    def link_in_altior(self, place: int, company: int, roles: set[str]) -> None:
        _, id_ = self._contact(place)
        _, third_party = self._company(company)
        others = [one for one in self._links(id_) if str(one["thirdPartyId"]) != third_party]
        new = {"thirdPartyId": int(third_party), "roles": [IN_ALTIOR[role] for role in sorted(roles)]}
        edit(self.firm, "altior", id_, links=[*others, new])

    @rule(place=PLACES)
    def unlink_in_altior(self, place: int) -> None:
        _, id_ = self._contact(place)
        edit(self.firm, "altior", id_, links=[])

    @rule(place=PLACES, system=st.sampled_from(["sellsy", "altior"]))
    def delete_contact(self, place: int, system: str) -> None:
        own, id_ = self._contact(place)
        self.firm.sandbox.delete(system, "contact", own if system == "sellsy" else id_)

    @rule(name=LAST_NAMES, first=st.none() | FIRST_NAMES, email=EMAILS, company=PLACES)
    def add_contact_in_altior(self, name: str, first: str | None, email: str | None, company: int) -> None:
        mails = [{"type": "Principal", "value": email}] if email else []
        links = [{"thirdPartyId": int(self._company(company)[1])}]
        self.firm.sandbox.add("altior", "contact", lastName=name, firstName=first, emails=mails, links=links)

    @rule(name=LAST_NAMES, first=st.none() | FIRST_NAMES, email=EMAILS, chosen=st.booleans())
    def add_contact_in_sellsy(self, name: str, first: str | None, email: str | None, chosen: bool) -> None:
        named = {"last_name": name, "first_name": first, "email": email}
        self.firm.sandbox.add("sellsy", "contact", **named, _custom_fields={CHOSEN: chosen})

    @rule(place=PLACES, chosen=st.booleans())
    def choose_contact(self, place: int, chosen: bool) -> None:
        own, _ = self._contact(place)
        edit(self.firm, "sellsy", own, _custom_fields={CHOSEN: chosen})
        self._wrote(f"contact/{own}", "synchronised")

    @rule(side=SIDES, place=PLACES)
    def delete(self, side: int, place: int) -> None:
        """As its base does; what nobody has any more, no contact of Altior belongs to either."""
        _, party = self._pair(place)
        super().delete(side, place)
        for id_, one in self.firm.sandbox.state("altior", "contact").items():
            if party not in self.firm.altior and int(party) in [link["thirdPartyId"] for link in one["links"]]:
                edit(self.firm, "altior", id_, links=self._links(id_))

    def _linked_but(self, key: str, own: str) -> list[Record]:
        """Sellsy's links of a company to everybody else who is still there."""
        there = self.firm.sandbox.state("sellsy", "contact").keys() - {own}
        return [one for one in self.firm.sellsy[key]["_contacts"] if str(one["contactId"]) in there]

    def _links(self, id_: str) -> list[Record]:
        """The links of Altior's contact to third parties that are still there."""
        there = self.firm.altior
        held = self.firm.sandbox.record("altior", "contact", id_)["links"]
        return [one for one in held if str(one["thirdPartyId"]) in there]

    def _both_agree(self) -> None:
        super()._both_agree()
        there = self.firm.altior
        kept = {key: id_ for key, id_ in self.sides.kept().items() if id_ in there}
        for key, id_ in self.sides.agreeing(PEOPLE):
            linked = {company for company, party in kept.items() if party in in_altior(self.firm, id_)}
            assert in_sellsy(self.firm, key.removeprefix("contact/")).keys() & kept.keys() == linked, (key, id_)
