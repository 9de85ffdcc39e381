"""The calls of the CRM; each names the facts of docs/systems.md it rests on."""

from collections.abc import Callable, Iterator
from typing import Any

from fastapi import APIRouter, Depends

from passerelle.sandbox.answers import cites
from passerelle.sandbox.limits import CallLimit
from passerelle.sandbox.system import Routes, World
from passerelle.sandbox.teamsystem import definitions
from passerelle.sandbox.teamsystem.calls import Reading
from passerelle.sandbox.teamsystem.following import following
from passerelle.sandbox.teamsystem.gate import CALLS_A_MINUTE, LIFE, Gate
from passerelle.sandbox.teamsystem.kinds import COMPANY, CONTACT, LEAD, Kind
from passerelle.sandbox.teamsystem.writing import Writing
from passerelle.sandbox.tokens import Tokens

Row = tuple[str, str, Callable[..., Any], tuple[str, ...]]

EVERYWHERE = ("tsc.base", "tsc.versions", "tsc.errors", "tsc.errors.shape", "tsc.limit", "tsc.limit.answer")
ADMITTED = ("tsc.auth.key", "tsc.auth.token", "tsc.auth.both", "tsc.unauthorized", "tsc.keys.user", "tsc.keys.scope")
LOGIN = ("tsc.auth.token", "tsc.auth.token.names", "tsc.auth.token.life", "tsc.auth.token.wrong")
STYLES = ("tsc.style.cf", "tsc.style.cf.without", "tsc.style.channels", "tsc.style.others", "tsc.channels")
SEARCHED = (
    "tsc.search.odata", "tsc.odata", "tsc.odata.assumed", "tsc.odata.values", "tsc.filter.noeffect", "tsc.paging",
    "tsc.odata.order", "tsc.modified", "tsc.parameters",
)  # fmt: skip
WRITTEN = (
    "tsc.written", "tsc.strict", "tsc.readonly", "tsc.required", "tsc.required.layout", "tsc.flags", "tsc.replace",
    "tsc.cf", "tsc.cf.types", "tsc.cf.select", "tsc.cf.select.unknown", "tsc.duplicates", "tsc.concurrency",
    "tsc.moments", "tsc.texts", "tsc.parameters",
)  # fmt: skip
DELETED = ("tsc.delete", "tsc.parameters", "tsc.deleted", "tsc.deleted.contacts", "tsc.missing")
DEFINED = ("tsc.cf.define", "tsc.cf.options")
FIELDS = {
    COMPANY.name: (
        "tsc.company.fields",
        "tsc.company.state",
        "tsc.company.natural",
        "tsc.company.type",
        "tsc.company.pec",
        "tsc.cf.plugin",
        "tsc.cf.tenant",
    ),
    CONTACT.name: ("tsc.contact.fields", "tsc.contact.company", "tsc.contact.surname", "tsc.cf.tenant"),
    LEAD.name: ("tsc.lead", "tsc.lead.fields"),
}


def routes(world: World) -> Routes:
    """The routes of the CRM in one world."""
    gate = Gate(CallLimit(world.clock, CALLS_A_MINUTE), Tokens(world.clock, LIFE))
    world.store.watch(following(world))
    router = APIRouter(prefix="/api/{version}", dependencies=[Depends(gate.counted)])
    login = cites(*LOGIN, *EVERYWHERE)
    router.add_api_route("/Auth/Login", gate.give_token, methods=["POST"], openapi_extra=login)
    for path, method, endpoint, facts in _table():
        extra = cites(*facts, *ADMITTED, *EVERYWHERE)
        router.add_api_route(
            path, endpoint, methods=[method], openapi_extra=extra, dependencies=[Depends(gate.admitted)]
        )
    return Routes(router, gate.forget)


def _table() -> Iterator[Row]:
    for kind in (COMPANY, CONTACT):
        yield from _writing(kind)
    for kind in (COMPANY, CONTACT, LEAD):
        yield from _reading(kind)
    yield ("/CustomField", "GET", definitions.list_all, DEFINED)
    yield ("/CustomField", "POST", definitions.create, DEFINED)
    yield ("/CustomField/{key}", "PUT", definitions.update, DEFINED)


def _reading(kind: Kind) -> Iterator[Row]:
    calls, path, shape = Reading(kind), f"/{kind.word}", (*FIELDS[kind.name], *STYLES, "tsc.parameters")
    yield (path, "GET", calls.list_ids, ("tsc.ids", "tsc.deleted", "tsc.parameters"))
    yield (f"{path}/Search", "GET", calls.search, ("tsc.search", "tsc.search.field", *SEARCHED, *shape))
    yield (f"{path}/SearchByODataCriteria", "GET", calls.search_by_odata, (*SEARCHED, *shape))
    yield (f"{path}/SearchIdsByODataCriteria", "GET", calls.search_ids, ("tsc.search.ids", *SEARCHED))
    yield (f"{path}/CountByODataCriteria", "GET", calls.count_by_odata, ("tsc.count", *SEARCHED))
    yield (f"{path}/Count", "GET", calls.count, ("tsc.count", "tsc.parameters"))
    yield (f"{path}/GetPolymorphicSchema", "GET", calls.read_schema, ("tsc.schema", "tsc.schema.custom", *shape))
    yield (f"{path}/GetNewInstance", "GET", calls.new_instance, ("tsc.new", *shape))
    yield (f"{path}/Exists/{{key}}", "GET", calls.exists, ("tsc.exists", "tsc.deleted"))
    for one in ("Get/{key}", "View/{key}", "{key}", "{key}/GetFull"):
        yield (f"{path}/{one}", "GET", calls.read, ("tsc.read", "tsc.read.full", "tsc.missing", *shape))


def _writing(kind: Kind) -> Iterator[Row]:
    calls, path, shape = Writing(kind), f"/{kind.word}", (*FIELDS[kind.name], *STYLES)
    yield (path, "PUT", calls.insert, ("tsc.insert", *WRITTEN, *shape))
    yield (f"{path}/CreateOrUpdate", "POST", calls.create_or_update, ("tsc.upsert", "tsc.missing", *WRITTEN, *shape))
    for one in ("Delete/{key}", "{key}"):
        yield (f"{path}/{one}", "DELETE", calls.delete, DELETED)
