"""Great Expectations' own pages of a run's validations: its renderers, set into pages that load nothing.

Its own page template asks five hosts for styles, scripts and fonts; ours (`report/templates/data_docs`) has its styles
in itself and needs no script. Import this module late: Great Expectations takes seconds.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from great_expectations.core.expectation_validation_result import (
    ExpectationSuiteValidationResult,
    ExpectationValidationResult,
)
from great_expectations.render.renderer.page_renderer import ExpectationSuitePageRenderer, ValidationResultsPageRenderer
from great_expectations.render.view import DefaultJinjaPageView

from passerelle.quality.engine import expectation_suite
from passerelle.quality.validations import RuleResult, Validation

TEMPLATE = "page_offline.j2"


def validation_page(validation: Validation, templates: Path) -> str:
    """The page of one suite's results."""
    suite = expectation_suite(validation.as_suite())
    pairs = zip(validation.rules, suite.expectations, strict=True)
    results = [_result(rule, expectation.configuration) for rule, expectation in pairs]
    whole = ExpectationSuiteValidationResult(
        success=validation.passed == len(results),
        results=results,
        suite_name=validation.suite,
        statistics=_statistics(validation),
        meta=_meta(validation),
    )
    return _set(ValidationResultsPageRenderer(run_info_at_end=True).render(whole), templates, depth=4)


def suite_page(validation: Validation, templates: Path) -> str:
    """The page of one suite's rules."""
    suite = expectation_suite(validation.as_suite())
    return _set(ExpectationSuitePageRenderer().render(suite), templates, depth=1)


def _set(document: Any, templates: Path, depth: int) -> str:
    view = DefaultJinjaPageView(custom_views_directory=str(templates))
    return str(view.render(document, template=TEMPLATE, home=f"{'../' * depth}index.html"))


def _result(rule: RuleResult, configuration: Any) -> ExpectationValidationResult:
    missing = rule.rows - rule.checked
    return ExpectationValidationResult(
        success=not rule.failed,
        expectation_config=configuration,
        result={
            "element_count": rule.rows,
            "missing_count": missing,
            "missing_percent": _percent(missing, rule.rows),
            "unexpected_count": rule.failed,
            "unexpected_percent": _percent(rule.failed, rule.checked),
            "unexpected_percent_total": _percent(rule.failed, rule.rows),
            "unexpected_percent_nonmissing": _percent(rule.failed, rule.checked),
            "partial_unexpected_list": [],
            "partial_unexpected_counts": [],
        },
        meta={},
        exception_info={"raised_exception": False, "exception_message": None, "exception_traceback": None},
    )


def _statistics(validation: Validation) -> dict[str, float]:
    rules = len(validation.rules)
    return {
        "evaluated_expectations": rules,
        "successful_expectations": validation.passed,
        "unsuccessful_expectations": rules - validation.passed,
        "success_percent": _percent(validation.passed, rules),
    }


def _meta(validation: Validation) -> dict[str, Any]:
    from great_expectations import __version__

    return {
        "great_expectations_version": __version__,
        "run_id": {"run_name": validation.run_id, "run_time": validation.started},
        "batch_spec": {"data_asset_name": validation.system, "flow": validation.flow},
    }


def _percent(part: int, whole: int) -> float:
    return 100 * part / whole if whole else 0.0
