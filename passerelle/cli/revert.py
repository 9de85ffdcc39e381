"""`passerelle revert`: take a change back, or every change of a run."""

from __future__ import annotations

from typing import Annotated

import typer

from passerelle.cli.inspect import Json
from passerelle.errors import ConfigurationError


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("revert")(revert)


def revert(
    change: Annotated[
        int | None,
        typer.Argument(metavar="[CHANGE]", help="The number of a change, as `history` shows it.", show_default=False),
    ] = None,
    run: Annotated[str, typer.Option("--run", metavar="RUN", help="Every change of this run instead.")] = "",
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only show what would go back.")] = False,
    json: Json = False,
) -> None:
    """Take a change back in the system it was made in. What was changed there since stays, and is named.

    JSON: what `run --json` prints. Ends with 1 when the run failed or something could not be taken back.
    """
    from passerelle.cli.running.summary import document, print_summary
    from passerelle.cli.show import print_json
    from passerelle.engine.revert import revert_change, revert_run
    from passerelle.hub.database import open_hub
    from passerelle.settings import Settings

    if (change is None) == (not run):
        raise ConfigurationError("Name one CHANGE to take back, or give --run RUN.")
    settings = Settings()
    hub = open_hub(settings.hub_url)
    try:
        if change is not None:
            summary = revert_change(settings, hub, change, dry_run)
        else:
            summary = revert_run(settings, hub, run, dry_run)
    finally:
        hub.close()
    if json:
        print_json(document(summary))
    else:
        print_summary(summary)
    if summary["state"] != "completed" or summary["problems"]:
        raise typer.Exit(1)
