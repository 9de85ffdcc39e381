"""Who stands at the other end of a link and isn't in the target yet: created where a run is asked to, in bounds.

Companies go the way of every record, asked for by number like those a person names. Persons have no number: they are
made of what the link itself says of them, and carry the page of their source.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import islice
from typing import TypeVar

import pandas as pd

from passerelle.engine.batch import Batch, new_rows
from passerelle.engine.compare import leave_unchanged
from passerelle.engine.people import number_of
from passerelle.engine.plan import plan_batch
from passerelle.engine.run import Run, now
from passerelle.engine.validate import judge
from passerelle.hub import records
from passerelle.mapping.reader import to_frame
from passerelle.records import columns_of
from passerelle.systems.base import Raw

T = TypeVar("T")


def note_strangers(run: Run, links: Batch, raws: list[Raw], languages: pd.Series) -> None:
    """Keep who is named by links that still last and whom the target doesn't hold; `languages` by relation."""
    if run.links is None or not run.options.create_linked:
        return
    source = links.source
    absent = source[source["other"].isna() & source["end_date"].isna() & (links.rows["outcome"] == "skipped")]
    companies = absent.loc[absent["party_kind"] == "company", "party"]
    run.strangers.companies.update(dict.fromkeys(map(number_of, companies)))
    if run.people is None:
        return
    side = run.people.source
    persons = {side.id_of(raw): raw for raw in side.system.nested(side.end.stream, raws)}
    for row in absent[absent["party_kind"] == "person"].to_dict("records"):
        run.strangers.persons.setdefault(row["party"], (persons[row["party"]], languages.get(row["owner"])))


def of_companies(run: Run) -> Run | None:
    """The run as if somebody had named the numbers of the companies noted, with the answers that linked ones get."""
    wanted = _bounded(run, run.strangers.companies, "linked companies")
    if not wanted:
        return None
    options = replace(run.options, keys=tuple(wanted), create_missing=True, create_linked=False, overwrite_local=False)
    return replace(run, options=options, given=run.linked, links=None, people=None, staged=0)


def plan_persons(run: Run) -> None:
    """Plan the creation of the persons noted; one that carries the source's page already is taken for who it is."""
    people = run.people
    wanted = _bounded(run, run.strangers.persons, "linked persons")
    if people is None or not wanted:
        return
    side = people.source
    frame = to_frame(side.profile, side.end.stream, [raw for raw, _ in wanted.values()]).frame
    frame["language"] = [wanted[str(id_)][1] for id_ in frame.index]
    found = people.target.system.find(people.target.end.stream, people.integration.key, list(frame["source_page"]))
    known = {page: people.target.id_of(raws[0]) for page, raws in found.items() if raws}
    _keep_pages(people, {id_: page for page, id_ in known.items()})
    rows = new_rows(frame.index, frame["source_page"], [known.get(page) for page in frame["source_page"]])
    rows["source_id"] = list(frame.index)
    people.tally["read"] += len(rows)
    batch = leave_unchanged(people, Batch(0, rows, frame, _targets(people, rows, found)))
    plan_batch(people, judge(people, batch))


def _keep_pages(people: Run, pages: dict[str, str]) -> None:
    """Note which of the target's records carry which page: links that wait for them find them by it."""
    if pages and not people.options.dry_run:
        with people.hub.write(people.integration.integration) as connection:
            records.save_identifiers(connection, *people.target.place, people.integration.key, pages, now())


def _targets(people: Run, rows: pd.DataFrame, found: dict[str, list[Raw]]) -> pd.DataFrame:
    """What the target holds of each row, None throughout where it holds nothing."""
    raws = [raws[0] for raws in found.values() if raws]
    frame = to_frame(people.target.profile, people.target.end.stream, raws).frame
    aligned = frame.reindex(rows["target_id"], columns=columns_of(people.target.stream.kind)).set_axis(rows.index)
    aligned = aligned.astype(object)
    return aligned.where(aligned.notna(), None)


def _bounded(run: Run, noted: dict[str, T], what: str) -> dict[str, T]:
    """As many as a run may create; how many more there are is said, and the next run goes on with them."""
    linked = run.integration.linked
    most = linked.at_most if linked else 0
    if len(noted) > most:
        run.notes[f"{len(noted) - most} {what} were left for the next run (linked.at_most: {most})"] += 1
    return dict(islice(noted.items(), most))
