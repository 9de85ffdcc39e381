"""What happens when somebody at Sellsy adds or edits a record by hand: the same as by the API, unasked attributes stay.

An object such as ``legal_france`` or ``_custom_fields`` keeps what was not filled in; a list is replaced as a whole.
"""

from functools import partial

from passerelle.sandbox.config import SandboxError
from passerelle.sandbox.sellsy.addresses import placed
from passerelle.sandbox.sellsy.documents import ESTIMATE, ORDER
from passerelle.sandbox.sellsy.fields import BLANK as BLANK_FIELD
from passerelle.sandbox.sellsy.kinds import Kind
from passerelle.sandbox.sellsy.moments import now
from passerelle.sandbox.sellsy.parties import COMPANY, CONTACT, INDIVIDUAL
from passerelle.sandbox.sellsy.selling import OPPORTUNITY
from passerelle.sandbox.sellsy.shapes import ADDRESS
from passerelle.sandbox.sellsy.streams import ADDRESSES, FIELDS, PIPELINES, STEPS, WEBHOOKS, found
from passerelle.sandbox.sellsy.webhooks import BLANK as BLANK_WEBHOOK
from passerelle.sandbox.system import Entries, Record, StreamRules, World, by_hand

HOLDERS = {kind.name: kind for kind in (COMPANY, INDIVIDUAL, CONTACT)}
PIPELINE: Record = {"name": None, "is_default": False, "rank": 1}
STEP: Record = {"pipeline_id": None, "name": None, "probability": 0, "rank": 1}


def _filled_in(stream: str, held: Record, values: Record) -> Record:
    known = by_hand(stream, values, set(held) - {"id", "created", "updated", "updated_at", "updated_status"})
    return {
        name: {**held[name], **value} if isinstance(held[name], dict) and isinstance(value, dict) else value
        for name, value in known.items()
    }


def _check_beside(world: World, values: Record) -> None:
    names = {field["name"] for field in world.store[FIELDS].values()}
    if unknown := sorted(set(values.get("_custom_fields", ())) - names):
        raise SandboxError(f"sellsy: there is no custom field {', '.join(unknown)}; there are: {', '.join(names)}")
    for link in values.get("_contacts", ()):
        if found(world, CONTACT.stream, link.get("contactId")) is None:
            raise SandboxError(f"sellsy: _contacts names a contact that does not exist: {link}")


def _record_added(kind: Kind, world: World, values: Record) -> Entries:
    known = _filled_in(kind.stream, kind.blank, values)
    _check_beside(world, known)
    moved = {"updated_status": now(world.clock)} if "updated_status" in kind.blank else {}
    return kind.entries(kind.created(world, known | moved))


def _record_edited(kind: Kind, world: World, _: str, record: Record, values: Record) -> Entries:
    known = _filled_in(kind.stream, record, values)
    _check_beside(world, known)
    if "updated_status" in record and known.get("status", record["status"]) != record["status"]:
        known["updated_status"] = now(world.clock, after=record["updated_status"])
    return kind.entries(kind.changed(world, record, known))


def _address_added(world: World, values: Record) -> Entries:
    known = _filled_in(ADDRESSES, {"_of": None, **ADDRESS}, values)
    touched = _holder_touched(world, str(known.get("_of")))
    return [*placed(world, {"id": world.store.next_id(ADDRESSES), **known}), *touched]


def _address_edited(world: World, _: str, record: Record, values: Record) -> Entries:
    known = _filled_in(ADDRESSES, {name: record[name] for name in ADDRESS}, values)
    return [*placed(world, {**record, **known}), *_holder_touched(world, record["_of"])]


def _holder_touched(world: World, of: str) -> Entries:
    name, _, key = of.partition("/")
    record = found(world, HOLDERS[name].stream, key) if name in HOLDERS else None
    if record is None:
        raise SandboxError(f"sellsy address: _of names no company, individual or contact: {of}; e.g. company/1001")
    return HOLDERS[name].entries(HOLDERS[name].changed(world, record, {}))


def _plain_added(stream: str, blank: Record, world: World, values: Record) -> Entries:
    number = world.store.next_id(stream)
    return [(stream, str(number), {"id": number, **blank, **_filled_in(stream, blank, values)})]


def _plain_edited(stream: str, blank: Record, _: World, key: str, record: Record, values: Record) -> Entries:
    held = {name: record[name] for name in blank}
    return [(stream, key, {**record, **_filled_in(stream, held, values)})]


def _record(kind: Kind) -> StreamRules:
    return StreamRules(partial(_record_added, kind), partial(_record_edited, kind))


def _plain(stream: str, blank: Record) -> StreamRules:
    return StreamRules(partial(_plain_added, stream, blank), partial(_plain_edited, stream, blank))


STREAMS = {
    **{kind.name: _record(kind) for kind in (COMPANY, INDIVIDUAL, CONTACT, OPPORTUNITY, ESTIMATE, ORDER)},
    "address": StreamRules(_address_added, _address_edited, key=lambda address: str(address["_of"])),
    "customfield": _plain(FIELDS, BLANK_FIELD),
    "pipeline": _plain(PIPELINES, PIPELINE),
    "step": _plain(STEPS, STEP),
    "webhook": _plain(WEBHOOKS, BLANK_WEBHOOK),
}
