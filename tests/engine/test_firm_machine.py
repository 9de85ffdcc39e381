"""The state machine over both stand-ins and the hub, in short and at length."""

import shutil
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import RuleBasedStateMachine, run_state_machine_as_test

from passerelle.settings import Settings
from tests.engine.contacts_machine import ContactsMachine
from tests.engine.firm_machine import FirmMachine
from tests.firm_fixture import Firm
from tests.studio_fixture import Studio

pytestmark = [pytest.mark.xdist_group("firm"), pytest.mark.usefixtures("firm")]


def machine(first: Firm | Studio, examples: int, steps: int, of: type[RuleBasedStateMachine] = FirmMachine) -> None:
    """Run a state machine from the mark of a firm."""

    def start(folder: Path) -> Firm | Studio:
        first.sandbox.reset("mark")
        shutil.copytree(first.settings.home, folder, dirs_exist_ok=True)
        return type(first)(first.sandbox, Settings(home=folder, root=folder / "root"))

    kind = type("Machine", (of,), {"start": staticmethod(start)})
    checks = [HealthCheck.too_slow, HealthCheck.filter_too_much, HealthCheck.data_too_large]
    # Each example starts over with both systems, so a failure is told as it was met and not shrunk.
    how = settings(
        max_examples=examples,
        stateful_step_count=steps,
        deadline=None,
        derandomize=examples < 10,
        phases=[Phase.generate],
        suppress_health_check=checks,
    )
    run_state_machine_as_test(kind, settings=how)


def test_whatever_people_do_both_sides_agree_after_two_runs(first: Firm) -> None:
    machine(first, examples=2, steps=8)


@pytest.mark.soak
def test_whatever_people_do_at_length(first: Firm) -> None:
    machine(first, examples=20, steps=25)


def test_whatever_people_do_to_contacts_both_sides_agree_after_two_runs(first: Firm) -> None:
    machine(first, examples=2, steps=6, of=ContactsMachine)


@pytest.mark.soak
def test_whatever_people_do_to_contacts_at_length(first: Firm) -> None:
    machine(first, examples=20, steps=25, of=ContactsMachine)
