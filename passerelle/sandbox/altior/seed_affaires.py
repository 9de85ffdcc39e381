"""A few affaires of the first customers; some have a quote, an order, or are closed."""

from collections.abc import Sequence
from typing import Any

from passerelle.sandbox.altior.bodies import NewAffaire, NewPaper
from passerelle.sandbox.altior.kinds import AFFAIRE, ORDER, QUOTE, Kind
from passerelle.sandbox.altior.seed_stamps import Stamps, days_later
from passerelle.sandbox.system import Record

AFFAIRES: tuple[dict[str, Any], ...] = (
    {"name": "Rénovation de l'atelier", "amount": 18_400.0, "dueDate": "2026-06-30"},
    {"name": "Contrat d'entretien", "amount": 2_950.0},
    {"name": "Fourniture de menuiseries", "amount": 7_320.5, "dueDate": "2026-04-15"},
    {"name": "Extension du dépôt", "amount": 41_000.0},
    {"name": "Mise aux normes électriques", "amount": 5_600.0},
    {"name": "Remplacement de la chaudière", "amount": 9_870.0, "status": "CLOTUREE"},
)
QUOTED, ORDERED = (1, 3, 5, 6), (5, 6)
"""Which affaires, by their number, have a quote and an order."""
DAYS_TO_QUOTE, DAYS_TO_ORDER = 7, 21


def seeded_affaires(third_parties: Sequence[Record], stamps: Stamps) -> tuple[list[Record], list[Record], list[Record]]:
    """Affaires, quotes and orders, each numbered from 1."""
    customers = [one for one in third_parties if one["type"] == "CLIENT" and one["nature"] == "MORAL"]
    affaires = stamps.stamped(
        [
            _affaire(number, customer, described)
            for number, (customer, described) in enumerate(zip(customers, AFFAIRES, strict=False), start=1)
        ]
    )
    quotes, orders = _papers(QUOTE, affaires, QUOTED, DAYS_TO_QUOTE), _papers(ORDER, affaires, ORDERED, DAYS_TO_ORDER)
    return affaires, quotes, orders


def _affaire(number: int, customer: Record, described: Record) -> Record:
    whose = {"thirdPartyId": customer["id"], "establishment": customer["establishment"], "user": customer["user"]}
    return {**AFFAIRE.numbered(number), **NewAffaire.model_validate({**described, **whose}).whole()}


def _papers(kind: Kind, affaires: Sequence[Record], having: Sequence[int], days: int) -> list[Record]:
    chosen = [affaire for affaire in affaires if affaire["id"] in having]
    return [_paper(kind, number, affaire, days) for number, affaire in enumerate(chosen, start=1)]


def _paper(kind: Kind, number: int, affaire: Record, days: int) -> Record:
    made = days_later(affaire["createdAt"], days)
    sent = {"affaireId": affaire["id"], "date": made.partition("T")[0], "amount": affaire["amount"]}
    whole = NewPaper.model_validate(sent).whole()
    return {**kind.numbered(number), **whole, "createdAt": made, "modifiedAt": made}
