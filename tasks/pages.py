"""Links from a record's id to the pages on which a person sees it."""

from __future__ import annotations

from passerelle.mapping.loader import load_system
from passerelle.mapping.models import Integration
from passerelle.settings import Settings
from passerelle.systems.base import System
from passerelle.systems.registry import open_system


class Markdown(str):
    """Text that is Markdown already, unlike what was read from a system."""

    __slots__ = ()


class Pages:
    """The pages of both ends of an integration."""

    def __init__(self, integration: Integration, settings: Settings) -> None:
        self.systems: dict[str, System] = {
            end.account: open_system(end.account, load_system(settings.root, end.system), settings)
            for end in (integration.source, integration.target)
        }

    def close(self) -> None:
        """Close both clients; neither has made a call."""
        for system in self.systems.values():
            system.close()

    def link(self, account: str, stream: str, external_id: str) -> Markdown:
        """The id as a link to its page; the bare id where there is no page, or no such record yet."""
        system = self.systems.get(account)
        address = system.page_of(stream, external_id) if system and ":" not in external_id else ""
        return Markdown(f"[{external_id}]({address})" if address else f"`{external_id}`")
