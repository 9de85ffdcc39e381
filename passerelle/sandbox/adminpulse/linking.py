"""The calls that link relations to each other."""

from typing import Annotated

from fastapi import Body, Query, Request, Response

from passerelle.sandbox.adminpulse.bodies import LinkBody, NoParameters
from passerelle.sandbox.adminpulse.links import LINKS, check_link, link_of, linked, numbered, unlinked
from passerelle.sandbox.adminpulse.relations import existing
from passerelle.sandbox.answers import json_answer
from passerelle.sandbox.inside import to_store
from passerelle.sandbox.system import InWorld

FACTS = ("ap.links", "ap.links.read", "ap.links.write", "ap.links.sides", "ap.links.empty", "ap.history")


async def create_link(
    world: InWorld,
    request: Request,
    relation_id: str,
    body: Annotated[LinkBody, Body()],
    _: Annotated[NoParameters, Query()],
) -> Response:
    """Link the relation to another one."""
    before = existing(world, relation_id)
    values = body.values()
    check_link(world, values, new=True)
    link = numbered(world, to_store(request, values, before))
    world.store.put(*linked(world, before, link))
    return json_answer(link, 201)


async def update_link(
    world: InWorld,
    request: Request,
    relation_id: str,
    link_id: str,
    body: Annotated[LinkBody, Body()],
    _: Annotated[NoParameters, Query()],
) -> Response:
    """Change what was sent of a link, and nothing else."""
    before = existing(world, relation_id)
    link = link_of(before, link_id)
    values = body.values()
    check_link(world, values, new=False)
    after = link | to_store(request, values, before)
    world.store.put(*linked(world, before, after))
    return json_answer(after)


async def delete_link(
    world: InWorld,
    relation_id: str,
    link_id: str,
    _: Annotated[NoParameters, Query()],
) -> Response:
    """Remove a link."""
    before = existing(world, relation_id)
    link = link_of(before, link_id)
    world.store.put(*unlinked(world, before, link))
    world.store.delete(LINKS, str(link["id"]))
    return Response(status_code=204)


TABLE = (
    ("/relations/{relation_id}/links", "POST", create_link, FACTS),
    ("/relations/{relation_id}/links/{link_id}", "PUT", update_link, FACTS),
    ("/relations/{relation_id}/links/{link_id}", "DELETE", delete_link, (*FACTS, "ap.links.delete")),
)
