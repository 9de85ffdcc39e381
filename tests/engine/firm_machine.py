"""A state machine over both stand-ins and the hub: people edit, empty, delete and choose, calls fail, and runs happen.

Whatever was done, after at most two runs both sides agree, a third writes nothing, and the history tells the present.
"""

import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import hypothesis.strategies as st
from hypothesis.stateful import RuleBasedStateMachine, rule

from passerelle.mapping.loader import load_integration, load_system
from passerelle.mapping.reader import to_frame
from passerelle.systems.registry import open_system
from tests.firm_fixture import CHOSEN, INTEGRATION, Firm

NAMES = st.sampled_from(["Atelier Brun", "ATELIER BRUN", "Menuiserie du Val", "L'Étoile & Fils"])
PHONES = st.sampled_from(["+33199004242", "01 99 00 43 43", None])
CAPITALS = st.sampled_from([1000, 25000, None])
CITIES = st.sampled_from(["LYON", "Nantes", "BESANÇON"])
PLACES = st.integers(min_value=0, max_value=30)
FAULTS = st.sampled_from(["stores-then-500", "rate-limited", "unauthorized"])
Content = dict[str, str | None]


class FirmMachine(RuleBasedStateMachine):
    """`start` makes the firm as its initialisation left it; set by the test."""

    start: Callable[[Path], Firm]

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp())
        self.firm = type(self).start(self.folder)
        self.typed: set[tuple[str, str]] = set()

    def teardown(self) -> None:
        """Nothing fails any more: two runs later both sides agree."""
        self.firm.sandbox.fault("none")
        try:
            for _ in range(2):
                self._runs()
            self._both_agree()
            mark = self.firm.last_call()
            self._runs()
            assert self.firm.writes(mark) == []
            self._history_tells_the_present()
        finally:
            shutil.rmtree(self.folder)

    def _runs(self, ends_well: bool = True) -> None:
        """What a run of the flow is."""
        self.firm.run(ends_well=ends_well)

    def _pair(self, place: int) -> tuple[str, str]:
        pairs = sorted(self.firm.pairs().items())
        alive = [(key, id_) for key, id_ in pairs if key in self.firm.sellsy]
        return alive[place % len(alive)]

    @rule(place=PLACES, name=NAMES)
    def rename_in_sellsy(self, place: int, name: str) -> None:
        key, _ = self._pair(place)
        self.firm.in_sellsy(key, **{"name" if key.startswith("company") else "last_name": name})
        self.typed.add((key, "name"))

    @rule(place=PLACES, name=NAMES)
    def rename_in_altior(self, place: int, name: str) -> None:
        _, id_ = self._pair(place)
        self.firm.in_altior(id_, name=name)
        self.typed.add((id_, "name"))

    @rule(place=PLACES, phone=PHONES)
    def phone_in_sellsy(self, place: int, phone: str | None) -> None:
        key, _ = self._pair(place)
        self.firm.in_sellsy(key, phone_number=phone)
        self.typed.add((key, "phone"))

    @rule(place=PLACES, phone=PHONES)
    def phone_in_altior(self, place: int, phone: str | None) -> None:
        _, id_ = self._pair(place)
        others = [one for one in self.firm.altior[id_]["phones"] if one["type"] != "Fixe"]
        self.firm.in_altior(id_, phones=[*others, *([{"type": "Fixe", "value": phone}] if phone else [])])
        self.typed.add((id_, "phone"))

    @rule(place=PLACES, capital=CAPITALS)
    def capital_in_altior(self, place: int, capital: int | None) -> None:
        key, id_ = self._pair(place)
        if key.startswith("company"):
            self.firm.in_altior(id_, capital=capital)
            self.typed.add((id_, "capital"))

    @rule(place=PLACES, city=CITIES)
    def move_in_altior(self, place: int, city: str) -> None:
        _, id_ = self._pair(place)
        held = self.firm.altior[id_]["addresses"]
        self.firm.in_altior(id_, addresses=[one | {"city": city} for one in held])
        self.typed |= {(id_, "town"), (id_, "delivery_town")}

    @rule(place=PLACES, chosen=st.booleans())
    def choose(self, place: int, chosen: bool) -> None:
        key, _ = self._pair(place)
        self.firm.in_sellsy(key, _custom_fields={CHOSEN: chosen})
        self.typed.add((key, "synchronised"))

    @rule(place=PLACES, system=st.sampled_from(["sellsy", "altior"]))
    def delete(self, place: int, system: str) -> None:
        key, id_ = self._pair(place)
        kind, own = key.split("/")
        self.firm.sandbox.delete(*(("altior", "thirdparty", id_) if system == "altior" else ("sellsy", kind, own)))

    @rule(name=NAMES, type_=st.sampled_from(["CLIENT", "PROSPECT"]))
    def add_in_altior(self, name: str, type_: str) -> None:
        self.firm.sandbox.add("altior", "thirdparty", name=name, nature="MORAL", type=type_)

    @rule(name=NAMES)
    def add_in_sellsy(self, name: str) -> None:
        self.firm.sandbox.add("sellsy", "company", name=name, type="client", _custom_fields={CHOSEN: True})

    @rule(fault=FAULTS, system=st.sampled_from(["sellsy", "altior"]), count=st.integers(1, 3))
    def fault(self, fault: str, system: str, count: int) -> None:
        more: dict[str, Any] = {"status": 500} if fault == "unauthorized" else {}
        self.firm.sandbox.fault(fault, system=system, count=count, **more)

    @rule()
    def run(self) -> None:
        self._runs(ends_well=False)

    def _both_agree(self) -> None:
        integration = load_integration(self.firm.settings.root, INTEGRATION)
        waiting = {(row.external_id, row.field) for row in self.firm.waiting()}
        sellsy, altior = self._contents("sellsy"), self._contents("altior")
        chosen = {key for key, row in sellsy.items() if row["synchronised"] == "yes"}
        pairs = {key: id_ for key, id_ in self.firm.pairs().items() if key in chosen}
        for key, id_ in pairs.items():
            for field in integration.fields:
                if field in sellsy[key] and field not in ("partner", "headcount") and (key, field) not in waiting:
                    assert sellsy[key][field] == altior[id_].get(field), (key, id_, field)

    def _history_tells_the_present(self) -> None:
        """The last line of a field that nobody has typed into since says what the field holds."""
        held = self._contents("sellsy") | self._contents("altior")
        lines = [line for line in self.firm.history() if line.stream == "thirdparty"]
        last = {(line.external_id, line.field): line.new for line in lines}
        for (id_, field), new in last.items():
            if id_ in held and (id_, field) not in self.typed and field in held[id_]:
                assert held[id_][field] == new, (id_, field)

    def _contents(self, name: str, stream: str = "thirdparty") -> dict[str, Content]:
        profile = load_system(self.firm.settings.root, name)
        system = open_system(name, profile, self.firm.settings)
        try:
            raws = [raw for page in system.pages(stream) for raw in page]
        finally:
            system.close()
        frame = to_frame(profile, stream, raws).frame
        return {str(id_): dict(row) for id_, row in frame.to_dict("index").items()}
