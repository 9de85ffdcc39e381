"""`passerelle link`: where a person sees a company, from its number alone."""

from __future__ import annotations

from typing import Annotated

import typer

from passerelle.errors import ConfigurationError, PasserelleError


def register(app: typer.Typer) -> None:
    """Add the commands."""
    group = typer.Typer(help="Pages of other systems.", no_args_is_help=True, rich_markup_mode=None)
    group.callback()(lambda: None)
    group.command("openthebox")(openthebox)
    app.add_typer(group, name="link")


def openthebox(
    number: Annotated[
        str, typer.Argument(metavar="NUMBER", help="A VAT or enterprise number, in any spelling.", show_default=False)
    ],
    open_: Annotated[bool, typer.Option("--open", help="Also open it in the browser.")] = False,
) -> None:
    """Print the address of a company's page in openthebox. Asks nobody, so the company may not exist."""
    import webbrowser

    from passerelle.mapping.loader import load_system
    from passerelle.settings import Settings
    from passerelle.transforms.identifiers import parse_enterprise_number

    try:
        digits = parse_enterprise_number(number)
    except ValueError as problem:
        raise ConfigurationError(str(problem)) from None
    page = load_system(Settings().root, "openthebox").streams["company"].web_page
    if page is None:
        raise ConfigurationError("mappings/systems/openthebox.yaml: streams.company has no web_page.")
    address = page.replace("{id}", f"BE{digits}")
    typer.echo(address)
    if open_ and not webbrowser.open(address):
        raise PasserelleError("No browser could be started; open the address above yourself.")
