"""A field that a system turns out to lack is left alone: a run does the rest, and empties nothing of it elsewhere."""

import pytest

from passerelle.systems.altior import Client
from tests.firm_fixture import Firm, plain

pytestmark = pytest.mark.xdist_group("firm")


def without_website(client: Client, stream: str) -> None:
    """Altior without a place for websites."""
    whole = client.profile.streams[stream]
    fields = {name: map_ for name, map_ in whole.fields.items() if name != "website"}
    streams = client.profile.streams | {stream: whole.model_copy(update={"fields": fields})}
    client.profile = client.profile.model_copy(update={"streams": streams})


def test_what_a_system_lacks_is_neither_emptied_nor_sent(firm: Firm, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Client, "check", without_website)
    key, other = plain(firm)
    before = firm.altior[other]["urls"]
    firm.in_sellsy(key, website="www.nuovo.test", phone_number="+33199004242")
    firm.run()
    assert firm.sellsy[key]["website"] == "www.nuovo.test"
    assert firm.altior[other]["urls"] == before
    assert [one["value"] for one in firm.altior[other]["phones"] if one["type"] == "Fixe"] == ["01 99 00 42 42"]
