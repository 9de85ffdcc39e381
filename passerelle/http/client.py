"""The client of one connection: every call of every system goes through here."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from importlib.metadata import version
from typing import Any

import httpx
import orjson
from pydantic import SecretStr

from passerelle.errors import ConfigurationError, SystemFailure
from passerelle.http.answers import Answer, Reading, exchange
from passerelle.http.auth import ClientCredentials, fixed_auth
from passerelle.http.faults import Fault
from passerelle.http.limits import gate_of
from passerelle.http.quota import Meter
from passerelle.http.retries import BACKOFF_S, Kind, repeat
from passerelle.http.sentences import Listener, Speaker
from passerelle.http.tls import trusted
from passerelle.http.tokens import TokenDesk
from passerelle.mapping.models import Connection

Params = Mapping[str, str | int | Sequence[str]] | None

_METHODS: dict[Kind, str] = {
    "read": "GET",
    "charge": "GET",
    "create": "POST",
    "update": "PUT",
    "upsert": "POST",
    "delete": "DELETE",
}


Fence = Callable[[], None]
"""Asked right before a write is sent; raises when it may no longer be."""


def open_fence() -> None:
    """Let everything pass."""


class HttpClient:
    """Talks to one system as its connection says. Thread-safe; one per connection.

    `sent` is told the method of each request really sent (token requests are not told). `time_scale` is how many of
    the system's seconds pass in one of ours; `connection` is scaled already, what the system answers is not. Every
    failure is raised as one of the SystemFailure family of `passerelle.errors`.
    """

    def __init__(
        self,
        title: str,
        account: str,
        connection: Connection,
        credentials: Mapping[str, SecretStr],
        token_url: str,
        sent: Callable[[str], None],
        time_scale: float = 1.0,
        backoff_s: float = BACKOFF_S,
    ) -> None:
        self.speaker = Speaker(title, account, connection.advice)
        self.meter = Meter(connection.quota)
        self._connection = connection
        self._sent = sent
        self._backoff_s = backoff_s / time_scale
        self._gate = gate_of(title, account, connection.base_url, connection.limits)
        listener = Listener(connection.errors, tuple(credentials.values()))
        self._reading = Reading(connection.timeout_s, connection.retry_after_default_s, listener, time_scale)
        auth: httpx.Auth
        if connection.auth.style == "oauth2_client_credentials":
            desk = TokenDesk(self.speaker, connection, credentials, token_url, self._backoff_s, time_scale)
            auth = ClientCredentials(desk.ask)
        else:
            auth = fixed_auth(title, connection.auth, credentials)
        self._client = self._open(title, auth)

    def _open(self, title: str, auth: httpx.Auth) -> httpx.Client:
        url = httpx.URL(self._connection.base_url)
        if url.scheme not in ("http", "https") or not url.host:
            raise ConfigurationError(f"{title}: its address must start with https:// and name a host.")
        return httpx.Client(
            base_url=url,
            auth=auth,
            verify=trusted(),
            timeout=httpx.Timeout(self._connection.timeout_s, pool=None),
            headers={
                "Accept": "application/json",
                "User-Agent": f"passerelle/{version('passerelle')}",
                **self._connection.headers,
            },
            event_hooks={"request": [self._before_sending], "response": [self.meter.hear]},
        )

    def read(self, path: str, doing: str, params: Params = None) -> Answer:
        """GET; repeated when that may help. `path` may be a whole URL on the same host."""
        return self._call("read", path, doing, params=params)

    def read_if_there(self, path: str, doing: str, params: Params = None) -> Answer | None:
        """GET one record; None when the system says that it doesn't exist (404)."""
        try:
            return self._repeat("read", path, params, None)
        except Fault as fault:
            if fault.status == 404:
                return None
            raise self._failure("read", path, doing, fault) from None

    def charged(self, path: str, doing: str) -> Answer | None:
        """GET of a record that costs something each time it is answered; None when it doesn't exist (404). Repeated
        only when it surely was not answered, else UnclearAnswer."""
        try:
            return self._repeat("charge", path, None, None)
        except Fault as fault:
            if fault.status == 404:
                return None
            raise self._failure("charge", path, doing, fault) from None

    def ask(self, path: str, body: Any, doing: str, params: Params = None) -> Answer:
        """POST that only asks (a search with its filters in the body): repeated and counted as a read."""
        return self._call("read", path, doing, params=params, body=body)

    def create(self, path: str, body: Any, doing: str, fence: Fence = open_fence) -> Answer:
        """POST; repeated only when it surely was not processed, else UnclearAnswer. `fence` is asked right before each
        attempt, whatever was waited for: what it raises ends the call unsent."""
        return self._call("create", path, doing, body=body, fence=fence)

    def update(self, path: str, body: Any, doing: str, fence: Fence = open_fence) -> Answer:
        """PUT; repeated when that may help, and UnclearAnswer when it never became clear. `fence` as for `create`."""
        return self._call("update", path, doing, body=body, fence=fence)

    def upsert(self, path: str, body: Any, doing: str, fence: Fence = open_fence) -> Answer:
        """POST of a record whose id is in the body; repeated as an update is. `fence` as for `create`."""
        return self._call("upsert", path, doing, body=body, fence=fence)

    def delete(self, path: str, doing: str, fence: Fence = open_fence) -> None:
        """DELETE; repeated as an update is. What is not there (404) has been deleted. `fence` as for `create`."""
        try:
            self._repeat("delete", path, None, None, fence)
        except Fault as fault:
            if fault.status != 404:
                raise self._failure("delete", path, doing, fault) from None

    def same_host(self, url: httpx.URL) -> bool:
        """Whether a URL found in an answer may be called with our credentials."""
        own = self._client.base_url
        return (url.scheme, url.host, url.port) == (own.scheme, own.host, own.port)

    def close(self) -> None:
        """Close connections."""
        self._client.close()

    def _call(
        self, kind: Kind, path: str, doing: str, params: Params = None, body: Any = None, fence: Fence = open_fence
    ) -> Answer:
        try:
            return self._repeat(kind, path, params, body, fence)
        except Fault as fault:
            raise self._failure(kind, path, doing, fault) from None

    def _failure(self, kind: Kind, path: str, doing: str, fault: Fault) -> SystemFailure:
        return self.speaker.failure(kind, f"{doing} ({_METHODS[kind]} {httpx.URL(path).path})", fault)

    def _repeat(self, kind: Kind, path: str, params: Params, body: Any, fence: Fence = open_fence) -> Answer:
        content = None if body is None else orjson.dumps(body)
        method = "POST" if kind == "read" and content else _METHODS[kind]
        headers = {"Content-Type": "application/json"} if content else {}

        def attempt() -> Answer:
            request = self._client.build_request(method, path, params=params, content=content, headers=headers)
            request.extensions |= {"fence": fence, "counted": _METHODS[kind]}
            return self._exchange(request)

        return repeat(kind, attempt, self._connection.attempts, self._backoff_s)

    def _exchange(self, request: httpx.Request) -> Answer:
        try:
            return exchange(self._client, request, self._reading)
        except Fault as fault:
            if fault.again and fault.status == 429 and fault.wait:
                self._gate.close(fault.wait)
            raise

    def _before_sending(self, request: httpx.Request) -> None:
        inside = len(self._client.base_url.path.rstrip("/"))
        self._gate.enter(f"{request.method} {request.url.path[inside:]}")
        request.extensions.get("fence", open_fence)()
        request.extensions["trace"] = partial(self._trace, request.extensions.get("counted", request.method))

    def _trace(self, method: str, event: str, _: object) -> None:
        if event.endswith("send_request_headers.started"):
            self._sent(method)
