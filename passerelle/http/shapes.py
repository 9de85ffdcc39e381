"""Finding things in answers whose shape is configuration: dotted paths, and the words of an error."""

from __future__ import annotations

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
    return " ".join(part for part in (message, _details(data, shape)) if part)[:_LONGEST_WORDS]


def _details(data: Any, shape: ErrorShape) -> str:
    entries = dig(data, shape.details) if shape.details else None
    if isinstance(entries, dict):
        # By field: {"email": "Cette adresse email est déjà utilisée"}.
        named = list(entries.items())
    elif isinstance(entries, list):
        named = [(dig(entry, shape.detail_field), dig(entry, shape.detail_message)) for entry in entries]
    else:
        return ""
    listed = "; ".join(f"{field}: {message}" if field else str(message) for field, message in named if field or message)
    return f"({listed})" if listed else ""
