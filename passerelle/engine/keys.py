"""Keys: the number by which a record is asked for, from the first identifier of the ladder that gives it."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd

from passerelle.quality.checks import is_be_enterprise_number, is_be_vat, is_siren, is_siret

CHECKS: dict[str, Callable[[str], bool]] = {
    "enterprise_number": is_be_enterprise_number,
    "siren": is_siren,
    "siret": is_siret,
}
"""Identifiers with check digits, by canonical field."""

HIDDEN: dict[tuple[str, str], Callable[[str], str | None]] = {
    # A Belgian VAT number is BE and the enterprise number (Code TVA art. 50; register reference, check digits).
    ("vat_number", "enterprise_number"): lambda value: value[2:] if is_be_vat(value) else None,
}
"""Identifiers that contain another: (the one held, the one it contains)."""

HOLDING: dict[tuple[str, str], Callable[[str], str]] = {("vat_number", "enterprise_number"): lambda value: f"BE{value}"}
"""The inverse: what a record holds in the one when it holds this value of the other."""


def keys_of(frame: pd.DataFrame, key: str, ladder: list[str]) -> pd.Series:
    """Each record's key: the field itself, else what a later identifier of the ladder contains; None without any."""
    values = frame[key].astype(object)
    for identifier in ladder:
        read = HIDDEN.get((identifier, key))
        if read is not None:
            hidden = {value: read(value) for value in frame[identifier].dropna().unique()}
            values = values.where(values.notna(), frame[identifier].map(hidden))
    return values.where(values.notna(), None)


def spellings(key: str, ladder: list[str], values: list[str]) -> dict[str, list[str]]:
    """Under which identifiers, and with which values, records with these keys may be found: the key first."""
    others = {name: [HOLDING[name, key](value) for value in values] for name in ladder if (name, key) in HOLDING}
    return {key: values} | others


def askable(field: str, values: pd.Series) -> pd.Series:
    """Which values of an identifier are worth a call: present, and valid where check digits say so."""
    check = CHECKS.get(field, bool)
    verdicts = {value: check(value) for value in values.dropna().unique()}
    return pd.Series([verdicts.get(value, False) for value in values], index=values.index, dtype=bool)
