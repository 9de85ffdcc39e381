"""A batch: some thousand driving records with what both sides hold of them, aligned row by row."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from hashlib import blake2b
from typing import Any

import orjson
import pandas as pd

from passerelle.hub.quarantines import Held
from passerelle.hub.records import Content, State
from passerelle.systems.base import Raw


def contents(frame: pd.DataFrame) -> dict[str, Content]:
    """Each row of a canonical frame as a mapping of its fields that hold something, by external id."""
    # Cell by cell out of one array: pandas' own way to dictionaries takes ten times as long on some forty columns.
    names, rows = [str(name) for name in frame.columns], frame.to_numpy(dtype=object).tolist()
    return {
        str(external_id): {name: value for name, value in zip(names, row, strict=True) if value is not None}
        for external_id, row in zip(frame.index, rows, strict=True)
    }


def frame_of(rows: dict[str, Content], columns: Iterable[str]) -> pd.DataFrame:
    """The inverse of `contents`: a frame of these columns, None where a row holds nothing."""
    names = list(columns)
    values = [[row.get(name) for name in names] for row in rows.values()]
    return pd.DataFrame(values, index=pd.Index(list(rows), name="external_id"), columns=names, dtype=object)


def fingerprint(source: Content, target: Content, version: str) -> str:
    """A digest of what both sides hold and of the rules that judged it."""
    options = orjson.OPT_SORT_KEYS
    return blake2b(orjson.dumps([source, target, version], option=options), digest_size=16).hexdigest()


@dataclass
class Batch:
    """Driving records in three aligned frames, indexed by driver id.

    `rows` holds key, source_id, target_id, asked, outcome and reason; `source` and `target` the canonical fields, all
    None where that side has no such record. A row whose outcome is None is still open. `conflicts` are the fields held
    for a person on rows that need no action, `left` those whose news the other way carries, `moves` what the target's
    record shall hold whatever the source's says (`moving.py`), and `bases` what was remembered of their source and
    target before. `matched` rows have found their record of the target only now, and `anew` are taken as if they were
    met for the first time (`beginnings.py`). `said` is what the source itself says of rows a person has said
    otherwise of (`overrides.py`): that is what is remembered of them. `doubts` are the warnings of the source's suite,
    which hold nothing back.
    """

    number: int
    rows: pd.DataFrame
    source: pd.DataFrame
    target: pd.DataFrame
    source_raws: list[Raw] = field(default_factory=list)
    target_raws: list[Raw] = field(default_factory=list)
    states: dict[str, State] = field(default_factory=dict)
    fingerprints: dict[str, str] = field(default_factory=dict)
    held: list[Held] = field(default_factory=list)
    doubts: list[Held] = field(default_factory=list)
    final: set[str] = field(default_factory=set)
    conflicts: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    left: dict[str, list[str]] = field(default_factory=dict)
    moves: dict[str, dict[str, str]] = field(default_factory=dict)
    bases: dict[str, tuple[Content, Content]] = field(default_factory=dict)
    matched: dict[str, str] = field(default_factory=dict)
    anew: set[str] = field(default_factory=set)
    said: dict[str, Content] = field(default_factory=dict)

    @property
    def open(self) -> pd.Index:
        """Ids of the rows that have no outcome yet."""
        return self.rows.index[self.rows["outcome"].isna()]

    def partners(self, column: str, ids: Iterable[str]) -> dict[str, str]:
        """One side's own ids (`source_id` or `target_id`) by driver id; rows without one are absent."""
        values = self.rows.loc[list(ids), column].dropna()
        return {str(id_): str(value) for id_, value in values.items()}

    def settle(self, ids: Iterable[str], outcome: str, reason: str = "") -> None:
        """Give rows their one outcome."""
        # Column by column: setting both at once takes pandas five times as long.
        wanted = list(ids)
        if wanted:
            self.rows.loc[wanted, "outcome"] = outcome
            self.rows.loc[wanted, "reason"] = reason

    def settle_each(self, reasons: Mapping[str, str], outcome: str) -> None:
        """Give rows the same outcome, each for its own reason."""
        ids = list(reasons)
        if ids:
            self.rows.loc[ids, "outcome"] = outcome
            self.rows.loc[ids, "reason"] = list(reasons.values())

    def hold(self, held: Iterable[Held]) -> None:
        """Quarantine rows; several rules may hold one row, whose reason is the last one's."""
        new = list(held)
        self.held.extend(new)
        self.settle_each({one.external_id: one.reason for one in new}, "quarantined")


def new_rows(ids: Iterable[str], keys: Iterable[str | None], targets: Iterable[str | None]) -> pd.DataFrame:
    """The `rows` frame of a batch, everything open and nothing asked yet."""
    index = pd.Index(list(ids), name="external_id", dtype=object)
    rows = pd.DataFrame({"key": list(keys), "target_id": list(targets)}, index=index, dtype=object)
    for name in ("source_id", "outcome", "reason"):
        rows[name] = None
        rows[name] = rows[name].astype(object)
    rows["asked"] = False
    return rows
