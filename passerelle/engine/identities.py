"""Identities of people who have no number: the name together with what else two systems both know of them.

A name alone never makes two contacts one. Several values in one cell stand side by side, and any of them may match.
"""

from __future__ import annotations

import pandas as pd

from passerelle.engine.people import name_key
from passerelle.parts import ids_of

BETWEEN = " | "
"""Between several values of one cell."""
SPEAK_AGAINST = {"company": ("siren", "siret", "tax_code"), "site": (), "contact": ("email",), "opportunity": ()}
"""By kind: two records that differ in one of these are not the same, whatever else they share (but for our reference
and the key)."""


def identified(kind: str, frame: pd.DataFrame) -> pd.DataFrame:
    """The frame with what its records may be matched by, where that is made of several fields."""
    if kind != "contact":
        return frame
    # A system may hold the whole name as one.
    first = frame["first_name"] if "first_name" in frame.columns else [None] * len(frame)
    names = [name_key(" ".join(filter(None, pair))) for pair in zip(first, frame["name"], strict=True)]
    mails = [f"{name}, {email}" if name and email else None for name, email in zip(names, frame["email"], strict=True)]
    links = [ids_of(text) if name else [] for name, text in zip(names, frame["third_parties"], strict=True)]
    places = [BETWEEN.join(f"{name} at {id_}" for id_ in ids) or None for name, ids in zip(names, links, strict=True)]
    frame["name_and_phone"] = _with_phones(frame, names)
    frame["name_and_email"] = pd.Series(mails, index=frame.index, dtype=object)
    frame["name_and_company"] = pd.Series(places, index=frame.index, dtype=object)
    return frame


def _with_phones(frame: pd.DataFrame, names: list[str]) -> pd.Series:
    """The name with each of the phones: what is one system's phone may be the other's mobile."""
    columns = [frame[name] for name in ("phone", "mobile") if name in frame.columns]
    phones = zip(*columns, strict=True) if columns else [() for _ in names]
    held = [
        BETWEEN.join(f"{name}, {one}" for one in dict.fromkeys(phones_) if name and one) or None
        for name, phones_ in zip(names, phones, strict=True)
    ]
    return pd.Series(held, index=frame.index, dtype=object)


def values_in(cell: str) -> list[str]:
    """The values of one cell."""
    return cell.split(BETWEEN)
