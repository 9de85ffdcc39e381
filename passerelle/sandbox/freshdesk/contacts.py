"""What is true of contacts alone (facts ``fd.contact…``)."""

from collections.abc import Iterator

from passerelle.sandbox.freshdesk import agents
from passerelle.sandbox.freshdesk.fields import unique_names
from passerelle.sandbox.freshdesk.kinds import COMPANY, CONTACT, Kind
from passerelle.sandbox.freshdesk.lookup import companies_of, lookup
from passerelle.sandbox.freshdesk.refusing import Fault, fault
from passerelle.sandbox.freshdesk.switches import switches
from passerelle.sandbox.freshdesk.uniqueness import twice_custom, used
from passerelle.sandbox.system import Record, World

REACHED = ("email", "mobile", "phone", "twitter_id", "unique_external_id", "social_handler")
ALWAYS_UNIQUE = ("twitter_id", "unique_external_id")
LANGUAGE = "en"


def defaults(world: World, kind: Kind) -> Record:
    """What a new contact has that was not filled in."""
    return {"language": LANGUAGE, "time_zone": switches(world).time_zone} if kind is CONTACT else {}


def wrong(world: World, whole: Record, _: Record, values: Record) -> Iterator[Fault]:
    """What is wrong with a contact, but for single values."""
    if not any(whole[name] for name in REACHED):
        yield fault(REACHED[0], f"Please fill at least 1 of {', '.join(REACHED)} fields", "missing_field")
    for name in ("language", "time_zone"):
        if name in values and values[name] is None:
            yield fault(name, "It should not be blank")
    if whole["company_id"] is None:
        for name in ("other_companies", "view_all_tickets"):
            if values.get(name):
                yield fault(name, "It needs a company_id", "incompatible_field")
    yield from _wrong_companies(world, whole, values)


def _wrong_companies(world: World, whole: Record, values: Record) -> Iterator[Fault]:
    known = world.store[COMPANY.stream]
    main, others = whole["company_id"], [one["company_id"] for one in whole["other_companies"]]
    if values.get("company_id") is not None and known.get(str(main)) is None:
        yield fault("company_id", "There is no company matching the given company_id")
    if "other_companies" in values and [one for one in others if known.get(str(one)) is None]:
        yield fault("other_companies", "There is no company matching a given company_id")
    if len({main, *others}) <= len(others) and values.keys() & {"company_id", "other_companies"}:
        yield fault("other_companies", "A company stands there twice")


def twice(world: World, whole: Record, was: Record) -> Iterator[Fault]:
    """The values of a contact that somebody else has already."""
    mine, found = whole.get("id"), lookup(world, CONTACT)
    for name, mails in (("email", [whole["email"]]), ("other_emails", whole["other_emails"])):
        before = {was["email"], *was["other_emails"]}
        for mail in mails:
            if mail and mail not in before:
                yield from used(name, [*found.found("mail", mail), *_agents_with(world, mail)], mine)
    for name in (*ALWAYS_UNIQUE, *(name for name in unique_names(world, CONTACT) if name in ("phone", "mobile"))):
        if whole[name] and whole[name] != was[name]:
            yield from used(name, found.found(name, whole[name]), mine)
    for handle in set(whole["social_handler"]) - set(was["social_handler"]):
        yield from used("social_handler", found.found("social_handler", handle), mine)
    yield from twice_custom(world, CONTACT, whole, was)


def _agents_with(world: World, mail: str) -> list[Record]:
    return [one for one in world.store[agents.STREAM].values() if one["email"] == mail]


def attached(world: World, whole: Record, was: Record) -> Record:
    """The contact with the company that has its mail domain, if it has none (``fd.company.domains.when``)."""
    is_new = "id" not in whole
    if whole["company_id"] is not None or not (is_new or whole["email"] != was["email"]):
        return whole if whole["company_id"] is not None else {**whole, "view_all_tickets": False, "other_companies": []}
    return with_company(world, whole)


def with_company(world: World, contact: Record) -> Record:
    """The contact with the company that has the domain of its e-mail, if there is one."""
    domain = (contact["email"] or "").rpartition("@")[2]
    owners = lookup(world, COMPANY).found("domain", domain) if domain else []
    return {**contact, "company_id": owners[0]["id"]} if owners else contact


def without_company(contact: Record, company: int) -> Record:
    """The contact without a company; an associated one becomes the main one (``fd.company.deleted``)."""
    left = [one for one in contact["other_companies"] if one["company_id"] != company]
    if contact["company_id"] != company:
        return {**contact, "other_companies": left}
    first = left[0] if left else {"company_id": None, "view_all_tickets": False}
    return {**contact, **first, "other_companies": left[1:]}


def shown(world: World, contact: Record) -> Record:
    """A contact as it is viewed, but for its custom fields."""
    record = {name: value for name, value in contact.items() if not name.startswith("_")}
    if not record.pop("deleted"):
        return without_lacking(world, record)
    return without_lacking(world, {**record, "deleted": True})


def without_lacking(world: World, contact: Record) -> Record:
    """The contact without what the plan lacks (``fd.plan.read``)."""
    settings = switches(world)
    if not settings.bought.lacks(CONTACT.name):
        return contact
    return {**contact, "other_companies": [], "language": LANGUAGE, "time_zone": settings.time_zone}


def in_a_list(contact: Record) -> Record:
    """A contact out of a view, as lists show it (``fd.contact.list``)."""
    short = {name: value for name, value in contact.items() if name not in ("other_emails", "tags", "avatar")}
    return {**short, "other_companies": companies_of({**contact, "company_id": None})}
