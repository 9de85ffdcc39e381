"""OData filters: values in them, and conditions joined to as few filters as fit into addresses."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from urllib.parse import quote

LONGEST_FILTER = 1500
"""Letters of a filter as it is sent; the servers of this kind take addresses of two thousand."""


def quoted(text: str) -> str:
    """A text as a filter holds it.

    >>> quoted("L'Aquila")
    "'L''Aquila'"
    """
    doubled = text.replace("'", "''")
    return f"'{doubled}'"


def any_of(conditions: Iterable[str]) -> Iterator[str]:
    """The conditions, joined to filters that are not too long to send; what fits any of them fits one filter."""
    joint = ""
    for condition in dict.fromkeys(conditions):
        if joint and len(quote(f"{joint} or {condition}")) > LONGEST_FILTER:
            yield joint
            joint = ""
        joint = f"{joint} or {condition}" if joint else condition
    if joint:
        yield joint
