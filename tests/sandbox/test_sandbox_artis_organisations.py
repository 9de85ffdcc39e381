"""artis.net over HTTP, organisations: what is mandatory, checked, computed, kept, changed."""

import httpx
import pytest

from tests.sandbox.artis_records import LINES, SIRET, new_organisation
from tests.sandbox.french_calls import changed, fields_at_fault, found, made
from tests.sandbox_fixture import Sandbox

LATER = "2026-06-01T00:00:00Z"
OF_LA_POSTE = "35600000000150"


def test_a_created_organisation_is_answered_as_stored(sandbox: Sandbox, artis: httpx.Client) -> None:
    identifiers = {"CAPITAL": "4000", "TVA INTRACOMMUNAUTAIRE": "FR44732829320", "NAF": "4711C", "RCS": None}
    sent = new_organisation(
        **LINES, identifiants=identifiers, caracteristiques={"CA (K€)": 1840, "Date Corporama": "2026-11-20"},
        effectif=12, mail2="a@brun.example;b@brun.example", siteInternet="www.brun.example", adresseEnvoi=True,
        autreCode="corporama:1",
    )  # fmt: skip
    stored = made(artis, "/organisations", sent)
    assert stored | sent == stored
    assert stored["code"] == f"C{stored['id']:05d}"
    assert (stored["actif"], stored["adresseLivraison"], stored["regimeFiscal"]) == (True, False, "FRA")
    assert stored == sandbox.record("artis", "organisation", stored["id"])
    assert stored == artis.get(f"/organisations/{stored['id']}").json()
    assert stored.keys() == sandbox.record("artis", "organisation", 1).keys()


@pytest.mark.parametrize("name", ["raisonSociale", "adresse1", "pays", "siret", "formeJuridique", "relations"])
def test_what_is_mandatory_is_asked_for(artis: httpx.Client, name: str) -> None:
    sent = new_organisation()
    del sent[name]
    answer = artis.post("/organisations", json=sent)
    assert answer.json()["errors"] == [{"field": name, "message": "Champ obligatoire"}]


def test_mandatory_classifications_are_asked_for(artis: httpx.Client) -> None:
    answer = artis.post("/organisations", json=new_organisation(classifications={"Origine": "Salon"}))
    assert fields_at_fault(answer) == {"classifications.Catégorie"}
    assert fields_at_fault(artis.put("/organisations/1", json={"classifications": {"Origine": None}})) == {
        "classifications.Origine"
    }


@pytest.mark.parametrize(
    ("other", "faulty"),
    [
        ({"siret": "73282932000075"}, {"siret"}),
        ({"siret": "732829320"}, {"siret"}),
        ({"siret": None}, {"siret"}),
        ({"siret": OF_LA_POSTE}, set()),
        ({"siret": "35600000000151"}, {"siret"}),
        ({"siret": None, "formeJuridique": "PAR"}, set()),
        ({"siret": None, "formeJuridique": None}, {"siret", "formeJuridique"}),
        ({"siret": None, "formeJuridique": None, "pays": "BE"}, set()),
        ({"siret": "12", "pays": "BE"}, set()),
    ],
)
def test_the_decision_table_decides(artis: httpx.Client, other: dict[str, object], faulty: set[str]) -> None:
    answer = artis.post("/organisations", json=new_organisation(**other))
    assert (fields_at_fault(answer) if faulty else answer.status_code) == (faulty or 201)


def test_the_decision_table_is_each_customers_own(sandbox: Sandbox, artis: httpx.Client) -> None:
    rows = artis.get("/tables/TD_CONTROLE_IDENTIFIANT").json()
    assert [row["position"] for row in rows] == sorted(row["position"] for row in rows)
    sandbox.edit("artis", "controleidentifiant", 2, obligatoire=False)
    sandbox.edit("artis", "controleidentifiant", 4, controler=False)
    made(artis, "/organisations", new_organisation(siret=None))
    made(artis, "/organisations", new_organisation(siret="7"))


@pytest.mark.parametrize(
    ("other", "field"),
    [
        ({"id": 5}, "id"),
        ({"code": "C00005"}, "code"),
        ({"dateCreation": LATER}, "dateCreation"),
        ({"siren": "732829320"}, "siren"),
        ({"pays": "France"}, "pays"),
        ({"regimeFiscal": "France"}, "regimeFiscal"),
        ({"formeJuridique": "S.A.S."}, "formeJuridique"),
        ({"identifiants": {"SIREN": "732829320"}}, "identifiants.SIREN"),
        ({"identifiants": {"CAPITAL": 4000}}, "identifiants.CAPITAL"),
        ({"caracteristiques": {"Effectif": 1}}, "caracteristiques.Effectif"),
        ({"caracteristiques": {"CA (K€)": "1840"}}, "caracteristiques.CA (K€)"),
        ({"caracteristiques": {"Date Corporama": "20/11/2026"}}, "caracteristiques.Date Corporama"),
        ({"classifications": {"Catégorie": "Entreprise", "Origine": "Annuaire"}}, "classifications.Origine"),
        ({"adresseLivraison": 1}, "adresseLivraison"),
        ({"effectif": "12"}, "effectif"),
        ({"relations": [{"organisationInterne": "EST", "type": "Prospect"}]}, "relations"),
    ],
)
def test_what_is_in_no_list_or_of_another_type_is_refused(
    sandbox: Sandbox, artis: httpx.Client, other: dict[str, object], field: str
) -> None:
    before = sandbox.state("artis", "organisation")
    assert field in fields_at_fault(artis.post("/organisations", json=new_organisation(**other)))
    assert sandbox.state("artis", "organisation") == before


def test_a_second_organisation_of_the_same_siret_is_not_refused(artis: httpx.Client) -> None:
    first, second = (made(artis, "/organisations", new_organisation()) for _ in range(2))
    assert second["id"] == first["id"] + 1
    assert found(artis, "/organisations", siret=SIRET) == [first["id"], second["id"]]


def test_a_change_touches_only_what_was_sent(sandbox: Sandbox, artis: httpx.Client) -> None:
    before = made(
        artis, "/organisations", new_organisation(caracteristiques={"CA (K€)": 1, "Mail générique": "a@b.fr"})
    )
    path = f"/organisations/{before['id']}"
    after = changed(
        artis,
        path,
        siteInternet=" www.brun.example ",
        identifiants={"NAF": "4711C"},
        caracteristiques={"CA (K€)": None},
    )
    expected = {
        "siteInternet": "www.brun.example",
        "identifiants": before["identifiants"] | {"NAF": "4711C"},
        "caracteristiques": {"Mail générique": "a@b.fr"},
        "dateModification": after["dateModification"],
    }
    assert after == before | expected
    assert fields_at_fault(artis.put(path, json={"relations": []})) == {"relations"}
    assert fields_at_fault(artis.put(path, json={"siret": "73282932000075"})) == {"siret"}
    assert sandbox.record("artis", "organisation", before["id"]) == after


def test_the_tax_regime_follows_the_country_unless_it_is_given(artis: httpx.Client) -> None:
    for country, regime in (("FR", "FRA"), ("RE", "DOM-TOM-CT"), ("BE", "UE"), ("CH", "HUE"), ("MC", "MON")):
        assert made(artis, "/organisations", new_organisation(pays=country))["regimeFiscal"] == regime
    exempt = made(artis, "/organisations", new_organisation(regimeFiscal="EXO"))
    path = f"/organisations/{exempt['id']}"
    assert changed(artis, path, pays="BE")["regimeFiscal"] == "EXO"
    assert changed(artis, path, regimeFiscal=None)["regimeFiscal"] == "UE"


def test_towns_are_kept_as_the_post_office_spells_them(sandbox: Sandbox, artis: httpx.Client) -> None:
    pair = next(one for one in sandbox.state("artis", "codepostal").values() if one["ville"].startswith("SAINT "))
    typed = pair["ville"].title().replace(" ", "-")
    stored = made(artis, "/organisations", new_organisation(codePostal=pair["codePostal"], ville=typed))
    assert stored["ville"] == pair["ville"]
    held = len(sandbox.state("artis", "codepostal"))
    stored = made(artis, "/organisations", new_organisation(codePostal=pair["codePostal"], ville="L'Haÿ-les-Roses"))
    assert stored["ville"] == "L HAY LES ROSES"
    pairs = sandbox.state("artis", "codepostal")
    assert len(pairs) == held + 1
    asked = artis.get("/codespostaux", params={"codePostal": pair["codePostal"]}).json()["items"]
    assert {(one["ville"], one["codeInsee"]) for one in asked} == {
        (pair["ville"], pair["codeInsee"]),
        ("L HAY LES ROSES", None),
    }


def test_filters_find_by_number_reference_and_moment(sandbox: Sandbox, artis: httpx.Client) -> None:
    vat = "FR44732829320"
    one = made(
        artis, "/organisations", new_organisation(autreCode="x:1", identifiants={"TVA INTRACOMMUNAUTAIRE": vat})
    )["id"]
    for asked in ({"siret": SIRET}, {"siren": SIRET[:9]}, {"tva": vat}, {"autreCode": "x:1"}, {"modifieDepuis": LATER}):
        assert found(artis, "/organisations", **asked) == [one]
    assert found(artis, "/organisations", ids=f"1,{one}") == [1, one]
    assert found(artis, "/organisations", siret=SIRET, siren="000000000") == []
    assert fields_at_fault(artis.get("/organisations?nom=Brun")) == {"nom"}
    assert len(found(artis, "/organisations")) == len(sandbox.state("artis", "organisation"))
    assert artis.get("/organisations/999").json() == {"message": "Introuvable"}


def test_the_door(sandbox: Sandbox, artis: httpx.Client) -> None:
    for path in ("/organisations", "/organisationsinternes", "/interlocuteurs"):
        answer = sandbox.http.get(f"/artis{path}", headers={"Authorization": "Bearer other"})
        assert (answer.status_code, answer.json().keys()) == (401, {"message"})
    sandbox.fault("not-activated", system="artis")
    assert artis.get("/organisations").status_code == 403
    sandbox.fault("shrunk", system="artis")
    assert 0 < len(found(artis, "/organisations")) < len(sandbox.state("artis", "organisation"))
    sandbox.fault("rejects", system="artis", contains="Brun")
    assert artis.post("/organisations", json=new_organisation()).status_code == 400


def test_a_spelling_of_its_own_touches_only_what_was_sent(sandbox: Sandbox, artis: httpx.Client) -> None:
    before = sandbox.record("artis", "organisation", 1)
    sandbox.fault("rewrites", system="artis")
    sent = {"caracteristiques": {"Date Corporama": "2026-11-20"}, "siteInternet": "www.brun.example"}
    after = changed(artis, "/organisations/1", **sent)
    spelt = {"caracteristiques": {"Date Corporama": "20/11/2026"}, "siteInternet": "http://www.brun.example/"}
    assert after == before | spelt | {"dateModification": after["dateModification"]}
