"""`passerelle mappings`: the facts in mappings/ and expectations/, checked."""

from __future__ import annotations

from pathlib import Path

import typer

from passerelle.errors import ConfigurationError

_FOLDERS = ("mappings/systems", "mappings/integrations", "expectations")


def register(app: typer.Typer) -> None:
    """Add the commands."""
    group = typer.Typer(help="Mappings and suites.", no_args_is_help=True, rich_markup_mode=None)
    group.command("check")(check)
    app.add_typer(group, name="mappings")


def check() -> None:
    """Check every mapping and suite; each problem is told as file:line: key: message."""
    from passerelle.mapping.loader import check_mappings
    from passerelle.quality import check_suites
    from passerelle.settings import Settings

    root = Settings().root
    count = _count(root)
    problems = sorted({*check_mappings(root), *check_suites(root)})
    for problem in problems:
        key = f"{problem.key}: " if problem.key else ""
        typer.echo(f"{problem.file}:{problem.line}: {key}{problem.message}")
    if problems:
        raise ConfigurationError(f"{len(problems)} {'problem' if len(problems) == 1 else 'problems'} in {count} files.")
    typer.echo(f"{count} files checked, no problem found.")


def _count(root: Path) -> int:
    """How many files there are to check. Raises ConfigurationError when there is no mapping at all."""
    files = [file for folder in _FOLDERS for file in (root / folder).glob("*.yaml")]
    if not any((root / "mappings").glob("*/*.yaml")):
        raise ConfigurationError(
            f"There are no mappings in {(root / 'mappings').absolute()}. "
            f"Start in the project's folder, or set PASSERELLE_ROOT to it."
        )
    return len(files)
