"""What hints start: few runs, one at a time, whatever comes; and what happens while Prefect is away."""

import time
from dataclasses import replace
from typing import Any

import pytest

from tests.receiver.standing import PACE, Receiver, event, receiving, run

REFRESH, NEWS = "refresh-some/on-demand", "all/news"


def companies(receiver: Receiver, *ids: int) -> None:
    """Sellsy tells of companies."""
    for id_ in ids:
        assert receiver.call(event(id_, relatedtype="company")).status_code == 200


def named(*ids: int) -> dict[str, Any]:
    return {"third_parties": [f"company/{id_}" for id_ in ids], "initialise": False}


def test_what_comes_within_the_window_is_one_run_and_each_record_once() -> None:
    with receiving(pace=replace(PACE, window_s=1.0)) as receiver:
        companies(receiver, 1, 2, 1, 3, 2)
        receiver.until(lambda: receiver.health()["started"] == 1)
        assert receiver.prefect.started == [(REFRESH, named(1, 2, 3))]
        assert receiver.health()["repeated"] == 2
        companies(receiver, 1)
        receiver.until(lambda: receiver.health()["started"] == 2)
        assert receiver.prefect.started[1:] == [(REFRESH, named(1))]


def test_contacts_and_what_they_belong_to_are_one_run() -> None:
    with receiving(pace=replace(PACE, window_s=1.0)) as receiver:
        companies(receiver, 7)
        assert receiver.call(event(31, "people")).status_code == 200
        receiver.until(lambda: receiver.health()["started"] == 1)
        assert receiver.prefect.started == [
            (REFRESH, {"initialise": False, "third_parties": ["company/7", "contact/31"]})
        ]
        assert receiver.health()["unassigned"] == 0


def test_more_than_can_be_named_are_one_run_over_the_news() -> None:
    with receiving(pace=replace(PACE, window_s=1.0)) as receiver:
        companies(receiver, 1, 2, 3, 4, 5)
        receiver.until(lambda: receiver.health()["started"] == 1)
        assert receiver.health()["waiting"] == 0
        assert receiver.prefect.started == [(NEWS, {})]


@pytest.mark.parametrize(
    ("flow", "going"),
    [("all", run("RUNNING")), ("all", run("PENDING")), ("refresh-some", run("RUNNING", "webhook"))],
    ids=["a pass runs", "a pass is about to", "a run of ours"],
)
def test_nothing_is_started_while_a_pass_or_a_run_of_ours_is_under_way(flow: str, going: dict[str, Any]) -> None:
    with receiving() as receiver:
        receiver.prefect.runs = {flow: [going]}
        companies(receiver, 1, 2)
        time.sleep(0.5)
        companies(receiver, 3, 4, 5)
        time.sleep(0.5)
        assert receiver.prefect.started == []
        assert receiver.health()["waiting"] == 5
        receiver.prefect.runs = {}
        receiver.until(lambda: receiver.health()["started"] == 1)
        assert receiver.prefect.started == [(NEWS, {})]


def test_a_run_of_somebody_elses_delays_nothing() -> None:
    with receiving() as receiver:
        receiver.prefect.runs = {"refresh-some": [run("RUNNING", third_parties=["company/1"])]}
        companies(receiver, 1)
        receiver.until(lambda: receiver.prefect.started == [(REFRESH, named(1))])


def test_a_run_that_only_looks_alive_holds_nothing_for_ever() -> None:
    with receiving(pace=replace(PACE, hold_s=0.3)) as receiver:
        receiver.prefect.runs = {"all": [run("RUNNING")]}
        companies(receiver, 1)
        receiver.until(lambda: receiver.prefect.started == [(REFRESH, named(1))])


def test_hints_are_kept_while_prefect_is_busy() -> None:
    with receiving() as receiver:
        receiver.prefect.away = [503, 503]
        companies(receiver, 1)
        receiver.until(lambda: receiver.health()["started"] == 1)
        assert receiver.prefect.started == [(REFRESH, named(1))]
        assert receiver.health()["given_up"] == 0


def test_a_start_with_an_unclear_answer_is_asked_for_again_under_the_same_name() -> None:
    with receiving() as receiver:
        ordinary = receiver.prefect.server.script
        answers = iter([502])

        def first_unclear(asked: Any) -> Any:
            reply = ordinary(asked)
            return replace(reply, status=next(answers, 200)) if asked.path.endswith("/create_flow_run") else reply

        receiver.prefect.server.script = first_unclear
        companies(receiver, 1)
        receiver.until(lambda: receiver.health()["started"] == 1)
        first, second = receiver.prefect.wishes()
        assert first == second
        assert first["idempotency_key"]
