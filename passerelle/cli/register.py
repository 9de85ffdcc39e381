"""`passerelle register`: the Belgian register's open data, loaded into the hub."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from passerelle.cli.inspect import Json
from passerelle.cli.show import print_json

if TYPE_CHECKING:
    from passerelle.register.load import Loaded


def register(app: typer.Typer) -> None:
    """Add the commands."""
    group = typer.Typer(help="The Belgian register (KBO/BCE) in the hub.", no_args_is_help=True, rich_markup_mode=None)
    group.callback()(_group)
    group.command("load")(load)
    app.add_typer(group, name="register")


def _group() -> None:
    """The Belgian register (KBO/BCE) in the hub."""


def load(
    file: Annotated[
        Path, typer.Argument(metavar="FILE", help="KboOpenData_…_Full.zip or _Update.zip, or its unpacked folder.")
    ],
    json: Json = False,
) -> None:
    """Load the register's open data into the hub: the whole of it, or an update of what is there.

    What was loaded before stays in use until the new data is complete.
    """
    from passerelle.cli.running.progress import bars
    from passerelle.hub.database import open_hub
    from passerelle.register.load import load_register
    from passerelle.settings import Settings

    hub = open_hub(Settings().hub_url)
    try:
        with bars() as told:
            loaded = load_register(hub, file, lambda what, more, whole: told(f"{what}, kB", more, whole))
    finally:
        hub.close()
    if json:
        print_json(loaded)
    else:
        typer.echo(_sentence(loaded))


def _sentence(loaded: Loaded) -> str:
    rows = ", ".join(f"{count:,} {name}" for name, count in loaded.rows.items())
    return f"The hub holds extract {loaded.extract_number} of {loaded.snapshot_date}: rows {rows}."
