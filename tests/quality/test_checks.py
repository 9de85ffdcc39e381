"""Properties of the checks themselves."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from passerelle.quality.checks import (
    enterprise_number_agrees_with_vat,
    is_be_enterprise_number,
    is_be_vat,
    is_email,
    is_iso_date_between,
    is_vat,
)

FIRST_EIGHT = st.integers(min_value=1_000_000, max_value=19_999_999)


def number_of(first_eight: int) -> str:
    """An enterprise number with its check digits, by the rule of the register."""
    return f"{first_eight:08d}{97 - first_eight % 97:02d}"


@given(FIRST_EIGHT)
def test_a_generated_number_never_fails(first_eight: int) -> None:
    number = number_of(first_eight)
    assert is_be_enterprise_number(number)
    assert is_be_vat(f"BE{number}")
    assert is_vat(f"BE{number}")
    assert enterprise_number_agrees_with_vat(number, f"BE{number}")


@given(FIRST_EIGHT, st.integers(0, 9), st.integers(1, 9))
def test_one_wrong_digit_is_always_caught(first_eight: int, place: int, shift: int) -> None:
    number = number_of(first_eight)
    wrong = number[:place] + str((int(number[place]) + shift) % 10) + number[place + 1 :]
    assert not is_be_enterprise_number(wrong)
    assert not enterprise_number_agrees_with_vat(number, f"BE{wrong}")


@given(st.text())
def test_any_text_gets_an_answer(value: str) -> None:
    assert not is_be_enterprise_number(f"{value}x")
    assert is_vat(value) in (True, False)
    assert is_email(value) in (True, False)


@pytest.mark.parametrize(("days", "plausible"), [(0, True), (366, True), (367, False)])
def test_a_date_may_lie_a_year_ahead(days: int, plausible: bool) -> None:
    day = date.today() + timedelta(days=days)
    assert is_iso_date_between(day.isoformat(), earliest="1800-01-01", days_ahead=366) is plausible


@pytest.mark.parametrize(
    ("address", "good"), [("info@voorbeeld.be", True), ("info@voorbeeld", False), ("info voorbeeld.be", False)]
)
def test_email(address: str, good: bool) -> None:
    assert is_email(address) is good
