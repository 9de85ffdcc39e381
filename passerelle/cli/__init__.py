"""Passerelle from the command line."""

from __future__ import annotations

import sys


def main() -> None:
    """Run the command line; a failure told to people ends with its sentence and exit code, never a stack trace."""
    from passerelle.cli.app import app
    from passerelle.errors import PasserelleError

    try:
        app()
    except PasserelleError as problem:
        sys.stderr.write(f"{problem}\n")
        sys.exit(problem.exit_code)
