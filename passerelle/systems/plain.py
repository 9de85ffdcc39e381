"""What a system does and has nothing special about; whoever has overrides it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence

from passerelle.errors import ConfigurationError
from passerelle.http.client import Fence, open_fence
from passerelle.mapping.models import Stream, SystemProfile
from passerelle.systems.base import LookUp, Raw, ignore


class PlainSystem:
    """The part of the protocol of `passerelle.systems.base` that most systems answer alike."""

    profile: SystemProfile

    def pages(self, stream: str) -> Iterator[list[Raw]]:
        """Every record of a stream, page by page."""
        raise NotImplementedError

    def prepare(self, stream: str, raw: Raw) -> Raw:  # noqa: ARG002
        """The record as field maps address it; applied to everything that leaves this system. Keys are only added."""
        return raw

    def key_in_path(self, stream: str, key: str) -> str:  # noqa: ARG002
        """How a key or an id stands in a path."""
        return key

    def check(self, stream: str) -> None:
        """Nothing of the profile has to be there before it is asked for."""

    def known(self, stream: str) -> dict[str, list[str]]:
        """A stream has no lists unless the system's own client knows them."""
        raise ConfigurationError(f"{self.profile.title} has no lists of its own for {self._stream(stream).title}.")

    def offer(self, stream: str, choices: Mapping[str, Sequence[str]], fence: Fence = open_fence) -> list[str]:  # noqa: ARG002
        """No field offers choices unless the system's own client knows how."""
        raise ConfigurationError(f"{self.profile.title} has no selection fields for {self._stream(stream).title}.")

    def define(self, stream: str, names: Sequence[str], fence: Fence = open_fence, *, dry: bool = False) -> list[str]:  # noqa: ARG002
        """No field is made unless the system's own client knows how."""
        raise ConfigurationError(f"{self.profile.title} lets nobody make fields for {self._stream(stream).title}.")

    def narrow(self, stream: str, columns: Collection[str]) -> None:
        """Records are read as a whole, whatever is looked at."""

    def look_up(self, stream: str, keys: Sequence[str], seen: Callable[[int], None] = ignore) -> LookUp:
        """Records by their keys."""
        raise NotImplementedError

    def glance(self, stream: str, keys: Sequence[str], seen: Callable[[int], None] = ignore) -> LookUp:
        """There is no cheaper way than to look records up."""
        return self.look_up(stream, keys, seen)

    def outlines(self, stream: str) -> Iterator[list[Raw]]:
        """A list tells all of a record unless the system's own client knows that it doesn't."""
        return self.pages(stream)

    def in_full(self, stream: str, raws: Iterable[Raw]) -> list[Raw]:  # noqa: ARG002
        """Nothing is missing in what a list told."""
        return list(raws)

    def referring(self, stream: str, ids: Sequence[str]) -> list[str]:  # noqa: ARG002
        """No record refers to another unless the system's own client knows how to ask."""
        raise ConfigurationError(
            f"{self.profile.title} cannot be asked which {self._stream(stream).title} refer to others."
        )

    def refusal(self, stream: str, content: Mapping[str, str | None]) -> str:  # noqa: ARG002
        """Nothing is known to speak against it."""
        return ""

    def flush(self) -> None:
        """Nothing is collected: each call is made at once."""

    def complete_body(self, stream: str, body: Raw, creating: bool) -> Raw:  # noqa: ARG002
        """Add what the system wants beside mapped fields: nothing."""
        return body

    def place_of(self, stream: str, external_id: str) -> str:  # noqa: ARG002
        """A record is found by its id."""
        return ""

    def _stream(self, stream: str) -> Stream:
        if stream not in self.profile.streams:
            known = ", ".join(self.profile.streams)
            raise ConfigurationError(f"{self.profile.title} has no stream {stream}; its profile knows {known}.")
        return self.profile.streams[stream]
