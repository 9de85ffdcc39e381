"""Which contacts and companies a list shows (facts ``fd.contact.filters…``, ``fd.contact.since``)."""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime

from passerelle.sandbox.clock import STAMP
from passerelle.sandbox.freshdesk.incoming import Incoming
from passerelle.sandbox.freshdesk.lookup import companies_of
from passerelle.sandbox.freshdesk.refusing import fault, invalid
from passerelle.sandbox.system import Record

Fits = Callable[[Record], bool]
EQUAL = ("mobile", "phone", "contact_type")
CONTACTS_BY = (*EQUAL, "email", "company_id", "state")
STATES: Mapping[str | None, Fits] = {
    None: lambda one: not (one["deleted"] or one["_blocked"]),
    "blocked": lambda one: one["_blocked"] and not one["deleted"],
    "deleted": lambda one: one["deleted"],
    "verified": lambda one: one["active"] and STATES[None](one),
    "unverified": lambda one: not one["active"] and STATES[None](one),
}


def contact_fits(call: Incoming, asked: Mapping[str, str]) -> Fits:
    """Whether a contact is asked for. Raises Refusal (400) for a value that is none."""
    state = asked.get("state")
    if state not in STATES:
        raise invalid(fault("state", f"It should be one of these values: '{','.join(filter(None, STATES))}'"))
    tests: list[Fits] = [STATES[state], changed_since(asked)]
    tests += [_equals(name, asked[name]) for name in EQUAL if name in asked]
    if "email" in asked:
        tests.append(_has_mail(asked["email"].lower()))
    if "company_id" in asked:
        tests.append(_belongs_to(call.number("company_id", asked["company_id"])))
    return lambda one: all(test(one) for test in tests)


def changed_since(asked: Mapping[str, str]) -> Fits:
    """Whether a record was changed at the moment that is asked for, or later. Raises Refusal (400) if it is none."""
    for name in ("updated_since", "_updated_since"):
        if name in asked:
            moment = moment_of(name, asked[name])
            return lambda one: one["updated_at"] >= moment
    return lambda _: True


def moment_of(name: str, text: str) -> str:
    """A moment in the form in which moments are kept. Raises Refusal (400) if it is none."""
    try:
        # A plus of an offset that was not encoded arrives as a blank.
        moment = datetime.fromisoformat(text.strip().replace(" ", "+") if "T" in text else text)
    except ValueError:
        raise invalid(fault(name, "It should be in the 'combined date and time ISO8601' format")) from None
    aware = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return aware.astimezone(UTC).strftime(STAMP)


def _equals(name: str, value: str) -> Fits:
    return lambda one: one[name] == value


def _has_mail(mail: str) -> Fits:
    return lambda one: mail in (one["email"], *one["other_emails"])


def _belongs_to(company: int) -> Fits:
    return lambda one: company in companies_of(one)
