"""The page of a run: one file a person opens in a browser, prints or mails, with nothing to fetch from elsewhere."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from jinja2 import Environment, PackageLoader, StrictUndefined, Template

from passerelle.engine.run import Run
from passerelle.errors import HubError
from passerelle.report.content import page_of
from passerelle.report.hubview import HubView, empty_view, view_of
from passerelle.report.latest import point_to


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
        point_to(home / "reports", run.id)
    except OSError as problem:
        run.notes[f"The report {file} could not be written: {problem.strerror}. Check PASSERELLE_HOME."] += 1
    return file


def _looked_up(run: Run) -> HubView:
    try:
        return view_of(run)
    except HubError as problem:
        run.notes[f"The report could not look into the hub: {problem}"] += 1
        return empty_view(run)


@cache
def _template() -> Template:
    loader = PackageLoader("passerelle.report")
    environment = Environment(
        loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    return environment.get_template("run.html")
