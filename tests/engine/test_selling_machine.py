"""The state machine over opportunities and affaires, in short and at length."""

import pytest

from tests.engine.selling_machine import SellingMachine
from tests.engine.test_firm_machine import machine
from tests.firm_fixture import Firm

pytestmark = [pytest.mark.xdist_group("firm following"), pytest.mark.usefixtures("firm")]


def test_whatever_people_do_opportunities_and_affaires_agree_after_two_runs(first: Firm) -> None:
    machine(first, examples=2, steps=8, of=SellingMachine)


@pytest.mark.soak
def test_whatever_people_do_with_opportunities_at_length(first: Firm) -> None:
    machine(first, examples=20, steps=25, of=SellingMachine)
