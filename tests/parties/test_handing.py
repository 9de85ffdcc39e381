"""Handing over: a value goes to the record whose word it is, never over what somebody has typed there meanwhile."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, cast

import pytest

from passerelle.errors import ConfigurationError, RecordRejected
from passerelle.http.client import open_fence
from passerelle.hub.database import Hub, open_hub
from passerelle.hub.parties import Member
from passerelle.mapping.loader import load_system
from passerelle.parties.handing import Handing
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
