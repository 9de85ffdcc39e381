"""Links from a record's id to the pages on which a person sees it."""

from __future__ import annotations

from collections.abc import Mapping

from passerelle.engine.keys import CHECKS
from passerelle.mapping.loader import load_system
from passerelle.mapping.models import Integration
from passerelle.settings import Settings
from passerelle.systems.base import System
from passerelle.systems.registry import open_system


class Markdown(str):
    """Text that is Markdown already, unlike what was read from a system."""

    __slots__ = ()


class Pages:
    """The pages of both ends of an integration; `numbers` is what each driving record is matched on, by its id."""

    def __init__(self, integration: Integration, settings: Settings, numbers: Mapping[str, str] | None = None) -> None:
        self.driver, self.other = integration.target, integration.source
        if integration.drive != "target":
            self.driver, self.other = self.other, self.driver
        self.key, self.numbers = integration.key, numbers or {}
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

    def both(self, account: str, stream: str, external_id: str, number: str = "") -> Markdown:
        """The record's own page, and the other end's page of the same number where it has one."""
        own = self.link(account, stream, external_id)
        number = number or self.numbers.get(external_id) or external_id.removeprefix(f"{self.key}:")
        elsewhere = self.elsewhere(number if number != external_id else "")
        return Markdown(f"{own} {elsewhere}" if elsewhere else own)

    def of_driver(self, external_id: str) -> Markdown:
        """Both pages of a record of the driving stream, or of a number that none of them holds."""
        return self.both(self.driver.account, self.driver.stream, external_id)

    def elsewhere(self, number: str) -> Markdown:
        """A link to the other end's page of a number; empty for a number that nobody can hold."""
        if not CHECKS.get(self.key, bool)(number):
            return Markdown("")
        system = self.systems[self.other.account]
        address = system.page_of(self.other.stream, number)
        return Markdown(f"[{system.profile.title}]({address})" if address else "")
