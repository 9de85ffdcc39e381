"""`passerelle report`: the page of the last run, or its Data Docs."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from passerelle.errors import PasserelleError


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("report")(report)


def report(
    open_: Annotated[bool, typer.Option("--open", help="Also open it in the browser.")] = False,
    data_docs: Annotated[
        bool, typer.Option("--data-docs", help="Build and name Great Expectations' pages of that run instead.")
    ] = False,
) -> None:
    """Print the path of the last run's report."""
    import webbrowser

    from passerelle.report.latest import latest_report
    from passerelle.settings import Settings

    home = Settings().home
    file = latest_report(home)
    if file is None:
        raise PasserelleError(f"There is no report under {home} yet. Start a run, or set PASSERELLE_HOME.")
    if data_docs:
        file = _data_docs(file.parent)
    typer.echo(str(file))
    if open_ and not webbrowser.open(file.absolute().as_uri()):
        raise PasserelleError("No browser could be started; open the file above yourself.")


def _data_docs(folder: Path) -> Path:
    from passerelle.report.datadocs import build_data_docs

    try:
        return build_data_docs(folder)
    except OSError as problem:
        raise PasserelleError(f"The Data Docs cannot be written to {folder}: {problem.strerror}.") from None
