"""Which identifiers can be asked for: those whose check digits hold."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd

from passerelle.quality.checks import is_be_enterprise_number

CHECKS: dict[str, Callable[[str], bool]] = {"enterprise_number": is_be_enterprise_number}
"""Identifiers with check digits, by canonical field."""


def askable(field: str, values: pd.Series) -> pd.Series:
    """Which values of an identifier are worth a call: present, and valid where check digits say so."""
    check = CHECKS.get(field, bool)
    verdicts = {value: check(value) for value in values.dropna().unique()}
    return values.map(verdicts).fillna(value=False).astype(bool)
