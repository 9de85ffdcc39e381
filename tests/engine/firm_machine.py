"""The state machine over Sellsy's and Altior's third parties: what is theirs alone beside what any two systems have."""

import hypothesis.strategies as st
from hypothesis.stateful import rule

from tests.engine.firm_sides import FirmSides
from tests.engine.resting import PLACES
from tests.engine.sides_machine import SidesMachine
from tests.firm_fixture import CHOSEN, Firm

CAPITALS = st.sampled_from([1000, 25000, None])


class FirmMachine(SidesMachine):
    """Third parties also have a capital, are chosen, and may be prospects."""

    systems = FirmSides.systems
    firm: Firm

    def _described(self) -> FirmSides:
        return FirmSides(self.firm)

    @rule(place=PLACES, capital=CAPITALS)
    def capital_in_altior(self, place: int, capital: int | None) -> None:
        key, id_ = self._pair(place)
        if key.startswith("company"):
            self.firm.in_altior(id_, capital=capital)
            self.typed.add((id_, "capital"))

    @rule(place=PLACES, chosen=st.booleans())
    def choose(self, place: int, chosen: bool) -> None:
        key, _ = self._pair(place)
        self.firm.in_sellsy(key, _custom_fields={CHOSEN: chosen})
        self.typed.add((key, "synchronised"))

    @rule(data=st.data())
    def add_prospect_in_altior(self, data: st.DataObject) -> None:
        name = data.draw(self.sides.names)
        self.firm.sandbox.add("altior", "thirdparty", name=name, nature="MORAL", type="PROSPECT")
