"""`passerelle receive`: take the calls by which systems tell of their changes."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from passerelle.receiver.targets import Targets


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("receive")(receive)


def receive(
    host: Annotated[str, typer.Option(help="Address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="Port; 0 takes a free one.")] = 4210,
) -> None:
    """Take webhooks and start runs for what they name, until stopped; `passerelle up` does so by itself."""
    from passerelle.receiver.serving import serve
    from passerelle.settings import Settings

    settings = Settings()
    serve(settings, targets(), lambda: _prefect(settings.home), host, port)


def targets() -> Targets:
    """What hints start, as the flows say."""
    from flows import HOOKS
    from passerelle.receiver.targets import Target

    return {stream: Target(**named) for stream, named in HOOKS.items()}


def _prefect(home: Path) -> str:
    """Prefect's API: that of the environment, or of a running `passerelle up`; empty when there is none."""
    from passerelle.cli.running.server import running_up

    up = None if os.environ.get("PREFECT_API_URL") else running_up(home)
    return os.environ.get("PREFECT_API_URL", "") or (up.api_url if up else "")
