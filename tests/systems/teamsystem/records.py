"""Records of TeamSystem Cloud CRM, as somebody makes them there and as a client tells them."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from passerelle.mapping.reader import to_frame
from passerelle.systems.base import Raw, System
from tests.sandbox_fixture import Sandbox

ROOT = Path(__file__).parents[3]
SELECTIONS = ("valuta_reviso", "gruppo_clienti_reviso", "zona_iva_reviso", "termini_pagamento_reviso")
Change = Callable[..., Raw]


def switch(sandbox: Sandbox, **values: Any) -> None:
    sandbox.edit("teamsystem", "setting", 1, **values)


def entry(value: str, category: str | None = None, note: str | None = None) -> Raw:
    return {"value": value, "category": category, "note": note}


def company(sandbox: Sandbox, **values: Any) -> int:
    given = {"companyName": "Officine Rossi SRL", "companyType": "Cliente"} | values
    return int(sandbox.add("teamsystem", "company", **given)["id"])


def contact(sandbox: Sandbox, **values: Any) -> int:
    return int(sandbox.add("teamsystem", "contact", **({"surname": "Rossi"} | values))["id"])


def canonical(crm: System, stream: str, raw: Raw) -> dict[str, Any]:
    row: dict[str, Any] = to_frame(crm.profile, stream, [raw]).frame.iloc[0].to_dict()
    return row


def own(record: Raw, *without: str) -> Raw:
    """What a record holds, but for what every write changes."""
    left = ("lastModifiedDate", *without)
    return {n: v for n, v in record.items() if v is not None and n not in left and not n.startswith("_")}
