"""From an HTTP response to parsed JSON, or to the fault it stands for."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any

import httpx
import orjson

from passerelle.http.faults import Fault, fault_of_reading, fault_of_sending, unreadable

LONGEST_WAIT_S = 300.0
"""A system that asks to be left alone for longer than this is told of, not waited for."""

_OVERLOADED = (429, 500, 502, 503, 504)


@dataclass(frozen=True)
class Answer:
    """A good answer: its parsed JSON (None when it has no body) and the next page its `Link` header names."""

    data: Any
    url: httpx.URL
    next_link: str | None = None


@dataclass(frozen=True)
class Reading:
    """What it takes to read answers: the time-out told of, the wait after a 429 that does not say, the words, and how
    many of the system's seconds pass in one of ours (above 1 for a sandbox whose clock runs fast)."""

    timeout_s: float
    retry_after_default_s: float
    words: Callable[[httpx.Response], str]
    time_scale: float = 1.0


def exchange(client: httpx.Client, request: httpx.Request, reading: Reading) -> Answer:
    """Send one request once and read the answer. Raises Fault."""
    try:
        response = client.send(request, stream=True)
    except httpx.RequestError as error:
        raise fault_of_sending(error, reading.timeout_s) from None
    try:
        return _read(response, reading)
    finally:
        response.close()


def _read(response: httpx.Response, reading: Reading) -> Answer:
    try:
        response.read()
    except httpx.RequestError as error:
        if response.is_success:
            raise fault_of_reading(error, reading.timeout_s) from None
        raise _fault_of_status(response, reading, "") from None
    if not response.is_success:
        raise _fault_of_status(response, reading, reading.words(response))
    return Answer(_parse(response), response.url, response.links.get("next", {}).get("url"))


def _parse(response: httpx.Response) -> Any:
    if not response.content:
        return None
    try:
        data = orjson.loads(response.content)
    except orjson.JSONDecodeError:
        raise unreadable("its answer is cut short or is not JSON") from None
    # Some calls answer a bare number (an id, a count) or true; a bare text is an error page more often than an answer.
    if not isinstance(data, dict | list | int):
        raise unreadable("its answer is neither an object nor a list, nor a number")
    return data


def _fault_of_status(response: httpx.Response, reading: Reading, words: str) -> Fault:
    status = response.status_code
    reason = f"it answered {status}"
    if status >= 600:
        return unreadable(reason)
    if status < 500 and status != 429:
        return Fault(reason, "refused", status=status, words=words, said=_said(response))
    wait = _wait_asked_for(response, reading)
    untouched = status == 429 or (status == 503 and wait is not None)
    bearable = wait is None or wait <= LONGEST_WAIT_S
    if not bearable:
        reason += f" and asks to wait {wait:.0f} seconds"
    again = bearable and status in _OVERLOADED
    return Fault(reason, "untouched" if untouched else "unclear", again, status, wait, words=words)


def _said(response: httpx.Response) -> object:
    try:
        said: object = orjson.loads(response.content)
    except (orjson.JSONDecodeError, httpx.ResponseNotRead):
        return None
    return said


def _wait_asked_for(response: httpx.Response, reading: Reading) -> float | None:
    asked = retry_after(response)
    if asked is not None:
        return asked / reading.time_scale
    return reading.retry_after_default_s if response.status_code == 429 else None


def retry_after(response: httpx.Response) -> float | None:
    """Seconds the system asks to wait (RFC 9110, 10.2.3: a number of seconds or a date by its own clock)."""
    text = response.headers.get("retry-after", "").strip()
    if not text:
        return None
    if text.replace(".", "", 1).isdigit():
        return float(text)
    until = _moment(text)
    now = _moment(response.headers.get("date", "")) or datetime.now(UTC)
    return None if until is None else max(0.0, (until - now).total_seconds())


def _moment(text: str) -> datetime | None:
    try:
        moment = parsedate_to_datetime(text)
    except ValueError:
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
