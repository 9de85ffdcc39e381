"""A state machine over opportunities and affaires: people move, type, quote, order, close and delete, calls fail.

Whatever was done, after at most two runs a third writes nothing, and opportunities and affaires are pairs that agree.
"""

from collections import Counter

import hypothesis.strategies as st
from hypothesis.stateful import rule

from tests.engine.resting import PLACES, RestingMachine
from tests.engine.selling import SERVICES, STEPS, affaire, opportunity, paper, run
from tests.firm_fixture import Firm
from tests.sandbox_fixture import Record

NAMES = st.sampled_from(["Toiture", "Façade nord", "Rénovation de l'atelier"])
AMOUNTS = st.sampled_from([800, 1500.5, 72000])
EVERY_STEP = {number: ("Ventes", name) for name, number in STEPS.items()}
EVERY_STEP |= {number: ("Services", name) for name, number in SERVICES.items()}
MOVES = st.sampled_from(sorted(EVERY_STEP))
DELETED_AT_MOST = 3
"""A guard stops a run where most of a system's few records are gone."""


class SellingMachine(RestingMachine):
    """Begins with a first run of opportunities, and some new ones."""

    systems = ("sellsy", "altior")
    firm: Firm

    def __init__(self) -> None:
        super().__init__()
        self.deleted = 0
        run(self.firm)
        for step in (STEPS["Négociation"], SERVICES["Devis envoyé"]):
            opportunity(self.firm, step)

    def _runs(self, ends_well: bool = True, news: bool = False) -> None:
        run(self.firm, ends_well=ends_well, news=news)

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

    def _both_agree(self) -> None:
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
