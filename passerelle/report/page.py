"""The page of a run: one file a person opens in a browser, prints or mails, with nothing to fetch from elsewhere."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from jinja2 import Environment, PackageLoader, StrictUndefined, Template

from passerelle.engine.run import Run
from passerelle.errors import HubError
from passerelle.report.content import page_of
from passerelle.report.hubview import HubView, empty_view, view_of

LATEST = "latest"
"""Name of the file beside the reports that holds the id of the last run that wrote one."""


def write_report(run: Run, state: str, error: str, home: Path) -> Path:
    """Write `<home>/reports/<run id>/index.html` and return its path; `error` is the sentence a failed run ends with.

    Never fails the run: a hub that cannot be read leaves those sections out, a disk that cannot be written leaves no
    page, and either is told as one sentence in the run's notes.
    """
    html = _template().render(page=page_of(run, state, error, _looked_up(run)))
    file = home / "reports" / run.id / "index.html"
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(html, encoding="utf-8")
        _point_to(home / "reports", run.id)
    except OSError as problem:
        run.notes[f"The report {file} could not be written: {problem.strerror}. Check PASSERELLE_HOME."] += 1
    return file


def latest_report(home: Path) -> Path | None:
    """The page of the last run that wrote one; None when there is none."""
    pointer = home / "reports" / LATEST
    if not pointer.is_file():
        return None
    file = pointer.parent / pointer.read_text(encoding="utf-8").strip() / "index.html"
    return file if file.is_file() else None


def _looked_up(run: Run) -> HubView:
    try:
        return view_of(run)
    except HubError as problem:
        run.notes[f"The report could not look into the hub: {problem}"] += 1
        return empty_view(run)


def _point_to(folder: Path, run_id: str) -> None:
    """Replace the pointer at once: somebody may be reading it."""
    fresh = folder / f".{LATEST}-{run_id}"
    fresh.write_text(run_id + "\n", encoding="utf-8")
    fresh.replace(folder / LATEST)


@cache
def _template() -> Template:
    loader = PackageLoader("passerelle.report")
    environment = Environment(
        loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    return environment.get_template("run.html")

