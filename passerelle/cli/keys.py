"""`passerelle keys`: keys for the calls of a system that cannot sign them; each is a user of the other system."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated, Any

import typer

from passerelle.cli.hook import address
from passerelle.cli.inspect import Json
from passerelle.cli.show import console, print_json, table, when
from passerelle.errors import ConfigurationError, PasserelleError

if TYPE_CHECKING:
    from passerelle.hub.database import Hub
    from passerelle.hub.receiver_keys import Key
    from passerelle.receiver.accounts import KeyedAccount

USER = re.compile(r"[a-z][a-z0-9_-]{0,39}")
"""A user's name is part of the names of settings."""


def register(app: typer.Typer) -> None:
    """Add the commands."""
    group = typer.Typer(
        help="Keys for calls of systems that cannot sign them.", no_args_is_help=True, rich_markup_mode=None
    )
    group.command("create")(create)
    group.command("list")(list_keys)
    group.command("revoke")(revoke)
    app.add_typer(group, name="keys")


def create(
    account: Annotated[str, typer.Argument(metavar="ACCOUNT", help="The connection that calls.", show_default=False)],
    user: Annotated[str, typer.Option("--user", help="The user of the other system who is to have made the changes.")],
    url: Annotated[str, typer.Option("--url", help="Where the receiver is reached from outside.")] = "",
    json: Json = False,
) -> None:
    """Make a key on behalf of a user, and show it: this once, it is nowhere kept.

    JSON: `{"id", "connection", "user", "key", "address", "missing": [settings]}`.
    """
    from passerelle.cli.running.sandbox import borrow
    from passerelle.hub import receiver_keys
    from passerelle.receiver.accounts import keyed_of
    from passerelle.settings import Settings

    settings = Settings()
    borrow(settings.home)
    known, name = keyed_of(settings, account), _user(user)
    base = address(url, known.path).removesuffix(known.path) if url else ""
    with _hub() as hub, hub.write("receiver") as connection:
        key, text = receiver_keys.create(connection, account, name, datetime.now(UTC))
    whole = known.hooks.address(base, text) if base else ""
    missing = _missing(known, name)
    if json:
        told = {"id": key.id, "connection": account, "user": name, "key": text, "address": whole}
        print_json(told | {"missing": list(missing)})
        return
    typer.echo(f"Key {key.id} of {account}, on behalf of {name}. It is shown this once:\n\n  {whole or text}\n")
    for setting, what in missing.items():
        typer.echo(f"Nothing can be done on behalf of {name} yet: set {setting} ({what}).")


def list_keys(
    account: Annotated[str, typer.Argument(metavar="[ACCOUNT]", help="Those of one connection; all without.")] = "",
    json: Json = False,
) -> None:
    """List keys in the order they were made.

    JSON: `{"keys": [{"id", "connection", "user", "prefix", "created_at", "last_used_at", "revoked_at"}]}`.
    """
    from passerelle.hub import receiver_keys

    with _hub() as hub, hub.read() as connection:
        keys = receiver_keys.listed(connection, account or None)
    if json:
        print_json({"keys": [_document(key) for key in keys]})
    elif keys:
        rows = table("Key", "Connection", "User", "Begins with", "Made", "Last used", "Revoked")
        for key in keys:
            dates = [when(at) if at else "-" for at in (key.created_at, key.last_used_at, key.revoked_at)]
            rows.add_row(str(key.id), key.account, key.user, key.prefix, *dates)
        console().print(rows)
    else:
        typer.echo("There is no key; 'passerelle keys create ACCOUNT --user NAME' makes one.")


def revoke(
    id_: Annotated[int, typer.Argument(metavar="ID", help="The key, as `keys list` tells it.", show_default=False)],
    json: Json = False,
) -> None:
    """Have a key open nothing more, within a second. Doing it twice changes nothing.

    JSON: the key, as in `keys list`.
    """
    from passerelle.hub import receiver_keys

    with _hub() as hub, hub.write("receiver") as connection:
        key = receiver_keys.revoke(connection, id_, datetime.now(UTC))
    if key is None:
        raise PasserelleError(f"There is no key {id_}; 'passerelle keys list' tells those there are.")
    if json:
        print_json(_document(key))
    else:
        typer.echo(f"Key {key.id} of {key.account}, on behalf of {key.user}, is revoked.")


def _user(typed: str) -> str:
    name = typed.strip().lower()
    if not USER.fullmatch(name):
        raise ConfigurationError(
            f"'{typed}' can't be part of a setting's name; use letters, digits, - and _, e.g. --user anna"
        )
    return name


def _missing(known: KeyedAccount, user: str) -> dict[str, str]:
    """The settings for the user's credentials in the other systems that nobody has set, and what each is."""
    import os

    from passerelle.settings import user_variable

    missing: dict[str, str] = {}
    for other, profile in known.others.items():
        wanted = profile.connection.auth.credentials if profile.connection else {}
        own = {user_variable(other, user, name): what for name, what in wanted.items()}
        if not any(os.environ.get(setting) for setting in own):
            missing |= own
    return missing


def _document(key: Key) -> dict[str, Any]:
    told = {"id": key.id, "connection": key.account, "user": key.user, "prefix": key.prefix}
    return told | {"created_at": key.created_at, "last_used_at": key.last_used_at, "revoked_at": key.revoked_at}


@contextmanager
def _hub() -> Iterator[Hub]:
    from passerelle.hub.database import open_hub
    from passerelle.settings import Settings

    hub = open_hub(Settings().hub_url)
    try:
        yield hub
    finally:
        hub.close()
