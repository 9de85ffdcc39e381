"""Parts: a value that lists records, each with the roles it has there: `company/12 (invoicing, main); company/9`.

Such a value is never taken as a whole: what one side adds or takes away is carried to the other part by part, so that
two people who each link a contact to another company both keep their link.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

Part = tuple[str, str]
"""A record's id and one of its roles; the empty role is the link itself."""

ROLES = ("main", "invoicing", "dunning")
"""The roles that two systems may both know; one of another name is its system's own."""

LISTED = re.compile(r"(?P<id>[^\s;()]+)(?: \((?P<roles>[^()]*)\))?")


def parts_of(text: str | None) -> set[Part]:
    """The parts of a value, the link itself first of each record's. None has none."""
    found: set[Part] = set()
    for one in LISTED.finditer(text or ""):
        found |= {(one["id"], ""), *((one["id"], role) for role in (one["roles"] or "").split(", ") if role)}
    return found


def text_of(parts: Iterable[Part]) -> str | None:
    """The value of some parts in its one spelling; a role of a record that is not linked says nothing."""
    held = set(parts)
    linked = sorted(id_ for id_, role in held if not role)
    return (
        "; ".join(_listed(id_, sorted(role for other, role in held if other == id_ and role)) for id_ in linked) or None
    )


def ids_of(text: str | None) -> list[str]:
    """The records a value lists, in order."""
    return sorted(id_ for id_, role in parts_of(text) if not role)


def bare(text: str | None) -> str | None:
    """The records a value lists, without the roles there."""
    return text_of((id_, "") for id_ in ids_of(text))


def with_changes(held: str | None, now: str | None, before: str | None, owned: bool = True) -> str | None:
    """What `held` becomes when what was added and taken away elsewhere, between `before` and `now`, is carried over.

    Without a `before` the two meet for the first time: records that `held` lacks come with their roles, and of those
    that both list the roles are the other's where it owns them (`owned`), else they stay.
    """
    own, new, old = parts_of(held), parts_of(now), parts_of(before)
    if before is None:
        both = {id_ for id_, role in own & new if not role}
        kept, taken = (own, new) if not owned else (new, own)
        return text_of({part for part in kept | taken if part[0] not in both or part in kept})
    return text_of((own | (new - old)) - (old - new))


def _listed(id_: str, roles: list[str]) -> str:
    return f"{id_} ({', '.join(roles)})" if roles else id_
