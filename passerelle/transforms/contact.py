"""Phone numbers and web addresses."""

from __future__ import annotations

import re
from functools import lru_cache

import phonenumbers
from email_validator import EmailNotValidError, validate_email

from passerelle.transforms.registry import transform
from passerelle.transforms.text import text

SCHEME = re.compile(r"(?:https?://)+", re.IGNORECASE)
FICTION = re.compile(r"\+3363998[0-9]{4}")
"""French mobile numbers kept for works of fiction (ARCEP's numbering plan), which phonenumbers does not know."""
SEVERAL = re.compile(r"[\s,;]+")
UNREAD = re.compile(r"(?:no-?reply|ne-?pas-?repondre|do-?not-?reply|mailer-daemon)[@+.]")
ADDRESS = re.compile(r"(?P<host>[^/?#\s@]+)(?P<rest>[/?#]\S*)?")


@transform
def phone(value: str | None) -> str | None:
    """E.164; a number without a country is Belgian. An extension or an impossible number stays as typed.

    >>> phone("02/315.13.51")
    '+3223151351'
    """
    return phone_of(value, "BE")


@transform
def phone_fr(value: str | None) -> str | None:
    """As `phone`; a number without a country is French.

    >>> phone_fr("01.99.00.12.34")
    '+33199001234'
    """
    return phone_of(value, "FR")


@transform
def phone_known(value: str | None) -> str | None:
    """As `phone`, but a number without a country stays as typed: it may be of any.

    >>> phone_known("+32 2 315 13 51")
    '+3223151351'
    """
    return phone_of(value, None)


@transform
def email(value: str | None) -> str | None:
    """In lower case: no mail system in use tells apart addresses by it.

    >>> email("Contact@Atelier-Brun.test ")
    'contact@atelier-brun.test'
    """
    read = text(value)
    return read.lower() if read else None


@transform
def first_email(value: str | None) -> str | None:
    """Of several addresses the one that letters go to: the first that is valid and that somebody reads (no `noreply`),
    else the first of all.

    >>> first_email("noreply@atelier-brun.fr; Contact@Atelier-Brun.fr, compta@atelier-brun.fr")
    'contact@atelier-brun.fr'
    """
    given = [one for one in SEVERAL.split(email(value) or "") if one]
    good = [one for one in given if _reads(one)]
    return (good or given or [None])[0]


def _reads(address: str) -> bool:
    try:
        validate_email(address, check_deliverability=False)
    except EmailNotValidError:
        return False
    return not UNREAD.match(address)


@lru_cache(maxsize=10_000)
def phone_of(value: str | None, country: str | None) -> str | None:
    """E.164; a number without a country is of `country`, where one is given. What is no number stays as typed."""
    read = text(value)
    if read is None:
        return None
    try:
        number = phonenumbers.parse(read, country)
    except phonenumbers.NumberParseException:
        return read
    spelt = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
    good = phonenumbers.is_valid_number(number) or FICTION.fullmatch(spelt)
    return spelt if good and not number.extension else read


@transform
def url(value: str | None) -> str | None:
    """Without scheme, host in lower case, without a bare trailing slash; the path is left alone.

    >>> url("HTTPS://www.Voorbeeld.be/")
    'www.voorbeeld.be'
    """
    read = text(value)
    if read is None:
        return None
    parts = ADDRESS.fullmatch(SCHEME.sub("", read, count=1) if SCHEME.match(read) else read)
    if parts is None:
        return read
    rest = parts["rest"] or ""
    return text(parts["host"].lower() + ("" if set(rest) == {"/"} else rest))
