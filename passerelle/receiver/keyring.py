"""The keys that calls are believed by, in memory: read again from the hub before they are a second old."""

from __future__ import annotations

import asyncio
import hmac
import time
from collections.abc import Collection

from passerelle.hub import receiver_keys
from passerelle.hub.database import Hub
from passerelle.hub.receiver_keys import Key
from passerelle.receiver.ledger import Ledger, now

FRESH_S = 0.5
"""How old the keys in memory may be: a revocation works within this time."""
USED_S = 60.0
"""How exactly it is kept when a key was last used."""


class KeyRing:
    """The keys that are not revoked. Lives in one event loop."""

    def __init__(self, hub: Hub, ledger: Ledger) -> None:
        self._hub, self._ledger = hub, ledger
        self._keys: list[Key] = []
        self._read_at = float("-inf")
        self._reading = asyncio.Lock()
        self._used: dict[int, float] = {}
        self._noting: set[asyncio.Task[None]] = set()

    async def holder(self, accounts: Collection[str], text: str) -> Key | None:
        """The key of one of these accounts that a call carries; None when it is none, or revoked. Raises HubError."""
        keys, given = await self._fresh(), receiver_keys.hash_of(text)
        # Every key is compared, and each in constant time: how long it takes tells nothing of any.
        found = [key for key in keys if hmac.compare_digest(key.hash, given) and key.account in accounts]
        return found[0] if found else None

    async def has_some(self, account: str) -> bool:
        """Whether an account has a key. Raises HubError."""
        return any(key.account == account for key in await self._fresh())

    def note_use(self, key: Key) -> None:
        """Have the hub know, soon, that a key was used."""
        if time.monotonic() - self._used.get(key.id, float("-inf")) < USED_S:
            return
        self._used[key.id] = time.monotonic()
        noting = asyncio.create_task(self._note(key.id))
        self._noting.add(noting)
        noting.add_done_callback(self._noting.discard)

    async def _note(self, id_: int) -> None:
        try:
            await self._ledger.write(lambda connection: receiver_keys.used(connection, [id_], now()))
        except Exception:  # noqa: BLE001  nobody waits for it, and the next use is noted again
            self._used.pop(id_, None)

    async def _fresh(self) -> list[Key]:
        if self._is_old():
            async with self._reading:
                if self._is_old():
                    self._keys = await asyncio.to_thread(self._read)
                    self._read_at = time.monotonic()
        return self._keys

    def _is_old(self) -> bool:
        return time.monotonic() - self._read_at > FRESH_S

    def _read(self) -> list[Key]:
        with self._hub.read() as connection:
            return receiver_keys.listed(connection, live=True)
