"""What each transform promises, and what all of them do."""

from __future__ import annotations

import doctest
import importlib
import pkgutil

import pytest
from hypothesis import given
from hypothesis import strategies as st

import passerelle.transforms as transforms
from passerelle.transforms import named, names

EXAMPLES = [
    ("text", "  Café\tde\u00a0la  Gare\n", "Café de la Gare"),
    ("text", "Cafe\u0301", "Café"),
    ("text", "\ufeffNV\x00 Peeters", "NV Peeters"),
    ("text", "-", "-"),
    ("text", "n/a", "n/a"),
    ("upper", "ac", "AC"),
    ("phone_fr", "01.99.00.12.34", "+33199001234"),
    ("phone_fr", "+32 2 315 13 51", "+3223151351"),
    ("phone_fr", "06 39 98 12 34", "+33639981234"),
    ("phone_fr", "0612", "0612"),
    ("email", " Contact@Atelier-Brun.TEST", "contact@atelier-brun.test"),
    (
        "first_email",
        "noreply@atelier-brun.fr; Contact@Atelier-Brun.fr, compta@atelier-brun.fr",
        "contact@atelier-brun.fr",
    ),
    ("first_email", "no-reply@atelier-brun.fr", "no-reply@atelier-brun.fr"),
    ("first_email", "pas de mail; anne@atelier-brun.fr", "anne@atelier-brun.fr"),
    ("siren_of_siret", "732 829 320 00074", "732829320"),
    ("siren_of_siret", "en cours", None),
    ("town_fr", "St-Étienne", "SAINT ETIENNE"),
    ("town_fr", "Ste. Foy-lès-Lyon", "SAINTE FOY LES LYON"),
    ("town_fr", "L\u2019Haÿ-les-Roses", "L HAY LES ROSES"),
    ("town_fr", "Estancarbon", "ESTANCARBON"),
    ("phone_fr_national", "+33199001234", "01 99 00 12 34"),
    ("phone_fr_national", "+32 2 315 13 51", "+3223151351"),
    ("fr_siren", "732 829 320", "732829320"),
    ("fr_siren", "37080543.0", "037080543"),
    ("fr_siren", "en cours", "en cours"),
    ("fr_siret", "732 829 320 00074", "73282932000074"),
    ("fr_siret", "5510021400012", "05510021400012"),
    ("fr_siret", "732829320", "732829320"),
    ("span", "De 10 à 19", "10-19"),
    ("span", "1 000 - 4 999", "1000-4999"),
    ("span", "250 et plus", "250-"),
    ("span", "Plus de 250", "251-"),
    ("span", "moins de 5", "0-4"),
    ("span", "250-", "250-"),
    ("span", "à voir", "à voir"),
    ("it_vat", "01234567890", "IT01234567890"),
    ("it_vat", "it 012 345 678 90", "IT01234567890"),
    ("it_vat", "FR 44 732 829 320", "FR44732829320"),
    ("it_vat", "in attesa", "INATTESA"),
    ("it_number", "IT01234567890", "01234567890"),
    ("it_number", "rss mra 85t10 a562s", "RSSMRA85T10A562S"),
    ("it_number", "1234567890.0", "01234567890"),
    ("phone_it", "051 234567", "+39051234567"),
    ("phone_it", "0033 1 42 68 53 00", "+33142685300"),
    ("emails", "Info@Rossi.example; info@rossi.example amm@rossi.example", "info@rossi.example amm@rossi.example"),
    ("lines", "Rue du Chêne  16 \r\n1000 Bruxelles", "Rue du Chêne 16\n1000 Bruxelles"),
    ("lines", " \n\n", None),
    ("labels", "vip, Compta;vip", "Compta, vip"),
    ("domains", "https://www.Voorbeeld.be/; @atelier-brun.test", "atelier-brun.test; voorbeeld.be"),
    ("phone_known", "0032 2 315 13 51", "0032 2 315 13 51"),
    ("phone_known", "+32 2 315 13 51", "+3223151351"),
    ("option", "Bonifico, 30 giorni", "Bonifico 30 giorni"),
    ("vat", "fr 44 732.829-320", "FR44732829320"),
    ("abbreviation", "S.a.r.l.", "SARL"),
    ("abbreviation", "47.11 C", "4711C"),
    ("decimal", "4 000,50", "4000.5"),
    ("decimal", "4000.00", "4000"),
    ("decimal", "quatre mille", "quatre mille"),
    ("first_link", "See https://openthebox.be/person/p4711.", "https://openthebox.be/person/p4711"),
    ("first_link", "openthebox.be/person/p4711", None),
    ("be_enterprise", "BE0403449823", "0403449823"),
    ("be_enterprise", "TVA BE 0403.449.823", "0403449823"),
    ("be_enterprise", "1000.000.021", "1000000021"),
    ("be_enterprise", "403449", "403449"),
    ("be_enterprise", "0403.449.82", "0403.449.82"),
    ("be_enterprise", "in aanvraag", "in aanvraag"),
    ("be_vat", "0403.449.823", "BE0403449823"),
    ("be_vat", "FR 40 303 265 045", "FR 40 303 265 045"),
    ("phone", "02 315 13 51", "+3223151351"),
    ("phone", "+32 475 12 34 56", "+32475123456"),
    ("phone", "0033 1 42 68 53 00", "+33142685300"),
    ("phone", "02 315 13 51 ext. 12", "02 315 13 51 ext. 12"),
    ("phone", "zie gsm", "zie gsm"),
    ("phone", "123", "123"),
    ("url", "http://WWW.Voorbeeld.be/", "www.voorbeeld.be"),
    ("url", "https://voorbeeld.be/Over-Ons/", "voorbeeld.be/Over-Ons/"),
    ("url", "geen website", "geen website"),
    ("url", "http://", "http://"),
    ("date", "1974-11-01", "1974-11-01"),
    ("date", "01-11-1974", "1974-11-01"),
    ("date", "1/11/1974", "1974-11-01"),
    ("date", "1974-11-01T00:00:00", "1974-11-01"),
    ("date", "1974-10-31T23:00:00Z", "1974-11-01"),
    ("date", "31/02/2020", "31/02/2020"),
    ("date", "vorig jaar", "vorig jaar"),
    ("day_month", "31-12", "--12-31"),
    ("day_month", "31/12", "--12-31"),
    ("day_month", "31.12", "--12-31"),
    ("day_month", "31 12", "--12-31"),
    ("day_month", "5-6", "--06-05"),
    ("day_month", "--12-31", "--12-31"),
    ("day_month", "2025-06-30", "--06-30"),
    ("day_month", "30/06/2025", "--06-30"),
    ("day_month", "29/02", "--02-28"),
    ("day_month", "29-02-2024", "--02-28"),
    ("day_month", "30-02", "30-02"),
    ("day_month", "12-31", "12-31"),
    ("day_month", "31 december", "31 december"),
    ("day_month_slash", "--06-30", "30/06"),
    ("day_month_slash", "--02-28", "28/02"),
    ("day_month_slash", "eind juni", "eind juni"),
    ("language", "NL", "nl"),
    ("language", "fr_BE", "fr"),
    ("language", "Français", "fr"),
    ("language", "es", "es"),
    ("country", "be", "BE"),
    ("country", "België", "BE"),
    ("country", "Peru", "Peru"),
    ("postcode", "B-1000", "1000"),
    ("postcode", "1000.0", "1000"),
    ("postcode", "1012 ab", "1012 AB"),
]


@pytest.mark.parametrize(("name", "given_", "expected"), EXAMPLES)
def test_spelling(name: str, given_: str, expected: str) -> None:
    assert named(name)(given_) == expected


def test_every_transform_has_an_example() -> None:
    assert {name for name, _, _ in EXAMPLES} == set(names())


@pytest.mark.parametrize("name", names())
@pytest.mark.parametrize("blank", [None, "", "   ", "\t\n", "\u00a0\u200b"])
def test_blank_is_none(name: str, blank: str | None) -> None:
    assert named(name)(blank) is None


TYPED = st.one_of(
    st.text(),
    st.text(alphabet="BEbe0123456789 ./-+()T:Z"),
    st.from_regex(r"(https?://){0,2}[A-Za-z.\-]{0,9}/{0,2}[a-z]{0,3}", fullmatch=True),
    st.sampled_from([spelling for _, spelling, _ in EXAMPLES]),
)


@pytest.mark.parametrize("name", names())
@given(value=TYPED)
def test_a_second_time_changes_nothing_and_nothing_becomes_empty(name: str, value: str) -> None:
    once = named(name)(value)
    assert once is None or once.strip()
    assert named(name)(once) == once


def enterprise_numbers() -> st.SearchStrategy[str]:
    """Every valid enterprise number: eight digits that begin with 0 or 1, and their check digits."""
    return st.integers(min_value=1_000_000, max_value=19_999_999).map(lambda base: f"{base:08d}{97 - base % 97:02d}")


@given(number=enterprise_numbers())
def test_all_spellings_of_a_number_come_to_one(number: str) -> None:
    dotted = f"{number[:4]}.{number[4:7]}.{number[7:]}"
    spellings = [number, f"BE{number}", f"be {dotted}", dotted, f"{number[:4]} {number[4:7]} {number[7:]}"]
    spellings.append(f"{number}.0")
    if number[0] == "0":
        spellings += [number[1:], f"{number[1:]}.0", f"BE {number[1:4]}.{number[4:7]}.{number[7:]}"]
    assert {named("be_enterprise")(spelling) for spelling in spellings} == {number}
    assert {named("be_vat")(spelling) for spelling in spellings} == {f"BE{number}"}


def test_the_examples_in_the_docstrings_are_true() -> None:
    for module in pkgutil.iter_modules(transforms.__path__, "passerelle.transforms."):
        assert doctest.testmod(importlib.import_module(module.name)).failed == 0


@pytest.mark.parametrize("name", names())
def test_every_transform_says_what_it_does_and_shows_it(name: str) -> None:
    assert ">>>" in (named(name).__doc__ or "")
