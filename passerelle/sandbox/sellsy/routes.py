"""The calls of Sellsy; each names the facts of docs/systems.md it rests on."""

from collections.abc import Callable, Iterator
from typing import Any

from fastapi import APIRouter, Depends

from passerelle.sandbox.answers import cites
from passerelle.sandbox.sellsy import linking, searching, settings, webhooks
from passerelle.sandbox.sellsy.addresses import AddressCalls
from passerelle.sandbox.sellsy.calls import Calls
from passerelle.sandbox.sellsy.converting import Convert
from passerelle.sandbox.sellsy.deliveries import Deliveries
from passerelle.sandbox.sellsy.documents import ESTIMATE, ORDER
from passerelle.sandbox.sellsy.gate import LIFE, Counted, Gate, Quotas
from passerelle.sandbox.sellsy.kinds import Kind
from passerelle.sandbox.sellsy.parties import COMPANY, CONTACT, INDIVIDUAL
from passerelle.sandbox.sellsy.patching import patch
from passerelle.sandbox.sellsy.selling import OPPORTUNITY
from passerelle.sandbox.system import Routes, World
from passerelle.sandbox.tokens import Tokens

Row = tuple[str, str, Callable[..., Any], tuple[str, ...]]

EVERYWHERE = (
    "sel.base", "sel.bearer", "sel.unauthorized", "sel.scopes", "sel.ids", "sel.moments", "sel.errors",
    "sel.errors.messages", "sel.quota", "sel.quota.figures", "sel.quota.answer", "sel.quota.after",
)  # fmt: skip
TOKEN = ("sel.token", "sel.token.personal", "sel.token.life", "sel.token.wrong", "sel.token.wrong.status")
LISTED = (
    "sel.list", "sel.list.cursor", "sel.list.cursor.shape", "sel.list.cursor.order", "sel.list.numbered",
    "sel.list.numbered.rows", "sel.list.range", "sel.list.range.answer", "sel.list.brackets", "sel.field",
)  # fmt: skip
SEARCHED = (*LISTED, "sel.search.body", "sel.period", "sel.period.ends", "sel.filters.address")
EMBEDDED = ("sel.embed", "sel.embed.unknown", "sel.cf.embed")
WRITTEN = (
    "sel.written",
    "sel.verify",
    "sel.put",
    "sel.closed",
    "sel.closed.persons",
    "sel.formats",
    "sel.sub",
    "sel.touched",
)
FIELDS = ("sel.cf.values", "sel.cf.sync", "sel.cf.kinds", "sel.cf.types", "sel.cf.unset", "sel.list.cursor")
ADDRESSES = ("sel.address", "sel.address.shape", "sel.address.first", "sel.address.one", "sel.touched")
LINKS = ("sel.links", "sel.links.answer", "sel.links.roles", "sel.touched")
OPPORTUNITIES = (
    "sel.opportunity.shape", "sel.opportunity.related", "sel.opportunity.open", "sel.opportunity.checks",
    "sel.opportunity.touched", "sel.opportunity.status",
)  # fmt: skip

CALLED = (
    "sel.webhook.call", "sel.webhook.body", "sel.webhook.payload", "sel.webhook.related", "sel.webhook.signature",
    "sel.webhook.told", "sel.webhook.failed",
)  # fmt: skip


def routes(world: World) -> Routes:
    """The routes of Sellsy in one world."""
    gate = Gate(Tokens(world.clock, LIFE), Quotas(world.clock))
    deliveries = Deliveries(world)
    world.store.watch(deliveries.note)
    api = APIRouter(prefix="/v2", dependencies=[Depends(gate)], route_class=Counted)
    for path, method, endpoint, facts in (*_table(), ("/quotas", "GET", gate.read_quotas, ("sel.quota.read",))):
        api.add_api_route(path, endpoint, methods=[method], openapi_extra=cites(*facts, *EVERYWHERE))
    router = APIRouter()
    router.add_api_route("/oauth2/access-tokens", gate.give_token, methods=["POST"], openapi_extra=cites(*TOKEN))
    router.include_router(api)

    def forget() -> None:
        gate.forget()
        deliveries.forget()

    return Routes(router, forget)


def _table() -> Iterator[Row]:
    # What has a name of its own stands before what is found by an id in the same place.
    yield from SETTINGS
    yield from _reading("/companies", COMPANY, "sel.company")
    yield from _writing("/companies", COMPANY, ("sel.company.write", "sel.company.shape", "sel.company.lists"))
    yield from _third_party("/companies", COMPANY)
    yield from LINKING
    yield from _reading("/individuals", INDIVIDUAL, "sel.individual", "sel.individual.name")
    yield from _writing(
        "/individuals", INDIVIDUAL, ("sel.individual.write", "sel.individual.shape", "sel.individual.email")
    )
    yield from _third_party("/individuals", INDIVIDUAL)
    yield from _reading("/contacts", CONTACT, "sel.contact")
    yield from _writing("/contacts", CONTACT, ("sel.contact.write", "sel.contact.shape", "sel.contact.deleted"))
    yield ("/contacts/{key}/addresses", "GET", AddressCalls(CONTACT).list_all, ADDRESSES)
    yield from _reading("/opportunities", OPPORTUNITY, "sel.opportunity")
    yield from _writing("/opportunities", OPPORTUNITY, ("sel.opportunity.write", *OPPORTUNITIES))
    yield ("/opportunities/{key}", "PATCH", patch, ("sel.opportunity.patch", *OPPORTUNITIES))
    yield from _reading("/estimates", ESTIMATE, "sel.document")
    yield from _reading("/orders", ORDER, "sel.document")
    yield from WEBHOOKS


def _reading(path: str, kind: Kind, about: str, *more: str) -> Iterator[Row]:
    calls = Calls(kind)
    shape = (f"{about}.shape", *EMBEDDED, *more)
    yield (path, "GET", calls.list_all, (about, f"{about}.order", *LISTED, *shape))
    yield (f"{path}/search", "POST", calls.search, (about, f"{about}.order", f"{about}.filters", *SEARCHED, *shape))
    yield (f"{path}/{{key}}", "GET", calls.read, (about, "sel.field", *shape))
    yield (f"{path}/{{key}}/custom-fields", "GET", calls.list_fields, FIELDS)


def _writing(path: str, kind: Kind, facts: tuple[str, ...]) -> Iterator[Row]:
    calls = Calls(kind)
    yield (path, "POST", calls.create, (*facts, *WRITTEN, "sel.duplicates"))
    yield (f"{path}/{{key}}", "PUT", calls.update, (*facts, *WRITTEN))
    yield (f"{path}/{{key}}", "DELETE", calls.delete, (*facts, "sel.written", "sel.deleted"))
    yield (f"{path}/{{key}}/custom-fields", "PUT", calls.write_fields, (*FIELDS, "sel.cf.write", "sel.touched"))


def _third_party(path: str, kind: Kind) -> Iterator[Row]:
    addresses, one = AddressCalls(kind), f"{path}/{{key}}/addresses/{{address_key}}"
    yield (f"{path}/{{key}}/addresses", "GET", addresses.list_all, (*ADDRESSES, *LISTED))
    yield (f"{path}/{{key}}/addresses", "POST", addresses.create, ADDRESSES)
    yield (one, "GET", addresses.read, ADDRESSES)
    yield (one, "PUT", addresses.update, ADDRESSES)
    yield (one, "DELETE", addresses.delete, ADDRESSES)
    yield (f"{path}/{{key}}/contacts", "GET", linking.ContactsOf(kind).list_all, ("sel.links.read", *LISTED))
    yield (f"{path}/{{key}}/convert", "POST", Convert(kind), ("sel.convert", "sel.convert.answer", "sel.type"))


LINKING: tuple[Row, ...] = (
    ("/companies/{key}/contacts/{contact_key}", "POST", linking.link, LINKS),
    ("/companies/{key}/contacts/{contact_key}", "PUT", linking.link, LINKS),
    ("/companies/{key}/contacts/{contact_key}", "DELETE", linking.unlink, LINKS),
    ("/contacts/{key}/companies", "GET", linking.list_companies, ("sel.links.read", *LISTED)),
)
SETTINGS: tuple[Row, ...] = (
    ("/staffs", "GET", settings.list_staffs, ("sel.staffs", *LISTED)),
    ("/staffs/{key}", "GET", settings.read_staff, ("sel.staffs",)),
    ("/search", "GET", searching.search, ("sel.search", "sel.search.shape")),
    ("/custom-fields", "GET", settings.list_fields, ("sel.cf", "sel.cf.shape", *LISTED)),
    ("/custom-fields/search", "POST", settings.search_fields, ("sel.cf", "sel.cf.shape", *SEARCHED)),
    ("/custom-fields/{key}", "GET", settings.read_field, ("sel.cf", "sel.cf.shape")),
    ("/opportunities/pipelines", "GET", settings.list_pipelines, ("sel.pipelines", *LISTED)),
    ("/opportunities/pipelines/{key}/steps", "GET", settings.list_steps, ("sel.pipelines", *LISTED)),
    ("/opportunities/sources", "GET", settings.list_sources, ("sel.pipelines", *LISTED)),
)
WEBHOOKS: tuple[Row, ...] = (
    ("/webhooks/events", "GET", webhooks.list_events, ("sel.webhook.events", "sel.webhook.events.known")),
    ("/webhooks", "GET", webhooks.list_all, ("sel.webhook", *LISTED)),
    ("/webhooks", "POST", webhooks.create, ("sel.webhook", "sel.webhook.write", *CALLED)),
    ("/webhooks/{key}", "GET", webhooks.read, ("sel.webhook",)),
    ("/webhooks/{key}", "PUT", webhooks.update, ("sel.webhook", "sel.webhook.write", *CALLED)),
    ("/webhooks/{key}", "DELETE", webhooks.delete, ("sel.webhook",)),
)
