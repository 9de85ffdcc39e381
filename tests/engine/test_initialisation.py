"""The initialisation of a firm of which both systems hold a part: reconciled by SIRET, and nothing twice."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from benchmarks.firms import overlapping
from passerelle.settings import Settings
from tests.firm_fixture import CHOSEN, Firm, environment, rooted
from tests.sandbox_fixture import running_sandbox

SELLSY, ALTIOR, BOTH = 50, 50, 30
pytestmark = pytest.mark.xdist_group("initialisation")


@pytest.fixture
def firm(tmp_path: Path) -> Iterator[Firm]:
    """A firm that has never been synchronised, its third parties spelt as each system's users typed them."""
    file = overlapping(tmp_path / "firm.json", SELLSY, ALTIOR, BOTH)
    with running_sandbox(from_path=file, time_scale=1000) as sandbox, pytest.MonkeyPatch.context() as patch:
        for name, value in environment(sandbox.base_url).items():
            patch.setenv(name, value)
        yield Firm(sandbox, Settings(home=tmp_path, root=rooted(tmp_path)))


def in_sellsy(firm: Firm) -> dict[str, str]:
    """SIRETs of Sellsy's records, as typed."""
    return {key: one["legal_france"]["siret"] for key, one in firm.sellsy.items()}


def in_altior(firm: Firm) -> dict[str, str]:
    """SIRETs of Altior's records."""
    return {id_: one["siret"] for id_, one in firm.altior.items()}


def digits(siret: str) -> str:
    """A SIRET however it was typed."""
    return re.sub(r"\D", "", siret)


def test_each_side_holds_all_afterwards_and_what_both_held_is_adopted(firm: Firm) -> None:
    left, right = in_sellsy(firm), in_altior(firm)
    same = {key: id_ for key, typed in left.items() for id_, siret in right.items() if digits(typed) == siret}
    assert (len(left), len(right), len(same)) == (SELLSY, ALTIOR, BOTH)
    assert any(" " in left[key] for key in same)
    assert sum(firm.sellsy[key]["name"] != firm.altior[id_]["name"] for key, id_ in same.items()) > BOTH / 2

    firm.run()

    both, pairs = SELLSY + ALTIOR - BOTH, firm.pairs()
    sirets = [digits(typed) for typed in in_sellsy(firm).values()]
    assert len(set(sirets)) == len(sirets) == len(set(in_altior(firm).values())) == len(firm.altior) == both
    assert {key: digits(siret) for key, siret in in_sellsy(firm).items()} == {
        key: in_altior(firm)[id_] for key, id_ in pairs.items()
    }
    assert {key: id_ for key, id_ in pairs.items() if key in left and id_ in right} == same
    assert all(one["_custom_fields"][CHOSEN] is True for one in firm.sellsy.values())

    mark = firm.last_call()
    firm.run()
    assert firm.writes(mark) == []
