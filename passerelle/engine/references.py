"""References: whose ids stand in a record's fields, told in the ids that both ends of an integration have in common.

Each system names third parties by ids of its own. Between the two they are compared by the ids of the source of the
integration that keeps them the same (`follows`); a third party that is not kept the same is nobody's business here, and
what a system holds of it is left as it stands.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import pandas as pd

from passerelle.engine.run import Run, Side
from passerelle.hub import beginnings, bindings, records
from passerelle.hub.bindings import Place
from passerelle.hub.records import Stream
from passerelle.mapping.integration import Integration
from passerelle.parts import ROLES, ids_of, parts_of, text_of

LINKED, ELSEWHERE, ALONE = "linked", "elsewhere", "alone"
"""What a contact's `reach` says: it belongs to a third party that is kept the same, to others only, to none."""


def in_common(run: Run, side: Side, frame: pd.DataFrame, tell: bool = False) -> pd.DataFrame:
    """The frame of a side's records, with references in common ids and what follows from them. `tell`: note in the run
    what is not carried."""
    follows = run.follows
    for name in _referring(side) if follows else ():
        assert follows is not None
        own = frame[name].map(ids_of)
        known = common_ids(run, side, {id_ for ids in own for id_ in ids})
        begin = _only(run, follows, name)
        carried = {id_: to for id_, to in known.items() if to.startswith(begin)}
        common, held = (_column(frame, name, ids) for ids in (known, carried))
        frame[name] = held
        left = _left_today(run, side, frame, name) if side.stream.kind == "contact" else []
        _follow(side.stream.kind, frame, own, common, left)
        if tell:
            _tell_left_out(run, side, common, frame[name])
    return frame


def in_own_ids(run: Run, side: Side, held: pd.DataFrame, wanted: dict[str, str | None]) -> dict[str, str | None]:
    """Values wanted of one record with references in the system's own ids. `held` is its row as the system told it:
    what it refers to beyond the common ids stays."""
    if run.follows is None:
        return wanted
    found = dict(wanted)
    for name in _referring(side):
        if name not in wanted:
            continue
        now = parts_of(held[name].iloc[0] if len(held) else None)
        common = common_ids(run, side, {id_ for id_, _ in now})
        begin = _only(run, run.follows, name)
        own = {to: id_ for id_, to in common.items() if to.startswith(begin)}
        own |= own_ids(run, side, ids_of(wanted[name]))
        want = {(own[id_], role) for id_, role in parts_of(wanted[name]) if id_ in own}
        beyond = {(id_, role) for id_, role in now if id_ not in own.values() or role not in ("", *ROLES)}
        found[name] = text_of(want | beyond)
    return found


def without_gone(run: Run, side: Side, today: pd.DataFrame, before: pd.DataFrame) -> pd.DataFrame:
    """What is remembered of a side, without references to third parties that it no longer has: nobody has taken those
    away, and a deletion is never carried. Both frames are in common ids."""
    rules = run.integration.fields
    parts = [name for name in _referring(side) if name in rules and rules[name].parts] if run.follows else []
    for name in parts:
        pairs = list(zip(map(ids_of, before[name]), map(ids_of, today[name]), strict=True))
        gone = _gone(run, side, {id_ for was, is_ in pairs for id_ in was if id_ not in is_})
        if gone:
            kept = [text_of(part for part in parts_of(text) if part[0] not in gone) for text in before[name]]
            before = before.assign(**{name: pd.Series(kept, index=before.index, dtype=object)})
    return before


def common_ids(run: Run, side: Side, ids: Iterable[str]) -> dict[str, str]:
    """The common id of each of a side's own that is kept the same; a third party that its own integration leaves alone
    today (a filter that was unticked) is not."""
    base, here, there = places(run, side)
    ids = list(ids)
    with run.hub.read() as connection:
        pairs = bindings.partners(connection, here, ids, there)
        common = {id_: id_ if here == base else partner for id_, partner in pairs.items()}
        assert run.follows is not None
        stream = Stream(run.follows.integration, *base)
        states = records.states(connection, stream, common.values())
        begun = beginnings.held(connection, stream, common.values())
    # What is left as it stood when the integration began is kept the same all the same.
    left = {to for to, state in states.items() if state.outcome == "skipped"} - begun.keys()
    return {id_: to for id_, to in common.items() if to not in left} | _presumed(run, here == base, ids)


def own_ids(run: Run, side: Side, common: Iterable[str]) -> dict[str, str]:
    """A side's own id of each common one, where it has one."""
    base, here, _ = places(run, side)
    if here == base:
        return {id_: id_ for id_ in common}
    wanted = list(common)
    with run.hub.read() as connection:
        known = bindings.partners(connection, base, wanted, here)
    return known | {id_: own for id_ in wanted if (own := run.options.presumed.get(id_))}


def _presumed(run: Run, common: bool, ids: Iterable[str]) -> dict[str, str]:
    """Of these ids, common or the target's own, those of third parties that are only going to be kept the same."""
    presumed = run.options.presumed
    known = {id_: id_ for id_ in presumed} if common else {own: id_ for id_, own in presumed.items() if own}
    return {id_: known[id_] for id_ in ids if id_ in known}


def places(run: Run, side: Side) -> tuple[Place, Place, Place]:
    """Where the records referred to stand: those that give the common ids, this side's, and the other side's."""
    follows = run.follows
    assert follows is not None
    base, other = (follows.source.account, follows.source.stream), (follows.target.account, follows.target.stream)
    return (base, base, other) if side.end.account == base[0] else (base, other, base)


def _gone(run: Run, side: Side, common: Iterable[str]) -> set[str]:
    """Those of the third parties that a side no longer has, although they are still bound to one of it."""
    own = own_ids(run, side, common)
    _, (_, stream), _ = places(run, side)
    found = side.system.look_up(stream, sorted(own.values())).found if own else {}
    return {id_ for id_, here in own.items() if here not in found}


def _left_today(run: Run, side: Side, frame: pd.DataFrame, name: str) -> list[str]:
    """Records that refer to no third party that is kept the same, and did when they were last seen: that they no longer
    do is still to be carried."""
    empty = [str(id_) for id_ in frame.index[frame[name].isna()]]
    with run.hub.read() as connection:
        seen = records.snapshots(connection, run.stream_of(side), empty)
    were = {id_: ids_of(row.get(name)) for id_, row in seen.items()}
    own = own_ids(run, side, {one for ids in were.values() for one in ids})
    still = set(common_ids(run, side, own.values()).values())
    return [id_ for id_, ids in were.items() if still.intersection(ids)]


def _referring(side: Side) -> list[str]:
    return [name for name, map_ in side.stream.fields.items() if map_.refers]


def _only(run: Run, follows: Integration, name: str) -> str:
    """What a common id begins with to be carried: the base system may not take every kind of record here."""
    side = next(side for side in (run.source, run.target) if side.end.account == follows.source.account)
    map_ = side.stream.fields.get(name)
    return map_.refers.only if map_ and map_.refers else ""


def _column(frame: pd.DataFrame, name: str, to: Mapping[str, str]) -> pd.Series:
    return pd.Series([_translated(text, to) for text in frame[name]], index=frame.index, dtype=object)


def _translated(text: str | None, to: Mapping[str, str]) -> str | None:
    return text_of((to[id_], role) for id_, role in parts_of(text) if id_ in to and role in ("", *ROLES))


def _follow(kind: str, frame: pd.DataFrame, own: pd.Series, common: pd.Series, left: list[str]) -> None:
    """A contact that belongs to third parties goes with them, also one that has just left the last of them (`left`);
    the choice made on the record counts for all others."""
    reach = pd.Series(ALONE, index=frame.index, dtype=object)
    reach[own.astype(bool)] = ELSEWHERE
    reach[common.notna() | frame.index.isin(left)] = LINKED
    frame["reach"] = reach
    if kind == "contact" and "synchronised" in frame.columns:
        frame.loc[reach == LINKED, "synchronised"] = "yes"


def _tell_left_out(run: Run, side: Side, before: pd.Series, after: pd.Series) -> None:
    left = sum(len(ids_of(one)) - len(ids_of(other)) for one, other in zip(before, after, strict=True))
    if left:
        other = run.target if side is run.source else run.source
        run.notes[f"{side.profile.title}: links that {other.profile.title} has no place for are not carried"] += left
