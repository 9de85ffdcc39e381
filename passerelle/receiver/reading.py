"""Whether a call is believed, and what it tells; nothing of it is kept or started here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from fastapi import Request

from passerelle.receiver.accounts import Account, KeyedAccount
from passerelle.receiver.keyring import KeyRing
from passerelle.systems.hooks import Call, Hooks, MalformedCall, Told

LARGEST = 1_000_000
"""Bytes of a signed call; those known have some hundreds."""
LARGEST_KEYED = 65_536
"""Bytes of a call with a key: two numbers."""


class Refused(Exception):
    """A call that nothing is started for."""

    def __init__(self, status: int, sentence: str) -> None:
        super().__init__(sentence)
        self.status = status


@dataclass(frozen=True)
class Believed:
    """What a call tells, whose it is, and on behalf of which user of the other system."""

    account: str
    told: Told
    user: str | None = None


async def signed(account: Account, request: Request) -> Believed:
    """What a signed call tells. Raises Refused."""
    if account.key is None:
        raise Refused(503, account.keyless)
    call = Call(dict(request.headers), await _body(request, LARGEST))
    if not account.hooks.is_genuine(call, account.key):
        raise Refused(401, f"The signature is missing or wrong; is {account.setting} the key in the webhook?")
    told = _told(account.hooks, call)
    if wrong := account.other(told.account):
        raise Refused(403, wrong)
    return Believed(account.name, told)


async def keyed(accounts: Mapping[str, KeyedAccount], ring: KeyRing, request: Request) -> Believed:
    """What a call with a key tells; the key says which of the accounts it is of. Raises Refused or HubError.

    The key is looked at before anything else is: who has none learns nothing, and has nothing read.
    """
    bare = Call({}, b"", request.method, request.url.path, request.query_params.multi_items())
    # The accounts of one path are of one system, and say in the same way where the key is.
    key = await ring.holder(accounts, next(iter(accounts.values())).hooks.key_in(bare))
    if key is None:
        raise Refused(401, "The key in the address is missing, wrong or revoked; see 'passerelle keys list'.")
    ring.note_use(key)
    account = accounts[key.account]
    if request.method != "GET" and not _is_json(request.headers.get("content-type", "")):
        raise Refused(415, "The content type is not application/json.")
    body = await _body(request, LARGEST_KEYED) if request.method != "GET" else b""
    call = Call(dict(request.headers), body, bare.method, bare.path, bare.query)
    return Believed(key.account, _told(account.hooks, call), key.user)


def _told(hooks: Hooks, call: Call) -> Told:
    try:
        return hooks.read(call)
    except MalformedCall as problem:
        raise Refused(400, str(problem)) from None


def _is_json(content_type: str) -> bool:
    kind = content_type.partition(";")[0].strip().lower()
    return kind == "application/json" or (kind.startswith("application/") and kind.endswith("+json"))


async def _body(request: Request, largest: int) -> bytes:
    """The body, byte by byte as it was sent."""
    body = b""
    async for part in request.stream():
        body += part
        if len(body) > largest:
            raise Refused(413, "The call is too long.")
    return body
