"""`passerelle freshdesk`: what people need for files of contacts and companies."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer


def register(app: typer.Typer) -> None:
    """Add the commands."""
    group = typer.Typer(help="The support portal (Freshdesk).", no_args_is_help=True, rich_markup_mode=None)
    group.callback()(_group)
    group.command("template")(template)
    app.add_typer(group, name="freshdesk")


def _group() -> None:
    """The support portal (Freshdesk)."""


def template(
    file: Annotated[Path | None, typer.Argument(metavar="[FILE]", help="An XLSX file.", show_default=False)] = None,
) -> None:
    """Write a template of contacts and companies to FILE, or print the columns of both as CSV.

    The columns are the account's, under the portal's labels in French; a sheet tells what may be chosen.
    """
    from contextlib import closing

    from passerelle.cli.running import sandbox
    from passerelle.entering.form import form_of, open_desk
    from passerelle.entering.keeping import ORDER
    from passerelle.entering.template import as_text, write
    from passerelle.settings import Settings

    settings = Settings()
    sandbox.borrow(settings.home)
    with closing(open_desk(settings)) as desk:
        forms = [form_of(desk, stream, settings.root) for stream in ORDER]
    if file is None:
        for form in forms:
            typer.echo(as_text(form))
    else:
        write(file, forms)
        typer.echo(f"{file}: fill in the sheets Entreprises and Contacts, then bring it with import-freshdesk-file.")
