"""The made-up French third parties: valid, plausible, the same each time, wrong in stated shares, typed by people."""

import hashlib
import os
import re
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

import phonenumbers
import pytest
from stdnum.be import vat as be_vat
from stdnum.ch import vat as ch_vat
from stdnum.fr import siren as fr_siren
from stdnum.fr import siret as fr_siret
from stdnum.fr import tva
from stdnum.it import iva
from stdnum.lu import tva as lu_tva

from passerelle.quality.checks import is_email
from passerelle.sandbox.data.french import Party, as_somebody_typed_it, french_parties
from passerelle.sandbox.data.french.towns import towns

COUNT = 2000
FICTION = re.compile(r"\+33(19900|26191|35301|46571|53649|63998)\d{4}")
ABROAD = {"BE": be_vat, "LU": lu_tva, "CH": ch_vat, "IT": iva}
DIGEST = (
    "import hashlib; from passerelle.sandbox.data.french import french_parties, as_somebody_typed_it as typed;"
    "text = repr([(party, typed(party, 3, 'one')) for party in french_parties(300, 3)]);"
    "print(hashlib.sha256(text.encode()).hexdigest())"
)


@pytest.fixture(scope="module")
def parties() -> tuple[Party, ...]:
    return french_parties(COUNT, 5)


@pytest.fixture(scope="module")
def typed(parties: tuple[Party, ...]) -> list[Party]:
    return [as_somebody_typed_it(party, 5, "one") for party in parties]


def communal(party: Party) -> bool:
    return party.name.startswith("COMMUNE DE ")


def country(party: Party) -> str:
    return party.invoicing.country if party.invoicing else "FR"


def french_companies(parties: tuple[Party, ...]) -> list[Party]:
    return [one for one in parties if one.nature == "company" and (one.phone or "+33").startswith("+33")]


def phones(party: Party) -> Iterator[str]:
    lines = [party.phone, party.mobile, party.fax]
    lines += [line for contact in party.contacts for line in (contact.phone, contact.mobile)]
    return filter(None, lines)


def digits(text: str | None) -> str | None:
    return text and text.replace(" ", "")


def national(phone: str | None) -> str | None:
    return phone and re.sub(r"\D", "", phone).removeprefix("33").removeprefix("0")


def test_the_same_seed_makes_the_same_parties(parties: tuple[Party, ...]) -> None:
    french_parties.cache_clear()
    assert french_parties(COUNT, 5) == parties
    assert french_parties(COUNT, 6) != parties
    assert [party.number for party in parties] == list(range(1, COUNT + 1))


def test_another_process_with_other_hashes_makes_the_same_parties() -> None:
    text = repr([(party, as_somebody_typed_it(party, 3, "one")) for party in french_parties(300, 3)])
    other = {**os.environ, "PYTHONHASHSEED": "4711"}
    run = subprocess.run([sys.executable, "-c", DIGEST], env=other, capture_output=True, text=True, check=True)
    assert run.stdout.strip() == hashlib.sha256(text.encode()).hexdigest()


def test_numbers_are_those_of_the_french_registers(parties: tuple[Party, ...]) -> None:
    wrong = [party for party in parties if party.siret and not fr_siret.is_valid(party.siret)]
    assert len(wrong) == 0.02 * COUNT
    for party in parties:
        assert party.siren is None or fr_siren.is_valid(party.siren)
        assert party.siret is None or (party.siret[:9] == party.siren and re.fullmatch(r"\d{14}", party.siret))
        assert party.rcs is None or party.rcs.replace(" ", "").startswith(party.siren or "none")
        assert party.naf is None or re.fullmatch(r"\d{4}[A-Z]", party.naf)
        if party.vat and party.siren:
            assert party.vat == f"FR{tva.validate(party.vat)}" == f"FR{tva.compact(fr_siren.to_tva(party.siren))}"
    assert len({party.naf for party in parties}) > 55


def test_companies_abroad_have_a_vat_number_of_their_country(parties: tuple[Party, ...]) -> None:
    abroad = [party for party in parties if country(party) != "FR"]
    assert {country(party) for party in abroad} == ABROAD.keys()
    for party in abroad:
        assert (party.siret, party.siren, party.rcs, party.naf) == (None, None, None, None)
        assert party.vat is None or (ABROAD[country(party)].is_valid(party.vat) and party.vat[:2] == country(party))


def test_shares_of_kinds_and_types(parties: tuple[Party, ...]) -> None:
    french = french_companies(parties)
    foreign = [
        one for one in parties if one.nature == "company" and one.siret is one.siren is None and one not in french
    ]
    assert Counter(party.nature for party in parties) == {"person": 0.08 * COUNT, "company": 0.92 * COUNT}
    assert Counter(party.type for party in parties) == {
        "prospect": 0.40 * COUNT,
        "client": 0.55 * COUNT,
        "supplier": 0.05 * COUNT,
    }
    assert 0.025 * COUNT < len(foreign) <= 0.03 * COUNT
    assert sum(party.siret is None and party.siren is not None for party in parties) == 0.03 * COUNT
    assert sum(party.siren is None for party in parties) == (0.08 + 0.03 + 0.03) * COUNT
    assert all(party.vat is party.rcs is None for party in french if party.siren is None and country(party) == "FR")


def test_persons_have_names_and_no_numbers(parties: tuple[Party, ...]) -> None:
    persons = [party for party in parties if party.nature == "person"]
    assert {party.civility for party in persons} == {"mr", "mrs", "ms"}
    for party in persons:
        assert party.first_name and party.name and not party.contacts
        assert (party.siret, party.siren, party.vat, party.legal_form) == (None, None, None, None)


def test_doubles_and_second_sites_are_as_stated(parties: tuple[Party, ...]) -> None:
    sirets = Counter(party.siret for party in parties if party.siret)
    twice = [siret for siret, count in sirets.items() if count == 2]
    sites = Counter(siret[:9] for siret in sirets if not siret.startswith("21"))
    assert len(twice) == 0.01 * COUNT
    assert max(sirets.values()) == 2
    assert Counter(sites.values())[2] == 0.02 * COUNT
    assert max(sites.values()) == 2
    for siret in twice:
        assert len({party.name for party in parties if party.siret == siret}) == 1


def test_one_commune_has_many_sites(parties: tuple[Party, ...]) -> None:
    for among in (parties, french_parties(100, 1)):
        commune = [party for party in among if communal(party)]
        assert len({party.siren for party in commune}) == 1
        assert len({party.siret for party in commune}) == len(commune) >= 5
        assert all(party.siret and fr_siret.is_valid(party.siret) for party in commune)
    assert not any(communal(party) for party in french_parties(99, 1))


def test_towns_are_spread_over_france() -> None:
    departments = {town.postcode[:2] for town in towns()}
    assert len(towns()) >= 120
    assert len({town.postcode for town in towns()}) == len(towns())
    assert {town.zone for town in towns()} == set("12345")
    assert len(departments - {"97"}) > 80
    assert "97" in departments


def test_telephones_ring_nowhere(parties: tuple[Party, ...]) -> None:
    lines = [line for party in parties for line in phones(party)]
    french = [line for line in lines if line.startswith("+33")]
    assert all(FICTION.fullmatch(line) for line in french)
    assert all(phonenumbers.is_possible_number(phonenumbers.parse(line)) for line in lines)
    assert {line[3] for line in french} == set("123456")
    mobiles = Counter(party.mobile for party in parties if party.mobile)
    assert set(mobiles.values()) == {1}


def test_mailboxes_and_sites_are_nobodys(parties: tuple[Party, ...]) -> None:
    places = [party.website for party in parties] + [party.email for party in parties]
    places += [contact.email for party in parties for contact in party.contacts]
    known = [place for place in places if place]
    assert all(re.fullmatch(r"[a-z0-9.@-]+\.example(\.org)?", place) for place in known)
    assert all(is_email(place if "@" in place else f"web@{place}") for place in known), "our own suites warn of these"
    assert len(known) > COUNT


def test_some_contacts_are_listed_by_two_companies(parties: tuple[Party, ...]) -> None:
    assert Counter(len(party.contacts) for party in parties).keys() == {0, 1, 2, 3}
    emails = Counter(contact.email for party in parties for contact in party.contacts if contact.email)
    assert Counter(emails.values())[2] == 0.02 * COUNT
    assert max(emails.values()) == 2
    roles = {role for party in parties for contact in party.contacts for role in contact.roles}
    assert roles == {"main", "invoicing", "dunning"}


def test_a_small_file_has_every_kind_of_mess() -> None:
    few = french_parties(50, 1)
    sirets = Counter(party.siret for party in few if party.siret)
    assert [party for party in few if party.siret and not fr_siret.is_valid(party.siret)]
    assert 2 in sirets.values()
    assert 2 in Counter(siret[:9] for siret in sirets).values()


@pytest.mark.parametrize("count", [0, 1, 7, 26])
def test_very_small_files_can_be_made(count: int) -> None:
    assert len(french_parties(count, 1)) == count


def test_large_files_are_made_quickly() -> None:
    start = time.process_time()
    assert len(french_parties(10_000, 1)) == 10_000
    assert time.process_time() - start < 2.5


def test_typing_is_the_same_each_time_and_another_elsewhere(parties: tuple[Party, ...], typed: list[Party]) -> None:
    assert [as_somebody_typed_it(party, 5, "one") for party in parties] == typed
    assert sum(as_somebody_typed_it(party, 5, "two") != one for party, one in zip(parties, typed, strict=True)) > 1600
    assert sum(as_somebody_typed_it(party, 6, "one") != one for party, one in zip(parties, typed, strict=True)) > 1600


def test_typing_keeps_who_a_party_is(parties: tuple[Party, ...], typed: list[Party]) -> None:
    for party, other in zip(parties, typed, strict=True):
        assert [digits(other.siret), digits(other.siren), digits(other.vat)] == [party.siret, party.siren, party.vat]
        assert national(other.phone) == national(party.phone)
        assert other.mobile is None or national(other.mobile) == national(party.mobile)
        assert [one.email for one in other.contacts] == [one.email for one in party.contacts]
        assert [national(one.phone) for one in other.contacts] == [national(one.phone) for one in party.contacts]
        assert (other.number, other.type, other.nature, other.email) == (
            party.number,
            party.type,
            party.nature,
            party.email,
        )
        if party.invoicing:
            assert other.invoicing and other.invoicing.postal_code == party.invoicing.postal_code


def test_typing_changes_stated_shares(parties: tuple[Party, ...], typed: list[Party]) -> None:
    both = list(zip(parties, typed, strict=True))

    def changed(field: str) -> float:
        had = [(getattr(one, field), getattr(other, field)) for one, other in both if getattr(one, field)]
        return [before != after for before, after in had].count(True) / len(had)

    assert changed("name") == pytest.approx(0.50, abs=0.04)
    assert changed("phone") == pytest.approx(0.75, abs=0.05)
    assert changed("siret") == pytest.approx(0.30, abs=0.04)
    assert changed("website") == pytest.approx(0.20, abs=0.04)
    assert 0.2 < changed("invoicing") <= 0.39
    assert sum(one.mobile is not None and other.mobile is None for one, other in both) > 60


def test_typing_spells_in_every_way(parties: tuple[Party, ...]) -> None:
    party = replace(
        next(one for one in parties if one.siret and one.legal_form == "SARL"),
        name="Établissements Noël et Fils",
        phone="+33199001234",
    )
    typed = [as_somebody_typed_it(party, seed, "one") for seed in range(300)]
    assert {one.phone for one in typed} == {
        "+33199001234", "01.99.00.12.34", "01 99 00 12 34", "+33 1 99 00 12 34", "0199001234",
    }  # fmt: skip
    assert {one.name for one in typed} == {
        "Établissements Noël et Fils", "ÉTABLISSEMENTS NOËL ET FILS", "Etablissements Noel et Fils",
        "ETABLISSEMENTS NOEL ET FILS", "Ets Noël & Fils", "SARL Établissements Noël et Fils",
        "Établissements Noël et Fils (SARL)", "SARL ETABLISSEMENTS NOEL ET FILS",
    }  # fmt: skip
    assert any(re.fullmatch(r"\d{3} \d{3} \d{3} \d{5}", one.siret or "") for one in typed)
