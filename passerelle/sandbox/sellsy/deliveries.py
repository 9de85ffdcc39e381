"""Webhooks are called, one call after the other, beside whatever is answered meanwhile (facts ``sel.webhook…``).

Only addresses of this machine are called; others count as failed. What fails is not tried again.
"""

import asyncio
import hashlib
import time
from collections import deque
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import urlencode, urlsplit

import orjson

from passerelle.sandbox.faults import Asked
from passerelle.sandbox.rules import Action
from passerelle.sandbox.sellsy.lists import USUAL_STAFF
from passerelle.sandbox.sellsy.moments import now
from passerelle.sandbox.sellsy.streams import WEBHOOKS, found
from passerelle.sandbox.sellsy.telling import Event, events_of
from passerelle.sandbox.store import Change
from passerelle.sandbox.system import Record, World

if TYPE_CHECKING:
    import httpx

PATIENCE_S = 5.0
LOOPBACK = ("127.0.0.1", "localhost", "::1")
ACCOUNT = "1"
SIGNATURE = "x-webhook-signature"


@dataclass(eq=False)
class Deliveries:
    """What is still to be told, and to whom."""

    world: World
    waiting: deque[tuple[str, Event]] = field(default_factory=deque)
    work: asyncio.Task[None] | None = None

    def note(self, change: Change) -> None:
        """Have everybody told who asked for it; nothing is waited for."""
        hooks = [hook for hook in self.world.store[WEBHOOKS].values() if hook["is_enabled"]]
        if not hooks or change.stream == WEBHOOKS:
            return
        for event in events_of(self.world, change):
            self.waiting.extend((str(hook["id"]), event) for hook in hooks if _wants(hook, event))
        if self.waiting and (self.work is None or self.work.done()):
            self.work = asyncio.get_running_loop().create_task(self._deliver())

    def forget(self) -> None:
        """Tell nothing of what has happened."""
        self.waiting.clear()

    async def _deliver(self) -> None:
        import httpx  # a start takes the longer the more is imported

        async with httpx.AsyncClient(timeout=PATIENCE_S, trust_env=False) as client:
            while self.waiting:
                key, event = self.waiting.popleft()
                hook = found(self.world, WEBHOOKS, key)
                if hook is not None:
                    self._noted(key, await self._told(client, hook, event))

    async def _told(self, client: "httpx.AsyncClient", hook: Record, event: Event) -> bool:
        """Whether a webhook was called, and answered with success."""
        import httpx

        endpoint = hook["endpoint"] or ""
        if urlsplit(endpoint).hostname not in LOOPBACK or self._faulty(hook, "hook-lose"):
            return False
        body, content_type = _body(hook, event)
        headers = {"Content-Type": content_type, "User-Agent": "Sellsy"} | self._signature(hook, body)
        times = 2 if self._faulty(hook, "hook-twice") else 1
        try:
            answers = [await client.post(endpoint, content=body, headers=headers) for _ in range(times)]
        except httpx.HTTPError:
            return False
        return all(answer.is_success for answer in answers)

    def _signature(self, hook: Record, body: bytes) -> dict[str, str]:
        if not hook["sign_key"]:
            return {}
        key = f"not {hook['sign_key']}" if self._faulty(hook, "hook-forge") else hook["sign_key"]
        return {SIGNATURE: hashlib.sha1(key.encode() + body, usedforsecurity=False).hexdigest()}

    def _faulty(self, hook: Record, action: Action) -> bool:
        rule = self.world.faults.inside(Asked("sellsy", "POST", f"/sellsy/v2/webhooks/{hook['id']}"), action)
        if rule is not None:
            self.world.faults.acted()
        return rule is not None

    def _noted(self, key: str, succeeded: bool) -> None:
        """Keep how a call ended, on the webhook as it is by now."""
        hook, moment = found(self.world, WEBHOOKS, key), now(self.world.clock)
        if hook is not None:
            failed = {"last_failed": moment, "nb_failures": hook["nb_failures"] + 1}
            self.world.store.put((WEBHOOKS, key, hook | ({"last_succeeded": moment} if succeeded else failed)))


def _wants(hook: Record, event: Event) -> bool:
    return any(one["id"] == event.id and one["is_enabled"] for one in hook["configuration"])


def _body(hook: Record, event: Event) -> tuple[bytes, str]:
    told = {
        "eventType": event.entity,
        "event": event.name,
        "timestamp": str(int(time.time())),
        "ownerid": str(USUAL_STAFF),
        "ownertype": "staff",
        "relatedtype": event.related,
        "relatedid": str(event.record["id"]),
        "corpid": ACCOUNT,
    }
    whole = told | ({"relatedobject": event.record} if hook["object_in_payload"] else {})
    if hook["json_content_type"]:
        return orjson.dumps(whole), "application/json"
    return urlencode({"notif": orjson.dumps(whole)}).encode(), "application/x-www-form-urlencoded"
