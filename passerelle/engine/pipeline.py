"""The pipeline: the one order of steps every integration follows, whoever calls the steps (a flow, a test)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from passerelle.engine import apply, compare, extract, finish, guards, match, plan, recover, unique, validate
from passerelle.engine.batch import Batch
from passerelle.engine.run import Options, Progress, Run, close_run, open_run, silent
from passerelle.errors import HubError, PasserelleError
from passerelle.report.page import write_report
from passerelle.settings import Settings

BatchStep = Callable[[Run, Batch], Batch]
RunStep = Callable[[Run], None]


@dataclass(frozen=True)
class Steps:
    """The steps of a run, each a function. A flow passes the same ones wrapped as Prefect tasks."""

    recover: RunStep = recover.recover
    hold_duplicates: BatchStep = unique.hold_duplicates
    ask: BatchStep = extract.ask
    leave_unchanged: BatchStep = compare.leave_unchanged
    validate: BatchStep = validate.judge
    match: BatchStep = match.pair
    plan: BatchStep = plan.plan_batch
    check_guards: RunStep = guards.check_guards
    apply: RunStep = apply.apply_plan
    finish: RunStep = finish.finish_pass


PLAIN = Steps()


def synchronise(run: Run, steps: Steps = PLAIN) -> None:
    """Read, compare, validate, match and stage everything; look at the whole plan; only then write.

    Raises PasserelleError when the run cannot go on; what was committed stays, and the next run carries on.
    """
    steps.recover(run)
    for batch in extract.batches(run):
        asked = steps.ask(run, steps.hold_duplicates(run, batch))
        judged = steps.validate(run, steps.leave_unchanged(run, asked))
        steps.plan(run, steps.match(run, judged))
    steps.check_guards(run)
    if not run.options.dry_run:
        steps.apply(run)
    steps.finish(run)


def execute(
    name: str,
    flow: str,
    options: Options,
    settings: Settings,
    parameters: dict[str, Any],
    steps: Steps = PLAIN,
    progress: Progress = silent,
) -> dict[str, Any]:
    """Open a run, synchronise, report, and return the summary. A run that stopped has `state` failed and an `error`.

    Raises ConfigurationError or HubError when the run could not even begin.
    """
    run = open_run(name, flow, options, settings, parameters, progress)
    state, error = "completed", ""
    try:
        synchronise(run, steps)
    except PasserelleError as problem:
        state, error = "failed", str(problem)
    except BaseException as problem:
        close_run(run, "crashed", finish.summary(run, "crashed", error=type(problem).__name__))
        raise
    return _end(run, state, error, settings)


def _end(run: Run, state: str, error: str, settings: Settings) -> dict[str, Any]:
    try:
        finish.count_planned(run)
    except HubError as problem:
        state, error = "failed", error or str(problem)
    report = write_report(run, state, error, settings.home, data_docs=settings.data_docs and not run.options.keys)
    summary = finish.summary(run, state, str(report), error)
    close_run(run, state, summary)
    return summary
