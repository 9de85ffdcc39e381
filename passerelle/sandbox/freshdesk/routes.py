"""The calls of Freshdesk; each names the facts of docs/systems.md it rests on."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from fastapi import APIRouter, Depends
from fastapi.params import Depends as Dependency

from passerelle.sandbox.answers import cites
from passerelle.sandbox.freshdesk import agents, lifecycle
from passerelle.sandbox.freshdesk.calls import Calls
from passerelle.sandbox.freshdesk.definitions import Definitions
from passerelle.sandbox.freshdesk.following import following
from passerelle.sandbox.freshdesk.gate import Gate, Headed, only_administrators
from passerelle.sandbox.freshdesk.kinds import COMPANY, CONTACT, Kind
from passerelle.sandbox.freshdesk.merging import merge
from passerelle.sandbox.freshdesk.searching import Index, Search
from passerelle.sandbox.system import Routes, World

Row = tuple[str, str, Callable[..., Any], tuple[str, ...]]

EVERYWHERE = (
    "fd.base", "fd.auth", "fd.auth.wrong", "fd.formats", "fd.formats.body", "fd.headers", "fd.limit",
    "fd.limit.invalid", "fd.limit.window", "fd.limit.include", "fd.include", "fd.limit.answer", "fd.limit.body",
    "fd.errors", "fd.errors.codes", "fd.errors.flat", "fd.errors.query", "fd.missing",
)  # fmt: skip
PAGED = ("fd.paging", "fd.paging.wrong", "fd.paging.link")
SHOWN = ("fd.blank", "fd.moments", "fd.fields.types", "fd.plan", "fd.plan.read")
WRITTEN = (
    "fd.blank.sent", "fd.errors.custom", "fd.errors.unknown", "fd.errors.readonly", "fd.duplicate", "fd.duplicate.body",
    "fd.plan.refused", "fd.fields.required", "fd.fields.unique", "fd.fields.values", "fd.contact.lists",
)  # fmt: skip
GONE = ("fd.method", "fd.method.body", "fd.nocontent")
FIELDS: dict[str, tuple[str, ...]] = {
    CONTACT.name: (
        "fd.contact.fields", "fd.contact.create.social", "fd.contact.one", "fd.contact.unique", "fd.contact.email",
        "fd.contact.companies",
        "fd.contact.companies.rules", "fd.contact.zones", "fd.contact.social", "fd.contact.social.shape",
        "fd.contact.avatar", "fd.duplicate.deleted", "fd.duplicate.agent", "fd.company.domains.when",
    ),
    COMPANY.name: (
        "fd.company.fields", "fd.company.name", "fd.company.name.same", "fd.company.domains", "fd.company.domains.when",
        "fd.company.domains.shape", "fd.company.domains.twice", "fd.company.renewal", "fd.company.choices",
        "fd.company.choices.edited",
    ),
}  # fmt: skip
LISTED: dict[str, tuple[str, ...]] = {
    CONTACT.name: (
        "fd.contact.list", "fd.contact.list.order", "fd.contact.filters", "fd.contact.filters.values",
        "fd.contact.state", "fd.contact.since", "fd.contact.since.least", "fd.limit.lists",
    ),
    COMPANY.name: ("fd.company.calls", "fd.company.list", "fd.contact.since", "fd.contact.since.least"),
}  # fmt: skip
SEARCHED = (
    "fd.search",
    "fd.search.query",
    "fd.search.rules",
    "fd.search.fields",
    "fd.search.lag",
    "fd.search.lag.minutes",
)
DEFINED = (
    "fd.fields.denied", "fd.fields.define", "fd.fields.name", "fd.fields.name.made", "fd.fields.unique",
    "fd.fields.choices",
)  # fmt: skip
ADMINISTRATORS = (Depends(only_administrators),)


def routes(world: World) -> Routes:
    """The routes of Freshdesk in one world."""
    gate, index = Gate(world), Index(world)
    world.store.watch(following(world))
    router = APIRouter(prefix="/api/v2", dependencies=[Depends(gate)], route_class=Headed)

    def add(rows: Iterator[Row], dependencies: Sequence[Dependency] = ()) -> None:
        for path, method, endpoint, facts in rows:
            extra = cites(*facts, *EVERYWHERE)
            router.add_api_route(path, endpoint, methods=[method], openapi_extra=extra, dependencies=dependencies)

    add(_reading(index))
    add(_writing())
    add(_administering(), ADMINISTRATORS)

    def forget() -> None:
        gate.forget()
        index.forget()

    return Routes(router, forget)


def _reading(index: Index) -> Iterator[Row]:
    yield ("/account", "GET", agents.read_account, ("fd.account", "fd.account.values"))
    yield ("/agents/me", "GET", agents.read_me, ("fd.agents.me", "fd.agents.me.shape"))
    yield ("/agents/{key}", "GET", agents.read, ("fd.agents.one", "fd.agents.me.shape"))
    for kind in (CONTACT, COMPANY):
        calls, path, shape = Calls(kind), f"/{kind.word}", (*FIELDS[kind.name], *SHOWN)
        # What has a name of its own stands before what is found by an id in the same place.
        completed = (f"fd.{kind.name}.autocomplete", "fd.autocomplete.most")
        yield (f"{path}/autocomplete", "GET", calls.complete, completed)
        yield (f"/search{path}", "GET", Search(kind, index), (*SEARCHED, *shape))
        yield (path, "GET", calls.list_all, (*LISTED[kind.name], *PAGED, *shape))
        yield (f"{path}/{{key}}", "GET", calls.read, (_viewed(kind), *shape))
        listed = Definitions(kind).list_all
        facts = ("fd.fields", "fd.fields.choices", "fd.fields.attributes", "fd.plan", "fd.plan.read")
        yield (f"/{kind.name}_fields", "GET", listed, facts)


def _writing() -> Iterator[Row]:
    yield ("/contacts/merge", "POST", merge, ("fd.contact.merge", "fd.contact.merged", "fd.method"))
    for kind in (CONTACT, COMPANY):
        calls, path, facts = Calls(kind), f"/{kind.word}", (*FIELDS[kind.name], *SHOWN, *WRITTEN)
        created = "fd.contact.create" if kind is CONTACT else "fd.company.calls"
        updated = "fd.contact.update" if kind is CONTACT else "fd.company.calls"
        deleted = ("fd.contact.delete",) if kind is CONTACT else ("fd.company.delete", "fd.company.deleted")
        yield (path, "POST", calls.create, (created, "fd.created", *facts))
        yield (f"{path}/{{key}}", "PUT", calls.update, (updated, "fd.method", "fd.method.body", *facts))
        yield (f"{path}/{{key}}", "DELETE", calls.delete, (*deleted, *GONE))
    one = "/contacts/{key}"
    yield (f"{one}/hard_delete", "DELETE", lifecycle.hard_delete, ("fd.contact.harddelete", *GONE))
    yield (f"{one}/restore", "PUT", lifecycle.restore, ("fd.contact.restore", "fd.contact.restore.other", *GONE))
    invited = ("fd.contact.invite", "fd.contact.invite.refused", "fd.contact.invite.portal", *GONE)
    yield (f"{one}/send_invite", "PUT", lifecycle.send_invite, invited)
    made = ("fd.contact.agent", "fd.contact.agent.after", "fd.method")
    yield (f"{one}/make_agent", "PUT", lifecycle.make_agent, made)


def _administering() -> Iterator[Row]:
    for kind in (CONTACT, COMPANY):
        calls = Definitions(kind)
        yield (f"/{kind.name}_fields", "POST", calls.create, (*DEFINED, "fd.created"))
        for path in (f"/{kind.name}_fields/{{key}}", f"/{kind.name}_field/{{key}}"):
            changed = ("fd.fields.change", "fd.fields.change.answer", *DEFINED)
            yield (path, "PUT", calls.update, changed)
            yield (path, "DELETE", calls.delete, ("fd.fields.change", "fd.fields.change.answer", "fd.fields.denied"))


def _viewed(kind: Kind) -> str:
    return "fd.contact.view" if kind is CONTACT else "fd.company.calls"
