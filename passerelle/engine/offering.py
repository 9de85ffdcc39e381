"""Offering: selection fields of the target offer what the source's lists hold, before anything is read."""

from __future__ import annotations

from passerelle.engine.run import Run


def offer_choices(run: Run) -> None:
    """Keep the choices of the integration's `offers` equal to the source's lists, on a pass over everything; a dry run
    changes none. What a person has to do by hand is noted in the run."""
    if not run.integration.offers or run.options.dry_run or run.options.keys or run.options.of:
        return
    lists = run.source.system.known(run.source.end.stream)
    choices = {name: lists[name] for name in run.integration.offers if name in lists}
    run.notes.update(run.target.system.offer(run.target.end.stream, choices))
