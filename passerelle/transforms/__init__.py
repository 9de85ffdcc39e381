"""Transforms: named functions that bring a value to its one agreed spelling. They never fail and never guess.

A transform takes text and returns text or None. None means blank: nothing, or white space only. What cannot be read
stays as trimmed text; the expectations judge it. A transform applied twice changes nothing the second time.
"""

from passerelle.transforms import (  # noqa: F401  registers them
    codes,
    contact,
    dates,
    french,
    identifiers,
    italian,
    lists,
    spans,
    text,
)
from passerelle.transforms.identifiers import parse_enterprise_number
from passerelle.transforms.registry import Transform, as_text, named, names, source_version

__all__ = ["Transform", "as_text", "named", "names", "parse_enterprise_number", "source_version"]
