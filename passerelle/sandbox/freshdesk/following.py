"""What follows from a change, whoever made it."""

from collections.abc import Callable

from passerelle.sandbox.freshdesk.companies import to_attach
from passerelle.sandbox.freshdesk.contacts import without_company
from passerelle.sandbox.freshdesk.kinds import COMPANY, CONTACT
from passerelle.sandbox.freshdesk.lookup import lookup
from passerelle.sandbox.store import Change
from passerelle.sandbox.system import Record, World


def following(world: World) -> Callable[[Change], None]:
    """A watcher: a removed company leaves its contacts, one with another domain gets contacts (``fd.company…``)."""
    # Made here so that the indexes hear of a change before what follows from it is looked for.
    lookup(world, COMPANY)

    def follow(change: Change) -> None:
        if change.stream != COMPANY.stream:
            return
        if change.after is None:
            _changed(world, [without_company(one, int(change.key)) for one in _contacts_of(world, change.key)])
            return
        new = set(change.after["domains"]) - set(change.before["domains"] if change.before else ())
        if new:
            _changed(world, to_attach(world, change.after, new))

    return follow


def _contacts_of(world: World, company: str) -> list[Record]:
    return lookup(world, CONTACT).found("company", company)


def _changed(world: World, contacts: list[Record]) -> None:
    now = world.clock.stamp()
    world.store.put(*((CONTACT.stream, str(one["id"]), {**one, "updated_at": now}) for one in contacts))
