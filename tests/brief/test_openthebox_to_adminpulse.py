"""The vendor's page on openthebox in AdminPulse, line by line: each test is named after a line and shows its effect.

The lines are quoted in their own language. Most look at one refresh of one relation, made once for all of them.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from passerelle.cli.app import app
from passerelle.engine.facts import facts_of
from passerelle.engine.pipeline import execute
from passerelle.engine.run import Options
from passerelle.register.load import load_register
from passerelle.systems.registry import open_system
from tests.engine.test_links import links_of, mandate, pair_of
from tests.engine.test_sync import unknown_numbers
from tests.office_fixture import INTEGRATION, NEW, Office, counts_of, ready_office
from tests.register.zips import BAKERY, Spec, zipped
from tests.sandbox_fixture import Record, running_sandbox

KNOWN: dict[str, Any] = {
    "names": [{"type": "001", "language": "1", "value": "Boulangerie du Coin"}],
    "juridicalForm": "610",
    "website": "www.boulangerieducoin.be",
    "phone": "02 512 99 88",
    "startDate": "1999-05-04",
    "fiscalYearEnd": "30-06",
    "address": {
        "street": {"fr": "Rue du Chêne"}, "houseNumber": "16", "box": "3", "zipcode": "1000",
        "municipality": {"fr": "Bruxelles"}, "countryCode": "BE",
    },
}  # fmt: skip
"""What openthebox knows of the company, next to its numbers."""
FORMER: dict[str, Any] = {
    "name": "Ancien Nom", "legalForm": "014", "foundingDate": "1998-01-01", "financialYearEnd": None,
    "vatNumber": None, "vatNumberPending": True, "language": "fr", "channels": [], "links": [],
}  # fmt: skip
"""What the client file says before."""


@pytest.fixture(scope="module")
def before(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Office, str, str, Record]]:
    """An office about to refresh a relation: the office, the relation, its number, and a relation it is linked to."""
    home = tmp_path_factory.mktemp("brief")
    with running_sandbox(companies=30, seed=5, time_scale=1000) as town, pytest.MonkeyPatch.context() as patch:
        office = ready_office(town, home, patch, floor="100")
        relation, company, other, parent = pair_of(office)
        link = mandate("Company", parent, "parent", "2010-01-01")
        office.sandbox.edit("openthebox", "company", company, **KNOWN, mandates=[link])
        office.sandbox.edit("adminpulse", "relation", relation, **FORMER)
        yield office, relation, company[2:], office.relations[other]


@pytest.fixture(scope="module")
def refreshed(before: tuple[Office, str, str, Record]) -> Record:
    """The relation after the refresh."""
    office, relation, number, _ = before
    office.run()
    summary = office.run(keys=(number,), overwrite_local=True)
    assert summary["state"] == "completed"
    return office.relations[relation]


def channel(relation: Record, kind: str) -> Record:
    """The favourite channel of a type."""
    return next(one for one in relation["channels"] if one["type"] == kind and one["favourite"])


def test_toujours_assure_de_disposer_des_donnees_d_entreprise_les_plus_recentes(office: Office) -> None:
    """« vous êtes toujours assuré de disposer des données d'entreprise les plus récentes »: every night, by itself."""
    relation, company, _, _ = pair_of(office)
    office.run()
    office.sandbox.edit("openthebox", "company", company, startDate="1999-05-04")
    office.run()
    assert office.relations[relation]["foundingDate"] == "1999-05-04"


@pytest.mark.after_a_pass
def test_creer_et_mettre_a_jour_des_dossiers_relations(office: Office) -> None:
    """« Utilisez un lien entre AdminPulse et openthebox pour créer et mettre à jour des dossiers relations »"""
    number = unknown_numbers(office)[0]
    assert counts_of(office.run(keys=(number,), create_missing=True))["created"] == 1
    office.sandbox.edit("openthebox", "company", f"BE{number}", startDate="1999-05-04")
    assert counts_of(office.run(keys=(number,)))["updated"] == 1
    assert office.holding(number)[0]["foundingDate"] == "1999-05-04"


@pytest.mark.after_a_pass
def test_naviguer_facilement_de_la_fiche_a_openthebox(office: Office) -> None:
    """« Naviguer facilement … à openthebox »: from the report of every run."""
    _, company, _, _ = pair_of(office)
    office.sandbox.edit("openthebox", "company", company, startDate="1999-05-04")
    summary = office.run(keys=(company[2:],))
    assert f"https://openthebox.be/company/{company}" in Path(summary["report"]).read_text(encoding="utf-8")


@pytest.mark.after_a_pass
def test_creer_des_relations_basees_sur_les_informations_contenues_dans_openthebox(office: Office) -> None:
    """« Créer des relations basées sur les informations contenues dans openthebox »"""
    number = unknown_numbers(office)[0]
    office.sandbox.edit("openthebox", "company", f"BE{number}", **KNOWN)
    office.run(keys=(number,), create_missing=True)
    (created,) = office.holding(number)
    assert (created["name"], created["legalForm"], created["foundingDate"]) == (
        "Boulangerie du Coin",
        "610",
        "1999-05-04",
    )


def test_mettre_a_jour_les_relations_existantes_avec_les_dernieres_informations_disponibles(refreshed: Record) -> None:
    """« Mettre à jour les relations existantes avec les dernières informations disponibles »"""
    assert refreshed["name"] != FORMER["name"]
    assert refreshed["foundingDate"] != FORMER["foundingDate"]


def test_l_option_de_connexion_doit_d_abord_etre_activee(office: Office) -> None:
    """« L'option de connexion avec openthebox doit d'abord être activée … un e-mail à support@adminpulse.be »"""
    office.sandbox.fault("not-activated", system="adminpulse")
    summary = office.run()
    office.sandbox.fault("none")
    assert summary["state"] == "failed"
    assert "support@adminpulse.be" in summary["error"]


def test_introduisez_ensuite_les_donnees_de_connexion_recues_d_openthebox(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    """« Introduisez ensuite les données de connexion que vous avez reçues d'openthebox »"""
    profile = facts_of(office.settings.root, INTEGRATION).profiles[0]
    system = open_system("openthebox", profile, office.settings)
    assert "reachable and allowed" in system.test()
    system.close()
    monkeypatch.setenv("PASSERELLE_OPENTHEBOX_CLIENT_SECRET", "of somebody else")
    assert "client secret" in office.run()["error"]


def test_sur_base_du_numero_de_tva_naviguer_vers_le_dossier_correspondant(
    office: Office, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """« Sur base du numéro de TVA du client, vous pouvez aisément naviguer vers le dossier correspondant »"""
    monkeypatch.setenv("PASSERELLE_ROOT", str(office.settings.root))
    app(["link", "openthebox", "BE 0403.449.823"], standalone_mode=False)
    assert capsys.readouterr().out.strip() == "https://openthebox.be/company/BE0403449823"


def test_outre_la_creation_via_bce_egalement_via_openthebox(office: Office, tmp_path: Path) -> None:
    """« Outre la création d'une relation via BCE, vous pouvez … également créer des relations via openthebox »"""
    with office.hub() as hub:
        load_register(hub, zipped(tmp_path, Spec()))
    options = Options(keys=(BAKERY,), create_missing=True, create_values=NEW)
    execute("kbo-to-adminpulse", "kbo-to-adminpulse", options, office.settings, {})
    number = unknown_numbers(office)[0]
    office.run(keys=(number,), create_missing=True)
    assert (len(office.holding(BAKERY)), len(office.holding(number))) == (1, 1)


@pytest.mark.after_a_pass
def test_recuperer_les_informations_d_openthebox_et_les_appliquer_a_la_relation(office: Office) -> None:
    """« récupérer les données les plus récentes d'openthebox et les appliquer à la relation en question »"""
    relation, company, _, _ = pair_of(office)
    office.sandbox.edit("adminpulse", "relation", relation, foundingDate="1998-08-08")
    office.run(keys=(company[2:],))
    assert office.relations[relation]["foundingDate"] == "1998-08-08", "a refresh alone leaves what the office changed"
    office.run(keys=(company[2:],), overwrite_local=True)
    right = office.sandbox.record("openthebox", "company", company)["startDate"]
    assert office.relations[relation]["foundingDate"] == right


@pytest.mark.after_a_pass
def test_verifier_les_modifications_en_consultant_l_historique(office: Office) -> None:
    """« vérifier quelles ont été les modifications après l'extraction … en consultant l'historique »"""
    relation, company, _, _ = pair_of(office)
    former = office.relations[relation]["foundingDate"]
    office.sandbox.edit("openthebox", "company", company, startDate="1999-05-04")
    office.run(keys=(company[2:],))
    line = office.history(relation)[-1]
    assert (line.field, line.old, line.new) == ("incorporation_date", former, "1999-05-04")


def test_nom(refreshed: Record) -> None:
    """« - nom »"""
    assert refreshed["name"] == "Boulangerie du Coin"


def test_forme_juridique(refreshed: Record) -> None:
    """« - forme juridique »"""
    assert refreshed["legalForm"] == "610"


def test_numero_d_entreprise(before: tuple[Office, str, str, Record], refreshed: Record) -> None:
    """« - numéro d'entreprise »"""
    assert "".join(filter(str.isdigit, refreshed["enterpriseNumber"])).zfill(10) == before[2]


def test_numero_de_tva(before: tuple[Office, str, str, Record], refreshed: Record) -> None:
    """« - numéro de TVA »: only where openthebox says that the company is liable."""
    assert (refreshed["vatNumber"], refreshed["vatNumberPending"]) == (f"BE{before[2]}", False)


def test_site_web(refreshed: Record) -> None:
    """« - site web »"""
    assert "boulangerieducoin.be" in channel(refreshed, "Website")["value"]


def test_adresse(refreshed: Record) -> None:
    """« - adresse »: in the language of the file."""
    seat = channel(refreshed, "Address")
    assert [seat[name] for name in ("street", "houseNumber", "box", "postalCode", "city", "country")] == [
        "Rue du Chêne", "16", "3", "1000", "Bruxelles", "BE",
    ]  # fmt: skip


def test_telephone(refreshed: Record) -> None:
    """« - téléphone »"""
    assert channel(refreshed, "Phone")["value"] == "+3225129988"


def test_date_de_constitution(refreshed: Record) -> None:
    """« - date de constitution »"""
    assert refreshed["foundingDate"] == "1999-05-04"


def test_fin_de_l_exercice_comptable(refreshed: Record) -> None:
    """« - fin de l'exercice comptable »: filled, because the file had none."""
    assert refreshed["financialYearEnd"] == "30/06"


def test_relations_liees(before: tuple[Office, str, str, Record], refreshed: Record) -> None:
    """« - relations liées »"""
    office, relation, _, parent = before
    (link,) = links_of(office, relation, "Parent")
    assert (link["relationId"], link["startDate"]) == (parent["id"], "2010-01-01")
    assert refreshed["links"]
