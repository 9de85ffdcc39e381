"""The activation e-mails that were sent: a stream that tests and people look at, and nobody writes."""

from passerelle.sandbox.config import SandboxError
from passerelle.sandbox.freshdesk.kinds import NAME
from passerelle.sandbox.system import Entries, Record, StreamRules, World, stored_under

STREAM = stored_under(NAME, "invite")


def invitation(world: World, contact: int, email: str) -> tuple[str, str, Record]:
    """The entry of an e-mail sent now."""
    number = world.store.next_id(STREAM)
    return STREAM, str(number), {"id": number, "contact_id": contact, "email": email, "sent_at": world.clock.stamp()}


def _stay(*_: object) -> Entries:
    raise SandboxError(f"sandbox: {STREAM} are sent by Freshdesk and cannot be written; send_invite sends one")


RULES = StreamRules(_stay, _stay)
