"""Owners: what a party is, field by field, from all that hold it, and whose word each field is.

The first of a field's owners that says anything stands; then whoever comes next in order. Nothing never wins. Fields of
one group (an address) come from one record together. To lists that are joined every member adds.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from passerelle.mapping.models import Merging
from passerelle.parts import parts_of, text_of

HOLD = ("party", "place", "since", "record")
"""What a row says beside its fields: whose it is, `connection.stream`, since when it is bound, its record's name."""


@dataclass(frozen=True)
class Merged:
    """One row a party: its fields, and by field the record each value comes from."""

    values: pd.DataFrame
    origins: pd.DataFrame


def place_of(connection: str, stream: str) -> str:
    """A stream of a connection as the facts name it."""
    return f"{connection}.{stream}"


def merged(rows: pd.DataFrame, merging: Merging, groups: Mapping[str, Sequence[str]]) -> Merged:
    """The parties of these members. `rows` has the columns of `HOLD` and one a field; nothing is None."""
    parties = pd.Index(sorted(rows["party"].unique()), name="external_id", dtype=object)
    values, origins = {}, {}
    for order, names in _by_order(merging, groups).items():
        ranked = _ranked(rows, order)
        for name in names:
            fields = [field for field in groups[name] if field in rows.columns]
            told = ranked[ranked[fields].notna().any(axis=1)].drop_duplicates("party").set_index("party")
            for field in fields:
                values[field] = told[field].reindex(parties)
                origins[field] = told["record"].where(told[field].notna(), None).reindex(parties)
    for name in merging.joins:
        if name in rows.columns:
            values[name], origins[name] = (one.reindex(parties) for one in _joined(rows, name))
    return Merged(*(_frame(columns, parties) for columns in (values, origins)))


def told_of(frame: pd.DataFrame) -> dict[str, dict[str, str]]:
    """Each row of a frame as a mapping of what it says, by party."""
    rows = zip(frame.index, frame.to_dict("records"), strict=True)
    return {str(id_): {str(name): value for name, value in row.items() if value is not None} for id_, row in rows}


def _by_order(merging: Merging, groups: Mapping[str, Sequence[str]]) -> dict[tuple[str, ...], list[str]]:
    """Groups of fields by the order in which members have a say in them."""
    usual = [place_of(member.connection, member.stream) for member in merging.members]
    found: dict[tuple[str, ...], list[str]] = {}
    for name in groups:
        if name not in merging.joins:
            order = tuple(dict.fromkeys([*merging.owners.get(name, ()), *usual]))
            found.setdefault(order, []).append(name)
    return found


def _ranked(rows: pd.DataFrame, order: Sequence[str]) -> pd.DataFrame:
    """The members in this order; of one place the one that has been in the hub longest."""
    ranks = {place: rank for rank, place in enumerate(order)}
    return rows.assign(rank=rows["place"].map(ranks)).sort_values(["rank", "since", "record"], kind="stable")


def _joined(rows: pd.DataFrame, name: str) -> tuple[pd.Series, pd.Series]:
    told = rows[rows[name].notna()].sort_values("record")
    by_party = told.groupby("party")
    lists = {party: text_of({part for text in texts for part in parts_of(text)}) for party, texts in by_party[name]}
    return pd.Series(lists, dtype=object), by_party["record"].agg(", ".join)


def _frame(columns: Mapping[str, pd.Series], index: pd.Index) -> pd.DataFrame:
    frame = pd.DataFrame(dict(columns), index=index, dtype=object)
    return frame.where(frame.notna(), None)
