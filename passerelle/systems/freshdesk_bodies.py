"""Records of Freshdesk in the shape in which fields are mapped, and back: lists as texts, companies with who sees what.

Source of the shapes: docs/systems.md, Freshdesk.
"""

from __future__ import annotations

import json
from collections.abc import Collection
from typing import Any

from passerelle.parts import Part, ids_of, parts_of, text_of
from passerelle.systems.base import Raw

LISTS = {
    "other_emails": "other_emails_text",
    "tags": "tags_text",
    "domains": "domains_text",
    "social_handler": "social_text",
}
"""Attributes that are lists, and the text that is made of each."""
COMPANIES, CUSTOM, DAY, INVITED = "linked", "custom_text", "renewal_day", "invited"
MADE = (*LISTS.values(), COMPANIES, CUSTOM, DAY, INVITED)
"""Attributes by which fields are mapped, and which Freshdesk doesn't have."""
THIN = ("other_emails_text", "tags_text", "social_text", CUSTOM, COMPANIES)
"""Those of them of which a row of the list of contacts doesn't tell all."""
MAIN, SEES_ALL = "main", "tickets"
"""Roles of a contact's company: it is the first one; the contact may see all of its tickets."""


def made_of(raw: Raw, mapped: Collection[str]) -> Raw:
    """The texts made of what a row tells; nothing is made of what it leaves out. `mapped` custom fields have a place of
    their own."""
    made: Raw = {text: ", ".join(_words(raw[name])) or None for name, text in LISTS.items() if name in raw}
    if "company_id" in raw:
        made[COMPANIES] = text_of(_parts(raw))
    if "custom_fields" in raw:
        made[CUSTOM] = custom_text(raw["custom_fields"] or {}, mapped)
    if "renewal_date" in raw:
        # A day that comes back as a moment: compared as a day (`fd.company.renewal`).
        made[DAY] = str(raw["renewal_date"])[:10] if raw["renewal_date"] else None
    return made


def custom_text(fields: Raw, mapped: Collection[str] = ()) -> str | None:
    """Custom fields as one text; what holds nothing, or an unticked box, says nothing."""
    held = {name: value for name, value in fields.items() if name not in mapped and value not in (None, "", False)}
    return json.dumps(held, ensure_ascii=False, sort_keys=True) if held else None


def sent_of(body: Raw, several: bool) -> Raw:
    """A body as Freshdesk takes it. `several`: the account has associated companies beside the first."""
    sent = {name: value for name, value in body.items() if name not in MADE}
    sent |= {name: _listed(name, body[text] or "") for name, text in LISTS.items() if text in body}
    if DAY in body:
        sent["renewal_date"] = body[DAY]
    if COMPANIES in body:
        sent |= _companies(body[COMPANIES], several)
    if CUSTOM in body:
        sent["custom_fields"] = sent.get("custom_fields", {}) | json.loads(body[CUSTOM] or "{}")
    return sent


def beside(linked: str | None) -> list[str]:
    """Companies a contact is associated with beside the first."""
    first = _first(linked)
    return [id_ for id_ in ids_of(linked) if id_ != first]


def _parts(raw: Raw) -> set[Part]:
    """A row of a list names associated companies by their ids alone (`fd.contact.list`)."""
    links: set[Part] = set()
    for one in raw.get("other_companies") or []:
        told: Raw = one if isinstance(one, dict) else {"company_id": one}
        links |= _part(str(told["company_id"]), told.get("view_all_tickets"))
    if raw["company_id"]:
        first = str(raw["company_id"])
        links |= {*_part(first, raw.get("view_all_tickets")), (first, MAIN)}
    return links


def _part(id_: str, sees_all: object) -> set[Part]:
    return {(id_, ""), (id_, SEES_ALL)} if sees_all else {(id_, "")}


def _first(linked: str | None) -> str | None:
    """The first company: the main one, else the only one there is a word of."""
    mains = sorted(id_ for id_, role in parts_of(linked) if role == MAIN)
    return next(iter([*mains, *ids_of(linked)]), None)


def _companies(linked: str | None, several: bool) -> Raw:
    first, parts = _first(linked), parts_of(linked)
    sent: Raw = {"company_id": int(first) if first else None}
    if first:
        sent["view_all_tickets"] = (first, SEES_ALL) in parts
    if several:
        others = [{"company_id": int(id_), "view_all_tickets": (id_, SEES_ALL) in parts} for id_ in beside(linked)]
        sent["other_companies"] = others
    return sent


def _words(held: Any) -> list[str]:
    return sorted(str(one) for one in held or [])


def _listed(name: str, text: str) -> list[str]:
    """Addresses stand with blanks between, domains with semicolons, everything else with commas."""
    parts = text.split() if name == "other_emails" else text.split(";" if name == "domains" else ",")
    return [part.strip() for part in parts if part.strip()]
