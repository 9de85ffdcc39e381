"""The commands. Modules named here import quickly: what is heavy is imported inside the command that needs it."""

from __future__ import annotations

import typer

from passerelle.cli import (
    connections,
    demo,
    freshdesk,
    inspect,
    keys,
    link,
    mappings,
    quarantine,
    receive,
    register,
    report,
    revert,
    review,
    run,
    same,
    sandbox,
    up,
)

app = typer.Typer(
    name="passerelle",
    help="Keeps companies and their people the same in a firm's business systems.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)

for module in (
    demo,
    up,
    receive,
    run,
    sandbox,
    connections,
    keys,
    mappings,
    inspect,
    quarantine,
    register,
    report,
    review,
    revert,
    link,
    same,
    freshdesk,
):
    module.register(app)
