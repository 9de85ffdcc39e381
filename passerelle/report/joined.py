"""Integrations with the profiles of their two ends, read without opening any connection."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from passerelle.hub.records import Stream
from passerelle.mapping.integration import End, Integration
from passerelle.mapping.loader import integration_names, load_integration, load_system
from passerelle.mapping.models import Stream as StreamProfile
from passerelle.mapping.models import SystemProfile
from passerelle.systems.webpages import address_of


@dataclass(frozen=True)
class Joined:
    """One integration and what its ends are called."""

    integration: Integration
    source: SystemProfile
    target: SystemProfile

    @property
    def driver(self) -> End:
        """The end whose records are read and end in one outcome each."""
        return self.integration.target if self.integration.drive == "target" else self.integration.source

    @property
    def other(self) -> End:
        """The end that is asked."""
        return self.integration.source if self.integration.drive == "target" else self.integration.target

    @property
    def driven(self) -> Stream:
        """The hub's key of the driving stream."""
        return self.key_of(self.driver)

    def end_of(self, account: str, stream: str) -> End:
        """The end whose stream this is; the driving one for what stands in its records."""
        return self.other if (account, stream) == (self.other.account, self.other.stream) else self.driver

    def key_of(self, end: End) -> Stream:
        """The hub's key of an end's stream."""
        return Stream(self.integration.integration, end.account, end.stream)

    def profile_of(self, end: End) -> SystemProfile:
        """The system at an end."""
        return self.source if end is self.integration.source else self.target

    def stream_of(self, end: End) -> StreamProfile:
        """The stream's profile at an end."""
        return self.profile_of(end).streams[end.stream]

    def page_of(self, end: End, external_id: str) -> str:
        """Address of a record's page, by the system's own id; empty when there is none."""
        return address_of(self.profile_of(end), end.account, end.stream, external_id)


def joined_integrations(root: Path) -> list[Joined]:
    """Every integration under a root. Raises ConfigurationError with every problem of a mapping that has some."""
    found = []
    for name in integration_names(root):
        integration = load_integration(root, name)
        profiles = [load_system(root, end.system) for end in (integration.source, integration.target)]
        found.append(Joined(integration, *profiles))
    return found


def record_name(account: str, stream: str, external_id: str) -> str:
    """How a record is written wherever one is named: `adminpulse:relation:1042`."""
    return f"{account}:{stream}:{external_id}"
