"""Making one contact of several (facts ``fd.contact.merge`` and ``fd.contact.merged``)."""

from collections.abc import Iterator
from typing import Annotated

from fastapi import Response
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from passerelle.sandbox.freshdesk.calls import untouchable
from passerelle.sandbox.freshdesk.incoming import Call
from passerelle.sandbox.freshdesk.kinds import CONTACT
from passerelle.sandbox.freshdesk.lookup import companies_of
from passerelle.sandbox.freshdesk.records import existing
from passerelle.sandbox.freshdesk.refusing import Fault, fault, faults, invalid, raise_any
from passerelle.sandbox.freshdesk.switches import switches
from passerelle.sandbox.system import Record

ONLY_ONE = ("phone", "mobile", "twitter_id", "unique_external_id")
EMPTIED: Record = {
    "email": None,
    "other_emails": [],
    "twitter_id": None,
    "unique_external_id": None,
    "social_handler": [],
}


class Kept(BaseModel):
    """What the one contact shall have of several."""

    model_config = ConfigDict(extra="forbid", strict=True)

    email: str | None = None
    phone: str | None = None
    mobile: str | None = None
    twitter_id: str | None = None
    unique_external_id: str | None = None
    other_emails: list[str] | None = None
    company_ids: list[int] | None = None


class Merge(BaseModel):
    """Which contacts become one."""

    model_config = ConfigDict(extra="forbid", strict=True)

    primary_contact_id: int
    secondary_contact_ids: Annotated[list[int], Field(min_length=1)]
    contact: Kept = Field(default_factory=Kept)


async def merge(call: Call) -> Response:
    """Make one contact of several; the others are deleted."""
    call.asked()
    try:
        order = Merge.model_validate(call.sent)
    except ValidationError as error:
        raise invalid(*faults(error.errors())) from error
    if order.primary_contact_id in order.secondary_contact_ids:
        raise invalid(fault("secondary_contact_ids", "The primary contact stands among them"))
    everybody = [existing(call.world, CONTACT, one) for one in (order.primary_contact_id, *order.secondary_contact_ids)]
    for contact in everybody:
        untouchable(contact)
    raise_any(list(_wrong(everybody, order.contact)))
    now = call.world.clock.stamp()
    # The others give up what is unique before the one contact takes it.
    gone = {**EMPTIED, "deleted": True, "_merged_into": order.primary_contact_id, "updated_at": now}
    entries = [(CONTACT.stream, str(one["id"]), {**one, **gone}) for one in everybody[1:]]
    several = not switches(call.world).bought.lacks(CONTACT.name)
    merged = {**_merged(everybody, order.contact, several=several), "updated_at": now}
    call.world.store.put(*entries, (CONTACT.stream, str(merged["id"]), merged))
    return Response(status_code=204)


def _wrong(everybody: list[Record], kept: Kept) -> Iterator[Fault]:
    for name in ONLY_ONE:
        held = [one[name] for one in everybody if one[name]]
        wanted = getattr(kept, name)
        if wanted is None and len(held) > 1:
            yield fault(name, "It should be given, as several of the contacts have one", "missing_field")
        elif wanted is not None and wanted not in held:
            yield fault(name, "None of the contacts has this value")
    if {kept.email, *(kept.other_emails or [])} - {None, *_mails(everybody)}:
        yield fault("email", "None of the contacts has this value")
    if set(kept.company_ids or []) - set(_companies(everybody)):
        yield fault("company_ids", "None of the contacts belongs to this company")


def _merged(everybody: list[Record], kept: Kept, *, several: bool) -> Record:
    primary = everybody[0]
    single = {name: getattr(kept, name) or _first(everybody, name) for name in ONLY_ONE}
    email = kept.email or next(iter(_mails(everybody)), None)
    others = [mail for mail in _mails(everybody) if mail != email]
    sees = {one["company_id"]: one["view_all_tickets"] for each in reversed(everybody) for one in _links(each)}
    ids = kept.company_ids if kept.company_ids is not None else _companies(everybody)
    links = [{"company_id": number, "view_all_tickets": sees[number]} for number in ids]
    main = links[0] if links else {"company_id": None, "view_all_tickets": False}
    social = list(dict.fromkeys(handle for one in everybody for handle in one["social_handler"]))
    more = {"other_emails": others, "social_handler": social, "other_companies": links[1:] if several else []}
    return {**primary, **single, "email": email, **more, **main}


def _links(contact: Record) -> list[Record]:
    main = {name: contact[name] for name in ("company_id", "view_all_tickets")}
    return [*([main] if contact["company_id"] else []), *contact["other_companies"]]


def _mails(everybody: list[Record]) -> list[str]:
    return list(dict.fromkeys(mail for one in everybody for mail in (one["email"], *one["other_emails"]) if mail))


def _companies(everybody: list[Record]) -> list[int]:
    return list(dict.fromkeys(company for one in everybody for company in companies_of(one)))


def _first(everybody: list[Record], name: str) -> str | None:
    return next((str(one[name]) for one in everybody if one[name]), None)
