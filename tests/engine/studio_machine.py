"""The state machine over Reviso and TeamSystem Cloud CRM: what is theirs alone beside what any two systems have.

Customers get other numbers, companies become customers or none, wait for fields and get them, and contacts are edited.
"""

import hypothesis.strategies as st
from hypothesis.stateful import rule

from tests.engine.resting import PLACES, SIDES
from tests.engine.sides_machine import SidesMachine
from tests.engine.studio_sides import MARKED_PHONE, StudioSides
from tests.studio_fixture import Studio

EMAILS = st.sampled_from(["info@rossi.example", "Ordini@Rossi.example info@rossi.example", None])
PECS = st.sampled_from(["rossi@pec.example", "info@rossi.example", None])
PEOPLE = st.sampled_from(["Anna De Luca", "Maria Teresa D'Angelo", "Segreteria", "DE LUCA Anna"])


class StudioMachine(SidesMachine):
    """Every number that is given is a new one."""

    systems = StudioSides.systems
    firm: Studio
    sides: StudioSides

    def _described(self) -> StudioSides:
        return StudioSides(self.firm)

    def _both_agree(self) -> None:
        super()._both_agree()
        self.sides.nobody_twice()

    @rule(side=SIDES, place=PLACES, email=EMAILS)
    def write_to(self, side: int, place: int, email: str | None) -> None:
        self.typed |= self.sides.write_to(side, self._pair(place), email)

    @rule(side=SIDES, place=PLACES, pec=PECS)
    def certify(self, side: int, place: int, pec: str | None) -> None:
        number, id_ = self._pair(place)
        if side == 0:
            self.firm.in_reviso(number, italianCertifiedEmail=pec)
        else:
            self.firm.in_crm(id_, ff_pec=pec)
        self.typed |= {((number, id_)[side], "certified_email"), (id_, "email")}

    @rule(side=SIDES, place=PLACES, other=PLACES)
    def pay_otherwise(self, side: int, place: int, other: int) -> None:
        """Terms and type of payment, and price group, as another pair has them."""
        (number, id_), (like, alike) = self._pair(place), self._pair(other)
        if side == 0:
            names = ("paymentTerms", "paymentType", "priceGroup")
            held = self.firm.customers[like]
            self.firm.in_reviso(number, **{name: held.get(name) for name in names})
        else:
            codes = ("ff_termini_pagamento_reviso", "ff_modalita_pagamento_reviso", "ff_gruppo_prezzi_reviso")
            one = self.firm.companies[alike]
            self.firm.in_crm(id_, **{code: one.get(code) for code in codes})
        self.typed |= {((number, id_)[side], name) for name in ("payment_terms", "payment_type", "price_group")}

    @rule(place=PLACES, type_=st.sampled_from(["Cliente", "Prospect"]))
    def become(self, place: int, type_: str) -> None:
        _, id_ = self._pair(place)
        self.firm.in_crm(id_, companyType=type_)
        self.typed.add((id_, "party_type"))

    @rule(side=SIDES, name=StudioSides.names, filled=st.booleans())
    def add_without_numbers(self, side: int, name: str, filled: bool) -> None:
        self.sides.add_with(side, name, numbered=False, filled=filled)

    @rule(name=StudioSides.names)
    def add_in_the_crm_with_fields_missing(self, name: str) -> None:
        self.sides.add_with(1, name, numbered=True, filled=False)

    @rule(place=PLACES)
    def fill_in(self, place: int) -> None:
        four = self.sides.four()
        lacking = [id_ for id_, one in sorted(self.firm.companies.items()) if not all(one.get(name) for name in four)]
        if lacking:
            id_ = lacking[-1 - place % min(len(lacking), 3)]
            self.firm.in_crm(id_, **four)
            self.typed |= {(id_, name) for name in ("currency", "customer_group", "vat_zone", "payment_terms")}

    @rule(place=PLACES, told=st.booleans(), at_once=st.booleans())
    def renumber(self, place: int, told: bool, at_once: bool) -> None:
        """A customer that has no numbers can only be followed if its call has told."""
        old, _ = self._pair(place)
        held = self.firm.customers[old]
        told = told or not (held.get("vatNumber") or held.get("corporateIdentificationNumber"))
        new = str(90_000 + next(self.sides.serial))
        self.firm.in_reviso(old, customerNumber=int(new))
        self.typed |= {(id_.replace(old, new, 1), field) for id_, field in self.typed if id_.partition("/")[0] == old}
        if told:
            self.firm.tell(old, new)
        if at_once:
            self.firm.run_all(ends_well=False, keys=(new, old))

    @rule(update=st.sampled_from(["merge", "replace"]), errors=st.sampled_from(["tree", "list"]))
    def switch(self, update: str, errors: str) -> None:
        self.firm.sandbox.edit("teamsystem", "setting", "1", update=update)
        self.firm.sandbox.edit("reviso", "setting", "1", errors=errors)

    @rule(side=SIDES, place=PLACES, name=PEOPLE)
    def name_contact(self, side: int, place: int, name: str) -> None:
        key, id_ = self._contact(place)
        if side == 0:
            self.firm.sandbox.edit("reviso", "contact", key.partition("/")[2], name=name)
        else:
            given, _, surname = name.rpartition(" ")
            self.firm.sandbox.edit("teamsystem", "contact", id_, name=given or None, surname=surname)
        self.typed.add(((key, id_)[side], "name"))

    @rule(side=SIDES, place=PLACES, email=EMAILS)
    def write_to_contact(self, side: int, place: int, email: str | None) -> None:
        key, id_ = self._contact(place)
        if side == 0:
            self.firm.sandbox.edit("reviso", "contact", key.partition("/")[2], email=email)
        else:
            emails = [{"value": one} for one in (email or "").split()]
            self.firm.sandbox.edit("teamsystem", "contact", id_, emails=emails)
        self.typed.add(((key, id_)[side], "email"))

    @rule(side=SIDES, place=PLACES)
    def delete_contact(self, side: int, place: int) -> None:
        key, id_ = self._contact(place)
        one = ("teamsystem", "contact", id_) if side else ("reviso", "contact", key.partition("/")[2])
        self.firm.sandbox.delete(*one)

    @rule(side=SIDES, place=PLACES, name=PEOPLE)
    def add_contact(self, side: int, place: int, name: str) -> None:
        number, id_ = self._pair(place)
        phone = f"{MARKED_PHONE} {next(self.sides.serial):06}"
        if side == 0:
            self.firm.sandbox.add("reviso", "contact", name=name, phone=phone, customer={"customerNumber": int(number)})
        else:
            given, _, surname = name.rpartition(" ")
            named = {"name": given or None, "surname": surname, "companyId": int(id_)}
            self.firm.sandbox.add("teamsystem", "contact", **named, phones=[{"value": phone}])

    def _contact(self, place: int) -> tuple[str, str]:
        held = self.sides.contacts()
        return held[place % len(held)]
