"""What the calls of all kinds of records have in common."""

import math
from collections.abc import Sequence

from fastapi import Request, Response

from passerelle.sandbox.answers import json_answer
from passerelle.sandbox.artis.kinds import Kind
from passerelle.sandbox.artis.parts import Sent
from passerelle.sandbox.artis.queries import Listing
from passerelle.sandbox.artis.records import created, updated
from passerelle.sandbox.french.pages import page_of
from passerelle.sandbox.french.records import existing_in
from passerelle.sandbox.inside import last_shown, to_store
from passerelle.sandbox.system import Entries, Record, World


def listed(
    world: World, request: Request, stream: str, query: Listing, among: Sequence[Record] | None = None
) -> Response:
    """One page of the records that fit, oldest first; ``among`` are those to look at, if not all."""
    held = world.store[stream]
    last = last_shown(request, held)
    known = held.values() if among is None else sorted(among, key=lambda record: record["id"])
    shown = known if last == math.inf else [record for record in known if record["id"] <= last]
    return json_answer(page_of([record for record in shown if query.fits(record)], query))


def create(world: World, request: Request, kind: Kind, body: Sent) -> Response:
    """Store a new record."""
    whole = body.whole()
    return json_answer(_stored(world, request, kind, created(world, kind, whole), whole), 201)


def read(world: World, kind: Kind, key: str) -> Response:
    """One record."""
    return json_answer(existing_in(world, kind.stream, key))


def update(world: World, request: Request, kind: Kind, key: str, body: Sent) -> Response:
    """Change what was sent of a record, and nothing else."""
    before = existing_in(world, kind.stream, key)
    values = body.values()
    return json_answer(_stored(world, request, kind, updated(world, kind, before, values), values))


def _stored(world: World, request: Request, kind: Kind, entries: Entries, sent: Record) -> Record:
    """The record as it is stored: under a fault, what was sent of it in another spelling."""
    (stream, key, record), *others = entries
    kept = {**record, **to_store(request, {name: record[name] for name in sent}, {"name": kind.named(record)})}
    world.store.put((stream, key, kept), *others)
    return kept
