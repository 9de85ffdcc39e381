"""A system whose records lie in the hub: read without any call, and never written."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from functools import cached_property

from passerelle.errors import ConfigurationError
from passerelle.http.client import Fence, open_fence
from passerelle.http.quota import Left
from passerelle.hub.database import Hub, open_hub
from passerelle.mapping.models import SystemProfile
from passerelle.settings import Settings
from passerelle.systems.base import CallCount, LookUp, Raw, ignore
from passerelle.systems.plain import PlainSystem
from passerelle.systems.webpages import address_of


class KeptSystem(PlainSystem):
    """What such systems share; `look_up` is their own."""

    width = 1
    settle_s = 0.0

    def __init__(self, account: str, profile: SystemProfile, settings: Settings) -> None:
        """Opens nothing yet."""
        self.account = account
        self.profile = profile
        self.calls = CallCount()
        self.left_out: Counter[str] = Counter()
        self._url = settings.hub_url

    def quotas(self, *, ask: bool = True) -> list[Left]:  # noqa: ARG002
        """Nobody counts who reads the hub."""
        return []

    def look_up(self, stream: str, keys: Sequence[str], seen: Callable[[int], None] = ignore) -> LookUp:
        """The records of these keys."""
        raise NotImplementedError

    def read(self, stream: str, external_id: str) -> Raw | None:
        """One record by its id."""
        return self.look_up(stream, [external_id]).found.get(external_id)

    def page_of(self, stream: str, external_id: str) -> str:
        """The page the profile names."""
        return address_of(self.profile, self.account, stream, external_id)

    def pages(self, stream: str) -> Iterator[list[Raw]]:
        """Not offered unless the system's own module does."""
        raise self._not_offered(f"list every {stream}")

    def create(self, stream: str, body: Raw, fence: Fence = open_fence) -> Raw:  # noqa: ARG002
        """Not offered."""
        raise self._not_offered(f"create a {stream}")

    def update(self, stream: str, external_id: str, body: Raw, fence: Fence = open_fence) -> Raw:  # noqa: ARG002
        """Not offered."""
        raise self._not_offered(f"update a {stream}")

    def close(self) -> None:
        """Give the hub's connections back."""
        if "_hub" in self.__dict__:
            self._hub.close()

    @cached_property
    def _hub(self) -> Hub:
        return open_hub(self._url)

    def _not_offered(self, what: str) -> ConfigurationError:
        return ConfigurationError(f"{self.profile.title} offers no way to {what}; an integration may not ask for it.")
