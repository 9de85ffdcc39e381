"""Calls of systems over real HTTP: which are believed, which refused, and what each is counted as."""

from collections.abc import Iterator

import httpx
import pytest

from tests.receiver.standing import Receiver, event, receiving


@pytest.fixture(scope="module")
def shared() -> Iterator[Receiver]:
    with receiving() as receiver:
        yield receiver


@pytest.fixture
def receiver(shared: Receiver) -> Receiver:
    """The one receiver, once nothing of an earlier test waits."""
    shared.until(shared.is_quiet)
    shared.prefect.server.asked.clear()
    return shared


def counted(receiver: Receiver, since: dict[str, int]) -> dict[str, int]:
    """What has moved in the counts of calls."""
    return {
        name: value - since[name] for name, value in receiver.health().items() if name in CALLS and value != since[name]
    }


CALLS = ("received", "refused", "unknown", "unassigned")


def test_a_ping_is_answered(receiver: Receiver) -> None:
    assert httpx.get(f"{receiver.url}/hooks/sellsy", headers={"User-Agent": "Sellsy"}).status_code == 200
    assert httpx.head(f"{receiver.url}/hooks/sellsy").status_code == 200
    assert httpx.get(f"{receiver.url}/hooks/nobody").status_code == 404


def test_a_call_of_another_account_is_refused_and_starts_nothing(receiver: Receiver) -> None:
    before = receiver.health()
    answer = receiver.call(event(1, corpid="930"))
    assert answer.status_code == 403
    assert "account 930; PASSERELLE_SELLSY_ACCOUNT_ID says 929" in answer.json()["message"]
    assert counted(receiver, before) == {"received": 1, "refused": 1}
    assert receiver.health()["waiting"] == 0


@pytest.mark.parametrize("form", [False, True])
def test_a_signed_call_starts_a_run_of_what_it_names(receiver: Receiver, form: bool) -> None:
    before = receiver.health()
    assert receiver.call(event(6657), form=form).status_code == 200
    receiver.until(lambda: bool(receiver.prefect.started))
    # A client may be a company or an individual.
    named = {"third_parties": ["company/6657", "individual/6657"], "initialise": False}
    assert receiver.prefect.started == [("refresh-some/on-demand", named)]
    assert receiver.prefect.wishes()[0]["tags"] == ["webhook"]
    receiver.until(lambda: receiver.health()["waiting"] == 0)
    assert counted(receiver, before) == {"received": 1}


def test_a_wrong_signature_is_refused_counted_and_starts_nothing(
    receiver: Receiver, caplog: pytest.LogCaptureFixture
) -> None:
    before = receiver.health()
    forged = receiver.call(event(1), key="somebody else's")
    unsigned = httpx.post(f"{receiver.url}/hooks/sellsy", json=event(1), headers={"User-Agent": "Sellsy"})
    assert (forged.status_code, unsigned.status_code) == (401, 401)
    assert "PASSERELLE_SELLSY_WEBHOOK_KEY" in forged.json()["message"]
    assert counted(receiver, before) == {"received": 2, "refused": 2}
    assert receiver.health()["waiting"] == 0
    receiver.call(event(2))
    receiver.until(lambda: bool(receiver.prefect.started))
    named = {"third_parties": ["company/2", "individual/2"], "initialise": False}
    assert receiver.prefect.started == [("refresh-some/on-demand", named)]
    assert caplog.text.count("A call for sellsy was refused") == 2


@pytest.mark.parametrize("form", [False, True])
@pytest.mark.parametrize(
    "told", ["{", "[]", '"client"', "{}", event(relatedid="6657; DROP"), event(relatedid=""), event(name="")]
)
def test_a_malformed_call_is_refused(receiver: Receiver, told: object, form: bool) -> None:
    before = receiver.health()
    assert receiver.call(told, form=form).status_code == 400
    assert counted(receiver, before) == {"received": 1, "refused": 1}


def test_an_unknown_account_and_too_long_a_call_are_refused(
    receiver: Receiver, caplog: pytest.LogCaptureFixture
) -> None:
    before = receiver.health()
    assert receiver.call(event(), account="nobody%0Aknows").status_code == 404
    assert receiver.call(event(event="x" * 1_000_001)).status_code == 413
    assert counted(receiver, before) == {"received": 2, "refused": 2}
    assert "knows" not in caplog.text


@pytest.mark.parametrize("told", [event(kind="docslog", name="step"), event(kind="client", relatedtype="newsletter")])
def test_an_event_nothing_is_known_of_is_acknowledged_and_counted(receiver: Receiver, told: dict[str, str]) -> None:
    before = receiver.health()
    assert receiver.call(told).status_code == 200
    assert counted(receiver, before) == {"received": 1, "unknown": 1}


def test_a_stream_that_no_run_carries_is_acknowledged_and_counted(receiver: Receiver) -> None:
    before = receiver.health()
    assert receiver.call(event(kind="opportunity", name="deleted")).status_code == 200
    assert counted(receiver, before) == {"received": 1, "unassigned": 1}
    assert receiver.health()["waiting"] == 0


def test_health_names_the_accounts(receiver: Receiver) -> None:
    health = receiver.health()
    assert health["accounts"]["sellsy"] == "listening"
    assert "passerelle keys create reviso" in health["accounts"]["reviso"]
    assert health["paths"] == {"sellsy": "/hooks/sellsy", "reviso": "/api/v9/RevisoCustomer"}
    assert {"received", "refused", "unavailable", "unknown", "started", "waiting", "under_way", "given_up"} <= set(
        health
    )


def test_without_a_key_every_call_is_refused_with_what_to_set() -> None:
    with receiving(key=None) as receiver:
        answer = receiver.call(event(), key="")
        assert answer.status_code == 503
        assert "set PASSERELLE_SELLSY_WEBHOOK_KEY" in answer.json()["message"]
        assert "set PASSERELLE_SELLSY_WEBHOOK_KEY" in receiver.health()["accounts"]["sellsy"]
        assert (receiver.health()["refused"], receiver.health()["waiting"]) == (1, 0)
