"""The calls about organisations, their relations and their sites."""

from typing import Annotated

from fastapi import Body, Query, Request, Response

from passerelle.sandbox.answers import Refusal, json_answer
from passerelle.sandbox.artis.bodies import NewOrganisation, NewSite, OrganisationChange, SiteChange
from passerelle.sandbox.artis.calls import create, listed, read, update
from passerelle.sandbox.artis.kinds import ORGANISATION, SITE, TOWNS
from passerelle.sandbox.artis.lists import known
from passerelle.sandbox.artis.parts import RelationChange
from passerelle.sandbox.artis.queries import OrganisationQuery, SiteQuery, TownQuery
from passerelle.sandbox.artis.relations import change_at_fault, type_of, with_relation
from passerelle.sandbox.french.errors import INVALID, NOT_FOUND
from passerelle.sandbox.french.pages import NoParameters
from passerelle.sandbox.french.records import existing_in
from passerelle.sandbox.system import InWorld

Nothing = Annotated[NoParameters, Query()]


async def list_organisations(
    world: InWorld, request: Request, query: Annotated[OrganisationQuery, Query()]
) -> Response:
    """One page of the organisations."""
    among = world.store[ORGANISATION.stream].found_by(query.siret) if query.siret else None
    return listed(world, request, ORGANISATION.stream, query, among)


async def read_organisation(world: InWorld, key: str, _: Nothing) -> Response:
    """One organisation."""
    return read(world, ORGANISATION, key)


async def create_organisation(
    world: InWorld, request: Request, body: Annotated[NewOrganisation, Body()], _: Nothing
) -> Response:
    """Store a new organisation."""
    return create(world, request, ORGANISATION, body)


async def update_organisation(
    world: InWorld, request: Request, key: str, body: Annotated[OrganisationChange, Body()], _: Nothing
) -> Response:
    """Change an organisation."""
    return update(world, request, ORGANISATION, key, body)


async def relate(world: InWorld, key: str, code: str, body: Annotated[RelationChange, Body()], _: Nothing) -> Response:
    """Add a relation, or change its type."""
    before = existing_in(world, ORGANISATION.stream, key)
    if code not in known(world, "organisationinterne", "code"):
        raise Refusal(404, NOT_FOUND)
    errors = list(change_at_fault(type_of(before, code), body.type))
    if errors:
        raise Refusal(400, INVALID, errors)
    after = {**with_relation(before, code, body.type), "dateModification": world.clock.stamp()}
    world.store.put((ORGANISATION.stream, key, after))
    return json_answer(after)


async def list_sites(world: InWorld, request: Request, query: Annotated[SiteQuery, Query()]) -> Response:
    """One page of the sites."""
    asked = query.organisation_id
    among = None if asked is None else world.store[SITE.stream].found_by(str(asked))
    return listed(world, request, SITE.stream, query, among)


async def read_site(world: InWorld, key: str, _: Nothing) -> Response:
    """One site."""
    return read(world, SITE, key)


async def create_site(world: InWorld, request: Request, body: Annotated[NewSite, Body()], _: Nothing) -> Response:
    """Store a new site."""
    return create(world, request, SITE, body)


async def update_site(
    world: InWorld, request: Request, key: str, body: Annotated[SiteChange, Body()], _: Nothing
) -> Response:
    """Change a site."""
    return update(world, request, SITE, key, body)


async def list_towns(world: InWorld, request: Request, query: Annotated[TownQuery, Query()]) -> Response:
    """One page of the pairs of postcode and town."""
    return listed(world, request, TOWNS, query)


SHAPE = ("art.model", "art.organisation.fields", "art.organisation.shape", "art.relation.shape", "art.mails")
PLACED = ("art.lists.known", "art.texts", "art.towns", "art.towns.spelling", "art.tax", "art.siret.check")
WRITTEN = ("art.corporama", "art.siret.table", "art.organisation.duplicates", "art.classifications", *PLACED, *SHAPE)
RELATED = ("art.relation.types", "art.relation.default", "art.relation.default.type", "art.relation.shape")
CREATED = ("art.organisation.create", "art.organisation.create.call", *RELATED)
SITES = ("art.site", "art.site.calls")
TABLE = (
    ("/organisations", "GET", list_organisations, ("art.organisation.list", "art.paging", *SHAPE)),
    ("/organisations", "POST", create_organisation, (*CREATED, *WRITTEN)),
    ("/organisations/{key}", "GET", read_organisation, ("art.organisation.read", "art.link", *SHAPE)),
    ("/organisations/{key}", "PUT", update_organisation, ("art.organisation.update", *WRITTEN)),
    ("/organisations/{key}/relations/{code}", "PUT", relate, RELATED),
    ("/sites", "GET", list_sites, (*SITES, "art.paging")),
    ("/sites", "POST", create_site, (*SITES, *PLACED)),
    ("/sites/{key}", "GET", read_site, SITES),
    ("/sites/{key}", "PUT", update_site, (*SITES, *PLACED)),
    ("/codespostaux", "GET", list_towns, ("art.towns", "art.towns.spelling", "art.paging")),
)
