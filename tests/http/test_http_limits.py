"""Rate limits are kept by threads and by clients of one account together, and a 429 stops them all."""

from __future__ import annotations

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest

from passerelle.errors import ConfigurationError
from passerelle.http import HttpClient
from tests.http.scripted import Reply, Server

Make = Callable[..., HttpClient]


def most_in(server: Server, seconds: float) -> int:
    """The most requests that arrived within any window of this length."""
    at = [asked.at for asked in server.asked]
    return max(sum(start <= other < start + seconds for other in at) for start in at)


def test_threads_and_clients_of_one_account_keep_its_limit_together(client: Make, server: Server) -> None:
    limits = [{"calls": 10, "seconds": 0.5}]
    clients = [client(account="shared", limits=limits) for _ in range(2)]
    with ThreadPoolExecutor(6) as pool:
        list(pool.map(lambda number: clients[number % 2].read("/x", "list things"), range(35)))
    assert len(server.asked) == 35
    assert most_in(server, 0.5) <= 10
    assert server.asked[-1].at - server.asked[0].at < 4


def test_every_limit_of_several_is_kept(client: Make, server: Server) -> None:
    made = client(limits=[{"calls": 3, "seconds": 0.2}, {"calls": 5, "seconds": 1}])
    for _ in range(8):
        made.read("/x", "list things")
    assert most_in(server, 0.2) <= 3
    assert most_in(server, 1) <= 5


def test_another_account_has_a_limit_of_its_own(client: Make, server: Server) -> None:
    for _ in range(2):
        made = client(limits=[{"calls": 2, "seconds": 60}])
        made.read("/x", "list things")
        made.read("/x", "list things")
    assert len(server.asked) == 4


def test_while_one_call_waits_after_a_429_no_other_is_sent(client: Make, server: Server) -> None:
    turns = iter([Reply(429, headers={"Retry-After": "0.5"})])
    server.script = lambda _: next(turns, Reply())
    made = client()
    with ThreadPoolExecutor(2) as pool:
        first = pool.submit(made.read, "/first", "list things")
        time.sleep(0.1)
        pool.submit(made.read, "/second", "list things").result()
        first.result()
    refused, *others = server.asked
    assert len(others) == 2
    assert all(asked.at - refused.at > 0.45 for asked in others)


def test_limits_that_contradict_each_other_are_told(client: Make) -> None:
    with pytest.raises(ConfigurationError, match="limits in its profile contradict"):
        client(limits=[{"calls": 10, "seconds": 1}, {"calls": 5, "seconds": 60}])
