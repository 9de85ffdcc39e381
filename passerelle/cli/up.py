"""`passerelle up`: everything that runs integrations by the clock and at the press of a button."""

from __future__ import annotations

from typing import Annotated

import typer

ABOVE = 10
"""How far above the Prefect server's port the receiver listens unless told otherwise."""


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("up")(up)


def up(
    sandbox: Annotated[bool, typer.Option("--sandbox", help="Run against a sandbox instead of real systems.")] = False,
    port: Annotated[int, typer.Option(help="Port of the Prefect server on 127.0.0.1.")] = 4200,
    hooks_port: Annotated[
        int | None, typer.Option(help="Port of the receiver of webhooks; ten above --port unless given.")
    ] = None,
    companies: Annotated[int, typer.Option(help="How many companies the sandbox makes up.")] = 300,
) -> None:
    """Start the Prefect server, its deployments, workers and the receiver of webhooks, until stopped with Ctrl-C."""
    from passerelle.cli.running.services import Services
    from passerelle.settings import Settings

    receiving = port + ABOVE if hooks_port is None else hooks_port
    with Services(Settings(), port, companies if sandbox else None, receiving) as services:
        typer.echo("Starting; the first time this takes half a minute.")
        services.start()
        typer.echo(_welcome(services.ui_url, services.sandbox_url, str(services.logs)))
        typer.echo(_webhooks(services.hooks_url))
        if services.sandbox_url:
            typer.echo(_calling(services.hooks_url, services.sandbox_url))
        typer.echo("Stop with Ctrl-C.")
        services.watch(typer.echo)


def _welcome(ui_url: str, sandbox_url: str, logs: str) -> str:
    lines = [
        f"Prefect: {ui_url}",
        "Refresh companies at once: open Deployments, on-demand, Run, Custom run, and name enterprise numbers,",
        "  or: passerelle run refresh-from-openthebox --param enterprise_numbers=0403.449.823",
        "Forms, there too: search-corporama and import-from-corporama, new-freshdesk-company and new-freshdesk-contact",
        "Every night, deployments nightly: at 01:15 (Rome) customers of Reviso and companies of TeamSystem Cloud CRM",
        "  are made the same, at 02:15 (Brussels) all relations are brought up to date, at 03:45 the third parties of",
        "  Sellsy and Altior are made the same, at 05:30 what all of them know is brought into the support portal.",
        f"Logs: {logs}",
    ]
    if sandbox_url:
        lines.insert(1, f"Sandbox: {sandbox_url}; what it holds: {sandbox_url}/_sandbox/state/adminpulse/relation")
    return "\n".join(lines)


def _webhooks(url: str) -> str:
    """Where each system that tells of its changes by itself calls, or why it isn't listened to."""
    import httpx

    health = httpx.get(f"{url}/health", trust_env=False).json()
    accounts, paths = health["accounts"], health["paths"]
    return "\n".join(f"Webhooks: {url}{paths[name]}: {told}" for name, told in accounts.items())


def _calling(url: str, sandbox_url: str) -> str:
    """How the stand-in of Reviso, where a person sets up who is called, is told so."""
    form = '{"name": "Passerelle", "url": "ADDRESS"}'
    lines = [
        "To have the sandbox's Reviso call, once 'passerelle run reviso-teamsystem' has made both sides the same:",
        f"  passerelle keys create reviso --user giulia --url {url}",
        "  then, with the address that shows:",
        f"  curl --json '{form}' {sandbox_url}/_sandbox/state/reviso/webhook",
    ]
    return "\n".join(lines)
