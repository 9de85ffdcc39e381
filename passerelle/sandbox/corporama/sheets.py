"""Sheets, which cost credits, and how many are left (facts ``cor.sheet``, ``cor.credits…``)."""

from typing import Annotated

from fastapi import Query, Request, Response

from passerelle.sandbox.answers import Refusal, json_answer
from passerelle.sandbox.corporama.search import shown
from passerelle.sandbox.corporama.streams import ACCOUNT, ONLY, number_of
from passerelle.sandbox.corporama.words import EXHAUSTED, INVALID
from passerelle.sandbox.french.errors import NOT_FOUND, fault
from passerelle.sandbox.french.pages import NoParameters
from passerelle.sandbox.system import InWorld, Record, World

SIREN, SIRET = 9, 14


async def read_credits(world: InWorld, _: Annotated[NoParameters, Query()]) -> Response:
    """What is left, and what was used."""
    return json_answer(_account(world))


async def read_sheet(world: InWorld, request: Request, number: str, _: Annotated[NoParameters, Query()]) -> Response:
    """The sheet of an establishment, or of a company's seat; one credit less."""
    if not (number.isascii() and number.isdigit() and len(number) in (SIREN, SIRET)):
        raise Refusal(400, INVALID, [fault("number", "9 ou 14 chiffres attendus")])
    among = [sheet for sheet in shown(world, request, number[:SIREN]) if _meant(sheet, number)]
    if not among:
        raise Refusal(404, NOT_FOUND)
    _charge(world)
    return json_answer(among[0])


def _meant(sheet: Record, number: str) -> bool:
    return sheet["siege"] == 1 if len(number) == SIREN else number_of(sheet) == number


def _charge(world: World) -> None:
    account = _account(world)
    if account["restants"] < 1:
        raise Refusal(402, EXHAUSTED)
    spent = {"restants": account["restants"] - 1, "utilises": account["utilises"] + 1}
    world.store.put((ACCOUNT, ONLY, spent))


def _account(world: World) -> Record:
    return world.store[ACCOUNT].get(ONLY) or {"restants": 0, "utilises": 0}
