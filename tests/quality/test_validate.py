"""A frame held against a suite: what is counted, what stops the run, and that threads do not disturb each other."""

from __future__ import annotations

import logging
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pandas as pd
import pytest

from passerelle.errors import ConfigurationError, PasserelleError
from passerelle.quality import Suite, Verdict, load_suite, validate
from tests.quality.sound import ROOT, frame_of
from tests.quality.test_checks import number_of


@pytest.fixture(scope="module")
def suite() -> Suite:
    return load_suite(ROOT, "openthebox_company")


def tally_of(verdict: Verdict, title: str) -> tuple[int, int]:
    (tally,) = (rule for rule in verdict.rules if rule.title == title)
    return tally.checked, tally.failed


def test_a_failure_tells_record_rule_column_reason_and_value(suite: Suite) -> None:
    verdict = validate(frame_of([{}, {"vat_number": "BE0200123470"}, {"phone": "zie fax"}]), suite)
    (critical,) = verdict.critical
    assert (critical.external_id, critical.rule) == ("r1", "Enterprise number agrees with VAT number")
    assert (critical.column, critical.value) == ("enterprise_number, vat_number", "0403449823 / BE0200123470")
    (warning,) = verdict.warnings
    assert (warning.external_id, warning.column, warning.value) == ("r2", "phone", "zie fax")
    assert "nobody can be reached" in warning.why
    assert "zie fax" not in repr(verdict)


def test_a_rule_counts_the_records_that_had_a_value(suite: Suite) -> None:
    changes: list[dict[str, str | None]] = [
        {},
        {"phone": None},
        {"phone": "x"},
        {"postcode": None},
        {"enterprise_number": None},
    ]
    verdict = validate(frame_of(changes), suite)
    assert tally_of(verdict, "Phone readable") == (4, 1)
    assert tally_of(verdict, "Postcode fits Belgium") == (4, 0)
    assert tally_of(verdict, "Enterprise number present") == (5, 1)
    assert [rule.title for rule in verdict.rules] == [rule.title for rule in suite.rules]


def test_more_failures_than_great_expectations_lists_are_all_reported(suite: Suite) -> None:
    verdict = validate(frame_of([{"phone": f"call {place}"} for place in range(500)]), suite)
    assert {failure.external_id for failure in verdict.warnings} == {f"r{place}" for place in range(500)}


def test_valid_numbers_pass_in_any_column_type(suite: Suite) -> None:
    numbers = [number_of(first_eight) for first_eight in range(1_000_000, 20_000_000, 38_003)]
    frame = frame_of({"enterprise_number": number, "vat_number": f"BE{number}"} for number in numbers)
    for kind in (object, "string", "str"):
        verdict = validate(frame.astype(kind), suite)
        assert (verdict.critical, verdict.warnings) == ((), ())


def test_a_missing_column_stops(suite: Suite) -> None:
    for frame in (frame_of([{}]), frame_of([{}]).iloc[:0]):
        with pytest.raises(PasserelleError, match=r"openthebox_company, rule 'Phone readable'.* no column 'phone'"):
            validate(frame.drop(columns="phone"), suite)


def test_a_rule_that_cannot_be_evaluated_stops_without_telling_values(
    suite: Suite, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    frame = frame_of([{"name": "Jan Peeters"}])
    frame["phone"] = pd.Series([("0475", "secret")], index=frame.index)
    with pytest.raises(
        PasserelleError, match=r"rule 'Phone readable' could not be evaluated on phone \(\w+Error\)"
    ) as stopped:
        validate(frame, suite)
    assert f"{suite.file}, line " in str(stopped.value)
    for told in (str(stopped.value), caplog.text):
        assert "secret" not in told
        assert "Jan Peeters" not in told


def test_arguments_great_expectations_refuses_are_a_configuration_error(suite: Suite) -> None:
    rules = tuple(
        replace(rule, kwargs={**rule.kwargs, "value_set": 5}) for rule in suite.rules if rule.title == "Company active"
    )
    with pytest.raises(ConfigurationError, match=r"openthebox_company\.yaml, line \d+, .*value_set"):
        validate(frame_of([{}]), replace(suite, rules=rules))


def test_two_threads_at_once_get_their_own_verdicts(suite: Suite) -> None:
    other = load_suite(ROOT, "adminpulse_relation")

    def judged(turn: int) -> tuple[int, int]:
        mine, broken = (suite, turn + 1) if turn % 2 else (other, turn + 2)
        verdict = validate(frame_of([{"phone": "x"}] * broken + [{}]), mine)
        return len(verdict.warnings) - broken, len(verdict.rules) - len(mine.rules)

    with ThreadPoolExecutor(4) as pool:
        assert set(pool.map(judged, range(8))) == {(0, 0)}


def test_importing_loading_and_an_empty_frame_do_not_wait_for_great_expectations() -> None:
    program = (
        "import sys; from pathlib import Path; from passerelle.quality import load_suite, suite_version, validate\n"
        "from tests.quality.sound import frame_of\n"
        "suite = load_suite(Path(), 'openthebox_company'); suite_version(suite)\n"
        "verdict = validate(frame_of([{}]).iloc[:0], suite)\n"
        "assert not verdict.critical and not verdict.warnings and len(verdict.rules) == len(suite.rules)\n"
        "assert 'great_expectations' not in sys.modules\n"
    )
    subprocess.run([sys.executable, "-c", program], check=True, cwd=ROOT)


def test_nothing_is_printed_and_nothing_goes_out() -> None:
    program = (
        "import socket, sys; from pathlib import Path; from passerelle.quality import load_suite, validate\n"
        "from tests.quality.sound import frame_of\n"
        "socket.socket.connect = lambda *_: sys.exit('called out')\n"
        "validate(frame_of([{}, {'phone': 'x'}]), load_suite(Path(), 'openthebox_company'))\n"
        "import os, great_expectations; assert os.environ['GX_ANALYTICS_ENABLED'] == 'false'\n"
    )
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
