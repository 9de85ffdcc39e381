"""Known parties: the records of a stream that is made in the hub, put together from what other connections hold."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd
from sqlalchemy import Connection

from passerelle.hub import bindings, parties, records
from passerelle.hub.bindings import Place
from passerelle.hub.parties import Member
from passerelle.hub.records import Content, Stream
from passerelle.mapping.models import Merging
from passerelle.mapping.models import Stream as StreamProfile
from passerelle.parties.domains import SPOKEN, Domains
from passerelle.parties.naming import meant
from passerelle.parties.owners import merged, place_of, told_of
from passerelle.parties.references import REFERS, by_parties
from passerelle.parties.who import APART, who_is_who
from passerelle.parts import ids_of, text_of
from passerelle.records import groups_of


@dataclass(frozen=True)
class Where:
    """Where the records of a stream made in the hub come from: its facts, its own place, and by integration the place
    whose ids stand in the references of what that integration remembers."""

    profile: StreamProfile
    place: Place
    common: dict[str, Place]
    public: frozenset[str]

    @property
    def merging(self) -> Merging:
        """Who has a say."""
        assert self.profile.merges is not None
        return self.profile.merges

    @property
    def places(self) -> list[Place]:
        """The members' places, those that stand in for others last."""
        return [(member.connection, member.stream) for member in self.merging.members]


class Known:
    """The parties of one stream as the hub knows them now. `others`: those that the references of these name."""

    def __init__(self, connection: Connection, where: Where, others: Known | None = None) -> None:
        self.where = where
        self.others = others
        rows = self._living(connection)
        who = who_is_who(rows, where.merging.same_by)
        rows["party"] = rows["hub_id"].map(who.party)
        ours = ~rows.groupby("party")["provided"].transform("all").astype(bool)
        self.rows = rows[ours].set_index("party")
        self.doubt = {who.party[hub_id]: why for hub_id, why in who.doubt.items()}

    def _living(self, connection: Connection) -> pd.DataFrame:
        """The members as `who_is_who` wants them."""
        merging = self.where.merging
        names = dict.fromkeys([*merging.same_by, *APART, *SPOKEN, REFERS])
        rows = parties.living(connection, self.where.places, list(names), self.where.place[0])
        facts = {(one.connection, one.stream): (place, one) for place, one in enumerate(merging.members)}
        said = [facts[at] for at in zip(rows["connection"], rows["stream"], strict=True)]
        rows["sites"] = [member.sites for _, member in said]
        rows["provided"] = [member.provides for _, member in said]
        rows["known"] = rows["hub_id"].isin(bindings.bound(connection, self.where.place, rows["hub_id"]).keys())
        return rows.iloc[np.argsort([place for place, _ in said], kind="stable")].copy()

    @cached_property
    def ids(self) -> list[str]:
        """Every party."""
        return sorted(self.rows.index.unique())

    def of_hub(self, hub_ids: Iterable[str]) -> dict[str, str]:
        """The party of each of these hub records that belongs to one."""
        wanted = set(hub_ids)
        rows = self.rows[self.rows["hub_id"].isin(wanted)]
        return dict(zip(rows["hub_id"], rows.index, strict=True))

    def meant(self, names: Sequence[str]) -> dict[str, str]:
        """The party that each name means, where it means one: its id, a number, or `connection:stream:id`."""
        return meant(self.rows, self.where.merging.same_by, names)

    def changed(self, connection: Connection, since: datetime) -> list[str]:
        """Parties of which any record changed, came or went since that moment."""
        return sorted(set(self.of_hub(parties.touched(connection, self.where.places, since)).values()))

    def holding(self, name: str, values: Iterable[str]) -> dict[str, list[str]]:
        """Parties of which a record holds one of these values, by value."""
        wanted = set(values)
        rows = self.rows[self.rows[name].isin(wanted)]
        found: dict[str, list[str]] = {value: [] for value in wanted}
        for value, party in sorted(set(zip(rows[name], rows.index, strict=True))):
            found[value].append(party)
        return found

    def referring(self, connection: Connection, ids: Sequence[str]) -> list[str]:
        """Parties that refer to one of these."""
        rows = self.rows[self.rows[REFERS].notna()]
        named = self._named(connection, list(zip(rows["integration"], rows[REFERS], strict=True)))
        wanted = set(ids)
        return sorted({party for party, text in zip(rows.index, named, strict=True) if wanted & set(ids_of(text))})

    def raws(self, connection: Connection, ids: Sequence[str]) -> list[dict[str, Any]]:
        """These parties, those that there are, with their fields, who holds them and whose each field is."""
        of = {hub_id: party for party in ids for hub_id in self._hub_ids.get(party, ())}
        rows = self._members(connection, of)
        if rows.empty:
            return []
        found = merged(rows, self.where.merging, self._groups())
        held = {party: text_of((name, "") for name in names) for party, names in rows.groupby("party")["account"]}
        kept = records.snapshots(connection, Stream(self.where.place[0], *self.where.place), ids)
        origins = told_of(found.origins)
        return [
            {"id": id_, **fields, **self._made(id_, fields, held[id_]), **kept.get(id_, {}), "origins": origins[id_]}
            for id_, fields in told_of(found.values).items()
        ]

    def members(self, connection: Connection, party: str) -> list[Member]:
        """The records one is made of, those that stand in for others last."""
        return parties.contents(connection, self.where.places, self._hub_ids[party], self.where.place[0])

    @cached_property
    def _hub_ids(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = defaultdict(list)
        for party, hub_id in dict.fromkeys(zip(self.rows.index, self.rows["hub_id"], strict=True)):
            found[party].append(hub_id)
        return dict(found)

    def _made(self, id_: str, fields: dict[str, str], held_by: str | None) -> dict[str, str | None]:
        """The fields that no member holds."""
        made = {"held_by": held_by, "doubt": self.doubt.get(id_), "domains": self._domains.of(id_, fields)}
        return {name: value for name, value in made.items() if name in self.where.profile.fields}

    def _members(self, connection: Connection, of: dict[str, str]) -> pd.DataFrame:
        rows = parties.contents(connection, self.where.places, of, self.where.place[0])
        contact = self.where.profile.kind == "contact"
        refs = self._named(connection, [(row.integration, row.content.get(REFERS)) for row in rows])
        told = [
            (_whole(row.content) if contact else row.content)
            | {REFERS: text}
            | {
                "party": of[row.hub_id],
                "place": place_of(row.connection, row.stream),
                "since": row.bound_at,
                "record": row.record,
                "account": row.connection,
            }
            for row, text in zip(rows, refs, strict=True)
        ]
        frame = pd.DataFrame(told).astype(object)
        return frame.where(frame.notna(), None)

    def _groups(self) -> dict[str, list[str]]:
        mapped = self.where.profile.fields
        groups = groups_of(self.where.profile.kind).items()
        return {group: names for group, fields in groups if (names := [name for name in fields if name in mapped])}

    def _named(self, connection: Connection, texts: Sequence[tuple[str, str | None]]) -> list[str | None]:
        if self.others is None:
            return [None] * len(texts)
        return by_parties(connection, self.others, self.where.common, texts)

    @cached_property
    def _domains(self) -> Domains:
        return Domains(self.rows, self.where.public)


def _whole(content: Content) -> Content:
    """A record with a person's whole name in `name`: some systems hold it as one, and parts of two names make none."""
    names = filter(None, (content.get("first_name"), content.get("name")))
    return content | {"name": " ".join(names) or None, "first_name": None}
