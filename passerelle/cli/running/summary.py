"""What a person or a script is told of a run."""

from __future__ import annotations

from typing import Any

import typer

from passerelle.cli.show import console, table

KEYS = (
    "flow",
    "run_id",
    "state",
    "dry_run",
    "duration_s",
    "streams",
    "problems",
    "notes",
    "quotas",
    "report",
    "reports",
)
"""What `run --json` prints, in this order."""
OF_IMPORTS = ("cost", "findings", "results")
"""What an import has beside: what it cost, what the register says otherwise, and the number and link of each record."""
SHOWN_PROBLEMS = 20


def document(summary: dict[str, Any]) -> dict[str, Any]:
    """The summary as `run --json` prints it."""
    return {key: summary[key] for key in (*KEYS, *OF_IMPORTS) if key in summary or key in KEYS}


def print_summary(summary: dict[str, Any]) -> None:
    """Print the outcome as a table of eighty columns, then the first problems and where the report is."""
    dry = ", dry run: nothing was written" if summary["dry_run"] else ""
    typer.echo(f"{summary['flow']}: {summary['state']} in {summary['duration_s']:.1f} s{dry}")
    for direction, counts in summary["streams"].items():
        _print_counts(direction, counts, summary["dry_run"])
    _print_results(summary.get("results", []))
    _print_problems(summary["problems"])
    if "cost" in summary:
        typer.echo(f"Corporama: {summary['cost']['sentence']}")
    for note, times in summary["notes"].items():
        typer.echo(f"Note: {note}{f' ({times} times)' if times > 1 else ''}", err=True)
    _print_quotas(summary["quotas"])
    if summary["error"]:
        typer.echo(summary["error"], err=True)
    for report in summary["reports"]:
        typer.echo(f"Report: {report}")


def _print_results(results: list[dict[str, str]]) -> None:
    """What became of the records of an import, with number and link."""
    for one in results[:SHOWN_PROBLEMS]:
        told = f" ({one['reason']})" if one["reason"] else ""
        typer.echo(
            f"{one['kind']} {one['name'] or one['record']}: {one['outcome']} {one['number']} {one['page']}{told}"
        )


def _print_counts(direction: str, counts: dict[str, int], dry_run: bool) -> None:
    from passerelle.engine.run import OUTCOMES
    from passerelle.report.words import MEANINGS, PLANNED, TITLES, adopted

    titles = TITLES | (PLANNED if dry_run else {})
    shown = table(direction.replace(">", " > "), "Records", "")
    for outcome in OUTCOMES:
        if counts[outcome]:
            shown.add_row(titles[outcome], str(counts[outcome]), MEANINGS[outcome])
    shown.add_row("Read", str(counts["read"]), f"with {counts['api_reads']} calls; {counts['api_writes']} calls wrote")
    console().print(shown)
    if counts.get("adopted"):
        typer.echo(f"Of these {adopted(counts['adopted'], dry_run)}.")


def _print_quotas(quotas: list[dict[str, Any]]) -> None:
    from passerelle.http.quota import Left, sentences

    for told in sentences([Left(**one) for one in quotas]):
        typer.echo(told)


def _print_problems(problems: list[dict[str, str]]) -> None:
    if not problems:
        return
    shown = table("Record", "Problem")
    for problem in problems[:SHOWN_PROBLEMS]:
        shown.add_row(problem["record"], problem["reason"])
    console().print(shown)
    if len(problems) > SHOWN_PROBLEMS:
        typer.echo(f"… and {len(problems) - SHOWN_PROBLEMS} more: see the report.")
