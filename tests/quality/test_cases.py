"""Every file in `cases/` is held against its suite: each record breaks exactly the rules it names."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from passerelle.quality import load_suite, validate
from tests.quality.sound import ROOT, frame_of

CASES = sorted((Path(__file__).parent / "cases").glob("*.yaml"))


def case_of(file: Path) -> Any:
    return YAML(typ="safe").load(file.read_text(encoding="utf-8"))


@pytest.mark.parametrize("file", CASES, ids=lambda file: file.stem)
def test_each_record_breaks_exactly_the_rules_it_names(file: Path) -> None:
    case = case_of(file)
    verdict = validate(frame_of(record["with"] for record in case["records"]), load_suite(ROOT, case["suite"]))

    found = defaultdict(set)
    for failure in (*verdict.critical, *verdict.warnings):
        found[failure.external_id].add(failure.rule)
    expected = {f"r{place}": set(r["fails"]) for place, r in enumerate(case["records"]) if "fails" in r}
    assert dict(found) == expected


@pytest.mark.parametrize("name", ["openthebox_company", "adminpulse_relation", "reviso_customer"])
def test_every_rule_is_broken_by_some_case(name: str) -> None:
    cases = [case for case in map(case_of, CASES) if case["suite"] == name]
    broken = {title for case in cases for record in case["records"] for title in record.get("fails", [])}
    assert broken == {rule.title for rule in load_suite(ROOT, name).rules}


@pytest.mark.parametrize(
    ("name", "held_back"),
    [
        (
            "openthebox_company",
            {
                "Enterprise number present",
                "Enterprise number valid",
                "Name present",
                "Enterprise number agrees with VAT number",
            },
        ),
        ("adminpulse_relation", {"Enterprise number valid", "Enterprise number agrees with VAT number"}),
    ],
)
def test_only_these_rules_hold_a_record_back(name: str, held_back: set[str]) -> None:
    assert {rule.title for rule in load_suite(ROOT, name).rules if rule.severity == "critical"} == held_back
