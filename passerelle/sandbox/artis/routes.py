"""The calls of artis.net; each names the facts of docs/systems.md it rests on."""

from passerelle.sandbox.artis import lists, organisations, people
from passerelle.sandbox.artis.words import UNAUTHORIZED
from passerelle.sandbox.french.routes import Table, behind_a_door
from passerelle.sandbox.system import Routes, World

CALLS_A_MINUTE = 600
EVERYWHERE = ("art.base", "art.auth", "art.forbidden", "art.limit", "art.errors")
TABLE: Table = (
    *organisations.TABLE,
    *people.TABLE,
    *lists.TABLE,
)


def routes(world: World) -> Routes:
    """The routes of artis.net in one world."""
    return behind_a_door(world, TABLE, CALLS_A_MINUTE, UNAUTHORIZED, EVERYWHERE)
