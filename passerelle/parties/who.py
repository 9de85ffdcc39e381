"""Who is who: which records of the hub are one company, though no integration has bound them to each other.

They are one by their numbers alone, tried in their order. The same number with another SIREN, codice fiscale or
enterprise number (members of a VAT group) is two; so is a SIREN with two SIRETs, unless neither comes from a system
that holds sites. What could be several is in doubt, and never guessed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import pandas as pd

from passerelle.quality.checks import is_be_enterprise_number, is_be_vat, is_siren, is_siret, is_vat

CHECKS = {
    "siret": is_siret,
    "siren": is_siren,
    "enterprise_number": is_be_enterprise_number,
    "vat_number": is_vat,
}
"""A number with wrong check digits is nobody's."""
APART = ("siren", "tax_code", "enterprise_number", "siret")
"""Two that differ in one of these are two, whatever else they share."""
LABELS = {"siren": "SIREN", "siret": "SIRET", "tax_code": "codice fiscale", "vat_number": "VAT number"}

MADE_OF = {"name_and_email": ("name", "email")}
"""Fields of which an identifier is made."""

Node = dict[str, str | None]
"""One hub record, or several that are one: its numbers, and `sites` where a system of sites holds it."""


@dataclass
class Who:
    """`party` names the hub record each one belongs to, and `doubt` says of some why nobody can tell."""

    party: dict[str, str] = field(default_factory=dict)
    doubt: dict[str, str] = field(default_factory=dict)


def who_is_who(rows: pd.DataFrame, same_by: Sequence[str]) -> Who:
    """Which hub records are one. `rows`: one a member, those that stand in for each other in order, with `hub_id`,
    `created_at`, `sites`, `known` (a party under its own id already) and the numbers."""
    nodes = _nodes(rows, same_by)
    joined: dict[str, str] = {}
    all_, doubt = list(nodes), dict[str, str]()
    for name in same_by:
        for shared in _sharing({id_: node for id_, node in nodes.items() if id_ not in doubt}, name):
            clusters, unsure, why = _split({id_: nodes[id_] for id_ in shared}, name, APART)
            sure = [id_ for id_ in shared if id_ not in unsure]
            doubt |= {id_: _sentence(name, nodes[id_], sure, why) for id_ in unsure}
            for cluster in clusters:
                _join(nodes, joined, cluster)
    heads = {hub_id: _head(joined, hub_id) for hub_id in all_}
    return Who(_named(rows, heads), {hub_id: doubt[head] for hub_id, head in heads.items() if head in doubt})


def told_by(same_by: Sequence[str]) -> set[str]:
    """The fields by which records are one."""
    return {field for name in same_by for field in MADE_OF.get(name, (name,))}


def _nodes(rows: pd.DataFrame, same_by: Sequence[str]) -> dict[str, Node]:
    """The first number of each kind that a member of each hub record holds, if its check digits are right."""
    names = list(dict.fromkeys([*same_by, *(name for name in APART if name in rows.columns)]))
    good = rows[["hub_id", *names]].copy()
    for name in names:
        valid = {value: CHECKS.get(name, bool)(value) for value in good[name].dropna().unique()}
        good[name] = [value if valid.get(value) else None for value in good[name]]
    found: dict[str, Node] = {}
    first = good.groupby("hub_id", sort=True)[names].first()
    first = first.astype(object).where(first.notna(), None)
    sites = rows.groupby("hub_id")["sites"].any()
    for hub_id, node in zip(first.index, first.to_dict("records"), strict=True):
        number = node.get("vat_number")
        if "enterprise_number" in node and not node["enterprise_number"] and number and is_be_vat(number):
            node["enterprise_number"] = number[2:]
        told = {str(key): value for key, value in node.items()}
        found[str(hub_id)] = told | {"sites": "yes" if sites[hub_id] else None}
    return found


def _sharing(nodes: Mapping[str, Node], name: str) -> list[list[str]]:
    """The nodes that hold the same number, where more than one does."""
    by_value: dict[str, list[str]] = {}
    for id_, node in nodes.items():
        value = node.get(name)
        if value:
            by_value.setdefault(value, []).append(id_)
    return [ids for ids in by_value.values() if len(ids) > 1]


def _split(nodes: Mapping[str, Node], by: str, apart: Sequence[str]) -> tuple[list[list[str]], list[str], str]:
    """Nodes that share a number, in clusters of one each; those that could be of several, and what these differ in."""
    for place, name in enumerate(apart):
        companies = name == "siret" and by == "siren" and not any(node["sites"] for node in nodes.values())
        values = sorted({node[name] or "" for node in nodes.values() if node.get(name)})
        if len(values) < 2 or companies:
            continue
        clusters: list[list[str]] = []
        unsure = [id_ for id_, node in nodes.items() if not node.get(name)]
        for value in values:
            same = {id_: node for id_, node in nodes.items() if node.get(name) == value}
            inner, more, _ = _split(same, by, apart[place + 1 :])
            clusters, unsure = [*clusters, *inner], [*unsure, *more]
        return clusters, unsure, name
    return [list(nodes)], [], ""


def _join(nodes: dict[str, Node], joined: dict[str, str], cluster: Sequence[str]) -> None:
    """Make one node of a cluster, under the first id; what one of them lacks the others say."""
    head, *rest = cluster
    for id_ in rest:
        other = nodes.pop(id_)
        nodes[head] = {name: nodes[head].get(name) or other.get(name) for name in nodes[head]}
        joined[id_] = head


def _head(joined: Mapping[str, str], hub_id: str) -> str:
    while hub_id in joined:
        hub_id = joined[hub_id]
    return hub_id


def _named(rows: pd.DataFrame, heads: Mapping[str, str]) -> dict[str, str]:
    """Each hub record's party: it is called after the hub record that is known as one already, else the oldest."""
    told = rows.drop_duplicates("hub_id")
    ranks = zip(~told["known"].astype(bool), told["created_at"], told["hub_id"].astype(str), strict=True)
    first: dict[str, str] = {}
    for _, _, hub_id in sorted(ranks):
        first.setdefault(heads[hub_id], hub_id)
    return {hub_id: first[head] for hub_id, head in heads.items()}


def _sentence(by: str, node: Node, others: Iterable[str], why: str) -> str:
    label, differ = (LABELS.get(name, name.replace("_", " ")) for name in (by, why))
    return f"same {label} {node[by]} as {', '.join(sorted(others))}, which differ in {differ}"
