"""How calls prove who they are: fixed headers, basic authentication, or an OAuth2 token."""

from __future__ import annotations

import time
from collections.abc import Callable, Generator, Mapping
from threading import Lock
from typing import Any

import httpx
from authlib.oauth2.rfc6749 import OAuth2Token
from pydantic import SecretStr

from passerelle.errors import ConfigurationError, SystemFailure
from passerelle.mapping.models import Auth

_MOST_TOKENS = 6
_LEEWAY_S = 60
_LEEWAY_SHARE = 0.1
"""A token is renewed a minute before its end, or in the last tenth of a short life."""


class FixedHeaders(httpx.Auth):
    """The same headers on every call."""

    def __init__(self, headers: dict[str, str]) -> None:
        self._headers = headers

    def auth_flow(self, request: httpx.Request) -> Generator[httpx.Request, httpx.Response, None]:
        """Add the headers."""
        request.headers.update(self._headers)
        yield request


class ClientCredentials(httpx.Auth):
    """A token got with client credentials (RFC 6749, 4.4), shared by all threads and renewed after a 401.

    Authlib keeps the token's clock. Its own HTTP client is not used: it sends a form only, where Auth0 wants JSON,
    it renews a token before its end but not after a 401, and it is leaving httpx.
    """

    def __init__(self, ask: Callable[[], dict[str, Any]]) -> None:
        self._ask = ask
        self._lock = Lock()
        self._held: Any = None
        self._uses = 0
        self._failure: tuple[float, SystemFailure] | None = None
        self._leeway = 0.0

    def sync_auth_flow(self, request: httpx.Request) -> Generator[httpx.Request, httpx.Response, None]:
        """Send with the token held; when it is refused, once more with a new one (a 401 was never processed).

        A new token that other threads have used too and that is refused here may have died of it: that is tried again.
        """
        refused: str | None = None
        for _ in range(_MOST_TOKENS):
            token = self._token(refused)
            request.headers["Authorization"] = f"Bearer {token}"
            response = yield request
            if response.status_code != 401 or (refused is not None and self._only_mine(token)):
                return
            refused = token

    def _token(self, refused: str | None = None) -> str:
        came = time.monotonic()
        with self._lock:
            if self._failure and self._failure[0] > came:
                raise self._failure[1]
            if self._held is None or self._held["access_token"] == refused or self._held.is_expired(self._leeway):
                self._held = OAuth2Token(self._asked())
                self._leeway = min(_LEEWAY_S, _LEEWAY_SHARE * float(self._held.get("expires_in") or 0))
                self._uses = 0
            self._uses += 1
            return str(self._held["access_token"])

    def _only_mine(self, token: str) -> bool:
        """Whether a token is still held and was handed out once."""
        with self._lock:
            return bool(self._held["access_token"] == token and self._uses == 1)

    def _asked(self) -> dict[str, Any]:
        """A new token. A failure is also that of the threads that waited meanwhile: they do not try all over again."""
        try:
            return self._ask()
        except SystemFailure as failure:
            self._failure = (time.monotonic(), failure)
            raise


def fixed_auth(title: str, auth: Auth, credentials: Mapping[str, SecretStr]) -> httpx.Auth:
    """The authentication of a system without tokens. Raises ConfigurationError for a secret no header can carry.

    Bearer takes the first credential; basic the first two, user and password. An API key sent as the user name needs
    no password: vendors who ask for that ignore it.
    """
    values = {name: _plain(title, name, secret) for name, secret in credentials.items()}
    if auth.style == "none":
        return FixedHeaders({})
    if auth.style == "headers":
        return FixedHeaders({header: values[name] for header, name in auth.headers.items()})
    first, *others = values.values()
    if auth.style == "basic":
        return httpx.BasicAuth(first, others[0] if others else "X")
    return FixedHeaders({"Authorization": f"Bearer {first}"})


def _plain(title: str, name: str, secret: SecretStr) -> str:
    value = secret.get_secret_value()
    if not (value.isascii() and value.isprintable()):
        raise ConfigurationError(
            f"{title}: the setting {name} holds a line break or another character that cannot be sent; copy it again."
        )
    return value
