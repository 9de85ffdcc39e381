"""The made-up Italian firms: their numbers are right, and there are those that are hard to recognise."""

from collections import Counter
from datetime import date
from random import Random

import pytest
from stdnum.de import vat as de_vat
from stdnum.fr import tva
from stdnum.it import codicefiscale, iva

from passerelle.sandbox.data.italian import Firm, as_typed, codice_fiscale, italian_firms, plain

FIRMS = italian_firms(7, 400)


def of(*kinds: str) -> list[Firm]:
    return [firm for firm in FIRMS if firm.kind in kinds]


def test_a_firm_is_the_same_however_many_are_asked_for() -> None:
    assert italian_firms(7, 30) == FIRMS[:30]
    assert italian_firms(8, 30) != FIRMS[:30]


def test_the_numbers_are_valid() -> None:
    for firm in of("company", "public", "trader"):
        assert iva.is_valid(firm.partita_iva)
        assert codicefiscale.is_valid(firm.codice_fiscale)
    for firm in of("trader", "consumer"):
        assert len(firm.codice_fiscale or "") == 16
        assert codicefiscale.is_valid(firm.codice_fiscale)
    checks = {"FR": tva.is_valid, "DE": de_vat.is_valid}
    assert {firm.country for firm in of("foreign")} == set(checks)
    for firm in of("foreign"):
        assert (firm.partita_iva or "").startswith(firm.country)
        assert checks[firm.country]((firm.partita_iva or "")[2:])


def test_a_partita_iva_is_shared_within_a_vat_group_alone() -> None:
    counted = Counter(firm.partita_iva for firm in FIRMS if firm.partita_iva)
    members = [firm for firm in FIRMS if firm.partita_iva and counted[firm.partita_iva] > 1]
    assert max(counted.values()) == 2
    assert len(members) == 40
    assert len({firm.codice_fiscale for firm in members}) == 40
    assert not {firm.codice_fiscale for firm in members} & set(counted)
    assert all(firm.codice_fiscale == firm.partita_iva for firm in of("company", "public") if firm not in members)


def test_what_is_special_occurs() -> None:
    assert any(not (firm.codice_fiscale or "")[6:8].isdigit() or not (firm.codice_fiscale or "")[14].isdigit()
               for firm in of("consumer"))  # fmt: skip
    assert {len(firm.sdi) for firm in of("public")} == {6}
    assert {firm.sdi for firm in of("foreign")} == {"XXXXXXX"}
    assert any(firm.pec and firm.sdi == "0000000" for firm in of("company"))
    assert {len(firm.people) for firm in FIRMS} == {0, 1, 2, 3}
    people = [person for firm in FIRMS for person in firm.people]
    assert any(not person.given for person in people)
    assert any(" " in person.family for person in people)
    assert any(len(firm.emails) == 2 for firm in FIRMS)
    assert any(firm.postcode.startswith("0") for firm in FIRMS)


@pytest.mark.parametrize(
    ("given", "family", "born", "woman", "code"),
    [
        # The example of the ministry, and names with too few consonants and with more than three.
        ("Mario", "Rossi", date(1980, 1, 1), False, "RSSMRA80A01H501U"),
        ("Ada", "Fo", date(1999, 12, 31), True, "FOXDAA99T71H501"),
        ("Francesca", "D'Angelo", date(1960, 5, 9), True, "DNGFNC60E49H501"),
    ],
)
def test_a_codice_fiscale_is_made_of_names_day_and_town(
    given: str, family: str, born: date, woman: bool, code: str
) -> None:
    made = codice_fiscale(given, family, born, "H501", woman=woman)
    assert made.startswith(code)
    assert codicefiscale.is_valid(made)


def test_who_has_the_code_of_somebody_else_gets_letters_for_digits() -> None:
    first = codice_fiscale("Mario", "Rossi", date(1980, 1, 1), "H501", woman=False)
    second = codice_fiscale("Mario", "Rossi", date(1980, 1, 1), "H501", woman=False, same=1)
    assert (first[:14], second[:15]) == (second[:14], "RSSMRA80A01H50M")
    assert codicefiscale.is_valid(second)


def test_what_somebody_types_is_the_same_firm_in_another_spelling() -> None:
    typed = [as_typed(firm, Random(at)) for at, firm in enumerate(FIRMS)]
    assert [firm.partita_iva for firm in typed] == [firm.partita_iva for firm in FIRMS]
    assert sum(one.name != other.name for one, other in zip(typed, FIRMS, strict=True)) > len(FIRMS) / 3
    assert plain("Caffè Niccolò D'Angelo") == "Caffe' Niccolo' D'Angelo"
