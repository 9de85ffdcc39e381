"""What Sellsy refuses, and in which words: French messages, one per field (facts ``sel.errors…``)."""

from collections.abc import Callable
from typing import Any, NoReturn, TypeVar

from fastapi import Response
from pydantic import TypeAdapter, ValidationError

from passerelle.sandbox.answers import FieldError, Refusal, json_answer

Model = TypeVar("Model")

INVALID = "Le contenu de la requête est invalide"
UNREADABLE = "Le contenu de la requête n'est pas un JSON valide"
UNKNOWN, MISSING, WRONG = "Ce champ est inconnu", "Ce champ est manquant", "Cette valeur n'est pas valide"
WORDS = {"extra_forbidden": UNKNOWN, "missing": MISSING}
SAID = {UNKNOWN: "le champ '{}' est inconnu.", MISSING: "le champ '{}' est manquant."}


def read_body(model: type[Model], raw: bytes) -> Model:
    """The body, if it is one of that model.

    Raises Refusal (400) if it is not.
    """
    adapter: TypeAdapter[Model] = TypeAdapter(model)
    return _checked(lambda: adapter.validate_json(raw))


def read_values(model: type[Model], values: Any) -> Model:
    """The parameters of a query, if they are those of that model.

    Raises Refusal (400) if they are not.
    """
    adapter: TypeAdapter[Model] = TypeAdapter(model)
    return _checked(lambda: adapter.validate_python(values))


def refuse(field: str, message: str = WRONG) -> NoReturn:
    """Raise Refusal (400) for one field."""
    raise _invalid([{"field": field, "message": message}])


def refused(refusal: Refusal) -> Response:
    """A refused call in the shape of Sellsy; without a field at fault ``details`` is an empty array."""
    details: Any = {error["field"]: error["message"] for error in refusal.errors} or []
    error = {"code": refusal.status, "message": refusal.message, "details": details, "context": None}
    return json_answer({"error": error}, refusal.status, refusal.headers)


def _checked(validate: Callable[[], Model]) -> Model:
    try:
        return validate()
    except ValidationError as error:
        found = error.errors(include_url=False, include_context=False)
    if any(one["type"] == "json_invalid" for one in found):
        raise Refusal(400, UNREADABLE)
    raise _invalid(
        [{"field": ".".join(map(str, one["loc"])) or "body", "message": WORDS.get(one["type"], WRONG)} for one in found]
    )


def _invalid(errors: list[FieldError]) -> Refusal:
    first = errors[0]
    said = SAID.get(first["message"], "le champ '{}' n'est pas valide.").format(first["field"])
    return Refusal(400, f"{INVALID}: {said}", errors)
