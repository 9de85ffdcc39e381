"""`passerelle connections`: each account of a system, whether it is configured, and whether it works."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any

import typer

from passerelle.cli.hook import hook
from passerelle.cli.inspect import Json
from passerelle.cli.show import console, print_json, table
from passerelle.errors import PasserelleError

if TYPE_CHECKING:
    from passerelle.mapping.models import SystemProfile
    from passerelle.settings import Settings


@dataclass
class Account:
    """One connection of a system. `reachable` and `allowed` are null until they were tried and the answer is known."""

    connection: str
    system: str
    title: str
    base_url: str
    configured: bool
    missing: list[str]
    sentence: str
    integrations: list[str] = field(default_factory=list)
    quotas: list[dict[str, Any]] = field(default_factory=list)
    reachable: bool | None = None
    allowed: bool | None = None


def register(app: typer.Typer) -> None:
    """Add the commands."""
    group = typer.Typer(help="Connections to the systems.", invoke_without_command=True, rich_markup_mode=None)
    group.callback()(connections)
    group.command("test")(test)
    group.command("hook")(hook)
    app.add_typer(group, name="connections")


def connections(context: typer.Context, json: Json = False) -> None:
    """Show each connection the integrations name, and which settings it lacks.

    JSON: `{"connections": [...]}`, entries as in `Account`.
    """
    if context.invoked_subcommand is not None:
        return
    accounts = [account for account, _ in _accounts()]
    if json:
        print_json({"connections": accounts})
        return
    rows = table("Connection", "Address", "State")
    # Names of settings are copied: none is broken. What is left over is the address's.
    setting = max(len(one) for account in accounts for one in ["", *account.missing]) + 1
    name = max(len(account.connection) for account in accounts)
    rows.columns[1].max_width = max(10, console().width - setting - name - 4)
    for account in accounts:
        rows.add_row(account.connection, account.base_url, account.sentence)
    console().print(rows)


def test(json: Json = False) -> None:
    """Make one harmless call on each connection: is it reachable, and are we allowed in?

    JSON: `{"connections": [...]}`, entries as in `Account`. Ends with 1 when a connection that is used doesn't work.
    """
    from passerelle.settings import Settings

    pairs = _accounts()
    for account, profile in pairs:
        if account.configured:
            _try(account, profile, Settings())
    if json:
        print_json({"connections": [account for account, _ in pairs]})
    else:
        for account, _ in pairs:
            told = account.sentence.removeprefix(f"{account.title}: ")
            typer.echo(f"{account.connection}: {told}{_told_of_quotas(account)}")
    if not all(account.allowed for account in _needed(pairs)):
        raise typer.Exit(1)


def _told_of_quotas(account: Account) -> str:
    from passerelle.http.quota import Left, sentences, warnings

    found = [Left(**one) for one in account.quotas]
    told = [one.removeprefix(f"{account.title}: ") for one in [*sentences(found), *warnings(found)]]
    return "".join(f"; {one}" for one in told)


def _needed(pairs: list[tuple[Account, SystemProfile]]) -> list[Account]:
    """Those that have to work: of the integrations for which somebody has set a credential; of all if nobody has."""
    # A register nobody has loaded, or that is switched off, is a choice, not a failure.
    asked = [account for account, profile in pairs if _has_to_work(account, profile)]
    used = {name for account, profile in pairs if _begun(account, profile) for name in account.integrations}
    return [account for account in asked if not used or used & set(account.integrations)]


def _has_to_work(account: Account, profile: SystemProfile) -> bool:
    from passerelle.settings import is_asked

    return account.configured or (profile.connection is not None and is_asked(account.connection))


def _begun(account: Account, profile: SystemProfile) -> bool:
    return profile.connection is not None and len(account.missing) < len(profile.connection.auth.credentials)


def _accounts() -> list[tuple[Account, SystemProfile]]:
    from passerelle.report.joined import joined_integrations
    from passerelle.settings import Settings

    settings = Settings()
    found: dict[str, tuple[Account, SystemProfile]] = {}
    for joined in joined_integrations(settings.root):
        for end in (joined.integration.source, joined.integration.target):
            profile = joined.profile_of(end)
            pair = found.setdefault(end.account, (_account(end.account, profile, settings), profile))
            pair[0].integrations.append(joined.integration.integration)
    begun = {name for account, profile in found.values() if _begun(account, profile) for name in account.integrations}
    return [*found.values(), *_consulted(settings, begun)]


def _consulted(settings: Settings, begun: set[str]) -> list[tuple[Account, SystemProfile]]:
    """Systems that are asked beside the ends of integrations; only for those that are set up (`begun`)."""
    from passerelle.mapping.loader import load_system
    from passerelle.report.joined import joined_integrations
    from passerelle.settings import is_asked

    asking: dict[str, list[str]] = {}
    for joined in joined_integrations(settings.root):
        for name in joined.integration.consults:
            asking.setdefault(name, []).append(joined.integration.integration)
    found = []
    for name, integrations in asking.items():
        profile = load_system(settings.root, name)
        account = _account(name, profile, settings)
        account.integrations = integrations
        if not is_asked(name):
            account.configured, account.sentence = False, "switched off"
        elif begun.isdisjoint(integrations):
            account.configured, account.sentence = False, f"not asked until {', '.join(integrations)} is set up"
        found.append((account, profile))
    return found


def _account(name: str, profile: SystemProfile, settings: Settings) -> Account:
    """What the settings say of a connection, without any call."""
    import os

    from passerelle.settings import connection_of, variable

    if profile.connection is None:
        return Account(name, profile.system, profile.title, "", True, [], "kept in the hub")
    asked = {variable(name, credential): what for credential, what in profile.connection.auth.credentials.items()}
    missing = [setting for setting in asked if not os.environ.get(setting)]
    told = ", ".join(f"{setting} ({asked[setting]})" for setting in missing)
    address, sentence = profile.connection.base_url, f"not configured; set {told}" if missing else "configured"
    try:
        address = connection_of(profile, name, settings).base_url
    except PasserelleError as problem:
        sentence = str(problem)
    return Account(name, profile.system, profile.title, address, sentence == "configured", missing, sentence)


def _try(account: Account, profile: SystemProfile, settings: Settings) -> None:
    """Make the call, and note on the account what came of it."""
    from passerelle.errors import (
        ConfigurationError,
        NotAllowed,
        NotAuthorised,
        SystemUnavailable,
        UnreadableAnswer,
    )
    from passerelle.systems.registry import open_system

    system = open_system(account.connection, profile, settings)
    try:
        told = system.test()
    except ConfigurationError as problem:
        account.configured, account.sentence = False, str(problem)
    except (NotAuthorised, NotAllowed) as problem:
        account.reachable, account.allowed, account.sentence = True, False, str(problem)
    except UnreadableAnswer as problem:
        account.reachable, account.sentence = True, str(problem)
    except SystemUnavailable as problem:
        account.reachable, account.sentence = False, str(problem)
    except PasserelleError as problem:
        account.reachable, account.sentence = True, str(problem)
    else:
        account.reachable, account.allowed, account.sentence = True, True, told
        account.quotas = [asdict(one) for one in system.quotas()]
    finally:
        system.close()
