"""Finding things in answers whose shape is configuration: dotted paths, and the words of an error."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import httpx
import orjson

from passerelle.mapping.models import ErrorShape

_LONGEST_WORDS = 500


def dig(data: Any, path: str) -> Any:
    """The value at a dotted path (`error.message`, `errors.0.text`), or None where the path ends early."""
    for step in path.split("."):
        if isinstance(data, dict):
            data = data.get(step)
        elif isinstance(data, list) and step.isdigit() and int(step) < len(data):
            data = data[int(step)]
        else:
            return None
    return data


def words_of(response: httpx.Response, shape: ErrorShape) -> str:
    """What the system itself says of an error, with the fields it names; empty when it says nothing to a person."""
    if response.headers.get("content-type", "").startswith("text/plain"):
        return response.text.strip()[:_LONGEST_WORDS]
    try:
        data = orjson.loads(response.content)
    except orjson.JSONDecodeError:
        return ""
    found = (dig(data, path) for path in shape.message)
    message = next((text for text in found if isinstance(text, str) and text), "")
    return " ".join(part for part in (_coded(data, message, shape), _details(data, shape)) if part)[:_LONGEST_WORDS]


def _details(data: Any, shape: ErrorShape) -> str:
    details = dig(data, shape.details) if shape.details else None
    listed = "; ".join(f"{field}: {words}" if field else words for field, words in _told(details, "", shape))
    return f"({listed})" if listed else ""


def _told(node: Any, place: str, shape: ErrorShape) -> Iterator[tuple[str, str]]:
    """The field and the words of every detail: entries of a list, or of a tree that mirrors what was sent, in which the
    place tells the field: `{"email": "…"}`, `{"vatZone": {"errors": [{"message": "…"}]}}`."""
    if isinstance(node, str):
        yield place, node
    elif isinstance(node, list):
        for one in node:
            yield from _told(one, place, shape)
    elif isinstance(node, dict) and isinstance(message := dig(node, shape.detail_message), str):
        yield str(dig(node, shape.detail_field) or place), _coded(node, message, shape)
    elif isinstance(node, dict):
        own = (shape.details or "").rpartition(".")[2]
        for key, inner in node.items():
            # Deeper down a text beside the entries is a value that was sent.
            if place and isinstance(inner, str):
                continue
            yield from _told(inner, place if key == own else f"{place}.{key}".lstrip("."), shape)


def _coded(data: Any, message: str, shape: ErrorShape) -> str:
    """The words with the code behind them."""
    code = dig(data, shape.code) if shape.code else None
    return f"{message} [{code}]" if message and code else message
