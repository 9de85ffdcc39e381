"""`passerelle up`: everything that runs integrations by the clock and at the press of a button."""

from __future__ import annotations

from typing import Annotated

import typer


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("up")(up)


def up(
    sandbox: Annotated[bool, typer.Option("--sandbox", help="Run against a sandbox instead of real systems.")] = False,
    port: Annotated[int, typer.Option(help="Port of the Prefect server on 127.0.0.1.")] = 4200,
    companies: Annotated[int, typer.Option(help="How many companies the sandbox makes up.")] = 300,
) -> None:
    """Start the Prefect server, its deployments and both workers, until stopped with Ctrl-C."""
    from passerelle.cli.running.services import Services
    from passerelle.settings import Settings

    with Services(Settings(), port, companies if sandbox else None) as services:
        typer.echo("Starting; the first time this takes half a minute.")
        services.start()
        typer.echo(_welcome(services.ui_url, services.sandbox_url, str(services.logs)))
        services.watch(typer.echo)


def _welcome(ui_url: str, sandbox_url: str, logs: str) -> str:
    lines = [
        f"Prefect: {ui_url}",
        "Refresh companies at once: open Deployments, on-demand, Run, Custom run, and name enterprise numbers,",
        "  or: passerelle run refresh-from-openthebox --param enterprise_numbers=0403.449.823",
        "Every night (Brussels time), deployments nightly: at 02:15 all relations are brought up to date, at 03:45",
        "  the third parties of Sellsy and Altior are made the same.",
        f"Logs: {logs}",
    ]
    if sandbox_url:
        lines.insert(1, f"Sandbox: {sandbox_url}; what it holds: {sandbox_url}/_sandbox/state/adminpulse/relation")
    return "\n".join([*lines, "Stop with Ctrl-C."])
