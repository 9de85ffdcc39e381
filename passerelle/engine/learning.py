"""Learning: by which numbers the target's records are found, kept before a whole pass looks for partners among them.

Asking a system for each newcomer, or reading its whole list for each batch, costs calls that grow with the base. Read
once, the hub knows whom to look at; what it names is then looked up as it stands today.
"""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime

from passerelle.engine.reading import canonical
from passerelle.engine.run import OVERLAP, Run, now
from passerelle.engine.suggesting import found_by
from passerelle.hub import records, runs


def learns(run: Run) -> bool:
    """Whether the hub knows, or may be told, all that the target holds: a dry run tells it nothing."""
    return run.whole_pass and not run.options.dry_run


def learn(run: Run) -> None:
    """Keep what the target's records may be found by: of all before the first pass, then of those changed since. On the
    way back the way there has just read them all."""
    if run.learnt or (run.way_back and run.integration.ways.there):
        return
    run.learnt = True
    system, stream = run.target.system, run.target.end.stream
    with run.hub.read() as connection:
        last = runs.checkpoint_of(connection, run.integration.integration, *run.target.place)
    since = datetime.fromisoformat(last.position) - OVERLAP if last else None
    for page in system.changed(stream, since) if since else system.outlines(stream):
        frame = canonical(run, run.target, page)
        known = defaultdict[str, dict[str, str]](dict)
        for name in [*run.integration.match, *run.integration.suggest, *run.integration.exclusive]:
            for id_, cell in frame[name].dropna().items() if name in frame.columns else ():
                for scheme, value in found_by(name, str(cell)).items():
                    known[scheme][str(id_)] = value
        with run.hub.write(run.integration.integration) as connection:
            for scheme, values in known.items():
                records.save_identifiers(connection, *run.target.place, scheme, values, now())
