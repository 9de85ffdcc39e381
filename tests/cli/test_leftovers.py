"""Runs of a worker that died are reported as crashed; those of other workers are left alone."""

import json
import sys
from pathlib import Path

from passerelle.cli.running.children import Child
from passerelle.cli.running.leftovers import report_crashed
from tests.http.scripted import Asked, Reply, scripted_server


def test_only_the_pool_of_the_dead_worker_is_asked_for() -> None:
    with scripted_server() as server:
        server.script = lambda asked: Reply(body=[{"id": "7"}] if asked.path == "/flow_runs/filter" else {})
        assert report_crashed(server.url, "passerelle-warm") == ""
        assert report_crashed(server.url) == ""
    asked = [one for one in server.asked if one.path == "/flow_runs/filter"]
    assert [json.loads(one.body).get("work_pools") for one in asked] == [{"name": {"any_": ["passerelle-warm"]}}, None]
    assert states(server.asked) == ["CRASHED", "CRASHED"]


def states(asked: list[Asked]) -> list[str]:
    """What runs were set to."""
    return [json.loads(one.body)["state"]["type"] for one in asked if one.path == "/flow_runs/7/set_state"]


def test_what_follows_a_death_is_done_before_the_next_start(tmp_path: Path) -> None:
    (tmp_path / "brief.py").write_text("")
    seen: list[int] = []
    child = Child("brief", ["brief"], {"PYTHONPATH": str(tmp_path)}, tmp_path, lambda: seen.append(child.process.pid))
    first = child.process.pid
    assert child.process.wait(30) == 0, (tmp_path / "brief.log").read_text()
    assert child.keep_alive()
    child.process.wait(30)
    assert seen == [first]
    assert child.process.pid != first
    assert sys.executable in child.command
