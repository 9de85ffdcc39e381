"""Asking for an OAuth2 token with client credentials (RFC 6749, 4.4), by form or, as Auth0 does, by JSON."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import httpx
import orjson
from pydantic import SecretStr

from passerelle.errors import NotAuthorised
from passerelle.http.answers import Answer, Reading, exchange
from passerelle.http.faults import Fault, unreadable
from passerelle.http.retries import repeat
from passerelle.http.sentences import Listener, Speaker
from passerelle.http.tls import trusted
from passerelle.mapping.models import Connection, ErrorShape

_ERRORS = ErrorShape(message=["error_description", "error", "message"])
_DOING = "give an access token"


class TokenDesk:
    """Asks for tokens. Token requests are neither counted nor limited, and are repeated like reads."""

    def __init__(
        self,
        speaker: Speaker,
        connection: Connection,
        credentials: Mapping[str, SecretStr],
        token_url: str,
        backoff_s: float,
        time_scale: float,
    ) -> None:
        self._speaker = speaker
        self._connection = connection
        self._url = token_url
        self._backoff_s = backoff_s
        self._fields = {name: secret.get_secret_value() for name, secret in credentials.items()}
        listener = Listener(_ERRORS, tuple(credentials.values()))
        self._reading = Reading(connection.timeout_s, connection.retry_after_default_s, listener, time_scale)

    def ask(self) -> dict[str, Any]:
        """A token answer with at least `access_token`; `expires_in` is in our seconds. Raises the SystemFailure
        family."""
        try:
            with httpx.Client(timeout=self._connection.timeout_s, verify=trusted()) as client:
                answer = repeat("read", lambda: self._once(client), self._connection.attempts, self._backoff_s)
        except Fault as fault:
            if fault.status == 400:
                advice = self._speaker.advice.unauthorised
                text = f"{self._speaker.title} refused the credentials when asked to {_DOING}: {advice}"
                raise NotAuthorised(self._speaker.account, text) from None
            raise self._speaker.failure("read", _DOING, fault) from None
        return {**answer.data, "expires_in": int(answer.data.get("expires_in", 0)) / self._reading.time_scale}

    def _once(self, client: httpx.Client) -> Answer:
        fields = {"grant_type": "client_credentials", **self._fields, **self._connection.auth.token_extra}
        if self._connection.auth.token_body == "json":
            headers = {"Content-Type": "application/json"}
            request = client.build_request("POST", self._url, content=orjson.dumps(fields), headers=headers)
        else:
            request = client.build_request("POST", self._url, data=fields)
        answer = exchange(client, request, self._reading)
        if not _is_token(answer.data):
            raise unreadable("its answer holds no token")
        return answer


def _is_token(data: Any) -> bool:
    if not (isinstance(data, dict) and isinstance(data.get("access_token"), str)):
        return False
    return str(data.get("expires_in", 0)).isdigit() and data["access_token"].isascii()
