"""What the calls of all kinds of records have in common."""

import math
from collections.abc import Sequence

from fastapi import Request, Response

from passerelle.sandbox.altior.checks import check
from passerelle.sandbox.altior.kinds import Kind
from passerelle.sandbox.altior.parts import Sent
from passerelle.sandbox.altior.queries import Listing
from passerelle.sandbox.altior.records import created, updated
from passerelle.sandbox.answers import json_answer
from passerelle.sandbox.french.pages import page_of
from passerelle.sandbox.french.records import existing_in
from passerelle.sandbox.inside import last_shown, to_store
from passerelle.sandbox.system import Record, World


def listed(
    world: World, request: Request, kind: Kind, query: Listing, among: Sequence[Record] | None = None
) -> Response:
    """One page of the records that fit, oldest first; ``among`` are those to look at, if not all."""
    stream = world.store[kind.stream]
    last = last_shown(request, stream)
    known = stream.values() if among is None else sorted(among, key=lambda record: record["id"])
    shown = known if last == math.inf else [record for record in known if record["id"] <= last]
    found = [record for record in shown if query.fits(record)] if query.narrows else shown
    return json_answer(page_of(found, query))


def read(world: World, kind: Kind, key: str) -> Response:
    """One record."""
    return json_answer(existing_in(world, kind.stream, key))


def create(world: World, request: Request, kind: Kind, body: Sent) -> Response:
    """Store a new record."""
    whole = body.whole()
    check(world, kind, whole)
    entry = created(world, kind, to_store(request, whole, whole))
    world.store.put(entry)
    return json_answer(entry[2], 201)


def update(world: World, request: Request, kind: Kind, key: str, body: Sent) -> Response:
    """Change what was sent of a record, and nothing else."""
    before = existing_in(world, kind.stream, key)
    values = body.values()
    check(world, kind, values, before)
    entry = updated(world, kind, before, to_store(request, values, {**before, **values}))
    world.store.put(entry)
    return json_answer(entry[2])
