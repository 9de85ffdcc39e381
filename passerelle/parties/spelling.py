"""Spelling: a field of the hub in the fields of one system's record: names in two parts, several addresses in one."""

from __future__ import annotations

from passerelle.hub.records import Content
from passerelle.mapping.models import Stream
from passerelle.systems.two_names import split

SEVERAL = "emails"
"""The transform of a field that holds several addresses, the first of which is the one that is known."""


def spelt(stream: Stream, held: Content, wanted: Content) -> Content:
    """What a record is to hold for what is wanted of the hub's: `held` is what it was last seen to hold.

    A whole name goes to given name and surname, the boundary where it was. Further addresses stay behind the first.
    """
    found = dict(wanted)
    if stream.kind == "contact" and "name" in wanted and "first_name" in stream.fields:
        found["first_name"], found["name"] = split(wanted["name"], held.get("first_name"), held.get("name"))
    for name, value in wanted.items():
        if name in stream.fields and stream.fields[name].transform == SEVERAL and value:
            further = str(held.get(name) or "").split()[1:]
            found[name] = " ".join(dict.fromkeys([value, *further]))
    return found
