"""The pipeline: the one order of steps every integration follows, whoever calls the steps (a flow, a test)."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from contextlib import closing
from dataclasses import dataclass, replace
from typing import Any

from passerelle.engine import (
    apply,
    compare,
    extract,
    finish,
    guards,
    linked,
    links,
    match,
    plan,
    quality,
    recover,
    unique,
    validate,
)
from passerelle.engine.affaires import opens, spelled
from passerelle.engine.batch import Batch
from passerelle.engine.driving import referring_to
from passerelle.engine.facts import facts_of
from passerelle.engine.offering import offer_choices
from passerelle.engine.opening import close_run, open_run
from passerelle.engine.renumbering import follow_told
from passerelle.engine.run import Options, Progress, Run, parts, silent, turn_of
from passerelle.engine.standing import base_of
from passerelle.engine.vocabulary import check_triggers
from passerelle.errors import PasserelleError
from passerelle.hub import bindings
from passerelle.report.page import write_report
from passerelle.settings import Settings
from passerelle.systems.registry import open_system

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
    plan_links: BatchStep = links.plan_links
    check_guards: RunStep = guards.check_guards
    apply: RunStep = apply.apply_plan
    finish: RunStep = finish.finish_pass


PLAIN = Steps()


def synchronise(run: Run, steps: Steps = PLAIN) -> None:
    """Read, compare, validate, match and stage everything; look at the whole plan; only then write.

    Raises PasserelleError when the run cannot go on; what was committed stays, and the next run carries on.
    """
    if run.options.of:
        near = referring_to(run, run.options.of)
        run.options = replace(run.options, keys=tuple(dict.fromkeys([*run.options.keys, *near])))
    follow_told(run)
    offer_choices(run)
    if run.integration.ways.there and _has_something(run):
        _recover_back(run, steps)
        _one_way(run, steps)
    if run.back is not None and run.integration.ways.back and _limit(run, run.back):
        before = _bound(run)
        if run.integration.back and run.integration.back.news:
            run.back.options = replace(run.back.options, news=True)
        with turn_of(run, run.back):
            _one_way(run.back, steps)
        _give_references(run, (_bound(run) - before) | run.back.moved, steps)


def _recover_back(run: Run, steps: Steps) -> None:
    """An opportunity that was sent and whose affaire isn't known yet would open another: find out first."""
    if run.back is not None and run.integration.ways.back and opens(run):
        run.back.options = replace(run.options, keys=(), of=())
        with turn_of(run, run.back):
            steps.recover(run.back)
        run.back.options = run.options


def _bound(run: Run) -> set[str]:
    """The source's records bound since this run began."""
    with run.hub.read() as connection:
        return set(bindings.bound_since(connection, run.source.place, run.started_at))


def _limit(run: Run, back: Run) -> bool:
    """Limit the way back to the partners of what the way there was limited to, and to what refers to the same third
    parties; whether that leaves anything to do. The partner of one that is not there has nowhere to be taken to."""
    if not (run.options.keys or run.options.of):
        return True
    named = [id_ for id_ in spelled(run, run.options.keys) if id_ not in run.absent]
    with run.hub.read() as connection:
        known = bindings.partners(connection, run.source.place, named, run.target.place)
    near = referring_to(back, run.options.of)
    back.options = replace(run.options, keys=tuple(dict.fromkeys([*known.values(), *near])))
    return bool(back.options.keys)


def _has_something(run: Run) -> bool:
    """Whether a run limited to what refers to third parties has found any: without keys it would look at everything."""
    return bool(run.options.keys) or not run.options.of


def _give_references(run: Run, new: set[str], steps: Steps) -> None:
    """Look once more at what only the way back has bound or moved: its partners don't hold our reference to it, or its
    new step, yet. An opportunity that was moved has more affaires than the one that moved it."""
    if new and run.integration.ways.there and not run.options.dry_run:
        keys = {base_of(id_) for id_ in new} if opens(run) else new
        asked, run.options = run.options, replace(run.options, keys=tuple(sorted(keys)))
        _one_way(run, steps)
        run.options = asked


def _one_way(run: Run, steps: Steps) -> None:
    for part in parts(run):
        steps.recover(part)
    _plan(run, steps)
    links.plan_awaited(run)
    for part in parts(run):
        steps.check_guards(part)
    for part in parts(run):
        if part is run.people:
            linked.plan_persons(run)
        elif part is run.links:
            links.plan_created(run)
        _apply(part, steps)
        if part is run:
            _create_linked(run, steps)
    for part in parts(run):
        steps.finish(part)


def _plan(run: Run, steps: Steps) -> None:
    for batch in extract.batches(run):
        asked = steps.ask(run, steps.hold_duplicates(run, batch))
        judged = steps.validate(run, steps.leave_unchanged(run, asked))
        steps.plan_links(run, steps.plan(run, steps.match(run, judged)))


def _apply(run: Run, steps: Steps) -> None:
    if not run.options.dry_run:
        steps.apply(run)


def _create_linked(run: Run, steps: Steps) -> None:
    """Create linked companies once the rest is applied: they get other answers than those a person names."""
    companies = linked.of_companies(run)
    if companies is not None:
        _plan(companies, steps)
        _apply(companies, steps)


def check(names: Iterable[str], settings: Settings) -> None:
    """Look whether what these integrations name is there: settings, mappings, custom fields. Raises PasserelleError;
    nothing has been written by then."""
    for name in names:
        facts = facts_of(settings.root, name)
        integration = facts.integration
        source, target = (
            open_system(end.account, profile, settings)
            for end, profile in zip((integration.source, integration.target), facts.profiles, strict=True)
        )
        with closing(source), closing(target):
            source.check(integration.source.stream)
            target.check(integration.target.stream)
            check_triggers(integration, source, target)


def execute(
    name: str,
    flow: str,
    options: Options,
    settings: Settings,
    parameters: dict[str, Any],
    steps: Steps = PLAIN,
    progress: Progress = silent,
) -> dict[str, Any]:
    """Open a run, synchronise, report, and return the summary; see `conduct`."""
    return conduct(lambda run: synchronise(run, steps), name, flow, options, settings, parameters, progress)


def conduct(
    work: RunStep,
    name: str,
    flow: str,
    options: Options,
    settings: Settings,
    parameters: dict[str, Any],
    progress: Progress = silent,
) -> dict[str, Any]:
    """Open a run, let `work` do it, report, and return the summary. A run that stopped has `state` failed and `error`.

    Raises ConfigurationError or HubError when the run could not even begin.
    """
    run = open_run(name, flow, options, settings, parameters, progress)
    state, error = "completed", ""
    try:
        work(run)
    except PasserelleError as problem:
        state, error = "failed", str(problem)
    except BaseException as problem:
        finish.count_unfinished(run)
        close_run(run, "crashed", finish.summary(run, "crashed", error=type(problem).__name__))
        raise
    return _end(run, state, error, settings)


def _over_everything(options: Options) -> bool:
    """Whether a run is large enough for a further call: those over news or a few records are made all day long."""
    return not (options.news or options.keys or options.of)


def _end(run: Run, state: str, error: str, settings: Settings) -> dict[str, Any]:
    finish.count_unfinished(run)
    quality.note_uncarried(run)
    finish.note_quotas(run, whole=state == "completed" and _over_everything(run.options))
    report = write_report(run, state, error, settings.home, data_docs=settings.data_docs and not run.options.keys)
    summary = finish.summary(run, state, str(report), error)
    close_run(run, state, summary)
    return summary
