"""The state machine over Reviso and TeamSystem Cloud CRM, in short and at length."""

import pytest

from tests.engine.studio_machine import StudioMachine
from tests.engine.test_firm_machine import machine
from tests.studio_fixture import Studio

pytestmark = [pytest.mark.xdist_group("studio"), pytest.mark.usefixtures("studio")]


def test_whatever_people_do_customers_and_companies_agree_after_two_runs(opened: Studio) -> None:
    machine(opened, examples=2, steps=8, of=StudioMachine)


@pytest.mark.soak
def test_whatever_people_do_with_customers_at_length(opened: Studio) -> None:
    machine(opened, examples=20, steps=25, of=StudioMachine)
