"""What follows from a change, whoever made it."""

from collections.abc import Callable

from passerelle.sandbox.store import Change
from passerelle.sandbox.system import World
from passerelle.sandbox.teamsystem import switches
from passerelle.sandbox.teamsystem.kinds import COMPANY, CONTACT
from passerelle.sandbox.teamsystem.tenant import plugin_switched


def following(world: World) -> Callable[[Change], None]:
    """A watcher: contacts lose a company that is removed (``tsc.deleted.contacts``), a switch makes custom fields."""

    def follow(change: Change) -> None:
        if change.stream == COMPANY.stream and change.after is None:
            _leave(world, change.key)
        elif change.stream == switches.STREAM and change.after and change.before:
            on = change.after["plugin_fields"]
            if on != change.before["plugin_fields"]:
                plugin_switched(world, on)

    return follow


def _leave(world: World, company: str) -> None:
    now = world.clock.stamp()
    world.store.put(
        *(
            (CONTACT.stream, str(contact["id"]), {**contact, "companyId": None, "lastModifiedDate": now})
            for contact in world.store[CONTACT.stream].found_by(company)
        )
    )
