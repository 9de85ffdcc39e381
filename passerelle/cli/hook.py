"""`passerelle connections hook`: have a system tell of its changes by itself."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated

import typer

from passerelle.cli.inspect import Json
from passerelle.cli.show import print_json
from passerelle.errors import ConfigurationError

if TYPE_CHECKING:
    from passerelle.receiver.accounts import Account, Known
    from passerelle.settings import Settings
    from passerelle.systems.hooks import Registered

WORDS = {
    "created": "created",
    "updated": "updated",
    "unchanged": "is as it should be; nothing was changed",
    "removed": "removed",
    "absent": "there is none for this address; nothing was changed",
}
LOOPBACK = ("127.0.0.1", "localhost", "::1")


def hook(
    account: Annotated[str, typer.Argument(metavar="ACCOUNT", help="The connection.", show_default=False)],
    url: Annotated[
        str,
        typer.Argument(metavar="URL", help="Where the receiver is reached from outside.", show_default=False),
    ],
    remove: Annotated[bool, typer.Option("--remove", help="Have the system call this address no more.")] = False,
    json: Json = False,
) -> None:
    """Have a system call the receiver when something changes there. Doing it twice changes nothing.

    A system that only a person can tell so is left alone; what to type there is printed. JSON: `{"connection", "done",
    "id", "url", "events", "notes", "to_type"}`; `done` is created, updated, unchanged, removed, absent or by hand.
    """
    from passerelle.cli.running.sandbox import borrow
    from passerelle.receiver.accounts import account_of
    from passerelle.settings import Settings

    settings = Settings()
    borrow(settings.home)
    known = account_of(settings, account)
    done = _done(known, address(url, known.path), remove, settings)
    if json:
        print_json({"connection": account} | asdict(done))
    elif done.done == "by hand":
        _say_what_to_type(done)
    else:
        _say(known, done)


def _say_what_to_type(done: Registered) -> None:
    for sentence in (*done.notes, *([""] if done.to_type else [])):
        typer.echo(sentence)
    for field, value in done.to_type.items():
        typer.echo(f"  {field}: {value}")


def _say(known: Known, done: Registered) -> None:
    number = f" {done.id}" if done.id else ""
    typer.echo(f"{known.profile.title}: webhook{number} for {done.url}: {WORDS[done.done]}.")
    if done.events:
        typer.echo(f"Events: {', '.join(done.events)}")
    for note in done.notes:
        typer.echo(f"Note: {note}")


def _done(known: Known, url: str, remove: bool, settings: Settings) -> Registered:
    from passerelle.receiver.accounts import Account

    if isinstance(known, Account):
        return _carried_out(known, url, remove, settings)
    base = url.removesuffix(known.path)
    return known.hooks.to_remove(base) if remove else known.hooks.to_set_up(base)


def _carried_out(account: Account, url: str, remove: bool, settings: Settings) -> Registered:
    from passerelle.systems.registry import open_system
    from passerelle.systems.rest import RestSystem

    if account.key is None and not remove:
        raise ConfigurationError(account.keyless)
    system = open_system(account.name, account.profile, settings)
    try:
        assert isinstance(system, RestSystem)  # what has webhooks is reached over HTTP
        if account.key is None or remove:
            return account.hooks.remove(system, url)
        return account.hooks.register(system, url, account.key)
    finally:
        system.close()


def address(url: str, path: str) -> str:
    """The address the system is to call. Raises ConfigurationError: what travels openly could be read on the way."""
    from urllib.parse import urlsplit

    parts = urlsplit(url)
    if not parts.hostname or (parts.scheme != "https" and not (parts.scheme == "http" and parts.hostname in LOOPBACK)):
        raise ConfigurationError(f"{url}: write the whole address, with https://, e.g. https://hooks.firm.example")
    base = url.rstrip("/")
    return base if base.endswith(path) else base + path
