"""Revert: take changes back in the target, through the plan and the outbox like any change, and remember it.

What somebody has changed since stays as it is, and is named. A record that was created is taken out of use the way its
system's profile says (`archive`), because nothing is ever deleted. A revert is a change, and can be reverted.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, Row, select

from passerelle.engine import apply, pipeline, recover
from passerelle.engine.reverting import plan_reverts
from passerelle.engine.run import Options, Progress, Run, silent
from passerelle.errors import PasserelleError
from passerelle.hub import history, plans, schema
from passerelle.hub.database import Hub
from passerelle.settings import Settings

FLOW = "revert"


def revert_change(settings: Settings, hub: Hub, id_: int, dry_run: bool = False) -> dict[str, Any]:
    """Revert one change by the number of its line of history; the rest of its group (an address) goes with it.

    Returns the run's summary. Raises PasserelleError when there is no such change.
    """
    with hub.read() as connection:
        line = history.line(connection, id_)
        if line is None:
            raise PasserelleError(f"There is no change {id_}. 'passerelle history RECORD' shows the number of each.")
        if line.op == history.RENUMBERED:
            raise PasserelleError(f"Change {id_} was made in {line.connection} itself; give it its old number there.")
        together = history.lines_of(connection, line.run_id, line.seq)
        integration = _integration(connection, line.run_id)
    mates = [one for one in together if one.external_id == line.external_id]
    return _conduct(settings, hub, integration, mates, line, {"change": id_}, dry_run)


def revert_run(settings: Settings, hub: Hub, typed: str, dry_run: bool = False) -> dict[str, Any]:
    """Revert every change of a run, by its id or the beginning of it.

    Returns the summary of the run that does it. Raises PasserelleError: no such run, several, or it changed nothing.
    """
    with hub.read() as connection:
        run_id = _run_id(connection, typed)
        lines = history.lines_of(connection, run_id)
        integration = _integration(connection, run_id)
    if not lines:
        raise PasserelleError(f"Run {run_id} changed nothing, so there is nothing to revert.")
    return _conduct(settings, hub, integration, lines, None, {"run": run_id}, dry_run)


def _conduct(
    settings: Settings,
    hub: Hub,
    integration: str,
    lines: Sequence[Row[Any]],
    only: Row[Any] | None,
    asked: dict[str, Any],
    dry_run: bool,
    progress: Progress = silent,
) -> dict[str, Any]:
    with hub.read() as connection:
        numbers = sorted({(line.run_id, line.seq) for line in lines})
        made = {number: plans.one(connection, *number) for number in numbers}
    references = tuple(dict.fromkeys(action.reference for action in made.values() if action.reference))
    options = Options(dry_run=dry_run, keys=references)

    def work(run: Run) -> None:
        # What was made last goes first: links before the records they join.
        parts = [part for part in (run.links, run.people, run.back, run) if part is not None]
        for part in parts:
            recover.recover(part)
        for part in parts:
            place = part.integration.integration, *part.target.place
            mine = [line for line in lines if (line.integration, line.connection, line.stream) == place]
            plan_reverts(part, mine, made, only)
            # Before the next part plans: both ways of an integration have one plan.
            if not dry_run:
                apply.apply_plan(part)

    return pipeline.conduct(work, integration, FLOW, options, settings, asked | {"dry_run": dry_run}, progress)


def _integration(connection: Connection, run_id: str) -> str:
    """The integration a run was made by; its links are a part of it."""
    table = schema.run.c
    return str(connection.execute(select(table.integration).where(table.id == run_id)).scalar_one())


def _run_id(connection: Connection, typed: str) -> str:
    table = schema.run.c
    ids = list(connection.execute(select(table.id).where(table.id.startswith(typed, autoescape=True))).scalars())
    if typed and len(ids) == 1:
        return str(ids[0])
    hint = "'passerelle history RECORD' shows the run of each change."
    if len(ids) > 1 and typed:
        raise PasserelleError(f"{len(ids)} runs begin with '{typed}'; give more of the id. {hint}")
    raise PasserelleError(f"There is no run '{typed}'. {hint}")
