"""Errors in French, with the fields at fault."""

from collections.abc import Callable, Coroutine, Iterable
from typing import Any

from fastapi import Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.routing import APIRoute

from passerelle.sandbox.answers import FieldError, Refusal, json_answer
from passerelle.sandbox.french.fields import OWN

INVALID = "Données invalides"
NOT_FOUND = "Introuvable"
SPOKEN = {404: NOT_FOUND, 405: "Méthode non autorisée", 429: "Trop d'appels"}
BROKEN, SERVER_ERROR = 500, "Erreur interne"
MANDATORY, FAULTY = "Champ obligatoire", "Valeur invalide"
FAULTS = {
    "missing": MANDATORY,
    "string_too_short": MANDATORY,
    "extra_forbidden": "Champ inconnu",
    "literal_error": "Valeur inconnue",
    "json_invalid": "JSON illisible",
}


class FrenchRoute(APIRoute):
    """A route that refuses invalid requests in French."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """The usual handler, its complaints about the request translated."""
        handler = super().get_route_handler()

        async def in_french(request: Request) -> Response:
            try:
                return await handler(request)
            except RequestValidationError as error:
                # The first part of a place says whether the body or the query is meant.
                raise Refusal(400, INVALID, faults(error.errors(), skipped=1)) from error

        return in_french


def faults(found: Iterable[Any], skipped: int = 0) -> list[FieldError]:
    """What pydantic found, in French; ``skipped`` parts of each place are left out of the field's name."""
    return [fault(_field(error["loc"], skipped), _message(error)) for error in found]


def fault(field: str, message: str) -> FieldError:
    """One field at fault."""
    return {"field": field, "message": message}


def refused(refusal: Refusal) -> Response:
    """A refusal: a message, and the fields at fault if there are any."""
    errors = {"errors": refusal.errors} if refusal.errors else {}
    message = SERVER_ERROR if refusal.status >= BROKEN else SPOKEN.get(refusal.status, refusal.message)
    return json_answer({"message": message} | errors, refusal.status, refusal.headers)


def _field(place: tuple[str | int, ...], skipped: int) -> str:
    return ".".join(map(str, place[skipped:] or place)) or "body"


def _message(error: Any) -> str:
    if error["type"] == OWN:
        return str(error["msg"])
    return MANDATORY if error["input"] is None else FAULTS.get(error["type"], FAULTY)
