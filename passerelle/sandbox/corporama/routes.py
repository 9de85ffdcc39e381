"""The calls of Corporama; each names the facts of docs/systems.md it rests on."""

from passerelle.sandbox.corporama.search import search
from passerelle.sandbox.corporama.sheets import read_credits, read_sheet
from passerelle.sandbox.corporama.words import UNAUTHORIZED
from passerelle.sandbox.french.routes import Table, behind_a_door
from passerelle.sandbox.system import Routes, World

CALLS_A_MINUTE = 300
EVERYWHERE = ("cor.base", "cor.auth", "cor.forbidden", "cor.limit", "cor.errors")
CHARGED = ("cor.credits", "cor.credits.sheet", "cor.credits.none")
HELD = ("cor.sheet", "cor.sheet.stale", "cor.sheet.mess", "cor.revenue", "cor.naf", "cor.seat", "cor.contacts")
TABLE: Table = (
    ("/societes", "GET", search, ("cor.free", "cor.search", "cor.search.rows", "cor.paging", "cor.link.company")),
    ("/societes/{number}", "GET", read_sheet, (*CHARGED, *HELD, "cor.texts", "cor.link.company")),
    ("/credits", "GET", read_credits, ("cor.credits.read",)),
)


def routes(world: World) -> Routes:
    """The routes of Corporama in one world."""
    return behind_a_door(world, TABLE, CALLS_A_MINUTE, UNAUTHORIZED, EVERYWHERE)
