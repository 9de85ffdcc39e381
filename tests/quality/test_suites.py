"""Suites are read from YAML, and every mistake in one is told with file, line and what is allowed."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from passerelle.errors import ConfigurationError
from passerelle.mapping.loader import load_integration, load_system
from passerelle.quality import check_suites, load_suite, suite_version
from tests.quality.sound import ROOT

RULE = {
    "title": "Country known",
    "type": "expect_column_values_to_be_in_set",
    "kwargs": "{column: country, value_set: [BE]}",
    "severity": "warning",
    "why": "The country decides on VAT.",
}


def suite_in(root: Path, rule: dict[str, str], head: str = "name: sample\nkind: company\n") -> Path:
    """A root with one suite of one rule; the rule's first key stands in line 4."""
    (root / "expectations").mkdir(exist_ok=True)
    lines = "\n    ".join(f"{key}: {value}" for key, value in rule.items())
    (root / "expectations" / "sample.yaml").write_text(f"{head}expectations:\n  - {lines}\n", encoding="utf-8")
    return root


def without(key: str) -> dict[str, str]:
    return {name: value for name, value in RULE.items() if name != key}


def refusal(root: Path) -> str:
    with pytest.raises(ConfigurationError) as refused:
        load_suite(root, "sample")
    assert str(check_suites(root)[0]) in str(refused.value)
    return str(refused.value)


def test_the_suites_of_the_project_have_no_problems() -> None:
    assert check_suites(ROOT) == []


def test_a_rule_reads_as_it_is_written(tmp_path: Path) -> None:
    suite = load_suite(suite_in(tmp_path, RULE), "sample")
    (rule,) = suite.rules
    assert (rule.title, rule.columns, rule.severity) == ("Country known", ("country",), "warning")
    assert rule.kwargs == {"column": "country", "value_set": ["BE"]}


@pytest.mark.parametrize(
    ("changes", "line", "words"),
    [
        ({"type": "expect_column_values_to_be_in_sett"}, 5, "did you mean 'expect_column_values_to_be_in_set'"),
        ({"type": "expect_table_row_count_to_equal"}, 5, "unknown expectation"),
        ({"kwargs": "{colum: country, value_set: [BE]}"}, 6, "did you mean 'column'"),
        ({"kwargs": "{column: country, value_set: [BE], mostly: 0.5}"}, 6, "unknown argument 'mostly'"),
        ({"kwargs": "{column: county, value_set: [BE]}"}, 6, "did you mean 'country'"),
        ({"kwargs": "{column: country}"}, 6, "value_set: is missing"),
        ({"kwargs": "{column: country, value_set_from: expectations/values/none.yaml}"}, 6, "cannot be used"),
        ({"severity": "fatal"}, 7, "'critical' or 'warning'"),
        ({"why": "''"}, 8, "at least 1 character"),
        ({"wy": "a reason"}, 9, "did you mean 'why'"),
    ],
)
def test_a_mistake_in_a_rule_names_file_line_and_what_is_allowed(
    tmp_path: Path, changes: dict[str, str], line: int, words: str
) -> None:
    told = refusal(suite_in(tmp_path, RULE | changes))
    assert f"expectations/sample.yaml, line {line}, expectations.0." in told
    assert words in told


@pytest.mark.parametrize("key", sorted(RULE))
def test_a_rule_needs_every_key(tmp_path: Path, key: str) -> None:
    assert f"expectations/sample.yaml, line 4, expectations.0.{key}: is missing" in refusal(
        suite_in(tmp_path, without(key))
    )


def test_every_mistake_is_told_at_once(tmp_path: Path) -> None:
    told = refusal(suite_in(tmp_path, RULE | {"kwargs": "{column: county, values: [BE]}"}))
    assert len(told.splitlines()) == 3


@pytest.mark.parametrize(
    ("head", "words"),
    [
        ("name: other\nkind: company\n", "line 1, name: 'other' is not the name of the file, 'sample'"),
        ("name: sample\nkind: compani\n", "line 2, kind: unknown kind of record 'compani'; did you mean 'company'"),
        ("name: sample\nkind: [company\n", "is not YAML"),
    ],
)
def test_a_mistake_in_the_head_is_told(tmp_path: Path, head: str, words: str) -> None:
    assert words in refusal(suite_in(tmp_path, RULE, head))


def test_an_unknown_suite_is_told_with_those_there_are(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match="unknown suite 'simple'; did you mean 'sample'"):
        load_suite(suite_in(tmp_path, RULE), "simple")


def test_arguments_of_the_wrong_type_are_found_by_the_full_check(tmp_path: Path) -> None:
    root = suite_in(tmp_path, RULE | {"kwargs": "{column: country, value_set: 5}"})
    (problem,) = check_suites(root)
    assert str(problem).startswith("expectations/sample.yaml, line 4, expectations.0.kwargs:")
    assert "value_set" in problem.message


@pytest.mark.parametrize(
    ("changes", "same"),
    [
        ({"title": "Country", "why": "Another sentence."}, True),
        ({"severity": "critical"}, False),
        ({"kwargs": "{column: country, value_set: [BE, FR]}"}, False),
    ],
)
def test_the_version_changes_when_a_verdict_could(tmp_path: Path, changes: dict[str, str], same: bool) -> None:
    before = suite_version(load_suite(suite_in(tmp_path, RULE), "sample"))
    after = suite_version(load_suite(suite_in(tmp_path, RULE | changes), "sample"))
    assert (before == after) is same


def test_the_version_covers_the_lists_of_values(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "expectations", tmp_path / "expectations")
    before = suite_version(load_suite(tmp_path, "openthebox_company"))
    file = tmp_path / "expectations" / "values" / "countries.yaml"
    file.write_text(file.read_text(encoding="utf-8").replace("ZW]", "ZW, XK]"), encoding="utf-8")
    assert suite_version(load_suite(tmp_path, "openthebox_company")) != before


@pytest.mark.parametrize("name", ["openthebox_to_adminpulse"])
def test_a_suite_looks_only_at_fields_its_stream_maps(name: str) -> None:
    integration = load_integration(ROOT, name)
    for end in (integration.source, integration.target):
        mapped = load_system(ROOT, end.system).streams[end.stream].fields
        looked_at = {column for rule in load_suite(ROOT, end.suite).rules for column in rule.columns}
        assert looked_at <= set(mapped)
