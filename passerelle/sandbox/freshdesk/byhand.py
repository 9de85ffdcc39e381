"""What an agent does in the portal: under the rules of the API, and with what only people there can do.

A contact may be verified (``active``), blocked (``blocked``), deleted and restored (``deleted``). A contact that is
made in the portal is invited at once (``fd.contact.invite.portal``).
"""

from collections.abc import Iterator

from passerelle.sandbox.answers import Refusal
from passerelle.sandbox.config import SandboxError
from passerelle.sandbox.freshdesk.inviting import invitation
from passerelle.sandbox.freshdesk.kinds import CONTACT, Kind
from passerelle.sandbox.freshdesk.records import stored, typed
from passerelle.sandbox.freshdesk.refusing import told
from passerelle.sandbox.freshdesk.switches import switches
from passerelle.sandbox.system import Entries, Record, StreamRules, World

SWITCHES = {"active": "active", "blocked": "_blocked", "deleted": "deleted"}
PUT_AWAY = {"blocked": "_blocked", "deleted": "deleted"}


def rules(kind: Kind) -> StreamRules:
    """The rules of one kind's stream; what the portal would not store raises SandboxError."""

    def added(world: World, values: Record) -> Entries:
        entries = _saved(world, kind, values, None)
        return [*entries, *_invited(world, kind, entries[0][2])]

    def edited(world: World, _: str, record: Record, values: Record) -> Entries:
        put_away = any(record.get(name) and values.get(said, True) for said, name in PUT_AWAY.items())
        if put_away or record.get("_merged_into"):
            raise SandboxError(f"sandbox: {kind.stream}/{record['id']} is deleted or blocked; undo that to change it")
        return _saved(world, kind, values, record)

    return StreamRules(added, edited)


def _saved(world: World, kind: Kind, values: Record, before: Record | None) -> Entries:
    switched = {SWITCHES[name]: value for name, value in values.items() if kind is CONTACT and name in SWITCHES}
    if wrong := [name for name, value in switched.items() if not isinstance(value, bool)]:
        raise SandboxError(f"sandbox: {kind.stream} takes true or false for {', '.join(wrong)}")
    filled_in = {name: value for name, value in values.items() if name not in SWITCHES or kind is not CONTACT}
    try:
        (stream, key, record), *more = stored(world, kind, typed(world, kind, filled_in), before)
    except Refusal as refusal:
        raise SandboxError(f"sandbox: {kind.stream} refuses what was filled in. {told(refusal)}") from refusal
    return [(stream, key, {**record, **switched}), *more]


def _invited(world: World, kind: Kind, record: Record) -> Iterator[tuple[str, str, Record]]:
    if kind is CONTACT and record["email"] and not record["active"] and not switches(world).lost_invites:
        yield invitation(world, record["id"], record["email"])
