"""`passerelle sandbox`: a stand-in for every system, to try things on."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from passerelle.errors import ConfigurationError


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("sandbox")(sandbox)


def sandbox(
    port: Annotated[int, typer.Option(help="Port on 127.0.0.1; 0 takes a free one.")] = 0,
    companies: Annotated[int, typer.Option(help="How many companies to make up.")] = 200,
    seed: Annotated[int, typer.Option(help="The same seed makes the same companies.")] = 1,
    latency_ms: Annotated[float, typer.Option(help="Milliseconds added to each call.")] = 0,
    time_scale: Annotated[float, typer.Option(help="How many of a vendor's seconds pass in one second.")] = 1,
    faults: Annotated[str, typer.Option(metavar="PROFILE", help="Faults it shall have.")] = "none",
    from_: Annotated[
        Path | None,
        typer.Option(
            "--from",
            help="Instead of made-up companies: a folder with the Belgian register's open data, or a file of records.",
        ),
    ] = None,
) -> None:
    """Serve a stand-in for every system until stopped; its address is printed when it is ready."""
    from passerelle.sandbox.server import SandboxConfig, SandboxError, serve
    from passerelle.settings import Settings

    try:
        serve(
            SandboxConfig(
                home=Settings().home,
                port=port,
                companies=companies,
                seed=seed,
                latency_ms=latency_ms,
                time_scale=time_scale,
                faults=faults,
                from_path=from_,
            )
        )
    except SandboxError as problem:
        raise ConfigurationError(str(problem)) from None
