"""The vendor's page on Corporama in artis.net, row by row: each test is named after a row and finds its value there.

All look at one import, made once by HTTP and once by import files that artis.net's stand-in reads.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.import_fixture import Sales, ready_sales
from tests.sandbox_fixture import Record, running_sandbox

ACTIVITIES = "Vente|Service|Location"
SHEET: dict[str, Any] = {
    "raisonSociale": "Établissements Brûlé & Cie",
    "enseigne": "L’Étoile du Nord",
    "siege": 0,
    "formeJuridique": "SARL",
    "effectifEtablissement": 12,
    "effectifSiege": 40,
    "capitalSocial": 75000,
    "naf": "1071C",
    "nafGlobal": "4711C",
    "caDerniereAnnee": 1840,
    "mailsGeneriques": ["noreply@brule.example.org", "contact@brule.example.org"],
    "adresseLivraison": 1,
    "adresseFacturation": 0,
    "adresseEnvoi": 1,
    "siteWeb": "https://www.brule.example.org/",
    "fax": "01 99 00 12 36",
    "telephone": "01 99 00 12 34",
    "telephone2": "01.99.00.12.35",
    "rue": "12 rue de l’Église",
    "contacts": [
        {
            "id": 900001,
            "civilite": "Mme",
            "nom": "Lefèvre",
            "prenom": "Zoé",
            "fonction": "Acheteuse",
            "telephone": "01 99 00 12 37",
            "mails": ["zoe.lefevre@brule.example.org", "achats@brule.example.org"],
        }
    ],
}
"""What the sheet of the company that is imported holds."""


@dataclass(frozen=True)
class Imported:
    """What artis.net holds after the import: the third party, its entry under Sites, the interlocuteur."""

    sheet: Record
    card: Record
    site: Record
    person: Record
    summary: Record


@pytest.fixture(scope="module", params=["http", "file"])
def imported(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Imported]:
    """One company, a site that is not the seat, and one of its people, imported."""
    home = tmp_path_factory.mktemp(request.param)
    with (
        running_sandbox(companies=60, seed=5, time_scale=1000) as sandbox,
        pytest.MonkeyPatch.context() as patch,
    ):
        sales = ready_sales(sandbox, home, patch)
        siret = sales.new()
        sandbox.edit("corporama", "establishment", siret, **SHEET)
        if request.param == "file":
            drop_into(home / "drop", sales, patch)
        summary = sales.run(siret, contacts=("all",))
        if request.param == "file":
            report = sandbox.http.post("/_sandbox/artis/import", json={"folder": str(home / "drop")}).json()
            assert [(one["created"], one["refused"]) for one in report["files"]] == [(1, [])] * 3, report
        (site,) = sales.sites(siret)
        (person,) = sales.people("Lefèvre")
        yield Imported(sales.sheets[siret], sales.organisation(siret), site, person, summary)


def drop_into(folder: Path, sales: Sales, patch: pytest.MonkeyPatch) -> None:
    """Have artis.net written to by file."""
    folder.mkdir()
    patch.setenv("PASSERELLE_ARTIS_DROP_FOLDER", str(folder))
    profile = sales.settings.root / "mappings" / "systems" / "artis.yaml"
    text = profile.read_text(encoding="utf-8")
    profile.write_text(text.replace('{Activités: ""}', f'{{Activités: "{ACTIVITIES}"}}'), encoding="utf-8")


def test_nom_raison_sociale(imported: Imported) -> None:
    assert imported.card["raisonSociale"] == "Établissements Brûlé & Cie"


def test_siret(imported: Imported) -> None:
    assert imported.card["siret"] == imported.sheet["siret"]


def test_forme_juridique_without_a_target(imported: Imported) -> None:
    assert imported.card["formeJuridique"] == "SARL"


def test_effectifs_without_a_target(imported: Imported) -> None:
    assert imported.card["effectif"] == 12


def test_capital_social(imported: Imported) -> None:
    assert imported.card["identifiants"]["CAPITAL"] == "75000"


def test_tva_intracom(imported: Imported) -> None:
    assert imported.card["identifiants"]["TVA INTRACOMMUNAUTAIRE"] == imported.sheet["tvaIntracom"]


def test_naf_code_global_not_the_establishments(imported: Imported) -> None:
    assert imported.card["identifiants"]["NAF"] == "4711C"


def test_ca_a_la_derniere_annee_in_thousands_of_euros(imported: Imported) -> None:
    assert imported.card["caracteristiques"]["CA (K€)"] == 1840


def test_mail_generique_without_a_target(imported: Imported) -> None:
    assert imported.card["caracteristiques"]["Mail générique"] == "noreply@brule.example.org"


def test_enseigne_et_siege_add_an_entry_under_sites(imported: Imported) -> None:
    assert (imported.site["nom"], imported.site["siege"]) == ("L’Étoile du Nord", False)
    assert imported.site["organisationId"] == imported.card["id"]
    assert (imported.site["adresse1"], imported.site["codePostal"]) == (
        "12 rue de l’Église",
        imported.sheet["codePostal"],
    )


def test_adresse_de_livraison(imported: Imported) -> None:
    assert imported.card["adresseLivraison"] is True


def test_adresse_de_facturation(imported: Imported) -> None:
    assert imported.card["adresseFacturation"] is False


def test_adresse_denvoi(imported: Imported) -> None:
    assert imported.card["adresseEnvoi"] is True


def test_site_web(imported: Imported) -> None:
    assert imported.card["siteInternet"] == "www.brule.example.org"


def test_mail_generique_that_somebody_reads(imported: Imported) -> None:
    assert (imported.card["mail1"], imported.card["mail2"]) == ("contact@brule.example.org", None)


def test_fax(imported: Imported) -> None:
    assert imported.card["fax"] == "01 99 00 12 36"


def test_telephone(imported: Imported) -> None:
    assert imported.card["telephone1"] == "01 99 00 12 34"


def test_telephone_2(imported: Imported) -> None:
    assert imported.card["telephone2"] == "01 99 00 12 35"


def test_adresse_ville_in_afnor_spelling(imported: Imported) -> None:
    assert imported.card["ville"] == imported.card["ville"].upper()
    assert imported.card["ville"].casefold()[:3] == imported.sheet["ville"].casefold()[:3]


def test_adresse_code_postal(imported: Imported) -> None:
    assert imported.card["codePostal"] == imported.sheet["codePostal"]


def test_adresse_rue(imported: Imported) -> None:
    assert imported.card["adresse1"] == "12 rue de l’Église"


def test_civilite(imported: Imported) -> None:
    assert imported.person["titre"] == "Mme"


def test_nom(imported: Imported) -> None:
    assert imported.person["nom"] == "Lefèvre"


def test_prenom(imported: Imported) -> None:
    assert imported.person["prenom"] == "Zoé"


def test_telephone_of_the_person(imported: Imported) -> None:
    assert imported.person["adresse"]["telephone1"] == "01 99 00 12 37"


def test_mails_of_the_person(imported: Imported) -> None:
    assert imported.person["adresse"]["mail1"] == "zoe.lefevre@brule.example.org"


def test_toutes_les_activites_seront_associees(imported: Imported) -> None:
    assert sorted(imported.person["activites"]) == sorted(ACTIVITIES.split("|"))


def test_une_collaboration_avec_le_client_sera_ajoutee(imported: Imported) -> None:
    assert imported.person["collaborations"] == [{"organisationId": imported.card["id"]}]


def test_la_relation_sera_positionnee_sur_prospect(imported: Imported) -> None:
    assert imported.card["relations"] == [{"organisationInterne": "NORD", "type": "Prospect"}]


def test_what_artis_asks_for_beside(imported: Imported) -> None:
    assert imported.card["classifications"] == {"Catégorie": "Entreprise", "Origine": "Corporama"}
    assert (imported.card["pays"], imported.card["regimeFiscal"]) == ("FR", "FRA")


def test_un_message_confirme_la_creation(imported: Imported) -> None:
    told = [(one["kind"], one["name"], one["outcome"]) for one in imported.summary["results"]]
    assert told == [
        ("company", "Établissements Brûlé & Cie", "created"),
        ("site", "L’Étoile du Nord", "created"),
        ("contact", "Zoé Lefèvre", "created"),
    ]
    numbers = [one["number"] for one in imported.summary["results"]]
    assert all(numbers)
    pages = [one["page"] for one in imported.summary["results"]]
    assert (numbers[0] == imported.card["code"]) == (pages[0].endswith(f"/tiers/{imported.card['id']}"))
