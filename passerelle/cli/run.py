"""`passerelle run`: one flow, now, in this process."""

from __future__ import annotations

from typing import Annotated

import typer

from passerelle.cli.inspect import Json


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("run")(run)


def run(
    flow: Annotated[str, typer.Argument(metavar="FLOW", help="Name of the flow.")],
    param: Annotated[
        list[str] | None,
        typer.Option(metavar="K=V", help="A parameter; several values with commas between. May be repeated."),
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only show what would change.")] = False,
    force: Annotated[bool, typer.Option("--force", help="Go past the guards.")] = False,
    json: Json = False,
) -> None:
    """Run a flow and say what came of it.

    Recorded by the Prefect server of PREFECT_API_URL or of a running `passerelle up`, if there is one. Exit code 1
    when the run failed.
    """
    from passerelle.cli.running import sandbox
    from passerelle.cli.running.calling import Caller
    from passerelle.cli.running.found import show_found
    from passerelle.cli.running.parameters import parse
    from passerelle.cli.running.reviewed import show_review
    from passerelle.cli.running.summary import document, print_summary
    from passerelle.cli.show import print_json
    from passerelle.settings import Settings

    home = Settings().home
    sandbox.borrow(home)
    caller = Caller(home)
    loaded = caller.load(flow)
    summary = caller.call(loaded, parse(loaded, param or [], dry_run, force))
    if "candidates" in summary:
        show_found(summary, json)
    elif "form" in summary:
        show_review(summary, json)
    elif json:
        print_json(document(summary))
        typer.echo(summary["error"], err=True, nl=bool(summary["error"]))
    else:
        print_summary(summary)
    if summary["state"] != "completed":
        raise typer.Exit(1)
