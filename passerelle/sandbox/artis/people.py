"""The calls about interlocuteurs."""

from typing import Annotated

from fastapi import Body, Query, Request, Response

from passerelle.sandbox.answers import json_answer
from passerelle.sandbox.artis.bodies import NewPerson, PersonChange
from passerelle.sandbox.artis.calls import create, listed, read, update
from passerelle.sandbox.artis.duplicates import candidates
from passerelle.sandbox.artis.kinds import PERSON
from passerelle.sandbox.artis.queries import Confirmed, PersonQuery
from passerelle.sandbox.artis.words import DUPLICATES
from passerelle.sandbox.french.pages import NoParameters
from passerelle.sandbox.system import InWorld


async def list_people(world: InWorld, request: Request, query: Annotated[PersonQuery, Query()]) -> Response:
    """One page of the interlocuteurs."""
    return listed(world, request, PERSON.stream, query)


async def read_person(world: InWorld, key: str, _: Annotated[NoParameters, Query()]) -> Response:
    """One interlocuteur."""
    return read(world, PERSON, key)


async def create_person(
    world: InWorld, request: Request, body: Annotated[NewPerson, Body()], query: Annotated[Confirmed, Query()]
) -> Response:
    """Store a new interlocuteur, or say who it may be already."""
    known = [] if query.confirmer else candidates(world, body.whole())
    if known:
        return json_answer({"message": DUPLICATES, "candidats": known}, 409)
    return create(world, request, PERSON, body)


async def update_person(
    world: InWorld,
    request: Request,
    key: str,
    body: Annotated[PersonChange, Body()],
    _: Annotated[NoParameters, Query()],
) -> Response:
    """Change an interlocuteur; nobody is warned of duplicates."""
    return update(world, request, PERSON, key, body)


SHAPE = ("art.person", "art.person.calls", "art.mails")
WRITTEN = ("art.lists.known", "art.texts", "art.towns", "art.towns.spelling", *SHAPE)
WARNED = ("art.person.duplicates", "art.person.duplicates.call")
TABLE = (
    ("/interlocuteurs", "GET", list_people, ("art.paging", *SHAPE)),
    ("/interlocuteurs", "POST", create_person, (*WARNED, *WRITTEN)),
    ("/interlocuteurs/{key}", "GET", read_person, ("art.link", *SHAPE)),
    ("/interlocuteurs/{key}", "PUT", update_person, (*WARNED, *WRITTEN)),
)
