"""The calls of AdminPulse; each names the facts of docs/systems.md it rests on."""

import math
from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Body, Depends, Query, Request, Response

from passerelle.sandbox.adminpulse.bodies import NoParameters, RelationBody, RelationQuery
from passerelle.sandbox.adminpulse.checks import check_complete, check_sound
from passerelle.sandbox.adminpulse.linking import TABLE as LINKING
from passerelle.sandbox.adminpulse.relations import API_KEY, COMPANIES, RELATIONS, created, existing, updated
from passerelle.sandbox.answers import Refusal, cites, json_answer
from passerelle.sandbox.inside import last_shown, to_store
from passerelle.sandbox.limits import CallLimit
from passerelle.sandbox.system import Entries, InWorld, Routes, World

ACCEPTED = "Bearer sandbox"
CALLS_A_MINUTE = 480
UNAUTHORIZED = "The API key is missing, wrong or expired"
EVERYWHERE = ("ap.base", "ap.auth", "ap.limit", "ap.limit.answer", "ap.activation", "ap.forbidden")
WRITTEN = (
    "ap.relations.fields", "ap.relations.shape", "ap.type", "ap.status", "ap.channels", "ap.enterprise", "ap.legalform",
    "ap.companies.own", "ap.history", "ap.yearend", "ap.yearend.field", "ap.relations.given",
)  # fmt: skip


@dataclass(eq=False)
class Gate:
    """Lets a call through, or not."""

    limit: CallLimit

    async def __call__(self, request: Request) -> None:
        """Raise Refusal beyond the limit (429, without Retry-After) and without the API key (401)."""
        if self.limit.wait() is not None:
            raise Refusal(429, "Too many requests")
        if request.headers.get("authorization") != ACCEPTED:
            raise Refusal(401, UNAUTHORIZED)


def routes(world: World) -> Routes:
    """The routes of AdminPulse in one world."""
    limit = CallLimit(world.clock, CALLS_A_MINUTE)
    router = APIRouter(dependencies=[Depends(Gate(limit))])
    for path, method, endpoint, facts in (*TABLE, *LINKING):
        router.add_api_route(path, endpoint, methods=[method], openapi_extra=cites(*facts, *EVERYWHERE))
    return Routes(router, limit.reset)


async def list_relations(world: InWorld, request: Request, query: Annotated[RelationQuery, Query()]) -> Response:
    """One page of the relations, oldest first."""
    relations = world.store[RELATIONS]
    known = relations.found_by(query.vat_number) if query.vat_number else relations.values()
    last = last_shown(request, relations)
    found = [
        relation
        for relation in known
        if relation["id"] <= last and (query.include_inactive or not relation["inactive"])
    ]
    start = query.page * query.page_size
    page = found[start : start + query.page_size]
    return json_answer({"results": page, "pageCount": math.ceil(len(found) / query.page_size)})


async def read_relation(world: InWorld, relation_id: str, _: Annotated[NoParameters, Query()]) -> Response:
    """One relation."""
    return json_answer(existing(world, relation_id))


async def create_relation(
    world: InWorld, request: Request, body: Annotated[RelationBody, Body()], _: Annotated[NoParameters, Query()]
) -> Response:
    """Store a new relation."""
    values = {name: value for name, value in body.values().items() if value is not None}
    check_complete(values)
    check_sound(values, _own_companies(world))
    entries = created(world, to_store(request, values, values), API_KEY)
    return _stored(world, entries, 201)


async def update_relation(
    world: InWorld, request: Request, relation_id: str, body: RelationBody, _: Annotated[NoParameters, Query()]
) -> Response:
    """Change what was sent of a relation, and nothing else."""
    before = existing(world, relation_id)
    values = body.values()
    check_sound(values, _own_companies(world))
    entries = updated(world, before, to_store(request, values, {**before, **values}), API_KEY)
    return _stored(world, entries, 200)


async def list_companies(world: InWorld, _: Annotated[NoParameters, Query()]) -> Response:
    """The office's own companies, as a bare array."""
    return json_answer(world.store[COMPANIES].values())


def _own_companies(world: World) -> set[str]:
    return {key for key, _ in world.store[COMPANIES]}


def _stored(world: World, entries: Entries, status: int) -> Response:
    world.store.put(*entries)
    return json_answer(entries[0][2], status)


TABLE = (
    ("/relations", "GET", list_relations, (
        "ap.relations.list", "ap.paging", "ap.paging.errors", "ap.relations.vat", "ap.relations.inactive",
        "ap.relations.inactive.switch", "ap.relations.shape", "ap.relations.vat.exact", "ap.paging.empty",
        "ap.yearend.field", "ap.links.read",
    )),
    ("/relations", "POST", create_relation, (
        "ap.relations.create", "ap.relation.mandatory", "ap.relation.mandatory.answer", "ap.relations.duplicates",
        "ap.relation.since", "ap.relation.since.default", *WRITTEN,
    )),
    ("/relations/{relation_id}", "GET", read_relation, (
        "ap.relations.read", "ap.relations.shape", "ap.yearend.field", "ap.links.read",
    )),
    ("/relations/{relation_id}", "PUT", update_relation, (
        "ap.relations.update", "ap.relations.update.null", "ap.relations.update.channels", *WRITTEN,
    )),
    ("/companies", "GET", list_companies, ("ap.companies", "ap.companies.own")),
)  # fmt: skip
