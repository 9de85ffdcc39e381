"""Reviso and TeamSystem Cloud CRM as people work in them: customers and companies, and their contacts."""

from collections import Counter
from collections.abc import Iterator
from itertools import count

import hypothesis.strategies as st

from passerelle.sandbox.data.italian import partita_iva
from tests.engine.sides import Compared, Pair, Sides, Typed
from tests.sandbox_fixture import Record
from tests.studio_fixture import CONTACTS, CUSTOMERS, FOUR, Studio

PARTIES = Compared(CUSTOMERS, ("customer", "company"))
PEOPLE = Compared(CONTACTS, ("contact", "contact"), "contact", frozenset({"partner", "third_parties"}))
MARK = "Via del Segno"
"""The street of those that a test adds, by which they are told apart; nobody moves them out of it."""
MARKED_PHONE = "0599"
"""How telephones of contacts begin that a test adds."""


class StudioSides(Sides):
    """A pair is Reviso's number and the CRM's id."""

    systems = ("reviso", "teamsystem")
    compared = (PARTIES, PEOPLE)
    names = st.sampled_from(["Officine Rossi Srl", "OFFICINE ROSSI SRL", "Caffè dell'Orso", "De Luca & Figli"])
    phones = st.sampled_from(["051 765432", "+39 051765433", "0039 06 1234567", None])
    towns = st.sampled_from(["IMOLA", "Forlì", "Reggio nell'Emilia"])

    def __init__(self, studio: Studio) -> None:
        self.studio, self.settings = studio, studio.settings
        self.serial = count(1)

    def run(self, ends_well: bool, news: bool) -> None:
        self.studio.run_all(ends_well=ends_well, news=news)

    def pairs(self) -> list[Pair]:
        there = self.studio.customers
        return [pair for pair in sorted(self.studio.pairs().items()) if pair[0] in there]

    def contacts(self) -> list[Pair]:
        """Contacts both hold now, whose companies are a pair."""
        here, parties = self.studio.contacts, dict(self.pairs())
        found = [(one.get("ff_reviso_contact_number"), id_, one) for id_, one in self.studio.people.items()]
        times = Counter(key for key, _, _ in found if key)
        assert not [key for key, many in times.items() if many > 1], times
        return sorted(
            (key, id_)
            for key, id_, one in found
            if key in here and parties.get(key.partition("/")[0]) == str(one["companyId"])
        )

    def rename(self, side: int, pair: Pair, name: str) -> Typed:
        if side == 0:
            self.studio.in_reviso(pair[0], name=name)
        elif self.studio.companies[pair[1]]["naturalPerson"]:
            given, _, surname = name.partition(" ")
            named = {"naturalPersonName": given, "naturalPersonSurname": surname}
            self.studio.in_crm(pair[1], companyName=name, **named)
        else:
            self.studio.in_crm(pair[1], companyName=name)
        return {(pair[side], "name")}

    def call(self, side: int, pair: Pair, phone: str | None) -> Typed:
        if side == 0:
            self.studio.in_reviso(pair[0], telephoneAndFaxNumber=phone)
        else:
            self.studio.in_crm(pair[1], phones=[{"value": phone}] if phone else [])
        return {(pair[side], "phone")}

    def move(self, side: int, pair: Pair, town: str) -> Typed:
        if side == 0:
            self.studio.in_reviso(pair[0], city=town)
        else:
            self.studio.in_crm(pair[1], city=town)
        return {(pair[side], "town")}

    def write_to(self, side: int, pair: Pair, email: str | None) -> Typed:
        """Give one side's record another e-mail, or none."""
        if side == 0:
            self.studio.in_reviso(pair[0], email=email)
        else:
            self.studio.in_crm(pair[1], emails=[{"value": one} for one in (email or "").split()])
        return {(pair[side], "email")}

    def delete(self, side: int, pair: Pair) -> None:
        self.studio.sandbox.delete(*(("teamsystem", "company", pair[1]) if side else ("reviso", "customer", pair[0])))

    def add(self, side: int, name: str) -> None:
        self.add_with(side, name, numbered=True, filled=True)

    def add_with(self, side: int, name: str, *, numbered: bool, filled: bool) -> None:
        """Add a customer: with a partita IVA or without any number; in the CRM with the four fields or not."""
        serial = next(self.serial)
        vat = partita_iva(9_000_000 + serial) if numbered else None
        place = {"address": f"{MARK} {serial}", "city": "Bologna"}
        if side == 0:
            country = {"countryCode": {"code": "IT"}, "zip": "40121"}
            numbers = {"vatNumber": vat, "corporateIdentificationNumber": vat}
            self.studio.sandbox.add("reviso", "customer", name=name, **place, **country, **numbers)
            return
        numbers = {"vatId": vat, "taxIdentificationNumber": vat}
        four = self.four() if filled else {}
        known = {"companyName": name, "companyType": "Cliente", "state": "IT", "zipCode": "40121"}
        self.studio.sandbox.add("teamsystem", "company", **known, **place, **numbers, **four)

    def four(self) -> Record:
        """The four mandatory fields as an Italian customer has them."""
        held = self.studio.companies.values()
        full = (one for one in held if one["state"] == "IT" and all(one.get(name) for name in FOUR))
        like = next(one for one in full if one["ff_zona_iva_reviso"] not in ("Unione Europea", "Estero"))
        return {name: like[name] for name in FOUR}

    def agreeing(self, compared: Compared) -> Iterator[Pair]:
        """All but those that are held back, whatever type a company has got since it became a customer."""
        held = self.studio.held(compared.integration)
        pairs = self.contacts() if compared is PEOPLE else self.pairs()
        yield from (pair for pair in pairs if not {*pair} & held.keys())

    def undecided(self, compared: Compared) -> Typed:
        return {(row.external_id, row.field) for row in self.studio.waiting()}

    def nobody_twice(self) -> None:
        """Of whom somebody has added once, there is one on each side at most."""
        customers, companies = self.studio.customers.values(), self.studio.companies.values()
        streets = [[one.get("address") for one in side] for side in (customers, companies)]
        here = [one.get("phone") for one in self.studio.contacts.values()]
        there = [phone["value"] for one in self.studio.people.values() for phone in one["phones"]]
        phones = [["".join(filter(str.isdigit, one or "")) for one in side] for side in (here, there)]
        for side, sign in [*((side, MARK) for side in streets), *((side, MARKED_PHONE) for side in phones)]:
            times = Counter(one for one in side if sign in (one or ""))
            assert not [one for one, many in times.items() if many > 1], times
