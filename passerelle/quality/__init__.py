"""Quality of canonical records: suites of rules as data, checked with Great Expectations, which is imported late."""

from passerelle.quality.suites import Rule, Suite, check_suites, load_suite, suite_version
from passerelle.quality.validate import Failure, RuleTally, Verdict, validate

__all__ = [
    "Failure",
    "Rule",
    "RuleTally",
    "Suite",
    "Verdict",
    "check_suites",
    "load_suite",
    "suite_version",
    "validate",
]
