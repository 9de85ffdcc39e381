"""The calls of Altior; each names the facts of docs/systems.md it rests on."""

from passerelle.sandbox.altior import affaires, contacts, lists, thirdparties
from passerelle.sandbox.altior.french import UNAUTHORIZED
from passerelle.sandbox.french.routes import Table, behind_a_door
from passerelle.sandbox.system import Routes, World

CALLS_A_MINUTE = 600
EVERYWHERE = ("alt.base", "alt.auth", "alt.forbidden", "alt.limit", "alt.errors")
TABLE: Table = (
    *thirdparties.TABLE,
    *contacts.TABLE,
    *affaires.TABLE,
    *lists.TABLE,
)


def routes(world: World) -> Routes:
    """The routes of Altior in one world."""
    return behind_a_door(world, TABLE, CALLS_A_MINUTE, UNAUTHORIZED, EVERYWHERE)
