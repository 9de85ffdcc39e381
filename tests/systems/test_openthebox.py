"""openthebox: numbers in paths, names by language, and what a look-up does with each kind of answer."""

from __future__ import annotations

from typing import Any

import pytest

from passerelle.errors import ConfigurationError, SystemUnavailable
from passerelle.mapping.reader import to_frame
from tests.http.scripted import Asked, Reply, Server
from tests.systems.conftest import Open, with_token

TEXT = {"Content-Type": "text/plain"}


def company(number: str, **more: Any) -> dict[str, Any]:
    """A company as openthebox answers it."""
    plain: dict[str, Any] = {
        "pid": f"BE{number}",
        "enterpriseNumber": number,
        "status": "AC",
        "names": [],
        "address": None,
    }
    return plain | more


def name(language: str, value: str, type_: str = "001") -> dict[str, str]:
    """One entry of `names`."""
    return {"language": language, "type": type_, "value": value}


NAMES = {
    "one per language": (
        [name("2", "Bakkerij"), name("1", "Boulangerie")],
        None,
        {"nl": "Bakkerij", "fr": "Boulangerie"},
    ),
    "the legal name before others": ([name("2", "Kort", "002"), name("2", "Wet")], None, {"nl": "Wet"}),
    "the commercial name before a short one": ([name("2", "K", "002"), name("1", "H", "003")], None, {"fr": "H"}),
    "the short name for want of others": ([name("3", "Kurz", "002")], None, {"de": "Kurz"}),
    "the first of a language": ([name("4", "One"), name("4", "Two")], None, {"en": "One"}),
    "unknown language, Flanders": ([name("0", "X")], "9000", {"nl": "X"}),
    "unknown language, Wallonia": ([name("0", "X")], "5000", {"fr": "X"}),
    "unknown language, Eupen": ([name("0", "X")], "4700", {"de": "X"}),
    "unknown language, Brussels": ([name("0", "X")], "1000", dict.fromkeys(("fr", "nl", "de", "en"), "X")),
    "unknown language beside a known one": ([name("0", "X"), name("2", "Y")], "9000", {"nl": "Y"}),
    "no name": ([name("1", "")], "1000", {}),
}


@pytest.mark.parametrize(("names", "postcode", "expected"), NAMES.values(), ids=NAMES)
def test_names_by_language(
    opened: Open, server: Server, names: list[Any], postcode: str | None, expected: dict[str, str]
) -> None:
    raw = company("0403449823", names=names, address={"zipcode": postcode} if postcode else None, extra=1)
    server.script = with_token(lambda _: Reply(body=raw))
    assert opened("openthebox").read("company", "0403449823") == raw | {"name": expected}


def test_the_profile_reads_what_the_client_prepares(opened: Open, server: Server) -> None:
    server.script = with_token(lambda _: Reply(body=company("0403449823", names=[name("2", "Bakkerij")])))
    client = opened("openthebox")
    raw = client.read("company", "BE0403449823")
    batch = to_frame(client.profile, "company", [raw] if raw else [])
    assert batch.frame.loc["BE0403449823", "name@nl"] == "Bakkerij"
    assert not batch.unmapped


@pytest.mark.parametrize("key", ["0403449823", "BE0403449823", "0403.449.823", "403449823"])
def test_a_number_is_asked_for_as_the_vendor_wants_it(opened: Open, server: Server, key: str) -> None:
    server.script = with_token(lambda _: Reply(404, body="Unknown", headers=TEXT))
    assert opened("openthebox").read("company", key) is None
    assert server.asked[-1].path == "/api/companies/BE0403449823"


def test_a_look_up_tells_found_missing_and_refused_apart(opened: Open, server: Server) -> None:
    answers = {
        "BE0000000001": Reply(body=company("0000000001")),
        "BE0000000002": Reply(404, body="Unknown", headers=TEXT),
        "nonsense": Reply(400, body="Not a number", headers=TEXT),
    }
    server.script = with_token(lambda asked: answers[asked.path.rsplit("/", 1)[1]])
    told: list[int] = []
    client = opened("openthebox")
    result = client.look_up("company", ["0000000001", "nonsense", "0000000002", "0000000001"], told.append)
    assert {key: raw["pid"] for key, raw in result.found.items()} == {"0000000001": "BE0000000001"}
    assert result.missing == ["0000000002"]
    assert '"Not a number"' in result.refused["nonsense"]
    assert sum(told) == client.calls.reads == 3


def test_a_failing_look_up_stops_at_once(opened: Open, server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PASSERELLE_OPENTHEBOX_ATTEMPTS", "1")
    server.script = with_token(lambda _: Reply(500, delay_s=0.01))
    with pytest.raises(SystemUnavailable):
        opened("openthebox").look_up("company", [f"{number:010}" for number in range(200)])
    assert len(server.asked) < 20


def test_many_are_asked_at_once(opened: Open, server: Server) -> None:
    def answer(asked: Asked) -> Reply:
        return Reply(body=company(asked.path.rsplit("BE", 1)[1]), delay_s=0.1)

    server.script = with_token(answer)
    keys = [f"{number:010}" for number in range(8)]
    result = opened("openthebox").look_up("company", keys)
    assert list(result.found) == keys
    calls = [asked.at for asked in server.asked if asked.path != "/oauth/token"]
    assert max(calls) - min(calls) < 0.5


def test_a_connection_test_accepts_that_the_company_is_unknown(opened: Open, server: Server) -> None:
    server.script = with_token(lambda _: Reply(404, body="Unknown", headers=TEXT))
    opened("openthebox").test()


def test_there_is_no_list(opened: Open) -> None:
    with pytest.raises(ConfigurationError, match="openthebox offers no call to list companies"):
        opened("openthebox").pages("company")


def test_nothing_can_be_written(opened: Open, server: Server) -> None:
    with pytest.raises(ConfigurationError, match="offers no call to create"):
        opened("openthebox").create("company", {})
    with pytest.raises(ConfigurationError, match="offers no call to update"):
        opened("openthebox").update("company", "BE0403449823", {})
    assert server.asked == []


def test_the_page_of_a_company(opened: Open) -> None:
    page = opened("openthebox").page_of("company", "BE0403449823")
    assert page == "https://openthebox.be/company/BE0403449823"
