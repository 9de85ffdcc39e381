"""More records than a run can name: some a run, in the name of who called, whatever else comes with them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from tests.receiver.standing import Receiver, receiving, run

NAMED = "refresh-customers/on-demand"


@contextmanager
def collecting() -> Iterator[Receiver]:
    """A receiver that starts nothing yet, as a pass is under way."""
    with receiving() as receiver:
        receiver.prefect.runs = {"customers": [run("RUNNING")]}
        yield receiver


def started(receiver: Receiver, runs: int) -> list[tuple[str, dict[str, Any]]]:
    """So many runs once the pass has ended, when everything is settled."""
    receiver.prefect.runs = {}
    receiver.until(receiver.is_quiet)
    assert receiver.health()["started"] == runs, receiver.prefect.started
    return receiver.prefect.started


def of(user: str, *numbers: int) -> tuple[str, dict[str, Any]]:
    return NAMED, {"customers": [str(number) for number in numbers], "on_behalf": user}


def test_more_customers_than_a_run_can_name_are_named_to_several_each_once() -> None:
    with collecting() as receiver:
        anna, ugo = receiver.key(), receiver.key("ugo")
        for number in (*range(1, 11), 3):
            assert receiver.told(number, number, key=anna).status_code == 200
        assert receiver.told(4, 4, key=ugo).status_code == 200
        parts = [of("anna", 1, 2, 3, 4), of("anna", 5, 6, 7, 8), of("anna", 9, 10), of("ugo", 4)]
        assert started(receiver, 4) == parts


def test_a_customer_with_a_new_number_stays_in_one_run_with_the_old() -> None:
    with collecting() as receiver:
        key = receiver.key()
        for old, new in ((1, 1), (2, 2), (3, 3), (4, 5), (6, 6)):
            assert receiver.told(old, new, key=key).status_code == 200
        _, (_, second) = started(receiver, 2)
        assert sorted(second["customers"]) == ["4", "5", "6"]


def test_a_call_for_everything_new_takes_no_named_customer_with_it() -> None:
    with collecting() as receiver:
        key = receiver.key()
        receiver.prefect.ends = ["COMPLETED", "FAILED"]
        for number in (1, 2, 0, 0, 3):
            assert receiver.told(number, number, key=key).status_code == 200
        first, *others = started(receiver, 3)
        assert first == of("anna", 1, 2, 3)
        assert others == [("customers/news", {})] * 2
