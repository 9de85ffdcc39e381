"""What was called, without its secrets: headers are never kept, and secret values are masked."""

import re
from collections import deque
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from typing import Any
from urllib.parse import parse_qsl

import orjson

KEPT = 100_000
MASK = "***"
SECRET = re.compile(r"secret|password|token|api_?key|sign_?key|^key$|authorization|assertion", re.IGNORECASE)


@dataclass
class Call:
    """One call of a system; ``status`` is None until, and unless, it was answered. A parameter that was given several
    times holds a list."""

    sequence: int
    system: str
    method: str
    path: str
    query: dict[str, str | list[str]]
    body: Any
    at: str
    status: int | None = None


class Recorder:
    """The last hundred thousand calls, oldest first; their numbers begin at 1 and go on after a reset."""

    def __init__(self) -> None:
        """Nothing was called yet."""
        self._calls: deque[Call] = deque(maxlen=KEPT)
        self._last = 0

    def note(self, system: str, method: str, path: str, query: bytes, body: bytes, content_type: str) -> Call:
        """Keep one call; the caller sets its status when it is answered."""
        self._last += 1
        asked = _gathered(_masked_pairs(query.decode("latin-1")))
        at = datetime.now(UTC).isoformat(timespec="milliseconds")
        call = Call(self._last, system, method, path, asked, _readable(body, content_type), at)
        self._calls.append(call)
        return call

    def listing(self, system: str | None = None, since: int = 0) -> list[dict[str, Any]]:
        """The calls after a sequence number, of one system or of all."""
        return [asdict(call) for call in self._calls if call.sequence > since and system in (None, call.system)]

    def clear(self) -> None:
        """Forget every call."""
        self._calls.clear()


def masked(value: Any) -> Any:
    """The value with every attribute that sounds like a secret replaced, at any depth."""
    if isinstance(value, dict):
        return {
            name: MASK if isinstance(held, str) and SECRET.search(name) else masked(held)
            for name, held in value.items()
        }
    return [masked(item) for item in value] if isinstance(value, list) else value


def _masked_pairs(text: str) -> list[tuple[str, str]]:
    return [(name, MASK if SECRET.search(name) else value) for name, value in parse_qsl(text, keep_blank_values=True)]


def _gathered(pairs: list[tuple[str, str]]) -> dict[str, str | list[str]]:
    given: dict[str, list[str]] = {}
    for name, value in pairs:
        given.setdefault(name, []).append(value)
    return {name: values[0] if len(values) == 1 else values for name, values in given.items()}


def _readable(body: bytes, content_type: str) -> Any:
    if not body:
        return None
    if "form-urlencoded" in content_type:
        return dict(_masked_pairs(body.decode("utf-8", "replace")))
    try:
        return masked(orjson.loads(body))
    except orjson.JSONDecodeError:
        # What cannot be read cannot be masked, so only its size is kept.
        return f"({len(body)} bytes that are not JSON)"
