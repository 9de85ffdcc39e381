"""Naming: what people and other parts of the software call a party by."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence

import pandas as pd

BETWEEN_DIGITS = re.compile(r"[\s.]")


def meant(rows: pd.DataFrame, numbers: Sequence[str], names: Sequence[str]) -> dict[str, str]:
    """The party that each name means, where it means one: its id, a number (`0403.449.823`), or a record of a system
    (`sellsy:thirdparty:company/6657`). `rows` are the members by party, `numbers` their columns that tell parties."""
    there = set(rows.index)
    found = {name: name for name in names if name in there}
    if len(found) == len(names):
        return found
    held: dict[str, set[str]] = defaultdict(set)
    for column in numbers:
        for value, party in zip(rows[column], rows.index, strict=True):
            held[value].add(party)
    records = zip(rows["connection"], rows["stream"], rows["external_id"], rows.index, strict=True)
    for connection, stream, external_id, party in records:
        held[f"{connection}:{stream}:{external_id}"].add(party)
    for name in names:
        same = held.get(name) or held.get(BETWEEN_DIGITS.sub("", name).upper(), set())
        if name not in found and len(same) == 1:
            found[name] = next(iter(same))
    return found
