"""A run begins and ends: integration, systems and hub are opened together, and given back together."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from typing import Any
from uuid import uuid4

from passerelle.engine.both_ways import way_back, way_there
from passerelle.engine.creation import Given, given_of, linked_given
from passerelle.engine.facts import facts_of
from passerelle.engine.looking import looked_at
from passerelle.engine.run import Options, Progress, Run, Side, now, silent
from passerelle.engine.vocabulary import check_triggers
from passerelle.errors import PasserelleError
from passerelle.hub import records, runs
from passerelle.hub.database import open_hub
from passerelle.mapping.integration import Integration
from passerelle.settings import Settings
from passerelle.systems.registry import open_system


def open_run(
    name: str, flow: str, options: Options, settings: Settings, parameters: dict[str, Any], progress: Progress = silent
) -> Run:
    """Load an integration, open both systems and the hub, and store that a run has begun.

    Raises ConfigurationError (mapping, suite, setting, or what a run that creates needs to know), HubError, or
    SystemFailure when the target does not tell what it allows there; nothing else has been asked of a system by then.
    """
    run = opened(name, flow, options, settings, progress)
    with run.hub.write(run.integration.integration) as connection:
        runs.begin(connection, _row(run, parameters))
    return run


@contextmanager
def looking(name: str, options: Options, settings: Settings) -> Iterator[Run]:
    """A run that only looks, and of which nothing is stored. Raises as `open_run`."""
    run = opened(name, name, replace(options, dry_run=True), settings)
    try:
        yield run
    finally:
        _give_back(run)


def opened(name: str, flow: str, options: Options, settings: Settings, progress: Progress = silent) -> Run:
    """A run with both systems and the hub, of which nothing is stored yet. Raises as `open_run`."""
    facts = facts_of(settings.root, name)
    integration = facts.integration
    if options.on_behalf:
        settings = settings.model_copy(update={"on_behalf": {integration.target.account: options.on_behalf}})
    ends = zip((integration.source, integration.target), facts.profiles, facts.suites, strict=True)
    sides = [Side(end, profile, open_system(end.account, profile, settings), suite) for end, profile, suite in ends]
    for side in sides:
        side.system.check(side.end.stream)
        side.system.narrow(side.end.stream, looked_at(integration, side))
    if integration.defines:
        told = sides[1].system.define(sides[1].end.stream, integration.defines, dry=options.dry_run)
        sides[1].system.left_out.update(told)
    sides, integration = _of_what_is_there(sides, integration)
    check_triggers(integration, sides[0].system, sides[1].system)
    given = given_of(integration, sides[1].system, options.create_values) if options.create_missing else Given()
    linked = linked_given(integration, sides[1].system, options.create_values) if options.create_linked else Given()
    hub = open_hub(settings.hub_url)
    run = Run(
        id=str(uuid4()),
        flow=flow,
        integration=integration,
        source=sides[0],
        target=sides[1],
        hub=hub,
        options=options,
        version=facts.version,
        started_at=now(),
        given=given,
        linked=linked,
        progress=progress,
    )
    _complete(run, settings)
    return run


def _complete(run: Run, settings: Settings) -> None:
    """Add what is run with it: its links and the persons they name, what it follows, and its way back."""
    integration = run.integration
    if integration.links is not None and (not run.options.take_groups or run.options.take_part == integration.links):
        run.links = _part_of(run, settings, integration.links, Given())
    whole = run.links is not None and not run.options.take_groups
    if integration.linked is not None and integration.linked.persons is not None and whole:
        run.people = _part_of(run, settings, integration.linked.persons, run.linked)
    if integration.follows:
        run.follows = facts_of(settings.root, integration.follows).integration
    if integration.back is not None:
        run.back = _way_back(run)
        run.integration = way_there(integration)


def close_run(run: Run, state: str, summary: dict[str, Any]) -> None:
    """Store how the run ended and give connections back. A hub that is gone must not hide why the run failed."""
    with suppress(PasserelleError), run.hub.write(run.integration.integration) as connection:
        runs.end(connection, run.id, state, summary, now())
        records.forget_seen(connection, run.id)
    _give_back(run)


def _give_back(run: Run) -> None:
    for side in (run.source, run.target):
        side.system.close()
    run.hub.close()


def _of_what_is_there(sides: list[Side], integration: Integration) -> tuple[list[Side], Integration]:
    """Both ends as their systems have found them, and an integration that leaves alone what one of them lacks: it is
    neither read as empty nor written nor judged."""
    there, lacking = [], set[str]()
    for side in sides:
        found = replace(side, profile=side.system.profile)
        own = side.stream.fields.keys() - found.stream.fields.keys()
        there.append(replace(found, suite=side.suite.without(own)))
        lacking |= own
    rules = {name: rule for name, rule in integration.fields.items() if name not in lacking}
    lists = {"match": integration.match, "suggest": integration.suggest, "exclusive": integration.exclusive}
    # Our reference is known of this end's records wherever it is kept.
    kept = {name: [one for one in all_ if one not in lacking - {"partner"}] for name, all_ in lists.items()}
    return there, integration.model_copy(update={"fields": rules, **kept})


def _part_of(run: Run, settings: Settings, name: str, given: Given) -> Run:
    """A part of the run, such as the links between its records: same systems, hub and plan, its own counts."""
    facts = facts_of(settings.root, name)
    ends = (facts.integration.source, facts.integration.target)
    sides = [
        Side(end, profile, whole.system, suite)
        for end, profile, whole, suite in zip(ends, facts.profiles, (run.source, run.target), facts.suites, strict=True)
    ]
    return replace(
        run,
        integration=facts.integration,
        source=sides[0],
        target=sides[1],
        version=facts.version,
        tally=Counter(),
        completeness={},
        flaws={},
        with_target=0,
        waiting=set(),
        given=given,
        links=None,
        people=None,
        part=True,
    )


def _way_back(run: Run) -> Run:
    """The same run seen from its target: same systems, hub and memory, its own counts and rules."""
    integration = way_back(run.integration)
    return replace(
        run,
        integration=integration,
        source=run.target,
        target=run.source,
        tally=Counter(),
        flaws={},
        with_target=0,
        staged=0,
        creations=0,
        waiting=set(),
        absent=set(),
        refused={},
        met={},
        moved=set(),
        learnt=False,
        begun=set(),
        given=given_of(integration, run.source.system, {}) if run.options.create_missing else Given(),
        part=True,
        way_back=True,
    )


def _row(run: Run, parameters: dict[str, Any]) -> dict[str, Any]:
    return {
        "id": run.id,
        "integration": run.integration.integration,
        "flow": run.flow,
        "parameters": parameters,
        "dry_run": run.options.dry_run,
        "forced": run.options.force,
        "started_at": run.started_at,
    }
