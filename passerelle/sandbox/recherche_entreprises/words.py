"""What the search says (facts ``rec.errors…``)."""

from fastapi import Response

from passerelle.sandbox.answers import Refusal, json_answer
from passerelle.sandbox.french.errors import BROKEN, SERVER_ERROR

NOTHING_ASKED = "Veuillez indiquer au moins un paramètre de recherche."
TOO_SHORT = "3 caractères minimum pour les termes de la requête."
TOO_FAR = "Le nombre total de résultats est restreint à 10 000 : page × per_page est trop grand."
INCLUDE_ALONE = "Le paramètre `include` suppose `minimal=True`."
TOO_MANY = "Trop de requêtes. Veuillez patienter."
CLOSED = "Accès refusé"


def refused(refusal: Refusal) -> Response:
    """A refusal in the shape of the search: one text."""
    told = "; ".join(f"paramètre {error['field']} : {error['message']}" for error in refusal.errors)
    text = SERVER_ERROR if refusal.status >= BROKEN else told or refusal.message
    return json_answer({"erreur": text}, refusal.status, refusal.headers)
