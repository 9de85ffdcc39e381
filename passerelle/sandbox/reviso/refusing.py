"""Reviso's errors: what they say of the whole call, and of each property at fault (facts ``rev.errors…``)."""

from collections.abc import Callable, Coroutine, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

from fastapi import Request, Response
from fastapi.routing import APIRoute

from passerelle.sandbox.answers import Refusal, json_answer
from passerelle.sandbox.reviso.settings import setting
from passerelle.sandbox.system import the_world

UNAUTHORIZED = "Access denied: the app secret token or the agreement grant token is missing or invalid"
NOT_ACTIVATED = "The user who granted access lacks the role for this resource"
INVALID = "Validation error."
HINTS = {
    400: "Check the errors property.",
    401: "Check X-AppSecretToken and X-AgreementGrantToken.",
    404: "Check the number in the address.",
    429: "Wait before the next call.",
}
NO_NUMBER, UNKNOWN, EXISTS, REQUIRED, WRONG = "E04500", "E06000", "E06010", "E04010", "E04020"
"""The codes of errors; the last two are made up (fact ``rev.errors.codes.other``)."""


@dataclass(frozen=True)
class Fault:
    """What is wrong with one property; ``path`` leads to it from the outside."""

    path: tuple[str, ...]
    code: str
    message: str
    value: Any = None


class Invalid(Refusal):
    """Data that Reviso does not take (400)."""

    def __init__(self, *faults: Fault) -> None:
        """At least one fault; the first one's code is also that of the whole."""
        super().__init__(400, INVALID)
        self.faults = faults

    def told(self) -> str:
        """The faults in one line, for a person."""
        return "; ".join(f"{'.'.join(fault.path)}: {fault.message}" for fault in self.faults)


def refused(refusal: Refusal, extra: dict[str, Any] | None = None) -> Response:
    """A refusal in Reviso's shape."""
    body = {
        "message": refusal.message,
        "developerHint": HINTS.get(refusal.status, "See the message."),
        "logId": str(uuid4()),
        "httpStatusCode": refusal.status,
        **(extra or {}),
        "logTime": _now(),
    }
    return json_answer(body, refusal.status, refusal.headers)


class RevisoRoute(APIRoute):
    """A route that tells of faults in the shape that the switch ``errors`` asks for."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """The usual handler, with its refusals of data told in full."""
        handler = super().get_route_handler()

        async def telling(request: Request) -> Response:
            try:
                return await handler(request)
            except Invalid as invalid:
                as_list = setting(the_world(request), "errors") == "list"
                errors = _listed(invalid.faults) if as_list else _tree(invalid.faults)
                return refused(invalid, {"errorCode": invalid.faults[0].code, "errors": errors})

        return telling


def _tree(faults: Iterable[Fault]) -> dict[str, Any]:
    tree: dict[str, Any] = {}
    for fault in faults:
        at = tree
        for name in fault.path:
            at = at.setdefault(name, {})
        told = {"errorCode": fault.code, "message": fault.message, "developerHint": fault.message}
        at.setdefault("errors", []).append(told | ({} if fault.value is None else {"value": fault.value}))
    return tree


def _listed(faults: Iterable[Fault]) -> list[dict[str, Any]]:
    return [
        {
            "developerHint": fault.message,
            "errorCode": fault.code,
            "logTime": _now(),
            "message": fault.message,
            "details": {"property": fault.path[-1], "value": fault.value, "index": None, "path": ".".join(fault.path)},
        }
        for fault in faults
    ]


def _now() -> str:
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%S")
