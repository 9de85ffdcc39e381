"""The account's settings at the beginning, and a few opportunities, estimates and orders."""

from collections.abc import Iterable, Sequence

from passerelle.sandbox.sellsy.documents import ESTIMATE, ORDER
from passerelle.sandbox.sellsy.fields import BLANK as BLANK_FIELD
from passerelle.sandbox.sellsy.selling import BLANK
from passerelle.sandbox.system import Record

SYNCHRONISED = "Synchronisation Altior"
"""The custom field that says whether a record may be passed on."""
FIELDS: tuple[Record, ...] = (
    {
        "id": 41,
        **BLANK_FIELD,
        "name": SYNCHRONISED,
        "code": "synchronisation-altior",
        "type": "boolean",
        "related_objects": ["client", "prospect", "supplier", "contact"],
    },
)
PIPELINES: tuple[Record, ...] = (
    {"id": 1, "name": "Ventes", "is_default": True, "rank": 1},
    {"id": 2, "name": "Services", "is_default": False, "rank": 2},
)
NAMES = {
    1: ("Qualification", "Proposition", "Négociation", "Gagnée", "Perdue"),
    2: ("Demande", "Cadrage", "Devis envoyé", "Acceptée", "Refusée"),
}
PROBABILITIES = (10, 40, 70, 100, 0)
STEPS: tuple[Record, ...] = tuple(
    {"id": 10 * pipeline + rank, "pipeline_id": pipeline, "name": name, "probability": PROBABILITIES[rank - 1]}
    | {"rank": rank}
    for pipeline, names in NAMES.items()
    for rank, name in enumerate(names, start=1)
)
STATUSES = ("open", "open", "open", "won", "lost")
"""By the rank of the step."""
SUBJECTS = ("Site web", "Maintenance annuelle", "Mobilier de bureau", "Formation", "Machine-outil")
EVERY, FIRST = 5, 701
"""One company in five has an opportunity; the id of the first."""


def seeded_selling(companies: Sequence[Record]) -> dict[str, Iterable[Record]]:
    """Opportunities with every fifth company, an estimate for each second of them and an order for each one won."""
    opportunities = [_opportunity(at, company) for at, company in enumerate(companies[::EVERY])]
    won = [one for one in opportunities if one["status"] == "won"]
    return {
        "opportunity": opportunities,
        "estimate": [_document(ESTIMATE.blank, "DEV", at, one) for at, one in enumerate(opportunities[::2], start=1)],
        "order": [_document(ORDER.blank, "BC", at, one) for at, one in enumerate(won, start=1)],
    }


def _opportunity(at: int, company: Record) -> Record:
    step = STEPS[at % len(STEPS)]
    return {
        "id": FIRST + at,
        **BLANK,
        "number": f"OPP-{FIRST + at}",
        "name": SUBJECTS[at % len(SUBJECTS)],
        "source_id": 1 + at % 4,
        "created": company["created"],
        "updated_status": company["updated_at"],
        "status": STATUSES[step["rank"] - 1],
        "amount": {"value": f"{1250 * (at + 1)}.00", "currency": "EUR"},
        "pipeline_id": step["pipeline_id"],
        "step_id": step["id"],
        "probability": step["probability"],
        "contact_ids": [link["contactId"] for link in company["_contacts"][:1]],
        "company_id": company["id"],
    }


def _document(blank: Record, series: str, number: int, opportunity: Record) -> Record:
    related = [{"id": opportunity["company_id"], "type": "company"}, {"id": opportunity["id"], "type": "opportunity"}]
    value = opportunity["amount"]["value"]
    return {
        "id": number,
        **blank,
        "number": f"{series}-{number}",
        "status": "accepted" if opportunity["status"] == "won" else "sent",
        "related": related,
        "subject": opportunity["name"],
        "date": opportunity["created"][:10],
        "created": opportunity["created"],
        "amounts": {"total_excl_tax": value, "total": f"{float(value) * 1.2:.2f}"},
    }
