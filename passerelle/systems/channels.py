"""E-mails and telephones that a system holds as lists of entries with a `value`: as one text each, and back.

Entries that stay keep whatever else they hold (category, note).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from passerelle.systems.base import Raw
from passerelle.transforms import named


def email_list(entries: Sequence[Raw], pecs: set[str]) -> str | None:
    """Every address but the PEC, with blanks between."""
    found = [address for entry in entries if _is_mail(entry, pecs) for address in _addresses(entry)]
    return " ".join(found) or None


def with_emails(entries: Sequence[Raw], wanted: str | None, pecs: set[str]) -> list[Raw]:
    """The entries of these addresses, in their order; those that stay keep category and note, the PEC its place. The
    PEC is not added a second time."""
    others = {address for entry in entries if not _is_mail(entry, pecs) for address in _addresses(entry)}
    left = [address for address in _told(wanted) if address not in pecs | others]
    kept = [entry for entry in entries if _is_mail(entry, pecs) and set(_addresses(entry)) <= set(left)]
    made: list[Raw] = []
    for address in left:
        old = next((entry for entry in kept if address in _addresses(entry)), None)
        if old is None or old not in made:
            made.append({"value": address} if old is None else old)
    for place, entry in enumerate(entries):
        if not _is_mail(entry, pecs):
            made.insert(place, entry)
    return made


def first_phone(entries: Sequence[Raw]) -> str | None:
    """The first telephone that is one."""
    return next((str(entry["value"]) for entry in entries if entry.get("value")), None)


def with_phone(entries: Sequence[Raw], wanted: str | None) -> list[Raw]:
    """The entries with another first telephone, or without it; one that stood further back comes to the front."""
    spell = named("phone_it")
    place = next((place for place, entry in enumerate(entries) if entry.get("value")), None)
    if wanted is None:
        return [entry for at, entry in enumerate(entries) if at != place]
    same = next((entry for entry in entries if spell(entry.get("value")) == spell(wanted)), None)
    if same is not None:
        return [same, *(entry for entry in entries if entry is not same)]
    if place is None:
        return [{"value": wanted}, *entries]
    return [*entries[:place], {**entries[place], "value": wanted}, *entries[place + 1 :]]


def _is_mail(entry: Raw, pecs: set[str]) -> bool:
    """Whether an entry is an address other than the PEC, which stands here too with some (`tsc.company.pec`)."""
    found = set(_addresses(entry))
    return bool(found) and not found & pecs and "pec" not in str(entry.get("category") or "").lower().split()


def _addresses(entry: Raw) -> list[str]:
    return _told(entry.get("value"))


def _told(text: Any) -> list[str]:
    return (named("emails")(text) or "").split() if isinstance(text, str) else []
