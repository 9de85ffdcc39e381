"""Links from a record's id to the pages on which a person sees it."""

from __future__ import annotations

from collections.abc import Mapping

from passerelle.engine.keys import CHECKS
from passerelle.mapping.integration import End, Integration
from passerelle.mapping.loader import load_system
from passerelle.settings import Settings
from passerelle.systems.base import System
from passerelle.systems.registry import open_system

Known = Mapping[tuple[str, str], str]
"""By account and id: what a driving record is matched on, or the other end's record where the source drives."""


class Markdown(str):
    """Text that is Markdown already, unlike what was read from a system."""

    __slots__ = ()


class Pages:
    """The pages of both ends of an integration.

    Where the target drives, the other end's page is that of the number both have; where the source drives, that of the
    record it is bound to.
    """

    def __init__(self, integration: Integration, settings: Settings, known: Known | None = None) -> None:
        self.source, self.target = integration.source, integration.target
        self.by_number = integration.drive == "target"
        self.driver, self.other = (self.target, self.source) if self.by_number else (self.source, self.target)
        self.key, self.known = integration.key, known or {}
        self.systems: dict[str, System] = {
            end.account: open_system(end.account, load_system(settings.root, end.system), settings)
            for end in (integration.source, integration.target)
        }

    def close(self) -> None:
        """Close both clients; neither has made a call."""
        for system in self.systems.values():
            system.close()

    def title(self, account: str) -> str:
        """What people call the system."""
        return self.systems[account].profile.title

    def link(self, account: str, stream: str, external_id: str) -> Markdown:
        """The id as a link to its page, with its system's name where records of both systems are listed together; the
        bare id where there is no page, or no such record yet."""
        system = self.systems.get(account)
        address = system.page_of(stream, external_id) if system and ":" not in external_id else ""
        shown = external_id if self.by_number else f"{self.title(account)} {external_id}"
        return Markdown(f"[{shown}]({address})" if address else f"`{external_id}`")

    def both(self, account: str, stream: str, external_id: str, known: str = "") -> Markdown:
        """The record's own page, and the other end's page of the same number or pair where it has one."""
        known = known or self.known.get((account, external_id), "")
        own = self.link(account, stream, external_id)
        elsewhere = self._number(external_id, known) if self.by_number else self._partner(account, known)
        return Markdown(f"{own} {elsewhere}" if elsewhere else own)

    def of_problem(self, direction: str, external_id: str) -> Markdown:
        """Both pages of a record of the stream that drives a direction, or of a number that none of them holds."""
        is_back = not self.by_number and direction.startswith(f"{self.target.system}.{self.target.stream}>")
        end = self.target if is_back else self.driver
        return self.both(end.account, end.stream, external_id)

    def elsewhere(self, number: str) -> Markdown:
        """A link to the other end's page of a number; empty for a number that nobody can hold."""
        return self._page(self.other, number if CHECKS.get(self.key, bool)(number) else "")

    def opposite(self, account: str) -> End:
        """The end that a record of this account is not of."""
        return self.target if account == self.source.account else self.source

    def _number(self, external_id: str, number: str) -> Markdown:
        number = number or external_id.removeprefix(f"{self.key}:")
        return self.elsewhere(number if number != external_id else "")

    def _partner(self, account: str, partner: str) -> Markdown:
        return self._page(self.opposite(account), partner)

    def _page(self, end: End, external_id: str) -> Markdown:
        address = self.systems[end.account].page_of(end.stream, external_id) if external_id else ""
        return Markdown(f"[{self.title(end.account)}]({address})" if address else "")
