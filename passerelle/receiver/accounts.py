"""The accounts whose calls are taken: those of a system with webhooks that an integration names."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import cast

from pydantic import SecretStr

from passerelle.errors import ConfigurationError
from passerelle.mapping.models import SystemProfile
from passerelle.report.joined import Joined, joined_integrations
from passerelle.settings import ACCOUNT_ID, WEBHOOK_KEY, Settings, account_id_of, variable, webhook_key_of
from passerelle.systems.hooks import KeyedHooks, SignedHooks, hooks_of


@dataclass(frozen=True)
class Account:
    """One account that signs its calls, how it does so, and the key it does so with; without one none is believed.
    `own_id`: the system's own id of it, where somebody has set it; calls of another account are refused then."""

    name: str
    profile: SystemProfile
    hooks: SignedHooks
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


@dataclass(frozen=True)
class KeyedAccount:
    """One account whose calls carry a key of ours. `others`: the accounts at the other ends of its integrations, whose
    users keys are made for."""

    name: str
    profile: SystemProfile
    hooks: KeyedHooks
    others: dict[str, SystemProfile] = field(default_factory=dict)

    @property
    def path(self) -> str:
        """Where it calls the receiver, as people are told."""
        return self.hooks.paths[0]

    @property
    def keyless(self) -> str:
        """What to do while there is no key."""
        return (
            f"Webhooks of {self.profile.title} are refused: there is no key; "
            f"run 'passerelle keys create {self.name} --user NAME'."
        )


Known = Account | KeyedAccount


def accounts_of(settings: Settings) -> dict[str, Known]:
    """Every account that can call, by its name. Raises ConfigurationError with every problem of a mapping."""
    found: dict[str, Known] = {}
    for joined in joined_integrations(settings.root):
        for end in (joined.integration.source, joined.integration.target):
            profile = joined.profile_of(end)
            known = found.get(end.account) or _account(end.account, profile)
            if known is not None:
                found[end.account] = known
            if isinstance(known, KeyedAccount):
                known.others.update(_other(joined, end.account))
    return found


def account_of(settings: Settings, name: str) -> Known:
    """One account. Raises ConfigurationError that names those there are."""
    accounts = accounts_of(settings)
    if name not in accounts:
        there_are = ", ".join(accounts) or "none"
        raise ConfigurationError(f"'{name}' is no connection with webhooks. Those with webhooks: {there_are}.")
    return accounts[name]


def keyed_of(settings: Settings, name: str) -> KeyedAccount:
    """One account whose calls carry keys. Raises ConfigurationError that names those there are."""
    accounts = accounts_of(settings)
    found = accounts.get(name)
    if not isinstance(found, KeyedAccount):
        there_are = ", ".join(one for one, known in accounts.items() if isinstance(known, KeyedAccount)) or "none"
        raise ConfigurationError(f"The calls of '{name}' carry no keys. Connections with keys: {there_are}.")
    return found


def _account(name: str, profile: SystemProfile) -> Known | None:
    hooks = hooks_of(profile)
    if hooks is None or profile.webhooks is None:
        return None
    if profile.webhooks.keyed is not None:
        return KeyedAccount(name, profile, cast("KeyedHooks", hooks))
    return Account(name, profile, cast("SignedHooks", hooks), webhook_key_of(profile, name), account_id_of(name))


def _other(joined: Joined, name: str) -> dict[str, SystemProfile]:
    ends = (joined.integration.source, joined.integration.target)
    return {end.account: joined.profile_of(end) for end in ends if end.account != name}
