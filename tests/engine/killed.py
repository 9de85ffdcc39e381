"""A run that is killed at a chosen moment, in a process of its own; a fork server imports this ahead of time."""

import itertools
import os
import signal
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd

import passerelle.engine.apply as apply_module
import passerelle.engine.commit as commit_module
import passerelle.engine.pipeline as pipeline_module
import passerelle.hub.plans as plans_module
import passerelle.systems.rest as rest_module
from passerelle.engine.facts import facts_of
from passerelle.engine.pipeline import execute
from passerelle.engine.run import Options
from passerelle.quality.suites import load_suite
from passerelle.quality.validate import validate
from passerelle.settings import Settings
from tests.office_fixture import NEW

Texts = dict[str, str]

MOMENTS: dict[str, tuple[Any, str, bool]] = {
    # moment: (where, what, whether the call is let through first)
    "while staging the plan": (plans_module, "stage", False),
    "before anything is claimed": (apply_module, "claim_and_intend", False),
    "after the intent, before the call": (apply_module, "claim_and_intend", True),
    "between a create and its commit": (rest_module.RestSystem, "create", True),
    "between an update and its commit": (rest_module.RestSystem, "update", True),
    "after all calls of a chunk": (apply_module, "call_all", True),
    "in the middle of the commit": (commit_module.outbox, "close", False),
    "after the commit": (apply_module, "commit", True),
    "before the checkpoint": (pipeline_module.finish.runs, "save_checkpoint", False),
}
"""Where a run is killed."""


def run_and_die(moment: str, times: int, variables: Texts, settings: Texts, options: dict[str, Any]) -> None:
    """Run the integration and be killed when `moment` comes the `times`-th time."""
    os.environ.update(variables)
    place, name, through = MOMENTS[moment]
    setattr(place, name, _deadly(getattr(place, name), times, through))
    steps = pipeline_module.Steps()
    execute(
        "openthebox-to-adminpulse",
        "killed",
        Options(**{"create_values": NEW} | options),
        _settings(settings),
        {},
        steps,
    )


def run_whole(variables: Texts, settings: Texts, options: dict[str, Any], results: Any) -> None:
    """Run the integration in this process and hand its summary over."""
    os.environ.update(variables)
    wanted = Options(**{"create_values": NEW} | options)
    results.put(execute("openthebox-to-adminpulse", "beside", wanted, _settings(settings), {}))


def _settings(values: Texts) -> Settings:
    return Settings(home=Path(values["home"]), root=Path(values["root"]), database_url=values["database_url"])


def _deadly(function: Callable[..., Any], times: int, through: bool) -> Callable[..., Any]:
    count = itertools.count(1)

    def wrapped(*args: Any, **kwargs: Any) -> Any:
        mine = next(count)
        result = function(*args, **kwargs) if through or mine != times else None
        if mine == times:
            os.kill(os.getpid(), signal.SIGKILL)
        return result

    return wrapped


def _warm_up() -> None:
    """Read the mappings and let Great Expectations do once, before the forks, what it does at its first validation."""
    root = Path(__file__).parents[2]
    for integration in ("openthebox-to-adminpulse", "openthebox-links-to-adminpulse"):
        facts_of(root, integration)
    suite = load_suite(root, "adminpulse_relation")
    columns = sorted({column for rule in suite.rules for column in rule.columns})
    validate(pd.DataFrame([[None] * len(columns)], columns=columns, index=["1"], dtype=object), suite)


_warm_up()
