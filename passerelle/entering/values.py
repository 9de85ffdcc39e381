"""What is given for a field, checked by what the account asks of it: every problem as a sentence, nothing guessed."""

from __future__ import annotations

import re
from collections.abc import Mapping
from difflib import get_close_matches
from typing import Any

from passerelle.entering.form import Place
from passerelle.quality.checks import is_email
from passerelle.transforms import named
from passerelle.transforms.registry import as_text

MOST_ACCOUNTS = 10
"""Accounts at social networks that a contact may have (`fd.contact.social`)."""
SHOWN = 6
"""How many choices a sentence names."""
DOMAIN = re.compile(r"(?!-)[a-z0-9-]{1,63}(\.[a-z0-9-]{1,63})+")
DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
YES, NO = ("oui", "yes", "true", "vrai", "1", "x"), ("non", "no", "false", "faux", "0", "")


def value_of(place: Place, given: Any) -> Any:
    """What is sent for what is given; None for nothing. Raises ValueError: a sentence that says what is wrong."""
    text = (as_text(given) or "").strip()
    if not text:
        if place.required:
            raise ValueError("is mandatory")
        return None
    if place.choices:
        return _chosen(place, text)
    check = CHECKS.get(place.kind or place.name)
    return check(text) if check else text


def _chosen(place: Place, text: str) -> str:
    """By what people read, or by what is sent, whatever the capitals."""
    words = {word.casefold(): value for word, value in place.choices.items()}
    words |= {value.casefold(): value for value in place.choices.values()}
    found = words.get(text.casefold())
    if found is None:
        raise ValueError(f"'{text}' is not one of {_told(place, text)}")
    return found


def _told(place: Place, text: str) -> str:
    words = list(place.choices)
    close = get_close_matches(text, words, SHOWN, 0.5) if len(words) > SHOWN else words
    shown = close or words[:SHOWN]
    more = len(words) - len(shown)
    return ", ".join(shown) + (f" and {more} more" if more else "")


def _email(text: str) -> str:
    address = named("email")(text) or ""
    if not is_email(address):
        # Not quoted: it is somebody's.
        raise ValueError("is no e-mail address that mail could be sent to")
    return address


def _emails(text: str) -> str:
    return " ".join(_email(one) for one in re.split(r"[,;\s]+", text) if one)


def _accounts(text: str) -> str:
    found = (named("labels")(text) or "").split(", ")
    if len(found) > MOST_ACCOUNTS:
        raise ValueError(f"are {len(found)}; at most {MOST_ACCOUNTS} are allowed")
    return ", ".join(found)


def _domains(text: str) -> str:
    found = re.split(r"[,;] ?", named("domains")(text) or "")
    wrong = [one for one in found if not DOMAIN.fullmatch(one)]
    if wrong:
        raise ValueError(f"'{wrong[0]}' is no domain; write it as exemple.fr, several with commas between")
    return ", ".join(found)


def _day(text: str) -> str:
    day = named("date")(text) or ""
    if not DAY.fullmatch(day):
        raise ValueError(f"'{text}' is no day; write it as 2026-12-31 or 31/12/2026")
    return day


def _number(text: str) -> int:
    if not re.fullmatch(r"-?\d+(\.0+)?", text):
        raise ValueError(f"'{text}' is no whole number")
    return int(float(text))


def _ticked(text: str) -> bool:
    if text.casefold() not in (*YES, *NO):
        raise ValueError(f"'{text}' is neither oui nor non")
    return text.casefold() in YES


def _url(text: str) -> str:
    if not re.match(r"https?://", text):
        raise ValueError(f"'{text}' is no address; it begins with https://")
    return text


CHECKS = {
    "email": _email,
    "other_emails": _emails,
    "social": _accounts,
    "domains": _domains,
    "renewal_date": _day,
    "date": _day,
    "number": _number,
    "checkbox": _ticked,
    "url": _url,
}
"""What may be given, by canonical field or by the kind of a custom one."""

REACHED_BY = ("email", "phone", "mobile", "twitter", "partner")
"""One at least of these makes a contact (`fd.contact.create`)."""


def unreachable(content: Mapping[str, Any], labels: Mapping[str, str]) -> str:
    """What is wrong with a contact by whom nobody can be reached; empty for one that is all right."""
    if any(content.get(name) for name in REACHED_BY):
        return ""
    wanted = [labels[name] for name in REACHED_BY if name in labels]
    return f"needs one at least of {', '.join(wanted)}"
