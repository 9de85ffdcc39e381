"""A state machine over opportunities and affaires: people move, type, quote, order, close and delete, calls fail.

Whatever was done, after at most two runs a third writes nothing, and opportunities and affaires are pairs that agree.
"""

import shutil
import tempfile
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import hypothesis.strategies as st
from hypothesis.stateful import RuleBasedStateMachine, rule

from tests.engine.selling import SERVICES, STEPS, affaire, opportunity, paper, run
from tests.firm_fixture import Firm
from tests.sandbox_fixture import Record

NAMES = st.sampled_from(["Toiture", "Façade nord", "Rénovation de l'atelier"])
AMOUNTS = st.sampled_from([800, 1500.5, 72000])
EVERY_STEP = {number: ("Ventes", name) for name, number in STEPS.items()}
EVERY_STEP |= {number: ("Services", name) for name, number in SERVICES.items()}
MOVES = st.sampled_from(sorted(EVERY_STEP))
PLACES = st.integers(min_value=0, max_value=30)
FAULTS = st.sampled_from(["stores-then-500", "rate-limited", "unauthorized"])
DELETED_AT_MOST = 3
"""A guard stops a run where most of a system's few records are gone."""


class SellingMachine(RuleBasedStateMachine):
    """`start` makes the firm as a first run of opportunities left it; set by the test."""

    start: Callable[[Path], Firm]

    def __init__(self) -> None:
        super().__init__()
        self.deleted = 0
        self.folder = Path(tempfile.mkdtemp())
        self.firm = type(self).start(self.folder)
        run(self.firm)
        for step in (STEPS["Négociation"], SERVICES["Devis envoyé"]):
            opportunity(self.firm, step)

    def teardown(self) -> None:
        """Nothing fails any more: two runs later all agree."""
        self.firm.sandbox.fault("none")
        try:
            for _ in range(2):
                run(self.firm)
            self._pairs_agree()
            mark = self.firm.last_call()
            run(self.firm)
            assert self.firm.writes(mark) == []
        finally:
            shutil.rmtree(self.folder)

    def _opportunity(self, place: int) -> str:
        ids = sorted(self.firm.sandbox.state("sellsy", "opportunity"), key=int)
        return ids[-1 - place % min(len(ids), 4)]

    def _affaire(self, place: int) -> str:
        ids = sorted(self.firm.sandbox.state("altior", "affaire"), key=int)
        return ids[-1 - place % min(len(ids), 4)]

    @rule(step=MOVES)
    def add_in_sellsy(self, step: int) -> None:
        opportunity(self.firm, step)

    @rule(name=NAMES)
    def add_in_altior(self, name: str) -> None:
        affaire(self.firm, name=name)

    @rule(place=PLACES, step=MOVES)
    def move(self, place: int, step: int) -> None:
        own = self._opportunity(place)
        self.firm.sandbox.edit("sellsy", "opportunity", own, pipeline_id=step // 10, step_id=step)

    @rule(place=PLACES, amount=AMOUNTS, name=NAMES)
    def type_in_sellsy(self, place: int, amount: float, name: str) -> None:
        values = {"amount": {"value": f"{amount:.2f}", "currency": "EUR"}, "name": name}
        self.firm.sandbox.edit("sellsy", "opportunity", self._opportunity(place), **values)

    @rule(place=PLACES, amount=AMOUNTS)
    def amount_in_altior(self, place: int, amount: float) -> None:
        self.firm.sandbox.edit("altior", "affaire", self._affaire(place), amount=amount)

    @rule(place=PLACES, name=NAMES)
    def rename_in_altior(self, place: int, name: str) -> None:
        self.firm.sandbox.edit("altior", "affaire", self._affaire(place), name=name)

    @rule(place=PLACES, kind=st.sampled_from(["quote", "order"]))
    def add_paper(self, place: int, kind: str) -> None:
        paper(self.firm, kind, self._affaire(place))

    @rule(place=PLACES, status=st.sampled_from(["CLOTUREE", "EN_COURS"]))
    def close_or_open(self, place: int, status: str) -> None:
        self.firm.sandbox.edit("altior", "affaire", self._affaire(place), status=status)

    @rule(place=PLACES, system=st.sampled_from(["sellsy", "altior"]))
    def delete(self, place: int, system: str) -> None:
        self.deleted += 1
        if self.deleted > DELETED_AT_MOST:
            return
        if system == "sellsy":
            self.firm.sandbox.delete("sellsy", "opportunity", self._opportunity(place))
        else:
            self.firm.sandbox.delete("altior", "affaire", self._affaire(place))

    @rule(fault=FAULTS, system=st.sampled_from(["sellsy", "altior"]), count=st.integers(1, 3))
    def fault(self, fault: str, system: str, count: int) -> None:
        more = {"status": 500} if fault == "unauthorized" else {}
        self.firm.sandbox.fault(fault, system=system, count=count, **more)

    @rule()
    def run(self) -> None:
        run(self.firm, ends_well=False)

    @rule()
    def run_for_news(self) -> None:
        run(self.firm, ends_well=False, news=True)

    def _pairs_agree(self) -> None:
        opportunities = self.firm.sandbox.state("sellsy", "opportunity")
        met: Counter[tuple[str, str]] = Counter()
        for one in self.firm.sandbox.state("altior", "affaire").values():
            for reference in one["references"]:
                own = reference["value"].partition("@")[0].split("/")[1]
                met[own, one["establishment"]] += 1
                if own in opportunities:
                    self._agree(one, opportunities[own])
        assert not [pair for pair, times in met.items() if times > 1], met

    def _agree(self, affaire: Record, opportunity: Record) -> None:
        held = opportunity["name"], float(opportunity["amount"]["value"])
        assert (affaire["name"], float(affaire["amount"])) == held
        shown = tuple(affaire["customFields"][name] for name in ("Workflow", "Etape"))
        assert shown == EVERY_STEP[opportunity["step_id"]]
