"""The accounts whose calls are taken: those of a system with webhooks that an integration names."""

from __future__ import annotations

from dataclasses import dataclass

from pydantic import SecretStr

from passerelle.errors import ConfigurationError
from passerelle.mapping.models import SystemProfile
from passerelle.report.joined import joined_integrations
from passerelle.settings import ACCOUNT_ID, WEBHOOK_KEY, Settings, account_id_of, variable, webhook_key_of
from passerelle.systems.hooks import Hooks, hooks_of


@dataclass(frozen=True)
class Account:
    """One account, how its system calls, and the key its calls are signed with; without one none is believed. `own_id`:
    the system's own id of it, where somebody has set it; calls of another account are refused then."""

    name: str
    profile: SystemProfile
    hooks: Hooks
    key: SecretStr | None
    own_id: str = ""

    @property
    def setting(self) -> str:
        """The setting that holds the key."""
        return variable(self.name, WEBHOOK_KEY)

    @property
    def path(self) -> str:
        """Where it calls the receiver."""
        return f"/hooks/{self.name}"

    def other(self, own_id: str) -> str:
        """What is wrong with a call of another account; empty when nothing is, or nobody knows."""
        if not (self.own_id and own_id) or self.own_id == own_id:
            return ""
        return f"The call is of account {own_id}; {variable(self.name, ACCOUNT_ID)} says {self.own_id}."

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
                key, own_id = webhook_key_of(profile, end.account), account_id_of(end.account)
                found[end.account] = Account(end.account, profile, hooks, key, own_id)
    return found


def account_of(settings: Settings, name: str) -> Account:
    """One account. Raises ConfigurationError that names those there are."""
    accounts = accounts_of(settings)
    if name not in accounts:
        there_are = ", ".join(accounts) or "none"
        raise ConfigurationError(f"'{name}' is no connection with webhooks. Those with webhooks: {there_are}.")
    return accounts[name]
