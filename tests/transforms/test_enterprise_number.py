"""Numbers typed by people: accepted in any spelling, refused with a sentence that helps."""

from __future__ import annotations

import pytest

from passerelle.transforms import parse_enterprise_number


@pytest.mark.parametrize(
    "typed", ["0403449823", "403.449.823", " BE 0403.449.823 ", "be0403449823", "0403 449 823", "TVA: BE0403.449.823"]
)
def test_any_spelling_is_accepted(typed: str) -> None:
    assert parse_enterprise_number(typed) == "0403449823"


def test_a_number_may_begin_with_one() -> None:
    assert parse_enterprise_number("BE 1000.000.021") == "1000000021"


@pytest.mark.parametrize("typed", ["0403.449.82", "", "Bakkerij Peeters", "0000000000", "04034498231", "FR40303265045"])
def test_what_is_no_number_is_refused_with_the_rule(typed: str) -> None:
    with pytest.raises(ValueError, match="is not a Belgian enterprise number: expected ten digits") as refused:
        parse_enterprise_number(typed)
    assert f"'{typed}'" in str(refused.value)
    assert "97 − (first eight mod 97)" in str(refused.value)
    assert "e.g. 0403.449.823 or BE0403449823" in str(refused.value)


def test_wrong_check_digits_are_a_typing_error() -> None:
    with pytest.raises(ValueError, match="probably a typing error"):
        parse_enterprise_number("0403449824")


def test_an_establishment_unit_is_told_apart() -> None:
    with pytest.raises(ValueError, match="establishment unit"):
        parse_enterprise_number("2.000.000.339")
