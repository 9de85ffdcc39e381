"""The French register's search over HTTP: numbers, words, pages, limits, and what became of companies."""

from typing import Any

import httpx
import pytest

from passerelle.sandbox.data.french import Fate, Firm, french_firms
from tests.sandbox_fixture import Sandbox, running_sandbox

Record = dict[str, Any]
FIRMS = french_firms(60, 7)
"""Those of the sandbox that the tests share."""


def one(fate: Fate) -> Firm:
    return next(firm for firm in FIRMS if firm.fate is fate)


def found(register: httpx.Client, **asked: object) -> list[Record]:
    answer = register.get("/search", params={name: str(value) for name, value in asked.items()})
    assert answer.status_code == 200, answer.text
    results: list[Record] = answer.json()["results"]
    return results


def test_a_siret_gives_its_legal_unit_and_that_establishment(french_register: httpx.Client) -> None:
    firm = one(Fate.ORDINARY)
    number = firm.seat.siret
    for asked in (number, f"{number[:3]} {number[3:6]} {number[6:9]} {number[9:]}"):
        (unit,) = found(french_register, q=asked)
        assert (unit["siren"], unit["etat_administratif"], unit["tva"]) == (firm.siren, "A", [firm.vat])
        assert unit["nom_raison_sociale"] == unit["nom_raison_sociale"].upper()
        assert [site["siret"] for site in unit["matching_etablissements"]] == [number]
    assert unit["siege"]["siret"] == number
    assert unit["siege"]["code_postal"] == firm.seat.address.postal_code
    assert unit["activite_principale"] == f"{firm.naf[:2]}.{firm.naf[2:]}"
    assert {year: figures["ca"] for year, figures in (unit["finances"] or {}).items()} == {
        str(year): revenue for year, revenue in firm.revenues
    }


def test_a_seat_that_has_moved(french_register: httpx.Client) -> None:
    firm = one(Fate.MOVED)
    (unit,) = found(french_register, q=firm.sites[0].siret)
    (left,) = unit["matching_etablissements"]
    assert (left["siret"], left["etat_administratif"]) == (firm.sites[0].siret, "F")
    assert (left["est_siege"], left["ancien_siege"]) == (False, True)
    assert unit["siege"]["siret"] == firm.seat.siret != left["siret"]
    assert left["date_fermeture"] == unit["siege"]["date_creation"]
    assert unit["etat_administratif"] == "A"


def test_companies_that_have_ceased_closed_a_site_or_changed_their_name(
    sandbox: Sandbox, french_register: httpx.Client
) -> None:
    ceased, closed, renamed = one(Fate.CEASED), one(Fate.CLOSED_SITE), one(Fate.RENAMED)
    (unit,) = found(french_register, q=ceased.siren)
    assert (unit["etat_administratif"], unit["tva"], unit["siege"]["etat_administratif"]) == ("C", [], "F")
    assert unit["date_fermeture"]
    assert found(french_register, q=ceased.siren, etat_administratif="A") == []
    (unit,) = found(french_register, q=closed.siren)
    assert {site["etat_administratif"] for site in unit["matching_etablissements"]} == {"A", "F"}
    assert unit["nombre_etablissements_ouverts"] < unit["nombre_etablissements"] == len(closed.sites)
    (unit,) = found(french_register, q=renamed.seat.siret)
    sheet = sandbox.record("corporama", "establishment", renamed.seat.siret)
    assert unit["nom_raison_sociale"] != sheet["raisonSociale"].upper()


def test_who_does_not_want_to_be_published_is_absent(sandbox: Sandbox, french_register: httpx.Client) -> None:
    hidden = one(Fate.HIDDEN)
    assert sandbox.record("corporama", "establishment", hidden.seat.siret)
    for asked in (hidden.siren, hidden.seat.siret, hidden.name):
        assert hidden.siren not in [unit["siren"] for unit in found(french_register, q=asked)]


def test_numbers_that_do_not_exist_find_nothing(french_register: httpx.Client) -> None:
    firm = one(Fate.ORDINARY)
    for asked in ("999999998", f"{firm.siren}99999"):
        answer = french_register.get("/search", params={"q": asked}).json()
        assert answer == {"results": [], "total_results": 0, "page": 1, "per_page": 10, "total_pages": 0}


def test_words_are_looked_for_without_accents(sandbox: Sandbox, french_register: httpx.Client) -> None:
    siren = one(Fate.ORDINARY).siren
    sandbox.edit("recherche_entreprises", "unite", siren, nom_complet="EBENISTERIE NOEL (CHEZ ZOE)")
    assert [unit["siren"] for unit in found(french_register, q="Ébénisterie zoé")] == [siren]
    assert found(french_register, q="nisterie") == []


def test_filters_and_pages(french_register: httpx.Client) -> None:
    firm = one(Fate.ORDINARY)
    postcode, naf = firm.seat.address.postal_code, f"{firm.naf[:2]}.{firm.naf[2:]}"
    results = found(french_register, code_postal=f"{postcode},99999", activite_principale=naf, autre="1")
    assert firm.siren in [unit["siren"] for unit in results]
    for unit in results:
        assert {site["code_postal"] for site in unit["matching_etablissements"]} == {postcode}
    pages = [found(french_register, etat_administratif="A", page=page, per_page=25) for page in (1, 2)]
    sirens = [unit["siren"] for page in pages for unit in page]
    assert len(set(sirens)) == len(sirens) == 50


def test_heavy_parts_can_be_left_out(french_register: httpx.Client) -> None:
    heavy = {"siege", "matching_etablissements", "dirigeants", "finances", "complements"}
    (whole,), (brief,), (some,) = (
        found(french_register, q=one(Fate.ORDINARY).siren, **more)
        for more in ({}, {"minimal": "true"}, {"minimal": "true", "include": "siege,finances"})
    )
    assert whole.keys() - brief.keys() == heavy
    assert some.keys() - brief.keys() == {"siege", "finances"}


def test_establishments_are_limited(french_register: httpx.Client) -> None:
    (unit,) = found(french_register, q=one(Fate.POST_OFFICE).siren, limite_matching_etablissements=2)
    assert (len(unit["matching_etablissements"]), unit["nombre_etablissements"]) == (2, 3)


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("", "au moins un paramètre"),
        ("q=ab", "3 caractères"),
        ("q=abc&per_page=26", "per_page"),
        ("q=abc&page=0", "page"),
        ("q=abc&page=401&per_page=25", "10 000"),
        ("q=abc&limite_matching_etablissements=101", "limite_matching_etablissements"),
        ("q=abc&include=siege", "minimal"),
        ("q=abc&minimal=true&include=tva", "include"),
        ("activite_principale=4711C", "activite_principale"),
        ("code_postal=7501", "code_postal"),
    ],
)
def test_what_is_no_search_is_told_in_one_text(french_register: httpx.Client, asked: str, said: str) -> None:
    answer = french_register.get(f"/search?{asked}")
    assert (answer.status_code, answer.json().keys()) == (400, {"erreur"})
    assert said in answer.json()["erreur"]


def test_the_last_page_within_ten_thousand_is_served(french_register: httpx.Client) -> None:
    assert found(french_register, q="abc", page=400, per_page=25) == []
    assert found(french_register, q="ab", code_postal="75011") == []


def test_the_eighth_call_of_a_second_waits() -> None:
    # A second of the register's takes twenty here, so that eight calls fit into it on any machine.
    with running_sandbox(companies=0, time_scale=0.05) as slow:
        answers = [slow.http.get("/recherche_entreprises/search?q=abc") for _ in range(8)]
    assert [answer.status_code for answer in answers] == [200] * 7 + [429]
    assert answers[-1].headers["retry-after"] == "1"
    assert answers[-1].json().keys() == {"erreur"}
