"""Web hooks are called, one call after the other, beside whatever is answered meanwhile (facts ``rev.hook…``).

Only addresses of this machine are called; others count as failed. What fails is not tried again. Each call is kept in
the stream ``hookcall``, its address without the query, which may hold a secret.
"""

import asyncio
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from passerelle.sandbox.faults import Asked
from passerelle.sandbox.reviso.merging import Event, fields_of, merged_address, merged_body
from passerelle.sandbox.reviso.settings import setting
from passerelle.sandbox.reviso.streams import CUSTOMERS, HOOK_CALLS, NAME, WEBHOOKS
from passerelle.sandbox.rules import Action
from passerelle.sandbox.store import Change
from passerelle.sandbox.system import Record, World

if TYPE_CHECKING:
    import httpx

PATIENCE_S = 5.0
GATHERING_S = 0.2
"""How long calls of a shuffled web hook wait for others, at least."""
LOOPBACK = ("127.0.0.1", "localhost", "::1")


@dataclass(frozen=True)
class Waiting:
    """One call to be made, no sooner than the loop's time ``due``."""

    due: float
    hook: str
    event: Event


@dataclass(eq=False)
class Deliveries:
    """What is still to be told, and to whom."""

    world: World
    waiting: list[Waiting] = field(default_factory=list)
    work: asyncio.Task[None] | None = None

    def note(self, change: Change) -> None:
        """Have everybody told who asked for it; nothing is waited for."""
        if change.stream != CUSTOMERS:
            return
        event = Event(_number(change.before), _number(change.after))
        loop = asyncio.get_running_loop()
        for key, hook in self.world.store[WEBHOOKS]:
            if hook["enabled"]:
                seconds = max(hook["delayMs"] / 1000, GATHERING_S if hook["shuffled"] else 0)
                self.waiting.append(Waiting(loop.time() + seconds, key, event))
        if self.waiting and (self.work is None or self.work.done()):
            self.work = loop.create_task(self._deliver())

    def forget(self) -> None:
        """Tell nothing of what has happened, and note nothing of a call that is being made."""
        self.waiting.clear()
        if self.work is not None:
            self.work.cancel()
            self.work = None

    async def _deliver(self) -> None:
        import httpx  # a start takes the longer the more is imported

        async with httpx.AsyncClient(timeout=PATIENCE_S, trust_env=False) as client:
            while self.waiting:
                for one in await self._due():
                    hook = self.world.store[WEBHOOKS].get(one.hook)
                    if hook is not None:
                        await self._tell(client, one.hook, hook, one.event)

    async def _due(self) -> list[Waiting]:
        """The calls whose time has come, in the order in which they are made; those of shuffled web hooks last first.

        A shuffled web hook's calls that follow soon are made with them.
        """
        now = asyncio.get_running_loop().time()
        first = min(one.due for one in self.waiting)
        if first > now:
            await asyncio.sleep(min(first - now, 0.05))
            return []
        due = [one for one in self.waiting if one.due <= now]
        shuffled = {key for key, hook in self.world.store[WEBHOOKS] if hook["shuffled"]} & {one.hook for one in due}
        due += [one for one in self.waiting if one.hook in shuffled and one not in due]
        self.waiting = [one for one in self.waiting if one not in due]
        plain = [one for one in due if one.hook not in shuffled]
        return [*plain, *reversed([one for one in due if one.hook in shuffled])]

    async def _tell(self, client: "httpx.AsyncClient", key: str, hook: Record, event: Event) -> None:
        calls = hook["calls"] + 1
        self.world.store.put((WEBHOOKS, key, {**hook, "calls": calls}))
        if hook["dropEvery"] and calls % hook["dropEvery"] == 0:
            self._noted(key, hook, event, "dropped")
            return
        for _ in range(2 if hook["duplicates"] or self._faulty(key, "hook-twice") else 1):
            lost = self._faulty(key, "hook-lose")
            self._noted(key, hook, event, "lost" if lost else await self._called(client, hook, event))

    async def _called(self, client: "httpx.AsyncClient", hook: Record, event: Event) -> int | str:
        """The status of the answer, or why there was none."""
        import httpx

        if urlsplit(hook["url"]).hostname not in LOOPBACK:
            return "not on this machine"
        fields = fields_of(event, setting(self.world, "hookOnCreate"), setting(self.world, "hookOnDelete"))
        address = merged_address(hook["url"], fields)
        try:
            if hook["method"] == "GET":
                return (await client.get(address)).status_code
            body = merged_body(hook["body"], hook["contentType"], fields).encode()
            headers = {"Content-Type": hook["contentType"]}
            return (await client.post(address, content=body, headers=headers)).status_code
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            return type(error).__name__

    def _faulty(self, key: str, action: Action) -> bool:
        rule = self.world.faults.inside(Asked(NAME, "POST", f"/{NAME}/webhooks/{key}"), action)
        if rule is not None:
            self.world.faults.acted()
        return rule is not None

    def _noted(self, key: str, hook: Record, event: Event, outcome: int | str) -> None:
        """Keep how a call ended, and count it on the web hook as it is by now."""
        number = self.world.store.next_id(HOOK_CALLS)
        made = {"id": number, "webhook": hook["id"], "method": hook["method"], "address": hook["url"].split("?")[0]}
        told = {"oldNumber": event.old, "newNumber": event.new, "outcome": outcome, "at": self.world.clock.stamp()}
        self.world.store.put((HOOK_CALLS, str(number), {**made, **told}))
        held = self.world.store[WEBHOOKS].get(key)
        if held is not None:
            well = isinstance(outcome, int) and 200 <= outcome < 300
            name = "succeeded" if well else "failed"
            self.world.store.put((WEBHOOKS, key, {**held, name: held[name] + 1}))


def _number(customer: Record | None) -> int | None:
    return None if customer is None else customer["customerNumber"]
