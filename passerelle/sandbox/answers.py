"""How routes answer, and how they say which facts they rest on."""

from collections.abc import Mapping, Sequence
from typing import Any

import orjson
from fastapi import Response

CITED = "x-reference"
FieldError = dict[str, str]
"""``field`` and ``message`` of one refused field."""


class Refusal(Exception):
    """A call the system refuses; answered in that system's own shape of errors."""

    def __init__(
        self, status: int, message: str, errors: Sequence[FieldError] = (), headers: Mapping[str, str] | None = None
    ) -> None:
        """``message`` is the vendor's own word, ``errors`` the fields at fault."""
        super().__init__(message)
        self.status, self.message, self.errors, self.headers = status, message, list(errors), dict(headers or {})


def json_answer(content: Any, status: int = 200, headers: Mapping[str, str] | None = None) -> Response:
    """Any JSON value as an answer."""
    return Response(orjson.dumps(content), status, dict(headers or {}), media_type="application/json")


def text_answer(text: str, status: int) -> Response:
    """Plain text as an answer."""
    return Response(text, status, media_type="text/plain")


def cites(*facts: str) -> dict[str, Any]:
    """For a route's ``openapi_extra``: the identifiers in docs/systems.md of the facts the route rests on."""
    return {CITED: list(facts)}
