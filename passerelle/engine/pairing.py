"""Pairing: which of the target's links each mandate of the source is."""

from __future__ import annotations

from collections import defaultdict

import pandas as pd


def pair_links(source: pd.DataFrame, target: pd.DataFrame, bound: dict[str, str]) -> list[str | None]:
    """The target's link of each mandate, None where it has none; each link is taken once.

    By an earlier binding, else by both ends, role and beginning, else by both ends and role where the link has no
    beginning: the mandate that still runs, or ran last, comes first.
    """
    free = set(target.index) - set(bound.values())
    chosen: dict[str, str] = {id_: link for id_, link in bound.items() if link in target.index}
    for columns, links in (
        (["owner", "role", "other", "start_date"], target),
        (["owner", "role", "other"], target[target["start_date"].isna()]),
    ):
        places: dict[tuple[object, ...], list[str]] = defaultdict(list)
        for link, row in links[columns].to_dict("index").items():
            if link in free:
                places[tuple(row.values())].append(str(link))
        for id_, row in _running_first(source)[columns].to_dict("index").items():
            place = places.get(tuple(row.values()), [])
            if id_ not in chosen and place:
                chosen[str(id_)] = place.pop(0)
                free.discard(chosen[str(id_)])
    return [chosen.get(id_) for id_ in source.index]


def _running_first(source: pd.DataFrame) -> pd.DataFrame:
    order = source.assign(ended=source["end_date"].notna(), begun=source["start_date"].fillna(""))
    return order.sort_values(["ended", "begun"], ascending=[True, False], kind="stable")
