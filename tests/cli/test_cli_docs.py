"""docs/cli.md holds every command and every option."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
import typer.main

from passerelle.cli.app import app
from tests.office_fixture import ROOT

DOCUMENT = (ROOT / "docs" / "cli.md").read_text(encoding="utf-8")


def commands(command: Any, path: str = "passerelle") -> Iterator[tuple[str, Any]]:
    """Every command that does something, with what is typed to get to it."""
    inner = getattr(command, "commands", {})
    if path != "passerelle" and (not inner or command.invoke_without_command):
        yield path, command
    for name, sub in inner.items():
        yield from commands(sub, f"{path} {name}")


COMMANDS = list(commands(typer.main.get_command(app)))


def section(path: str) -> str:
    """The text under the command's own heading."""
    found = re.search(rf"^#+ `{re.escape(path)}( [^`]*)?`$(.*?)(?=^#+ |\Z)", DOCUMENT, re.MULTILINE | re.DOTALL)
    assert found, f"docs/cli.md has no heading `{path}`"
    return found[0]


@pytest.mark.parametrize(("path", "command"), COMMANDS, ids=[path for path, _ in COMMANDS])
def test_a_command_is_documented_with_its_options(path: str, command: Any) -> None:
    text = section(path)
    options = [name for parameter in command.params for name in parameter.opts if name.startswith("--")]
    missing = [name for name in options if name != "--help" and f"`{name}" not in text]
    assert not missing, f"docs/cli.md, {path}: {', '.join(missing)}"


@pytest.mark.parametrize("path", re.findall(r"^#+ `(passerelle [a-z ]*[a-z])", DOCUMENT, re.MULTILINE))
def test_nothing_is_documented_that_does_not_exist(path: str) -> None:
    assert path in dict(COMMANDS)
