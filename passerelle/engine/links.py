"""Links: turn the mandates of a batch's companies into links between the target's relations.

Each mandate ends in exactly one outcome, like a record: what cannot be linked is skipped with the reason.
"""

from __future__ import annotations

from typing import Any

import pandas as pd

from passerelle.engine.batch import Batch, new_rows
from passerelle.engine.compare import leave_unchanged
from passerelle.engine.pairing import pair_links
from passerelle.engine.people import register_people, relations_of_companies, relations_of_persons, suggestions
from passerelle.engine.plan import plan_batch
from passerelle.engine.run import Run
from passerelle.engine.validate import judge
from passerelle.hub import bindings, plans
from passerelle.mapping.reader import to_frame
from passerelle.records import link_reference
from passerelle.systems.base import Raw

LINKED = ("unchanged", "planned", "conflicts")
"""Outcomes of a company whose links are looked at: one that is held back keeps its links as they are."""


def plan_links(run: Run, batch: Batch) -> Batch:
    """Plan the links of a batch of companies, if the integration has links; the batch is returned as it came."""
    if run.links is None:
        return batch
    register_people(run, batch.target[batch.rows["target_id"].notna().to_numpy()])
    rows = batch.rows[batch.rows["outcome"].isin(LINKED) & batch.rows["target_id"].notna()]
    owners = {str(row["source_id"]): str(row["target_id"]) for row in rows.to_dict("records") if row["source_id"]}
    links = _batch(run, run.links, batch.source_raws, batch.target_raws, owners)
    plan_batch(run.links, judge(run.links, leave_unchanged(run.links, links)))
    return batch


def plan_created(run: Run) -> None:
    """Plan the links of relations this run has just created: they had no id when their batch was planned."""
    if run.links is None or run.options.dry_run:
        return
    with run.hub.read() as connection:
        made = plans.created(connection, run.id, run.integration.integration)
        hubs = bindings.bound(connection, run.source.place, [action.source_id for action in made])
        held = bindings.holders_of(connection, run.target.place, hubs.values())
    owners = {source_id: held[hub] for source_id, hub in hubs.items() if hub in held}
    if not owners:
        return
    found = run.source.system.look_up(run.source.end.stream, [action.reference for action in made]).found
    raws = [run.target.system.read(run.target.end.stream, id_) for id_ in owners.values()]
    links = _batch(run, run.links, list(found.values()), [raw for raw in raws if raw], owners)
    plan_batch(run.links, judge(run.links, leave_unchanged(run.links, links)))


def _batch(run: Run, link_run: Run, sources: list[Raw], targets: list[Raw], owners: dict[str, str]) -> Batch:
    source = _read(link_run, "source", sources)
    source = source[source["owner"].isin(owners.keys())].copy()
    source["owner"] = source["owner"].map(owners)
    target = _read(link_run, "target", targets)
    source["other"], hints = _others(run, source)
    source["reference"] = [_reference(row) for row in source.to_dict("records")]
    ids = list(source.index)
    rows = new_rows(ids, source["reference"], pair_links(source, target, _bound(link_run, ids)))
    rows["source_id"] = ids
    aligned = target.reindex(rows["target_id"]).set_axis(rows.index).astype(object)
    links = Batch(0, rows, source, aligned.where(aligned.notna(), None))
    link_run.tally["read"] += len(rows)
    link_run.with_target += len(target)
    _leave_out(run, links, hints)
    return links


def _read(link_run: Run, side: str, raws: list[dict[str, object]]) -> pd.DataFrame:
    end = link_run.source if side == "source" else link_run.target
    read = to_frame(end.profile, end.end.stream, end.system.nested(end.end.stream, raws))
    link_run.tally["duplicates_read"] += len(read.repeated) if side == "source" else 0
    return read.frame


def _others(run: Run, source: pd.DataFrame) -> tuple[pd.Series, dict[str, str]]:
    """The relation at the other end of each mandate, None where the target has none; and who a name suggests."""
    companies = source.loc[source["party_kind"] == "company", "party"]
    persons = source.loc[source["party_kind"] == "person", "party"]
    numbers = {pid: pid[2:] for pid in companies.unique()}
    with run.hub.read() as connection:
        by_number = relations_of_companies(connection, run, list(numbers.values()))
        by_person = relations_of_persons(connection, run, list(persons.unique()))
        unknown = source.loc[persons.index[~persons.isin(by_person.keys())], "caption"]
        hints = suggestions(connection, run, list(unknown.dropna().unique()))
    known = by_person | {pid: by_number[number] for pid, number in numbers.items() if number in by_number}
    others = source["party"].map(known).astype(object)
    return others.where(others.notna(), None), hints


def _reference(row: dict[Any, Any]) -> str | None:
    return link_reference(row["owner"], row["role"], row["other"], row["start_date"]) if row["other"] else None


def _bound(link_run: Run, ids: list[str]) -> dict[str, str]:
    """Links that mandates were bound to before."""
    with link_run.hub.read() as connection:
        hubs = bindings.bound(connection, link_run.source.place, ids)
        held = bindings.holders_of(connection, link_run.target.place, hubs.values())
    return {id_: held[hub] for id_, hub in hubs.items() if hub in held}


def _leave_out(run: Run, links: Batch, hints: dict[str, str]) -> None:
    """Skip what cannot or need not be linked, each with its reason."""
    source, title = links.source, run.target.profile.title
    for owner, group in source.groupby("owner"):
        beyond = group.index[run.integration.links_at_most :]
        if len(beyond):
            run.problem(
                str(owner), f"has {len(group)} links in {run.source.profile.title}; {len(beyond)} were left out"
            )
            links.settle(beyond, "skipped", f"beyond the {run.integration.links_at_most} links looked at per relation")
    own = links.open[(source.loc[links.open, "other"] == source.loc[links.open, "owner"]).to_numpy()]
    links.settle(own, "skipped", "is linked to itself")
    for id_ in links.open[source.loc[links.open, "other"].isna().to_numpy()]:
        links.settle([id_], "skipped", _absent(source.loc[id_].to_dict(), title, hints))
    new = links.rows.loc[links.open]
    new = new[new["target_id"].isna()]
    over = new.index[source.loc[new.index, "end_date"].notna().to_numpy()]
    links.settle(over, "skipped", "ended before it was linked")
    again = links.rows.loc[links.open, "key"]
    links.settle(again.index[again.duplicated().to_numpy()], "skipped", "the same link is there already")


def _absent(row: dict[Any, Any], title: str, hints: dict[str, str]) -> str:
    if row["party_kind"] == "company":
        return f"{row['party']} is not in {title}"
    hint = hints.get(row["caption"])
    named = f"; relation {hint} bears the same name: `passerelle same {row['party']} {hint}` if it is the same person"
    return f"person {row['party']} is not known in {title}{named if hint else ''}"
