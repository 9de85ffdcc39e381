"""The page of a run: one file a person opens in a browser, prints or mails, with nothing to fetch from elsewhere."""

from __future__ import annotations

from pathlib import Path

from passerelle.engine.run import Run
from passerelle.errors import HubError, PasserelleError
from passerelle.quality.validations import write_validations
from passerelle.report.content import page_of
from passerelle.report.datadocs import build_data_docs, validations_of
from passerelle.report.hubview import HubView, empty_view, view_of
from passerelle.report.latest import point_to
from passerelle.report.rendering import environment
from passerelle.report.words import WEIGHTS


def write_report(run: Run, state: str, error: str, home: Path, *, data_docs: bool = False) -> Path:
    """Write `<home>/reports/<run id>/index.html` and return its path; `error` is the sentence a failed run ends with.

    The validations lie beside it, and with `data_docs` Great Expectations' pages of them. Never fails the run: a hub
    that cannot be read leaves those sections out, a disk that cannot be written leaves no page, and either is told as
    one sentence in the run's notes.
    """
    file = home / "reports" / run.id / "index.html"
    view = _looked_up(run)
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        write_validations(file.parent, validations_of(run))
        docs = _data_docs(run, file.parent) if data_docs else ""
        page = page_of(run, state, error, view, docs)
        file.write_text(environment().get_template("run.html").render(page=page, weights=WEIGHTS), encoding="utf-8")
        point_to(home / "reports", run.id)
    except OSError as problem:
        run.notes[f"The report {file} could not be written: {problem.strerror}. Check PASSERELLE_HOME."] += 1
    return file


def _data_docs(run: Run, folder: Path) -> str:
    try:
        return str(build_data_docs(folder).relative_to(folder))
    except PasserelleError as problem:
        run.notes[f"The Data Docs could not be built: {problem}"] += 1
        return ""


def _looked_up(run: Run) -> HubView:
    try:
        return view_of(run)
    except HubError as problem:
        run.notes[f"The report could not look into the hub: {problem}"] += 1
        return empty_view(run)
