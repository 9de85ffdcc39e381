"""Links: turn the mandates of a batch's companies into links between the target's relations.

Each mandate ends in exactly one outcome, like a record: what cannot be linked is skipped with the reason.
"""

from __future__ import annotations

from typing import Any

import pandas as pd

from passerelle.engine.awaiting import no_longer_waiting, note_awaited, wait_no_more
from passerelle.engine.batch import Batch, new_rows
from passerelle.engine.compare import leave_unchanged
from passerelle.engine.linked import note_strangers
from passerelle.engine.pairing import pair_links
from passerelle.engine.people import (
    number_of,
    register_people,
    relations_of_companies,
    relations_of_persons,
    suggestions,
)
from passerelle.engine.plan import plan_batch
from passerelle.engine.run import Run
from passerelle.engine.validate import judge
from passerelle.hub import bindings, plans
from passerelle.mapping.reader import to_frame
from passerelle.records import link_reference
from passerelle.systems.base import Raw
from passerelle.systems.nested import parent_of

LINKED = ("unchanged", "planned", "conflicts")
"""Outcomes of a company whose links are looked at: one that is held back keeps its links as they are."""


def plan_links(run: Run, batch: Batch) -> Batch:
    """Plan the links of a batch of companies, if the integration has links; the batch is returned as it came."""
    if run.links is None:
        return batch
    register_people(run, batch.target[batch.rows["target_id"].notna().to_numpy()])
    rows = batch.rows[batch.rows["outcome"].isin(LINKED) & batch.rows["target_id"].notna()]
    owners = {str(row["source_id"]): str(row["target_id"]) for row in rows.to_dict("records") if row["source_id"]}
    only = set(run.options.take_records) if run.options.take_groups else None
    links = _batch(run, run.links, batch.source_raws, batch.target_raws, owners, only)
    _plan(run, run.links, links)
    note_strangers(run, links, batch.source_raws, batch.target["language"])
    return batch


def plan_created(run: Run) -> None:
    """Plan the links of relations this run has just created, which had no id when their batch was planned, and those
    that waited for them."""
    if run.links is None or run.options.dry_run or run.options.take_groups:
        return
    with run.hub.read() as connection:
        made = plans.created(connection, run.id, run.integration.integration)
    _plan_of(run, [action.reference for action in made])
    wait_no_more(run, plan_awaited(run))


def plan_awaited(run: Run) -> set[str]:
    """Plan the links that were looked at before who stands at their other end was known. Returns those whose wait is
    over; of them, links of an owner that is still to be written for the first time are planned after that."""
    links, owners = no_longer_waiting(run)
    _plan_of(run, owners, set(links))
    return set(links)


def _plan_of(run: Run, keys: list[str], only: set[str] | None = None) -> None:
    """Plan the links of some companies, each asked for anew on both sides."""
    if run.links is None or not keys:
        return
    sources = list(run.source.system.look_up(run.source.end.stream, keys).found.values())
    with run.hub.read() as connection:
        ids = [run.source.id_of(raw) for raw in sources]
        owners = bindings.partners(connection, run.source.place, ids, run.target.place)
    targets = [run.target.system.read(run.target.end.stream, id_) for id_ in owners.values()]
    links = _batch(run, run.links, sources, [raw for raw in targets if raw], owners, only)
    _plan(run, run.links, links)


def _plan(run: Run, link_run: Run, links: Batch) -> None:
    plan_batch(link_run, judge(link_run, leave_unchanged(link_run, links)))
    note_awaited(run, link_run, links)


def _batch(
    run: Run,
    link_run: Run,
    sources: list[Raw],
    targets: list[Raw],
    owners: dict[str, str],
    only: set[str] | None = None,
) -> Batch:
    """The links of these companies (`owners`: relation by company), or `only` some, paired with the target's."""
    source = _read(link_run, "source", sources)
    wanted = source["owner"].isin(owners.keys()) & (source.index.isin(only) if only is not None else True)
    source = source[wanted].copy()
    source["owner"] = source["owner"].map(owners)
    target = _read(link_run, "target", targets)
    source["other"], hints = _others(run, source)
    source["reference"] = [_reference(row) for row in source.to_dict("records")]
    ids = list(source.index)
    bound = _bound(link_run, ids)
    rows = new_rows(ids, source["reference"], pair_links(source, target, bound))
    rows["source_id"] = ids
    aligned = target.reindex(rows["target_id"]).set_axis(rows.index).astype(object)
    links = Batch(0, rows, source, aligned.where(aligned.notna(), None))
    _count(link_run, set(ids), len(target) if only is None else 0)
    _leave_out(run, links, hints)
    _leave_removed(links, bound, run.target.profile.title)
    return links


def _count(link_run: Run, ids: set[str], targets: int) -> None:
    """Count what is looked at; a link that was skipped earlier in this run, and is looked at again, counts once."""
    again = len(ids & link_run.waiting)
    link_run.tally["read"] += len(ids) - again
    link_run.tally["skipped"] -= again
    link_run.with_target += targets


def _read(link_run: Run, side: str, raws: list[dict[str, object]]) -> pd.DataFrame:
    end = link_run.source if side == "source" else link_run.target
    read = to_frame(end.profile, end.end.stream, end.system.nested(end.end.stream, raws))
    link_run.tally["duplicates_read"] += len(read.repeated) if side == "source" else 0
    return read.frame


def _others(run: Run, source: pd.DataFrame) -> tuple[pd.Series, dict[str, str]]:
    """The relation at the other end of each mandate, None where the target has none; and who a name suggests."""
    companies = source.loc[source["party_kind"] == "company", "party"]
    persons = source.loc[source["party_kind"] == "person", "party"]
    numbers = {pid: number_of(pid) for pid in companies.unique()}
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
        return bindings.partners(connection, link_run.source.place, ids, link_run.target.place)


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
    absent = source.loc[links.open[source.loc[links.open, "other"].isna().to_numpy()]].to_dict("index")
    links.settle_each({str(id_): _absent(row, title, hints) for id_, row in absent.items()}, "skipped")
    new = links.rows.loc[links.open]
    new = new[new["target_id"].isna()]
    over = new.index[source.loc[new.index, "end_date"].notna().to_numpy()]
    links.settle(over, "skipped", "ended before it was linked")
    again = links.rows.loc[links.open, "key"]
    links.settle(again.index[again.duplicated().to_numpy()], "skipped", "the same link is there already")


def _leave_removed(links: Batch, bound: dict[str, str], title: str) -> None:
    """A link that stood in this relation and stands there no more was removed by a person, or by a revert."""
    new = links.rows.loc[links.open]
    new = new[new["target_id"].isna()]
    owners = links.source.loc[new.index, "owner"]
    removed = [id_ for id_, owner in owners.items() if parent_of(bound.get(str(id_), "")) == owner]
    links.settle(removed, "skipped", f"was removed in {title}, so it is not made again")


def _absent(row: dict[Any, Any], title: str, hints: dict[str, str]) -> str:
    if row["party_kind"] == "company":
        return f"{row['party']} is not in {title}"
    hint = hints.get(row["caption"])
    named = f"; relation {hint} bears the same name: `passerelle same {row['party']} {hint}` if it is the same person"
    return f"person {row['party']} is not known in {title}{named if hint else ''}"
