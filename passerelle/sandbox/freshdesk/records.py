"""How Freshdesk stores a contact or a company: what it demands of them, whoever fills them in."""

from collections.abc import Callable, Iterator, Mapping

from pydantic import ValidationError

from passerelle.sandbox.answers import Refusal
from passerelle.sandbox.freshdesk import companies, contacts
from passerelle.sandbox.freshdesk.fields import custom, missing, wrong_choices, wrong_custom
from passerelle.sandbox.freshdesk.kinds import COMPANY, CONTACT, Kind
from passerelle.sandbox.freshdesk.refusing import INVALID, Fault, Refused, fault, faults, not_found, raise_any
from passerelle.sandbox.freshdesk.switches import switches
from passerelle.sandbox.freshdesk.uniqueness import HOLDER
from passerelle.sandbox.system import Record, World

Entry = tuple[str, str, Record]
WRONG: Mapping[str, Callable[[World, Record, Record, Record], Iterator[Fault]]] = {
    CONTACT.name: contacts.wrong,
    COMPANY.name: companies.wrong,
}
TWICE: Mapping[str, Callable[[World, Record, Record], Iterator[Fault]]] = {
    CONTACT.name: contacts.twice,
    COMPANY.name: companies.twice,
}


def existing(world: World, kind: Kind, key: object) -> Record:
    """The record of that id. Raises Refusal (404) if there is none."""
    record = world.store[kind.stream].get(str(key))
    if record is None:
        raise not_found()
    return record


def typed(world: World, kind: Kind, sent: Record) -> Record:
    """What was sent, each value of its type.

    Raises Refusal: 403 or 400 for what the plan lacks, 400 for an unknown attribute or a value that is none.
    """
    _within_the_plan(world, kind, sent)
    try:
        values = kind.body.model_validate(sent).model_dump(exclude_unset=True)
    except ValidationError as error:
        raise_any(faults(error.errors()))
    if kind is CONTACT and "other_companies" in values:
        values["other_companies"] = [{"view_all_tickets": False, **one} for one in values["other_companies"]]
    return values


def stored(world: World, kind: Kind, values: Record, before: Record | None = None) -> list[Entry]:
    """The entries to store for a record of which ``values`` were filled in, typed; the record itself comes first.

    Raises Refusal: 400 for what is wrong with it, 409 for a value that another record has.
    """
    was = before or {**kind.blank, **contacts.defaults(world, kind)}
    filled = {name: None if value == "" else value for name, value in values.get("custom_fields", {}).items()}
    whole = {**was, **values, "custom_fields": {**was["custom_fields"], **filled}}
    fields = custom(world, kind)
    raise_any(
        [
            *missing(world, kind, whole, values, new=before is None),
            *wrong_choices(world, kind, values),
            *wrong_custom(fields, values.get("custom_fields", {})),
            *WRONG[kind.name](world, whole, was, values),
        ]
    )
    _unique(world, kind, whole, was)
    if kind is CONTACT:
        whole = contacts.attached(world, whole, was)
    return [_stamped(world, kind, whole, before)]


def _within_the_plan(world: World, kind: Kind, sent: Record) -> None:
    settings = switches(world)
    lacking = {name: of for name, of in settings.bought.lacks(kind.name).items() if name in sent}
    told = {name: f"The {of} feature is not supported in your plan ({name})" for name, of in lacking.items()}
    if told and settings.lacking == "403":
        raise Refused(403, "require_feature", "; ".join(told.values()))
    raise_any([fault(name, text, "require_feature") for name, text in told.items()])


def _unique(world: World, kind: Kind, whole: Record, was: Record) -> None:
    found = list(TWICE[kind.name](world, whole, was))
    if not switches(world).duplicate_info:
        found = [{name: value for name, value in one.items() if name != HOLDER} for one in found]
    if found:
        raise Refusal(409, INVALID, found)


def _stamped(world: World, kind: Kind, whole: Record, before: Record | None) -> Entry:
    now = world.clock.stamp()
    number = before["id"] if before else world.store.next_id(kind.stream)
    made = before["created_at"] if before else now
    return kind.stream, str(number), {"id": number, **whole, "created_at": made, "updated_at": now}
