"""`passerelle same`: say that a person of the source is a relation of the target, so that links to them can be made."""

from __future__ import annotations

import getpass
from typing import Annotated

import typer

INTEGRATION = "openthebox-to-adminpulse"


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("same")(same)


def same(
    person: Annotated[str, typer.Argument(metavar="PERSON", help="openthebox's own id of the person.")],
    relation: Annotated[str, typer.Argument(metavar="RELATION", help="AdminPulse's id of the person's relation.")],
    undo: Annotated[bool, typer.Option("--undo", help="They are not the same after all.")] = False,
) -> None:
    """Say that a person and a relation are the same; a name alone never decides it."""
    from passerelle.engine.facts import facts_of
    from passerelle.engine.same import say_apart, say_same
    from passerelle.hub.database import open_hub
    from passerelle.settings import Settings

    settings = Settings()
    integration = facts_of(settings.root, INTEGRATION).integration
    hub = open_hub(settings.hub_url)
    try:
        if undo:
            say_apart(hub, integration, person, relation)
            typer.echo(f"Person {person} and relation {relation} are separate again; links made meanwhile stay.")
        else:
            say_same(hub, integration, person, relation, getpass.getuser())
            typer.echo(f"Person {person} is relation {relation}. Links to them are made from the next run on.")
    finally:
        hub.close()
