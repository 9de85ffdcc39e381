"""What AdminPulse demands of a relation beyond the shape of its attributes."""

from collections import Counter
from typing import Any

from passerelle.sandbox.answers import FieldError, Refusal

Relation = dict[str, Any]

ALWAYS = ("relationType", "status", "ownCompanyId")
BY_TYPE: dict[str, tuple[str, ...]] = {
    "Company": ("name", "language"),
    "SoleProprietor": ("lastName", "firstName", "language"),
    "Person": ("lastName", "firstName", "language"),
}
WITH_VAT_NUMBER = ("Company", "SoleProprietor")
INVALID = "The request is invalid"


def check_complete(values: Relation) -> None:
    """Raise Refusal if a mandatory attribute of a new relation is missing (fact ``ap.relation.mandatory``)."""
    kind = values.get("relationType", "")
    missing = [name for name in (*ALWAYS, *BY_TYPE.get(kind, ())) if name not in values]
    if kind in WITH_VAT_NUMBER and "vatNumber" not in values and not values.get("vatNumberPending"):
        missing.append("vatNumber")
    _refuse([{"field": name, "message": f"{name} is mandatory"} for name in missing])


def check_sound(values: Relation, own_companies: set[str]) -> None:
    """Raise Refusal for an own company that is none, or for two favourites of a type (fact ``ap.channels``)."""
    errors = []
    if "ownCompanyId" in values and str(values["ownCompanyId"]) not in own_companies:
        errors.append({"field": "ownCompanyId", "message": f"there is no own company {values['ownCompanyId']}"})
    favourites = Counter(channel["type"] for channel in values.get("channels") or () if channel["favourite"])
    for kind, count in favourites.items():
        if count > 1:
            errors.append(
                {"field": "channels", "message": f"only one favourite of type {kind} is allowed, not {count}"}
            )
    _refuse(errors)


def _refuse(errors: list[FieldError]) -> None:
    if errors:
        raise Refusal(400, INVALID, errors)
