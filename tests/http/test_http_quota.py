"""What is left of a quota is heard with every answer; a plan that is used up is told once and ends the matter."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from passerelle.errors import NotAllowed, PlanExhausted, RecordRejected
from passerelle.http import HttpClient
from tests.http.scripted import Reply, Server

Make = Callable[..., HttpClient]
QUOTA = {
    "remaining": {"day": "X-Left-Day", "month": "X-Left-Month"},
    "path": "/quotas",
    "limits": {"day": "rate.day.limit"},
}


def heard(client: Make, server: Server, **headers: str) -> dict[str, int]:
    """What a client knows to be left after one answer with these headers."""
    server.answers(Reply(body={}, headers={name.replace("_", "-"): text for name, text in headers.items()}))
    made = client(quota=QUOTA)
    made.read("/x", "list things")
    return made.meter.left


def test_what_is_left_is_read_from_the_headers_the_profile_names(client: Make, server: Server) -> None:
    assert heard(client, server, X_Left_Day="120", x_left_month="-3", X_Left_Second="1") == {"day": 120, "month": -3}


@pytest.mark.parametrize("text", ["", "soon", "1.5", "--1", "1e3"])
def test_a_header_without_a_number_says_nothing(client: Make, server: Server, text: str) -> None:
    assert heard(client, server, X_Left_Day=text) == {}


def test_without_headers_in_the_profile_nothing_is_heard(client: Make, server: Server) -> None:
    server.answers(Reply(body={}, headers={"X-Left-Day": "1"}))
    made = client()
    made.read("/x", "list things")
    assert made.meter.left == {}


def test_the_last_answer_counts_a_refusal_too(client: Make, server: Server) -> None:
    server.answers(Reply(body={}, headers={"X-Left-Day": "9"}), Reply(403, headers={"X-Left-Day": "8"}))
    made = client(quota=QUOTA)
    made.read("/x", "list things")
    with pytest.raises(NotAllowed):
        made.read("/x", "list things")
    assert made.meter.left == {"day": 8}


@pytest.mark.parametrize("call", ["read", "create", "update", "delete"])
def test_a_plan_that_is_used_up_is_told_at_once_with_what_to_do(client: Make, server: Server, call: str) -> None:
    server.answers(Reply(402, body={"message": "Votre offre est épuisée"}))
    made = client()
    calls: dict[str, Callable[[], Any]] = {
        "read": lambda: made.read("/x", "list things"),
        "create": lambda: made.create("/x", {}, "create a thing"),
        "update": lambda: made.update("/x/1", {}, "update thing 1"),
        "delete": lambda: made.delete("/x/1", "delete thing 1"),
    }
    with pytest.raises(PlanExhausted) as told:
        calls[call]()
    assert not isinstance(told.value, RecordRejected)
    assert len(server.asked) == 1
    text = str(told.value)
    assert 'the quota of its plan is used up ("Votre offre est épuisée")' in text
    assert text.endswith("wait until it begins anew, or have the plan extended, then run again.")


def test_what_to_do_about_the_plan_stands_in_the_profile(client: Make, server: Server) -> None:
    server.answers(Reply(402))
    advice = {"unauthorised": "a", "forbidden": "b", "plan": "ask Marie"}
    with pytest.raises(PlanExhausted, match="is used up; ask Marie, then run again"):
        client(advice=advice).read("/x", "list things")


def test_too_many_calls_without_a_word_on_when_are_waited_out_as_the_profile_says(client: Make, server: Server) -> None:
    server.answers(Reply(429, headers={"X-Left-Day": "0"}), Reply(body={}, headers={"X-Left-Day": "7"}))
    made = client(quota=QUOTA, retry_after_default_s=0.2)
    made.read("/x", "list things")
    assert server.asked[1].at - server.asked[0].at >= 0.2
    assert made.meter.left == {"day": 7}
