"""What is kept: nothing that was answered is lost, whatever stops, and nothing is worked off twice for it."""

import sqlite3
import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select, update

from passerelle.hub import hints
from passerelle.hub.database import open_for_calls, open_hub
from passerelle.hub.hints import Kept, NewHint
from passerelle.hub.receiver_schema import hints as table
from tests.http.scripted import Asked, Reply, scripted_server
from tests.receiver.standing import PACE, Office, Receiver, event, receiving, run
from tests.receiver.test_receiver_runs import NEWS, REFRESH, companies, named

LONG = replace(PACE, window_s=60)
SOON_S = 5.0
"""Far less than a run is waited for (`hold_s`), on however busy a machine."""


@pytest.fixture
def office() -> Iterator[Office]:
    """A Prefect that outlives the receiver."""
    with scripted_server() as server:
        yield Office(server)


def left(hub_url: str) -> list[Kept]:
    """What is kept and not settled."""
    hub = open_hub(hub_url)
    with hub.read() as connection:
        found = hints.unsettled(connection)
    hub.close()
    return found


def done(receiver: Receiver) -> bool:
    """Whether nothing is left to do, in the hub as well."""
    health = receiver.health()
    return not (health["waiting"] or health["under_way"] or left(receiver.hub_url))


def test_what_waits_when_the_receiver_stops_is_worked_off_by_the_next(hub_url: str, office: Office) -> None:
    with receiving(pace=LONG, hub_url=hub_url, office=office) as receiver:
        companies(receiver, 41, 42)
    assert office.started == []
    with receiving(hub_url=hub_url, office=office) as receiver:
        receiver.until(lambda: done(receiver))
        assert office.started == [(REFRESH, named(41, 42))]


def test_a_run_that_was_started_is_followed_by_the_next_and_not_started_again(hub_url: str, office: Office) -> None:
    office.held = "RUNNING"
    with receiving(hub_url=hub_url, office=office) as receiver:
        companies(receiver, 41)
        receiver.until(lambda: bool(left(hub_url)[0].run))
    with receiving(hub_url=hub_url, office=office) as receiver:
        companies(receiver, 41)
        time.sleep(0.5)
        health = receiver.health()
        assert (health["under_way"], health["waiting"], health["started"]) == (1, 1, 0)
        office.held = ""
        receiver.until(lambda: done(receiver))
    assert office.started == [(REFRESH, named(41))] * 2


def test_a_run_whose_start_was_not_noted_is_asked_for_by_the_same_key(hub_url: str, office: Office) -> None:
    office.held = "RUNNING"
    with receiving(hub_url=hub_url, office=office) as receiver:
        companies(receiver, 41, 42)
        receiver.until(lambda: all(one.run for one in left(hub_url)))
    hub = open_hub(hub_url)
    with hub.write("x") as connection:
        connection.execute(update(table).values(run=None))
    hub.close()
    office.held = ""
    with receiving(hub_url=hub_url, office=office) as receiver:
        receiver.until(lambda: done(receiver))
    first, *others = office.wishes()
    assert others == [first] * len(others) != []
    assert len(office.made) == 1


def test_hints_wait_for_as_long_as_prefect_is_away() -> None:
    with receiving() as receiver:
        receiver.prefect.away = [503, 500, 502, 429] * 6
        companies(receiver, 1)
        time.sleep(1)
        companies(receiver, 2)
        assert receiver.health()["waiting"] == 2
        receiver.until(lambda: done(receiver))
        assert receiver.prefect.started == [(REFRESH, named(1, 2))]
        assert receiver.health()["given_up"] == 0


def test_without_any_prefect_they_wait_and_it_is_told_once(caplog: pytest.LogCaptureFixture) -> None:
    with receiving(nobody=True) as receiver:
        companies(receiver, 41, 42)
        time.sleep(1)
        health = receiver.health()
        assert (health["started"], health["waiting"], health["given_up"]) == (0, 2, 0)
    assert caplog.text.count("no Prefect server is known") == 1


def test_a_deployment_that_is_not_there_is_waited_for(caplog: pytest.LogCaptureFixture) -> None:
    with receiving() as receiver:
        receiver.prefect.missing = True
        companies(receiver, 41)
        receiver.until(lambda: "register the deployments" in caplog.text)
        receiver.prefect.missing = False
        receiver.until(lambda: done(receiver))
        assert receiver.prefect.started == [(REFRESH, named(41))]


def test_while_no_worker_takes_the_run_no_other_is_started_however_long_it_takes() -> None:
    with receiving(pace=replace(PACE, hold_s=0.2)) as receiver:
        receiver.prefect.held = "SCHEDULED"
        companies(receiver, 1)
        receiver.until(lambda: bool(receiver.prefect.started))
        companies(receiver, 2, 3)
        time.sleep(1)
        assert receiver.prefect.started == [(REFRESH, named(1))]
        receiver.prefect.held = ""
        receiver.until(lambda: done(receiver))
        assert receiver.prefect.started == [(REFRESH, named(1)), (REFRESH, named(2, 3))]


@pytest.mark.parametrize("end", ["FAILED", "CRASHED", "CANCELLED", "GONE"])
def test_what_a_run_did_not_get_through_with_is_given_to_another(end: str) -> None:
    with receiving() as receiver:
        receiver.prefect.ends = [end]
        companies(receiver, 1, 2)
        receiver.until(lambda: done(receiver))
        assert receiver.prefect.started == [(REFRESH, named(1, 2))] * 2
        assert receiver.health()["given_up"] == 0
        keys = {wish["idempotency_key"] for wish in receiver.prefect.wishes()}
        assert len(keys) == 2


def test_a_run_that_never_ends_holds_its_hints_and_others_not_for_ever() -> None:
    with receiving(pace=replace(PACE, hold_s=0.3)) as receiver:
        receiver.prefect.held = "RUNNING"
        companies(receiver, 1)
        receiver.until(lambda: len(receiver.prefect.started) == 2)
        receiver.prefect.held = ""
        receiver.until(lambda: done(receiver))
        assert all(one == (REFRESH, named(1)) for one in receiver.prefect.started)


@pytest.mark.parametrize(("end", "times"), [("FAILED", 3), ("CRASHED", 5)])
def test_in_the_end_hints_are_left_to_the_nightly_run_and_told(
    end: str, times: int, caplog: pytest.LogCaptureFixture
) -> None:
    with receiving() as receiver:
        receiver.prefect.ends = [end] * 20
        companies(receiver, 41, 42)
        receiver.until(lambda: receiver.health()["given_up"] == 2)
        receiver.until(lambda: done(receiver))
        assert receiver.prefect.started == [(REFRESH, named(41, 42))] * times
    assert "No run got through with 2 hints" in caplog.text
    assert "company/41, company/42" in caplog.text


def test_a_refused_run_is_given_up_in_the_end_and_others_go_on() -> None:
    with receiving() as receiver:
        ordinary = receiver.prefect.server.script
        refusing = threading.Event()
        refusing.set()

        def refuse(asked: Asked) -> Reply:
            refused = refusing.is_set() and asked.path.endswith("/create_flow_run")
            return replace(ordinary(asked), status=422) if refused else ordinary(asked)

        receiver.prefect.server.script = refuse
        companies(receiver, 41)
        receiver.until(lambda: receiver.health()["given_up"] == 1)
        refusing.clear()
        companies(receiver, 42)
        receiver.until(lambda: done(receiver))
        assert receiver.prefect.started[-1] == (REFRESH, named(42))


def test_a_pause_between_attempts_ends_when_somebody_asks_again() -> None:
    with receiving(pace=replace(PACE, again_s=(60,))) as receiver:
        receiver.prefect.ends = ["FAILED"]
        companies(receiver, 1)
        receiver.until(lambda: receiver.health()["under_way"] == 0 and bool(receiver.prefect.started))
        companies(receiver, 1)
        receiver.until(lambda: done(receiver))
        assert receiver.prefect.started == [(REFRESH, named(1))] * 2


def test_what_comes_while_a_run_is_under_way_is_for_the_next_even_the_same_record() -> None:
    with receiving() as receiver:
        receiver.prefect.held = "RUNNING"
        companies(receiver, 1)
        receiver.until(lambda: bool(receiver.prefect.started))
        companies(receiver, 1, 2, 1, 2)
        assert receiver.health()["waiting"] == 2
        receiver.prefect.held = ""
        receiver.until(lambda: done(receiver))
        assert receiver.prefect.started == [(REFRESH, named(1)), (REFRESH, named(1, 2))]


def test_renumberings_there_and_back_are_all_kept_in_order() -> None:
    with receiving(pace=LONG) as receiver:
        key = receiver.key()
        for old, new in (("1", "2"), ("1", "2"), ("2", "1"), ("1", "2")):
            assert receiver.told(old, new, key=key).status_code == 200
        pairs = [(one.told.formerly, one.told.external_id) for one in left(receiver.hub_url)]
    assert pairs == [("1", "2"), ("2", "1"), ("1", "2")]


def test_a_first_hint_starts_its_run_at_once() -> None:
    with receiving() as receiver:
        companies(receiver, 1)
        receiver.until(lambda: done(receiver))
        began = time.monotonic()
        companies(receiver, 2)
        receiver.until(lambda: len(receiver.prefect.started) == 2)
        assert time.monotonic() - began < SOON_S


def test_a_hub_that_is_locked_is_answered_503_and_nothing_is_promised(tmp_path: Path) -> None:
    file = tmp_path / "hub.sqlite"
    with receiving(hub_url=f"sqlite:///{file}") as receiver:
        key = receiver.key()
        before = receiver.health()
        other = sqlite3.connect(file, isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        answer = receiver.told("1", "1", key=key)
        other.execute("ROLLBACK")
        other.close()
        assert answer.status_code == 503
        assert receiver.health()["unavailable"] == before["unavailable"] + 1
        assert left(receiver.hub_url) == []
        assert receiver.told("1", "1", key=key).status_code == 200
        receiver.until(lambda: done(receiver))
        assert [parameters["customers"] for _, parameters in receiver.prefect.started] == [["1"]]


def test_a_hub_that_is_gone_is_answered_503(hub_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    with receiving(hub_url=hub_url) as receiver:
        hub = open_hub(hub_url)
        with hub.write("x") as connection:
            connection.exec_driver_sql("ALTER TABLE hints RENAME TO elsewhere")
        assert receiver.call(event(1, relatedtype="company")).status_code == 503
        with hub.write("x") as connection:
            connection.exec_driver_sql("ALTER TABLE elsewhere RENAME TO hints")
        hub.close()
        companies(receiver, 1)
        receiver.until(lambda: done(receiver))


def test_what_was_settled_long_ago_is_forgotten_at_the_start(hub_url: str) -> None:
    hub = open_for_calls(hub_url, 2.0)
    long_ago = datetime.now(UTC) - timedelta(days=90)
    with hub.write("x") as connection:
        old, new = hints.store(
            connection, [NewHint("sellsy", "thirdparty", f"company/{id_}") for id_ in (1, 2)], long_ago
        )
        hints.settle(connection, [old.id], long_ago)
        hints.settle(connection, [new.id], datetime.now(UTC))
    with receiving(hub_url=hub_url) as receiver:

        def ids() -> set[int]:
            with hub.read() as connection:
                return set(connection.execute(select(table.c.id)).scalars())

        receiver.until(lambda: ids() == {new.id})
    hub.close()


def test_hints_of_streams_that_no_run_carries_any_more_are_kept_and_told(
    hub_url: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("WARNING")
    hub = open_hub(hub_url)
    with hub.write("x") as connection:
        hints.store(connection, [NewHint("sellsy", "gone", "1")], datetime.now(UTC))
    hub.close()
    with receiving(hub_url=hub_url):
        pass
    assert "1 hints are kept for streams that no run carries any more" in caplog.text
    assert [one.told.stream for one in left(hub_url)] == ["gone"]


def test_a_pass_under_way_is_waited_for_by_what_was_left_too(hub_url: str, office: Office) -> None:
    with receiving(pace=LONG, hub_url=hub_url, office=office) as receiver:
        companies(receiver, 1, 2, 3, 4, 5)
    office.runs = {"all": [run("RUNNING")]}
    with receiving(hub_url=hub_url, office=office) as receiver:
        time.sleep(0.5)
        assert office.started == []
        office.runs = {}
        receiver.until(lambda: done(receiver))
    assert office.started == [(NEWS, {})]
