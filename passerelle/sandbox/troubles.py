"""What faulty answers look like."""

from collections.abc import Sequence

from fastapi import Response
from fastapi.responses import HTMLResponse
from starlette.types import Message

from passerelle.sandbox.system import System

SERVER_ERROR = "An unexpected error occurred"
PAGE = "<html><head><title>{status}</title></head><body><h1>{text}</h1><hr>proxy</body></html>"
TEXTS = {200: "Please sign in to the network", 502: "Bad Gateway", 504: "Gateway Time-out"}


def spoken(system: System, status: int) -> str:
    """The message a system gives with a status."""
    messages = {401: system.unauthorized, 403: system.not_activated, 429: "Too many requests"}
    return messages.get(status, SERVER_ERROR)


def proxy_page(status: int) -> Response:
    """The HTML page of something in between, such as a proxy."""
    return HTMLResponse(PAGE.format(status=status, text=TEXTS.get(status, "Error")), status)


def cut(answer: Sequence[Message]) -> list[Message]:
    """The answer with the second half of its body missing, and a content-length that agrees with the rest."""
    start, *parts = answer
    body = b"".join(part.get("body", b"") for part in parts)
    half = body[: len(body) // 2]
    headers = [(name, value) for name, value in start["headers"] if name != b"content-length"]
    length = (b"content-length", str(len(half)).encode())
    return [{**start, "headers": [*headers, length]}, {"type": "http.response.body", "body": half}]
