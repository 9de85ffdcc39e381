"""Partners: which record of the target each record of the source is, by an earlier binding or by the ladder.

Nothing is guessed: more than one candidate, or one that another number speaks against, is held for a person.
"""

from __future__ import annotations

from collections import Counter, defaultdict

import pandas as pd

from passerelle.engine.batch import Batch, contents
from passerelle.engine.candidates import held_by, similar
from passerelle.engine.identities import SPEAK_AGAINST, values_in
from passerelle.engine.keys import askable
from passerelle.engine.learning import learn, learns
from passerelle.engine.newcomers import leave_existing
from passerelle.engine.reading import canonical, read, skip
from passerelle.engine.renumbering import follow_unheard
from passerelle.engine.run import Run
from passerelle.engine.suggesting import hold_suggested, holders_of, leave_exclusive, values_of
from passerelle.hub import bindings, quarantines, records, runs
from passerelle.hub.quarantines import Held
from passerelle.hub.records import Content
from passerelle.hub.schema import FOUND_BY
from passerelle.records import COMPUTED
from passerelle.systems.base import Raw

OWN = "partner"
"""The identifier that is our reference: what the target holds in it is the source's id, with a prefix."""
LABELS = {"siren": "SIREN", "siret": "SIRET", "email": "e-mail", "tax_code": "codice fiscale", OWN: "reference"}
ONE_MATCH = "one_match"
"""The rule that a match is certain."""


def find_partners(run: Run, batch: Batch) -> Batch:
    """Put the target's record beside every open row that has one. Rows whose partner is gone, or not certain, end."""
    follow_unheard(run, batch)
    pairs = _bound(run, batch)
    pairs |= _named(run, batch, [id_ for id_ in batch.open if id_ not in pairs])
    rest = [id_ for id_ in batch.open if id_ not in pairs]
    raws = _candidates(run, batch, rest)
    frame = read(run, run.target, [*pairs.values(), *raws])
    found = {id_: run.target.id_of(raw) for id_, raw in pairs.items()}
    candidates = frame.loc[[run.target.id_of(raw) for raw in raws]]
    chosen = found | _climb(run, batch, rest, candidates)
    batch.rows.loc[list(chosen), "target_id"] = list(chosen.values())
    aligned = frame.reindex(batch.rows["target_id"]).set_axis(batch.rows.index).astype(object)
    batch.target = aligned.where(aligned.notna(), None)
    if OWN in batch.target.columns and not _tells_own(run):
        batch.source[OWN] = batch.rows["key"]
        batch.said = {id_: said | {OWN: str(batch.rows.at[id_, "key"])} for id_, said in batch.said.items()}
    hold_suggested(run, batch, contents(candidates.drop(index=list(set(chosen.values()) & set(candidates.index)))))
    leave_exclusive(run, batch)
    _leave_unchosen(run, batch)
    leave_existing(run, batch)
    run.with_target += int(batch.rows.loc[batch.open, "target_id"].notna().sum())
    return batch


def _tells_own(run: Run) -> bool:
    """Whether the source itself says what its records are known by in the target (a column of a file), and no id of
    ours is put there."""
    return not run.two_way and not run.way_back and OWN in run.source.stream.fields


def _bound(run: Run, batch: Batch) -> dict[str, Raw]:
    """The target's record of each open row that is bound to one; rows whose partner was deleted are skipped."""
    title = run.target.profile.title
    ids = list(batch.open)
    with run.hub.read() as connection:
        hubs = bindings.bound(connection, run.source.place, ids)
        holders = bindings.holders_of(connection, run.target.place, hubs.values())
        shared = bindings.held_before(connection, run.target.place, set(hubs.values()) - holders.keys())
    partners = {id_: holders[hub] for id_, hub in hubs.items() if hub in holders}
    answer = run.target.system.glance(run.target.end.stream, list(partners.values()))
    gone = [id_ for id_, hub in hubs.items() if hub not in holders and hub in shared]
    gone += [id_ for id_, partner in partners.items() if partner not in answer.found]
    # Whoever fills in a form for something new wants it, whatever became of an earlier one.
    gone = [] if run.integration.only_new else gone
    merged = _merged(run, batch, gone)
    gone = [id_ for id_ in gone if id_ not in merged]
    batch.settle(gone, "skipped", f"its record was deleted in {title}; nothing is created again")
    for id_ in gone:
        run.problem(id_, f"its record was deleted in {title}; nothing is created again")
    return merged | {id_: answer.found[partner] for id_, partner in partners.items() if partner in answer.found}


def _merged(run: Run, batch: Batch, gone: list[str]) -> dict[str, Raw]:
    """The record of the target that has taken over our reference from one that is gone, by row: the two were merged
    there. Nobody else's record is ever taken."""
    if not gone or not run.target.stream.takes_over:
        return {}
    raws = {run.target.id_of(raw): raw for raw in _candidates(run, batch, gone)}
    references = {str(batch.rows.at[id_, "key"]): id_ for id_ in gone}
    held = canonical(run, run.target, raws.values())[OWN].dropna()
    found = {references[own]: raws[str(id_)] for id_, own in held.items() if own in references}
    for id_, raw in found.items():
        told = f"was merged into {run.target.id_of(raw)} in {run.target.profile.title}; it is followed there"
        run.problem(id_, told)
    return found


def _named(run: Run, batch: Batch, ids: list[str]) -> dict[str, Raw]:
    """The target's record that a row itself names: the other way keeps our reference to it in the source."""
    if run.integration.back is None or OWN not in batch.source.columns:
        return {}
    prefix = run.integration.back.reference_prefix
    values = {id_: str(value) for id_, value in batch.source.loc[ids, OWN].dropna().items()}
    named: dict[str, list[str]] = defaultdict(list)
    for id_, value in values.items():
        if value.startswith(prefix):
            named[value.removeprefix(prefix)].append(str(id_))
    found = run.target.system.look_up(run.target.end.stream, list(named)).found
    with run.hub.read() as connection:
        taken = bindings.partners(connection, run.target.place, found, run.source.place)
    free = {target: raw for target, raw in found.items() if target not in taken}
    batch.hold(_all_name(run, target, id_) for target in free if len(named[target]) > 1 for id_ in named[target])
    return {named[target][0]: raw for target, raw in free.items() if len(named[target]) == 1}


def _all_name(run: Run, target: str, id_: str) -> Held:
    """Why a row stays alone that names a record of the target as others do."""
    here, there = run.source.profile.title, run.target.profile.title
    reason = f"is not the only one of {here} that names {target} of {there}; leave that reference to one of them"
    return Held(id_, ONE_MATCH, OWN, reason, target)


def _candidates(run: Run, batch: Batch, ids: list[str]) -> list[Raw]:
    """Records of the target that hold one of the rows' identifiers, and are not bound to another record."""
    names = dict.fromkeys([*run.integration.match, *run.integration.suggest])
    held = {name: _values(batch, name, ids).values() for name in names}
    wanted = {name: sorted({one for cell in cells for one in values_of(name, cell)}) for name, cells in held.items()}
    wanted = {name: values for name, values in wanted.items() if values}
    if not wanted:
        return []
    raws = _asked(run, batch.source.loc[ids], wanted)
    found = {run.target.id_of(raw): raw for raw in raws}
    found |= run.target.system.glance(run.target.end.stream, sorted(_known(run, wanted) - found.keys())).found
    with run.hub.read() as connection:
        taken = bindings.partners(connection, run.target.place, found, run.source.place)
    return [raw for id_, raw in found.items() if id_ not in taken]


def _asked(run: Run, rows: pd.DataFrame, wanted: dict[str, list[str]]) -> list[Raw]:
    """What the target itself is asked for, beside what the hub knows."""
    if set(COMPUTED.get(run.source.stream.kind, ())) & set(run.integration.match):
        return similar(run, rows, wanted)
    if learns(run):
        learn(run)
        return []
    asked = {name: values for name, values in wanted.items() if name in run.target.stream.fields}
    return run.target.system.find_any(run.target.end.stream, asked, _size(run))


def _size(run: Run) -> int:
    """How many records the last complete pass met in the target; 0 before the first."""
    with run.hub.read() as connection:
        last = runs.checkpoint_of(connection, run.integration.integration, *run.target.place)
    return int(last.rows) if last else 0


def _known(run: Run, wanted: dict[str, list[str]]) -> set[str]:
    """The target's records that the hub knows by these numbers: a system may not search by all of them."""
    with run.hub.read() as connection:
        found = [holders_of(connection, run.target.place, name, values) for name, values in wanted.items()]
    return {id_ for one in found for ids in one.values() for id_ in ids}


def _values(batch: Batch, name: str, ids: list[str]) -> dict[str, str]:
    """What rows hold in an identifier, where it is worth asking for."""
    values = batch.rows.loc[ids, "key"] if name == OWN else batch.source.loc[ids, name]
    good = values[askable(name, values).to_numpy()]
    return {str(id_): str(value) for id_, value in good.items()}


def _climb(run: Run, batch: Batch, ids: list[str], frame: pd.DataFrame) -> dict[str, str]:
    """The one candidate of each row, by the first identifier of the ladder that gives any."""
    chosen: dict[str, str] = {}
    held: dict[str, Held] = {}
    candidates = contents(frame)
    sources = contents(batch.source.loc[ids])
    uncertain = _uncertain(run)
    for name in run.integration.match:
        values = _values(batch, name, [id_ for id_ in ids if id_ not in chosen and id_ not in held])
        found = _by_value(candidates, name, values, set(chosen.values()))
        found = _without_other_sites(run, name, found, values, sources, candidates)
        rivals = Counter(one[0] for one in found.values() if len(one) == 1)
        for id_, same in found.items():
            doubt = _doubt(run, name, sources[id_], {one: candidates[one] for one in same})
            if not doubt and same[0] in uncertain:
                doubt = f"{run.target.profile.title} {same[0]} matches more than this one"
            if not doubt and rivals[same[0]] > 1:
                doubt = f"is one of {rivals[same[0]]} that match {same[0]} in {run.target.profile.title}"
            if doubt:
                reason = f"{doubt}; say which is the same, or correct the numbers"
                held[id_] = Held(id_, ONE_MATCH, name, reason, values[id_])
            else:
                chosen[id_] = same[0]
    batch.hold(held.values())
    return chosen


def _uncertain(run: Run) -> set[str]:
    """The target's records whose match the way there has just found uncertain: the way back guesses no more."""
    if not run.way_back:
        return set()
    with run.hub.read() as connection:
        return quarantines.held_by(connection, run.stream_of(run.target), ONE_MATCH, run.id)


def _by_value(
    candidates: dict[str, Content], name: str, values: dict[str, str], taken: set[str]
) -> dict[str, list[str]]:
    """By row, the candidates that hold what it holds and that no other row has taken."""
    holding = held_by(candidates, name, taken)
    found = {id_: {one for part in values_in(value) for one in holding[part]} for id_, value in values.items()}
    return {id_: sorted(same) for id_, same in found.items() if same}


def _doubt(run: Run, name: str, source: Content, same: dict[str, Content]) -> str:
    """Why a match is not certain; empty when it is."""
    title, label = run.target.profile.title, LABELS.get(name, name.replace("_", " "))
    if len(same) > 1:
        return f"{len(same)} records of {title} have the same {label}: {', '.join(same)}"
    ((id_, target),) = same.items()
    against = _against(run, name, source, target)
    return f"{title} {id_} has the same {label} and another {LABELS[against]}" if against else ""


def _against(run: Run, name: str, source: Content, target: Content) -> str:
    """The identifier by which two records are not the same, though they share another; empty when there is none."""
    for other in SPEAK_AGAINST[run.source.stream.kind] if name not in (OWN, run.integration.key) else ():
        mine, theirs = source.get(other), target.get(other)
        if mine and theirs and mine != theirs:
            return other
    return ""


def _without_other_sites(
    run: Run,
    name: str,
    found: dict[str, list[str]],
    values: dict[str, str],
    sources: dict[str, Content],
    candidates: dict[str, Content],
) -> dict[str, list[str]]:
    """Leave out what only tells that a body has several sites (a town, with hundreds of SIRETs): an identifier that
    several of the target's records hold says nothing of a record that has another site's number than each of them."""
    with run.hub.read() as connection:
        rows = records.holders(connection, *run.target.place, FOUND_BY + name, [values[id_] for id_ in found])
    sites: dict[str, set[str]] = defaultdict(set)
    for row in rows:
        sites[row.value].add(str(row.external_id))
    for id_, row_ in candidates.items():
        sites[row_.get(name) or ""].add(id_)
    return {
        id_: same
        for id_, same in found.items()
        if len(sites[values[id_]]) == 1 or not all(_against(run, name, sources[id_], candidates[one]) for one in same)
    }


def _leave_unchosen(run: Run, batch: Batch) -> None:
    """Leave pairs alone whose other record is not chosen for this (a filter that was unticked, say)."""
    for name, wanted in run.integration.partner_only.items():
        paired = batch.open[batch.rows.loc[batch.open, "target_id"].notna()]
        values = batch.target.loc[paired, name]
        title = run.target.profile.title
        skip(batch, name, values[~values.isin(wanted)], f"{title}'s record is left as it is")
