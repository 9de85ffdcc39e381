"""Great Expectations Data Docs of a run, which open from the disk and ask no other host for anything."""

from __future__ import annotations

import os
from pathlib import Path

from passerelle.engine.run import Run, Side
from passerelle.quality.validations import RuleResult, Validation, read_validations
from passerelle.report.rendering import TEMPLATES, environment

FOLDER = "data_docs"


def validations_of(run: Run) -> list[Validation]:
    """What the run's rules found, suite by suite, links and persons too; one that judged nothing is left out."""
    sides = {side.suite.name: side for part in run.whole for side in (part.source, part.target)}
    found = [_validation(run, side) for side in sides.values()]
    return [one for one in found if one.rules]


def build_data_docs(folder: Path) -> Path:
    """Render a run's validations, from its report's folder, as `data_docs/index.html` there; return that path.

    Costs seconds: Great Expectations has to be imported. Raises PasserelleError or OSError.
    """
    validations = read_validations(folder)
    # Set before the import, which takes seconds: nothing is told to anybody.
    os.environ["GX_ANALYTICS_ENABLED"] = "false"
    from passerelle.quality.documents import suite_page, validation_page

    site, templates = folder / FOLDER, TEMPLATES / "data_docs"
    for one in validations:
        _write(site / result_path(one), validation_page(one, templates))
        _write(site / suite_path(one), suite_page(one, templates))
    index = environment().get_template("data_docs/index.html")
    file = site / "index.html"
    _write(file, index.render(validations=validations, result_path=result_path, suite_path=suite_path))
    return file


def result_path(validation: Validation) -> str:
    """Where a suite's results lie: four folders deep, as Great Expectations' own links have it."""
    stamp = validation.started[:19].replace(":", "").replace("-", "")
    return f"validations/{validation.suite}/{validation.run_id}/{stamp}/{validation.system}.html"


def suite_path(validation: Validation) -> str:
    """Where a suite's rules lie."""
    return f"expectations/{validation.suite}.html"


def _write(file: Path, html: str) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(html, encoding="utf-8")


def _validation(run: Run, side: Side) -> Validation:
    counted = [(rule, run.rules.get((side.suite.name, rule.title))) for rule in side.suite.rules]
    return Validation(
        suite=side.suite.name,
        kind=side.suite.kind,
        system=side.profile.title,
        flow=run.flow,
        run_id=run.id,
        started=run.started_at.isoformat(),
        rules=[
            RuleResult(
                title=rule.title,
                type=rule.type,
                arguments=dict(rule.kwargs),
                severity=rule.severity,
                why=rule.why,
                rows=count.rows,
                checked=count.checked,
                failed=count.failed,
            )
            for rule, count in counted
            if count is not None and count.rows
        ],
    )
