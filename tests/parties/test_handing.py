"""Handing over: a value goes to the record whose word it is, never over what somebody has typed there meanwhile."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, cast

import pytest

from passerelle.errors import ConfigurationError, RecordRejected
from passerelle.http.client import open_fence
from passerelle.hub.database import Hub, open_hub
from passerelle.hub.parties import Member
from passerelle.mapping.loader import load_system
from passerelle.mapping.models import Stream
from passerelle.parties.handing import Handing
from passerelle.parties.linking import Company, Links, Moves, doubt_by_domain, links_of
from passerelle.parties.spelling import spelt
from passerelle.systems.base import System

ROOT = Path(__file__).parents[2]
MAIL, TYPED = "info@exemple.fr", "nouveau@exemple.fr"
OLD, NEW = {"email": MAIL, "website": "exemple.fr"}, {"email": TYPED}
ALTIOR, OPEN_BOX = "altior:thirdparty:7", "openthebox:company:BE0403449823"


class Standing:
    """A system that holds one record, and notes what it is sent."""

    def __init__(self, name: str, raw: dict[str, Any] | None) -> None:
        self.profile = load_system(ROOT, name)
        self.raw, self.sent = raw, list[dict[str, Any]]()

    def read(self, _stream: str, _id: str) -> dict[str, Any] | None:
        return self.raw

    def complete_body(self, _stream: str, body: dict[str, Any], creating: bool) -> dict[str, Any]:
        return body

    def update(self, _stream: str, _id: str, body: dict[str, Any], _fence: Any) -> dict[str, Any]:
        self.sent.append(body)
        assert self.raw is not None
        self.raw = {**self.raw, **body}
        return self.raw


def member(record: str) -> Member:
    """A bound record that was last seen to hold the old values."""
    connection, stream, id_ = record.split(":")
    return Member("hub-1", connection, stream, id_, "an-integration", datetime(2026, 11, 1, tzinfo=UTC), dict(OLD))


def third_party(mail: str) -> dict[str, Any]:
    """A third party of Altior with this e-mail."""
    return {"id": 7, "name": "Exemple", "emails": [{"type": "Principal", "value": mail}]}


@pytest.fixture
def hub(tmp_path: Path) -> Iterator[Hub]:
    made = open_hub(f"sqlite:///{tmp_path}/hub.sqlite")
    yield made
    made.close()


def handing(hub: Hub, **systems: Standing) -> Handing:
    """What hands over to these systems; any other is not configured."""

    def opened(account: str, _stream: str) -> System:
        if account not in systems:
            raise ConfigurationError(f"set PASSERELLE_{account.upper()}_API_KEY")
        return cast(System, systems[account])

    return Handing("hub", hub, opened)


def test_a_value_goes_to_the_record_whose_word_it_is_and_nothing_else_is_sent(hub: Hub) -> None:
    altior = Standing("altior", third_party(MAIL))
    provider = Standing("openthebox", {"vat": "BE0403449823"})
    members = [member(OPEN_BOX), member(ALTIOR)]
    handing(hub, altior=altior, openthebox=provider).hand_over(members, {"email": ALTIOR}, dict(NEW), open_fence)
    assert (provider.sent, [list(body) for body in altior.sent]) == ([], [["emails"]])
    assert [one["value"] for one in altior.sent[0]["emails"]] == [TYPED]
    # What nobody has said yet goes to the first that takes it; what stands there already is not sent.
    handing(hub, altior=altior, openthebox=provider).hand_over(members, {}, dict(NEW), open_fence)
    assert len(altior.sent) == 1


@pytest.mark.parametrize(
    ("raw", "told"),
    [
        (third_party("collegue@exemple.fr"), "email was edited in Altior since it was last seen"),
        (None, "no longer exists"),
    ],
)
def test_what_somebody_typed_or_deleted_meanwhile_stands(hub: Hub, raw: dict[str, Any] | None, told: str) -> None:
    altior = Standing("altior", raw)
    with pytest.raises(RecordRejected, match=told):
        handing(hub, altior=altior).hand_over([member(ALTIOR)], {"email": ALTIOR}, dict(NEW), open_fence)
    assert altior.sent == []


def test_a_system_that_takes_nothing_or_is_not_set_up_is_named(hub: Hub) -> None:
    provider = Standing("openthebox", {"vat": "BE0403449823"})
    members, values = [member(OPEN_BOX)], {"website": "autre.fr"}
    with pytest.raises(RecordRejected, match=f"{OPEN_BOX}, whose word it is, takes no website"):
        handing(hub, openthebox=provider).hand_over(members, {"website": OPEN_BOX}, dict(values), open_fence)
    with pytest.raises(RecordRejected, match="PASSERELLE_OPENTHEBOX_API_KEY"):
        handing(hub).hand_over(members, {}, dict(values), open_fence)


PERSON = {"first_name": "Anna Maria", "name": "De Luca", "email": MAIL}


def test_a_name_in_two_parts_keeps_its_boundary_and_further_addresses_stay() -> None:
    (sellsy, reviso) = (load_system(ROOT, name).streams["contact"] for name in ("sellsy", "reviso"))
    assert spelt(sellsy, PERSON, {"name": "Anna Maria Rossi"}) == {"first_name": "Anna Maria", "name": "Rossi"}
    held = {"name": "Anna Maria De Luca", "email": f"{MAIL} amm@exemple.fr"}
    wanted = {"name": "Anna Rossi", "email": TYPED}
    assert spelt(reviso, held, wanted) == {"name": "Anna Rossi", "email": f"{TYPED} amm@exemple.fr"}


def test_records_that_are_one_by_a_field_get_it_all_or_none_does(hub: Hub) -> None:
    """Else they would be two as soon as one of them has the new one."""
    altior, provider = Standing("altior", third_party(MAIL)), Standing("openthebox", {"vat": "BE0403449823"})
    apart = replace(member(OPEN_BOX), hub_id="hub-2")
    systems = {"altior": altior, "openthebox": provider}

    def opened(account: str, _stream: str) -> System:
        return cast(System, systems[account])

    one = Handing("hub", hub, opened, together={"email"})
    with pytest.raises(RecordRejected, match="takes no email; change it there by hand"):
        one.hand_over([member(ALTIOR), apart], {"email": ALTIOR}, dict(NEW), open_fence)
    assert altior.sent == []
    one.hand_over([member(ALTIOR), member(OPEN_BOX)], {"email": ALTIOR}, dict(NEW), open_fence)
    assert len(altior.sent) == 1


COMPANY = Company("Exemple", [member("sellsy:thirdparty:company/7"), member("altior:thirdparty:7")])
COMMON = {"an-integration": ("sellsy", "thirdparty")}


def test_a_link_goes_to_a_system_that_knows_both_and_leaves_wherever_it_stands() -> None:
    sellsy, altior = member("sellsy:contact:contact/1"), member("altior:contact:9")
    streams = {one: load_system(ROOT, one).streams["contact"] for one in ("sellsy", "altior")}

    def taken(one: Member) -> Stream | None:
        return streams[one.connection]

    comes = links_of(Moves([COMPANY], [], COMMON), [altior, sellsy], taken, "hub")
    assert comes == {altior.record: Links({"7": "company/7"})}
    holding = replace(sellsy, content={"third_parties": "company/7 (main); company/9"})
    (left,) = links_of(Moves([], [COMPANY], COMMON), [altior, holding], taken, "hub").items()
    assert left == (sellsy.record, Links({}, {"company/7": "company/7"}))
    assert left[1].applied("company/7 (main); company/9") == "company/9"
    assert links_of(Moves([], [COMPANY], COMMON), [altior, sellsy], taken, "hub") == {}
    with pytest.raises(RecordRejected, match="holds Elsewhere as well"):
        links_of(Moves([Company("Elsewhere", [])], [], COMMON), [altior, sellsy], taken, "hub")
    with pytest.raises(RecordRejected, match="keeps its link to Exemple for good"):
        links_of(Moves([], [COMPANY], COMMON), [holding], lambda _: None, "hub")


def test_a_first_company_by_nothing_but_the_domain_is_a_guess() -> None:
    told = doubt_by_domain("anna@exemple.fr", None, "Exemple", "exemple.fr; exemple.be")
    assert "may have been attached" in told
    assert doubt_by_domain("anna@exemple.fr", "hub-7", "Exemple", "exemple.fr") == ""
    assert doubt_by_domain("anna@autre.fr", None, "Exemple", "exemple.fr") == ""
    assert doubt_by_domain(None, None, "Exemple", None) == ""
