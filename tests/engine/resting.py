"""What all state machines over two systems share: calls fail, runs happen, and in the end everything comes to rest."""

import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any, ClassVar, Protocol

import hypothesis.strategies as st
from hypothesis.stateful import RuleBasedStateMachine, rule

from passerelle.settings import Settings
from tests.sandbox_fixture import Sandbox

PLACES = st.integers(min_value=0, max_value=30)
SIDES = st.sampled_from([0, 1])
"""The first or the second of the two systems."""
FAULTS = st.sampled_from(["stores-then-500", "rate-limited", "unauthorized", "truncated"])


class Place(Protocol):
    """Two stand-ins and a hub, as fixtures make them."""

    @property
    def sandbox(self) -> Sandbox: ...
    @property
    def settings(self) -> Settings: ...
    def last_call(self) -> int: ...
    def writes(self, since: int = 0) -> list[tuple[str, str, str]]: ...
    def history(self) -> list[Any]: ...


class RestingMachine(RuleBasedStateMachine):
    """`start` makes the place as its initialisation left it; set by the test."""

    start: Callable[[Path], Any]
    systems: ClassVar[tuple[str, str]]
    firm: Place

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp())
        self.firm = type(self).start(self.folder)

    def teardown(self) -> None:
        """Nothing fails any more: two runs later both sides agree, and a third writes nothing."""
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

    @rule(fault=FAULTS, side=SIDES, count=st.integers(1, 3))
    def fault(self, fault: str, side: int, count: int) -> None:
        more: dict[str, Any] = {"status": 500} if fault == "unauthorized" else {}
        self.firm.sandbox.fault(fault, system=self.systems[side], count=count, **more)

    @rule(news=st.booleans())
    def run(self, news: bool) -> None:
        self._runs(ends_well=False, news=news)

    def _runs(self, ends_well: bool = True, news: bool = False) -> None:
        """What a run of the flow is."""
        raise NotImplementedError

    def _both_agree(self) -> None:
        raise NotImplementedError

    def _history_tells_the_present(self) -> None:
        """Nothing, where the history of what is compared is looked at elsewhere."""
