"""What Freshdesk refuses, and in which shape (facts ``fd.errors…``)."""

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import uuid4

from fastapi import Response

from passerelle.sandbox.answers import Refusal, json_answer

Fault = dict[str, Any]

INVALID = "Validation failed"
UNAUTHORIZED = "You have to be logged in to perform this action."
DENIED = "You are not authorized to perform this action."
EXHAUSTED = "You have exceeded the limit of requests per minute"
UNIQUE = "It should be a unique value"
UNKNOWN = "Unexpected/invalid field in request"
BLANK = "It should not be blank as this is a mandatory field"
EMPTY = (404, 405, 406)
"""Statuses answered without a body."""
LISTED = (400, 409)
FLAT = {401: "invalid_credentials", 403: "access_denied"}
CODES = {
    "missing": "missing_field",
    "extra_forbidden": "invalid_field",
    "string_type": "datatype_mismatch",
    "int_type": "datatype_mismatch",
    "bool_type": "datatype_mismatch",
    "list_type": "datatype_mismatch",
    "dict_type": "datatype_mismatch",
    "model_type": "datatype_mismatch",
}
"""The vendor's codes for what pydantic finds; all else is ``invalid_value``."""
WORDS = {"missing": BLANK, "extra_forbidden": UNKNOWN}


class Refused(Refusal):
    """A refusal with a code of the vendor's, answered flat."""

    def __init__(self, status: int, code: str, message: str) -> None:
        """``code`` is one of fact ``fd.errors.codes``."""
        super().__init__(status, message)
        self.code = code


def fault(field: str, message: str, code: str = "invalid_value") -> Fault:
    """One field at fault, and why."""
    return {"field": field, "message": message, "code": code}


def invalid(*faults: Fault) -> Refusal:
    """The refusal of fields."""
    return Refusal(400, INVALID, faults)


def raise_any(faults: Sequence[Fault]) -> None:
    """Raise Refusal (400) if there is a field at fault."""
    if faults:
        raise invalid(*faults)


def not_found() -> Refusal:
    """The refusal of what does not exist."""
    return Refusal(404, "Not found")


def not_possible() -> Refusal:
    """The refusal of a call that a record's state does not admit (fact ``fd.method``)."""
    return Refusal(405, "Method not allowed")


def faults(found: Iterable[Any]) -> list[Fault]:
    """What pydantic found, in the vendor's codes; an entry of a list is named by the list."""
    return [
        fault(
            str(error["loc"][0]) if error["loc"] else "body",
            WORDS.get(error["type"], f"It is not accepted: {error['msg']}"),
            CODES.get(error["type"], "invalid_value"),
        )
        for error in found
    ]


def always() -> dict[str, str]:
    """The headers that every answer has."""
    return {"X-Freshdesk-Api-Version": "latest=v2; requested=v2", "x-request-id": str(uuid4())}


def refused(refusal: Refusal) -> Response:
    """A refusal in Freshdesk's shape."""
    headers = {**always(), **refusal.headers}
    if refusal.status in EMPTY:
        # Said to be HTML, as clients read what is said to be nothing as JSON.
        return Response(status_code=refusal.status, headers=headers, media_type="text/html")
    code = refusal.code if isinstance(refusal, Refused) else FLAT.get(refusal.status)
    if code:
        return json_answer({"code": code, "message": refusal.message}, refusal.status, headers)
    if refusal.status in LISTED:
        errors = refusal.errors or [fault("name", refusal.message)]
        return json_answer({"description": INVALID, "errors": errors}, refusal.status, headers)
    return json_answer({"message": refusal.message}, refusal.status, headers)


def told(refusal: Refusal) -> str:
    """A refusal in one line, for a person."""
    fields = "; ".join(f"{error['field']}: {error['message']}" for error in refusal.errors)
    return fields or refusal.message or str(refusal.status)
