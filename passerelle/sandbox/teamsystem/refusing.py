"""What the CRM refuses: always ``{"message": …}``, in which the fields at fault are named (fact ``tsc.errors``)."""

from collections.abc import Iterable
from typing import Any

from fastapi import Response

from passerelle.sandbox.answers import FieldError, Refusal, json_answer

INVALID = "The request is not valid"
UNAUTHORIZED = "The Web API key or the token is missing, wrong or expired"
FORBIDDEN = "The Web API key does not permit this"
EXHAUSTED = "Too many calls"
WORDS = {
    "extra_forbidden": "there is no such field",
    "missing": "is required",
    "string_type": "must be a text",
    "int_type": "must be a whole number",
    "bool_type": "must be true or false",
    "list_type": "must be a list",
    "model_type": "must be an object with a value",
}


def invalid(errors: list[FieldError]) -> Refusal:
    """The refusal of fields."""
    return Refusal(400, INVALID, errors)


def fault(field: str, message: str) -> FieldError:
    """One field at fault, and why."""
    return {"field": field, "message": message}


def faults(found: Iterable[Any]) -> list[FieldError]:
    """What pydantic found, in the CRM's words."""
    return [
        fault(".".join(map(str, error["loc"])) or "body", WORDS.get(error["type"], error["msg"])) for error in found
    ]


def refused(refusal: Refusal) -> Response:
    """A refusal in the CRM's shape."""
    return json_answer({"message": told(refusal)}, refusal.status, refusal.headers)


def told(refusal: Refusal) -> str:
    """The message of a refusal, the fields at fault behind it."""
    fields = "; ".join(f"{error['field']}: {error['message']}" for error in refusal.errors)
    return f"{refusal.message}: {fields}" if fields else refusal.message
