"""A sound canonical company, and frames made of variations of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

import pandas as pd

from passerelle.records import columns_of

ROOT = Path(__file__).parents[2]

SOUND: dict[str, str | None] = dict.fromkeys(columns_of("company")) | {
    "name": "Bakkerij Peeters",
    "legal_form": "610",
    "enterprise_number": "0403449823",
    "vat_number": "BE0403449823",
    "website": "www.voorbeeld.be",
    "phone": "+3223151351",
    "street": "Eikstraat",
    "house_number": "16",
    "postcode": "1000",
    "town": "Brussel",
    "country": "BE",
    "incorporation_date": "1974-11-01",
    "status": "active",
    "language": "nl",
    "kind": "company",
}


def frame_of(changes: Iterable[Mapping[str, str | None]]) -> pd.DataFrame:
    """One record per change to the sound company; external ids are `r0`, `r1`, …"""
    rows = [SOUND | dict(change) for change in changes]
    return pd.DataFrame(rows, index=pd.Index([f"r{place}" for place in range(len(rows))], name="external_id"))
