"""What a person or a script is told of a search."""

from __future__ import annotations

from typing import Any

import typer

from passerelle.cli.show import console, print_json, table

Found = dict[str, Any]


def show_found(found: Found, json: bool) -> None:
    """Print the candidates as one JSON document, or as a table of eighty columns and how to create what is missing."""
    if json:
        print_json(found)
    elif found["candidates"]:
        _print_table(found)
        _print_way(found)
    else:
        typer.echo(found["sentence"])


def _print_table(found: Found) -> None:
    shown = table(
        "Number",
        f"Name, place and page in {found['source']}",
        "NAF" if any(one["naf"] for one in found["candidates"]) else "Status",
        found["target"],
    )
    for one in found["candidates"]:
        place = " ".join(part for part in (one["postcode"], one["town"]) if part)
        pages = [one["page"], *(held["page"] for held in one["held"])]
        lines = [line for line in (one["name"], place, *pages) if line]
        shown.add_row(one["number"] or one["kind"], "\n".join(lines), one["naf"] or one["status"], _held(one))
    console().print(shown)


def _held(one: Found) -> str:
    if one["kind"] == "person":
        return ""
    known = [held["id"] if held["active"] else f"{held['id']}, inactive" for held in one["held"]]
    return "\n".join(known if one["there"] else [*known, "not this one" if known else "not yet"])


def _print_way(found: Found) -> None:
    missing = [one["number"] for one in found["candidates"] if one["number"] and not one["there"]]
    if missing:
        given = [f"{found['parameter']}={missing[0]}", *(f"{name}=…" for name in found["asks"])]
        given[1:1] = [f"{name}={str(value).lower()}" for name, value in found["given"].items()]
        command = [f"passerelle run {found['refresh']}", *(f"--param {one}" for one in given)]
        typer.echo(f"\nTo create one that {found['target']} doesn't have yet:\n" + " \\\n    ".join(command))
