"""What Corporama says (fact ``cor.errors``)."""

from fastapi import Response

from passerelle.sandbox.answers import Refusal
from passerelle.sandbox.french import errors

INVALID = "Requête invalide"
UNAUTHORIZED = "La clé manque ou n'est pas valable"
NOT_ACTIVATED = "Votre offre ne comprend pas l'API"
EXHAUSTED = "Crédits épuisés"


def refused(refusal: Refusal) -> Response:
    """A refusal in Corporama's shape."""
    message = INVALID if refusal.message == errors.INVALID else refusal.message
    return errors.refused(Refusal(refusal.status, message, refusal.errors, refusal.headers))
