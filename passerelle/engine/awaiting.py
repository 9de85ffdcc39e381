"""Links that wait for a company or a person: noted when they can't be made, made as soon as the target holds it.

A pass reads relations batch by batch, creates at its end, and people create at any time: who stands at the other end
of a link may come after its owner was looked at. What waits is kept as an identifier of the source's link, so that
those concerned are found by one query and nobody else is asked for again.
"""

from __future__ import annotations

from collections.abc import Iterable

from passerelle.engine.batch import Batch
from passerelle.engine.people import number_of
from passerelle.engine.run import Run, now
from passerelle.hub import records
from passerelle.systems.nested import parent_of

AWAITED = "awaits"
"""Scheme under which a link keeps what tells whom it waits for."""


def note_awaited(run: Run, link_run: Run, links: Batch) -> None:
    """Keep which of the links just looked at wait for somebody; those that no longer do are forgotten."""
    source = links.source
    absent = source[source["other"].isna() & source["end_date"].isna()]
    named = absent[["party_kind", "party"]].to_dict("index")
    waiting = {str(id_): known_by(run, row["party_kind"], row["party"]) for id_, row in named.items()}
    link_run.waiting = (link_run.waiting - set(source.index)) | waiting.keys()
    if run.options.dry_run:
        return
    place = link_run.source.place
    with run.hub.read() as connection:
        known = records.identifiers(connection, *place, AWAITED, source.index)
    if known == waiting:
        return
    with run.hub.write(run.integration.integration) as connection:
        records.save_identifiers(connection, *place, AWAITED, waiting, now())
        records.drop_identifiers(connection, *place, AWAITED, known.keys() - waiting.keys())


def known_by(run: Run, kind: str, party: str) -> str:
    """What tells who a link names in the target: a company's number, the page of a person at the source."""
    if kind == "company":
        return number_of(party)
    if run.people is None:
        return party
    return run.people.source.system.page_of(run.people.source.end.stream, party) or party


def no_longer_waiting(run: Run) -> tuple[list[str], list[str]]:
    """Links of which the target now holds whom they wait for: their ids, and the keys of their owners."""
    if run.links is None or run.options.dry_run or run.options.take_groups:
        return [], []
    place, key = run.source.place, run.integration.key
    schemes = [key, run.people.integration.key] if run.people else [key]
    with run.hub.read() as connection:
        links = records.answered(connection, run.links.source.place, AWAITED, run.target.place, schemes)
        owners = records.identifiers(connection, *place, key, dict.fromkeys(map(parent_of, links)))
    return links, list(owners.values())


def wait_no_more(run: Run, links: Iterable[str]) -> None:
    """Forget that these waited, also those that could not be planned: their owner is not kept up to date, or they are
    gone at the source."""
    gone = list(links)
    if run.links is not None and gone:
        with run.hub.write(run.integration.integration) as connection:
            records.drop_identifiers(connection, *run.links.source.place, AWAITED, gone)
