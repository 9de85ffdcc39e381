"""What a person or a script is told of a review on the command line: the form, and how to carry it out."""

from __future__ import annotations

import json as encoding
import re
import shlex
from typing import Any

import typer

from passerelle.cli.show import console, print_json, table
from passerelle.form import MARKS

Reviewed = dict[str, Any]

LINK = re.compile(r"\[([^\]]*)\]\(([^)]*)\)")


def show_review(reviewed: Reviewed, json: bool) -> None:
    """Print the form as one JSON document, or as a table of eighty columns and the command that fills it in."""
    if json:
        print_json(reviewed)
        return
    first, *questions = reviewed["form"]["questions"]
    typer.echo("Nothing was written. This is what would be imported:\n")
    typer.echo("\n".join(_plain(paragraph) for paragraph in first["help"]))
    shown = table("Field", "Value", "Where")
    for one in questions:
        shown.add_row(_plain(one["title"]), _value(one), "\n".join(map(_plain, one["help"])))
    console().print(shown)
    typer.echo("\nTo import it, with what is missing filled in:\n" + " \\\n    ".join(_command(reviewed)))


def _value(one: dict[str, Any]) -> str:
    if isinstance(one["value"], bool):
        return "yes" if one["value"] else "no"
    return one["value"] or ("(required)" if one["required"] else "")


def _command(reviewed: Reviewed) -> list[str]:
    """The command that imports it, with a place for each value that is required and missing."""
    names, answers = reviewed["names"], dict(reviewed["order"]["answers"])
    overrides = {record: dict(fields) for record, fields in reviewed["order"]["overrides"].items()}
    for one in reviewed["form"]["questions"]:
        if one["required"] and not one["value"] and one["name"] in names["fields"]:
            record, field = names["fields"][one["name"]]
            overrides.setdefault(record, {})[field] = "…"
        elif one["required"] and not one["value"]:
            answers[one["name"]] = " | ".join(names["words"][one["name"]].values()) or "…"
    given = [*_ordered(reviewed["order"]), "review=false"]
    said = {"answers": answers, "overrides": overrides}
    given += [f"{name}={encoding.dumps(values, ensure_ascii=False)}" for name, values in said.items() if values]
    return [f"passerelle run {reviewed['flow']}", *(f"--param {shlex.quote(one)}" for one in given)]


def _ordered(order: dict[str, Any]) -> list[str]:
    lists = [f"{name}={','.join(order[name])}" for name in ("numbers", "contacts") if order[name]]
    return lists + (["update_existing=true"] if order["update_existing"] else [])


def _plain(text: str) -> str:
    """Inline Markdown as plain text: `[name](address)` as `name, address`."""
    return re.sub(rf"\\{MARKS}", r"\1", LINK.sub(r"\1, \2", text).replace("**", ""))
