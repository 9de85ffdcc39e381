"""The accounts whose calls are taken: those of a system with webhooks that an integration names."""

from __future__ import annotations

from dataclasses import dataclass

from pydantic import SecretStr

from passerelle.errors import ConfigurationError
from passerelle.mapping.models import SystemProfile
from passerelle.report.joined import joined_integrations
from passerelle.settings import WEBHOOK_KEY, Settings, variable, webhook_key_of
from passerelle.systems.hooks import Hooks, hooks_of


@dataclass(frozen=True)
class Account:
    """One account, how its system calls, and the key its calls are signed with; without one none is believed."""

    name: str
    profile: SystemProfile
    hooks: Hooks
    key: SecretStr | None

    @property
    def setting(self) -> str:
        """The setting that holds the key."""
        return variable(self.name, WEBHOOK_KEY)

    @property
    def path(self) -> str:
        """Where it calls the receiver."""
        return f"/hooks/{self.name}"

    @property
    def keyless(self) -> str:
        """What to do without a key."""
        what = self.profile.webhooks.key if self.profile.webhooks else ""
        return f"Webhooks of {self.profile.title} are refused: set {self.setting} ({what})."


def accounts_of(settings: Settings) -> dict[str, Account]:
    """Every account that can call, by its name. Raises ConfigurationError with every problem of a mapping."""
    found: dict[str, Account] = {}
    for joined in joined_integrations(settings.root):
        for end in (joined.integration.source, joined.integration.target):
            profile = joined.profile_of(end)
            hooks = hooks_of(profile)
            if hooks is not None:
                found[end.account] = Account(end.account, profile, hooks, webhook_key_of(profile, end.account))
    return found


def account_of(settings: Settings, name: str) -> Account:
    """One account. Raises ConfigurationError that names those there are."""
    accounts = accounts_of(settings)
    if name not in accounts:
        there_are = ", ".join(accounts) or "none"
        raise ConfigurationError(f"'{name}' is no connection with webhooks. Those with webhooks: {there_are}.")
    return accounts[name]
