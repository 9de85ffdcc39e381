"""Sellsy and Altior as people work in them: third parties, and with `ContactSides` their contacts."""

from collections.abc import Iterator

import hypothesis.strategies as st

from tests.contacts_fixture import in_sellsy
from tests.contacts_fixture import pairs as contact_pairs
from tests.engine.sides import Compared, Pair, Sides, Typed
from tests.firm_fixture import CHOSEN, CONTACTS, INTEGRATION, Firm

THIRD_PARTIES = Compared(
    INTEGRATION,
    ("thirdparty", "thirdparty"),
    exempt=frozenset({"partner", "headcount"}),
)
PEOPLE = Compared(CONTACTS, ("contact", "contact"), "contact", frozenset({"partner", "third_parties"}))


class FirmSides(Sides):
    """A pair is Sellsy's id and Altior's."""

    systems = ("sellsy", "altior")
    compared = (THIRD_PARTIES,)
    names = st.sampled_from(["Atelier Brun", "ATELIER BRUN", "Menuiserie du Val", "L'Étoile & Fils"])
    phones = st.sampled_from(["+33199004242", "01 99 00 43 43", None])
    towns = st.sampled_from(["LYON", "Nantes", "BESANÇON"])

    def __init__(self, firm: Firm) -> None:
        self.firm, self.settings = firm, firm.settings

    def run(self, ends_well: bool, news: bool) -> None:
        self.firm.run(ends_well=ends_well, news=news)

    def pairs(self) -> list[Pair]:
        there = self.firm.sellsy
        return [pair for pair in sorted(self.firm.pairs().items()) if pair[0] in there]

    def rename(self, side: int, pair: Pair, name: str) -> Typed:
        if side == 1:
            self.firm.in_altior(pair[1], name=name)
        else:
            self.firm.in_sellsy(pair[0], **{"name" if pair[0].startswith("company") else "last_name": name})
        return {(pair[side], "name")}

    def call(self, side: int, pair: Pair, phone: str | None) -> Typed:
        if side == 1:
            others = [one for one in self.firm.altior[pair[1]]["phones"] if one["type"] != "Fixe"]
            self.firm.in_altior(pair[1], phones=[*others, *([{"type": "Fixe", "value": phone}] if phone else [])])
        else:
            self.firm.in_sellsy(pair[0], phone_number=phone)
        return {(pair[side], "phone")}

    def move(self, side: int, pair: Pair, town: str) -> Typed:
        """In Altior alone: Sellsy's addresses are records of their own, which another may hold too."""
        held = self.firm.altior[pair[1]]["addresses"]
        self.firm.in_altior(pair[1], addresses=[one | {"city": town} for one in held])
        return {(pair[1], "town"), (pair[1], "delivery_town")}

    def delete(self, side: int, pair: Pair) -> None:
        kind, own = pair[0].split("/")
        self.firm.sandbox.delete(*(("altior", "thirdparty", pair[1]) if side == 1 else ("sellsy", kind, own)))

    def add(self, side: int, name: str) -> None:
        if side == 1:
            self.firm.sandbox.add("altior", "thirdparty", name=name, nature="MORAL", type="CLIENT")
        else:
            self.firm.sandbox.add("sellsy", "company", name=name, type="client", _custom_fields={CHOSEN: True})

    def agreeing(self, compared: Compared) -> Iterator[Pair]:
        yield from self.kept().items()

    def undecided(self, compared: Compared) -> Typed:
        return {(row.external_id, row.field) for row in self.firm.waiting()}

    def kept(self) -> dict[str, str]:
        """Pairs of third parties that are kept the same today."""
        held = self.contents(0, "thirdparty").items()
        chosen = {key for key, row in held if row["synchronised"] == "yes"}
        return {key: id_ for key, id_ in self.firm.pairs().items() if key in chosen}


class ContactSides(FirmSides):
    """As its base, and with contacts: the same are those that are linked to somebody who is kept, or chosen."""

    compared = (THIRD_PARTIES, PEOPLE)

    def run(self, ends_well: bool, news: bool) -> None:
        super().run(ends_well, news)
        self.firm.run(ends_well=ends_well, integration=CONTACTS, news=news)

    def agreeing(self, compared: Compared) -> Iterator[Pair]:
        if compared is THIRD_PARTIES:
            yield from super().agreeing(compared)
            return
        sellsy, kept, held = self.contents(0, "contact"), self.kept(), self.firm.held()
        for own, id_ in contact_pairs(self.firm).items():
            key = f"contact/{own}"
            linked = in_sellsy(self.firm, own).keys() & kept.keys()
            if key in sellsy and not {key, id_} & held and (linked or sellsy[key]["synchronised"] == "yes"):
                yield key, id_
