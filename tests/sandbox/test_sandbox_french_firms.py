"""The companies that directories and the register know: valid numbers, and each fate that a company can meet."""

import re
from collections import Counter

import pytest
from stdnum.fr import siren, siret, tva

from passerelle.sandbox.data.french import Fate, Firm, french_firms, french_parties
from passerelle.sandbox.data.french.spelling import in_afnor, in_pairs

COUNT, SEED = 500, 7


@pytest.fixture(scope="module")
def firms() -> tuple[Firm, ...]:
    return french_firms(COUNT, SEED)


def test_every_number_is_valid_and_stands_once(firms: tuple[Firm, ...]) -> None:
    sites = [site.siret for firm in firms for site in firm.sites]
    assert all(map(siret.is_valid, sites))
    assert all(siren.is_valid(firm.siren) and tva.is_valid(firm.vat) for firm in firms)
    assert len(set(sites)) == len(sites)
    assert len({firm.siren for firm in firms}) == len(firms)
    assert all(site.siret.startswith(firm.siren) for firm in firms for site in firm.sites)


def test_they_are_those_among_the_third_parties_and_others(firms: tuple[Firm, ...]) -> None:
    forms = {firm.legal_form for firm in firms}
    known = {party.siren for party in french_parties(COUNT, SEED) if party.siren and party.legal_form in forms}
    assert len(known) > COUNT / 2
    assert known - {firm.siren for firm in firms} == set()
    assert len(firms) > 1.3 * COUNT


def test_no_two_share_a_website(firms: tuple[Firm, ...]) -> None:
    websites = [firm.website for firm in firms if firm.website]
    assert [site for site, times in Counter(websites).items() if times > 1] == []


def test_every_fate_is_met(firms: tuple[Firm, ...]) -> None:
    of = {fate: [firm for firm in firms if firm.fate is fate] for fate in Fate}
    assert all(of.values())
    assert all(site.closed for firm in of[Fate.CEASED] for site in firm.sites)
    assert all([site.closed for site in firm.sites].count(None) for firm in of[Fate.CLOSED_SITE])
    for firm in of[Fate.MOVED]:
        left, now = firm.sites[0], firm.seat
        assert (left.former_seat, left.closed, now.opened) == (True, now.opened, left.closed)
        assert now not in firm.listed
    assert all(firm.name != firm.known_as for firm in of[Fate.RENAMED])
    assert all(firm.name == firm.known_as for firm in of[Fate.ORDINARY])


def test_sites_of_the_post_office_have_no_luhn_digit(firms: tuple[Firm, ...]) -> None:
    (post,) = (firm for firm in firms if firm.fate is Fate.POST_OFFICE)
    others = [site.siret for site in post.sites if not site.seat]
    assert others
    assert all(sum(map(int, number)) % 5 == 0 for number in others)


def test_some_numbers_begin_with_zeros(firms: tuple[Firm, ...]) -> None:
    assert [firm.siren for firm in firms if re.match("0[1-9]", firm.siren)]


def test_the_same_seed_makes_the_same_firms(firms: tuple[Firm, ...]) -> None:
    french_firms.cache_clear()
    assert french_firms(COUNT, SEED) == firms
    assert french_firms(COUNT, SEED + 1) != firms
    assert french_firms(0, SEED) == ()


def test_spellings_of_the_post_office_and_of_telephones() -> None:
    assert in_afnor("L'Haÿ-les-Roses") == "L HAY LES ROSES"
    assert in_afnor("Saint-Étienne") == "SAINT ETIENNE"
    assert in_pairs("+33199001234") == "01 99 00 12 34"
    assert in_pairs("+3223151351") == "+3223151351"
    assert in_pairs(None) is None
