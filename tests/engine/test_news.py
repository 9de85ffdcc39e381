"""Runs for news alone: what they ask for, what they carry, and whom they still know."""

import pytest

from tests.firm_fixture import CHOSEN, Firm, phones, plain

pytestmark = pytest.mark.xdist_group("firm")


def asked(firm: Firm, since: int) -> list[str]:
    """Calls made, tokens aside."""
    return [call["path"] for call in firm.sandbox.requests(since=since) if "/oauth" not in call["path"]]


def test_a_run_for_news_asks_for_what_has_changed_and_carries_it(quiet: Firm) -> None:
    mark = quiet.last_call()
    nothing = quiet.run(news=True)
    assert [counts["read"] for counts in nothing["streams"].values()] == [0, 0]
    still = asked(quiet, mark)
    key, id_ = plain(quiet)
    quiet.in_sellsy(key, phone_number="+33199004242")
    quiet.in_altior(id_, capital=123456)
    new = quiet.sandbox.add("altior", "thirdparty", name="Menuiserie Neuve", nature="MORAL", type="CLIENT")
    mark = quiet.last_call()
    quiet.run(news=True)
    assert phones(quiet.altior[id_], "Fixe") == ["01 99 00 42 42"]
    assert quiet.sellsy[key]["capital"] == "123456"
    assert str(new["id"]) in quiet.pairs().values()
    per_edit = (len(asked(quiet, mark)) - len(still)) / 3
    assert len(still) <= 6
    assert per_edit <= 8


@pytest.mark.parametrize("number", ["siren", "siret"])
def test_a_run_for_news_knows_whom_sellsy_cannot_search_for(quiet: Firm, number: str) -> None:
    """Sellsy has no filter by SIREN, and its filter by SIRET misses one typed with spaces."""
    plain_number = {"siren": "552100554", "siret": "55210055400013"}[number]
    typed = f"{plain_number[:3]} {plain_number[3:6]} {plain_number[6:9]} {plain_number[9:]}".strip()
    legal, chosen = {number: typed}, {CHOSEN: False}
    quiet.sandbox.add("sellsy", "company", name="Usine", type="client", legal_france=legal, _custom_fields=chosen)
    quiet.run()
    before = len(quiet.sellsy)
    new = {"name": "L'Usine", "nature": "MORAL", "type": "CLIENT", number: plain_number}
    quiet.sandbox.add("altior", "thirdparty", **new)
    quiet.run(news=True)
    assert len(quiet.sellsy) == before
