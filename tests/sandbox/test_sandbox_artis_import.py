"""The drop folder of artis.net: what its import makes of files, and what it says of those it cannot read."""

from pathlib import Path
from typing import Any

import pytest

from tests.sandbox.artis_records import SIRET
from tests.sandbox_fixture import Sandbox

Record = dict[str, Any]
BOM = "\ufeff"
NEW = {
    "Raison sociale": "Atelier Brun", "SIRET": f"'{SIRET}", "Forme juridique": "SAS", "Effectif": "12",
    "Adresse1": '12 rue "des Lilas"; bât. 3', "CP": "'01000", "Ville": "Bourg-en-Bresse", "Abréviation Pays": "FR",
    "Tél 1": "'01 99 00 12 34", "Tél 2": "'+33199001235", "Fax": "01 99 00 12 36", "E-mail 1": "contact@brun.example",
    "E-mail 2": "a@brun.example;b@brun.example", "Site web": "www.brun.example", "Adresse de livraison": "1",
    "Adresse de facturation": "1", "Adresse d'envoi": "0", "CAPITAL": "4000",
    "TVA INTRACOMMUNAUTAIRE": "FR44732829320", "NAF": "4711C", "Autre code": "corporama:1", "Org. int.": "NORD",
    "Type relation": "Prospect", "Classification : Catégorie": "Entreprise", "Classification : Origine": "Corporama",
    "Caractéristique : CA (K€)": "1840,5", "Caractéristique : Date Corporama": "20/11/2026",
}  # fmt: skip
PERSON = {
    "Autre code organisation": "corporama:1", "Titre": "Mme", "Nom": "''t Hooft", "Prénom": "Zélie",
    "Fonction": "Acheteuse|Gérante", "Activités": "Vente|Service", "Tél 1": "'01 99 00 12 35",
    "E-mail 1": "z@brun.example", "Autre code": "corporama:5001",
}  # fmt: skip
SITE = {
    "Autre code organisation": "corporama:1", "Nom": "Dépôt", "SIRET": "'35600000000150", "Siège": "0",
    "Adresse1": "4 quai Nord", "CP": "75011", "Ville": "Paris", "Abréviation Pays": "FR", "Autre code": "corporama:s1",
}  # fmt: skip


def quoted(cell: str) -> str:
    return '"' + cell.replace('"', '""') + '"' if set(cell) & set(';"\n') else cell


def text_of(*rows: dict[str, str]) -> str:
    lines = [";".join(map(quoted, cells)) for cells in (list(rows[0]), *(list(row.values()) for row in rows))]
    return BOM + "\r\n".join(lines) + "\r\n"


def drop(folder: Path, name: str, *rows: dict[str, str]) -> None:
    (folder / name).write_bytes(text_of(*rows).encode())


def imported(sandbox: Sandbox, folder: Path) -> list[Record]:
    answer = sandbox.http.post("/_sandbox/artis/import", json={"folder": str(folder)})
    assert answer.status_code == 200, answer.text
    files: list[Record] = answer.json()["files"]
    return files


def named(sandbox: Sandbox, stream: str, code: str) -> list[Record]:
    return [one for one in sandbox.state("artis", stream).values() if one["autreCode"] == code]


def test_an_organisation_comes_with_its_sites_and_people(sandbox: Sandbox, tmp_path: Path) -> None:
    drop(tmp_path, "interlocuteurs-1.csv", PERSON)
    drop(tmp_path, "sites-1.csv", SITE)
    drop(tmp_path, "organisations-1.csv", NEW)
    files = imported(sandbox, tmp_path)
    assert files == [
        {"file": f"{kind}-1.csv", "created": 1, "updated": 0, "refused": []}
        for kind in ("organisations", "sites", "interlocuteurs")
    ]
    (stored,) = named(sandbox, "organisation", "corporama:1")
    assert (stored["raisonSociale"], stored["siret"], stored["effectif"]) == ("Atelier Brun", SIRET, 12)
    assert (stored["adresse1"], stored["codePostal"]) == ('12 rue "des Lilas"; bât. 3', "01000")
    assert (stored["ville"], stored["regimeFiscal"], stored["pays"]) == ("BOURG EN BRESSE", "FRA", "FR")
    assert (stored["telephone1"], stored["telephone2"]) == ("01 99 00 12 34", "+33199001235")
    assert (stored["fax"], stored["siteInternet"]) == ("01 99 00 12 36", "www.brun.example")
    assert (stored["mail1"], stored["mail2"]) == ("contact@brun.example", "a@brun.example;b@brun.example")
    flags = ("adresseLivraison", "adresseFacturation", "adresseEnvoi")
    assert [stored[flag] for flag in flags] == [True, True, False]
    assert stored["identifiants"] == {
        "CAPITAL": "4000",
        "TVA INTRACOMMUNAUTAIRE": "FR44732829320",
        "NAF": "4711C",
        "RCS": None,
    }
    assert stored["caracteristiques"] == {"CA (K€)": 1840.5, "Date Corporama": "2026-11-20"}
    assert stored["classifications"] == {"Catégorie": "Entreprise", "Origine": "Corporama"}
    assert stored["relations"] == [{"organisationInterne": "NORD", "type": "Prospect"}]
    (site,) = named(sandbox, "site", "corporama:s1")
    assert (site["organisationId"], site["nom"], site["siege"]) == (stored["id"], "Dépôt", False)
    (person,) = named(sandbox, "interlocuteur", "corporama:5001")
    assert (person["nom"], person["prenom"], person["fonctions"]) == ("'t Hooft", "Zélie", ["Acheteuse", "Gérante"])
    assert (person["activites"], person["adresse"]["telephone1"]) == (["Vente", "Service"], "01 99 00 12 35")
    assert person["collaborations"] == [{"organisationId": stored["id"]}]


def test_what_is_known_is_changed_and_an_empty_cell_leaves_what_stands_there(sandbox: Sandbox, tmp_path: Path) -> None:
    for name, row in (("organisations", NEW), ("sites", SITE), ("interlocuteurs", PERSON)):
        drop(tmp_path, f"{name}.csv", row)
    imported(sandbox, tmp_path)
    (before,) = named(sandbox, "organisation", "corporama:1")
    drop(tmp_path, "organisations.csv", NEW | {"NAF": "", "Fax": "01 99 00 99 99", "Type relation": "Suspect"})
    drop(tmp_path, "sites.csv", SITE | {"Autre code": "", "Adresse1": "5 quai Nord"})
    drop(tmp_path, "interlocuteurs.csv", PERSON | {"Fonction": "Gérante"})
    assert [(one["created"], one["updated"]) for one in imported(sandbox, tmp_path)] == [(0, 1)] * 3
    (after,) = named(sandbox, "organisation", "corporama:1")
    assert after == before | {"fax": "01 99 00 99 99", "dateModification": after["dateModification"]}
    assert named(sandbox, "site", "corporama:s1")[0]["adresse1"] == "5 quai Nord"
    assert named(sandbox, "interlocuteur", "corporama:5001")[0]["fonctions"] == ["Gérante"]


def test_a_code_names_the_record_and_a_client_stays_one(sandbox: Sandbox, tmp_path: Path) -> None:
    client = next(
        one
        for one in sandbox.state("artis", "organisation").values()
        if one["relations"] == [{"organisationInterne": "NORD", "type": "Client"}] and one["siret"]
    )
    row = {"Code": client["code"], "Raison sociale": client["raisonSociale"], "Autre code": "corporama:9"}
    drop(tmp_path, "organisations.csv", row | {"Org. int.": "NORD", "Type relation": "Prospect"})
    drop(tmp_path, "organisations-2.csv", row | {"Org. int.": "SUD", "Type relation": "Prospect"})
    assert [one["updated"] for one in imported(sandbox, tmp_path)] == [1, 1]
    after = sandbox.record("artis", "organisation", client["id"])
    assert after["relations"] == [*client["relations"], {"organisationInterne": "SUD", "type": "Prospect"}]
    assert after["autreCode"] == "corporama:9"


@pytest.mark.parametrize(
    ("other", "column"),
    [
        ({"SIRET": "73282932000075"}, "SIRET"),
        ({"SIRET": "5520176"}, "SIRET"),
        ({"Raison sociale": ""}, "Raison sociale"),
        ({"Adresse1": ""}, "Adresse1"),
        ({"Forme juridique": "S.A.S."}, "Forme juridique"),
        ({"Abréviation Pays": "France"}, "Abréviation Pays"),
        ({"Adresse de livraison": "oui"}, "Adresse de livraison"),
        ({"Effectif": "douze"}, "Effectif"),
        ({"Caractéristique : Date Corporama": "2026-11-20"}, "Caractéristique : Date Corporama"),
        ({"Classification : Origine": ""}, "Classification : Origine"),
        ({"Type relation": ""}, "Org. int."),
        ({"Type relation": "Hors cible"}, "Type relation"),
    ],
)
def test_a_row_that_is_refused_is_told_and_the_others_are_taken(
    sandbox: Sandbox, tmp_path: Path, other: dict[str, str], column: str
) -> None:
    drop(tmp_path, "organisations.csv", NEW | other, NEW | {"Autre code": "corporama:2"})
    (told,) = imported(sandbox, tmp_path)
    assert (told["created"], told["updated"]) == (1, 0)
    assert [(one["line"], one["field"]) for one in told["refused"]] == [(2, column)]
    assert named(sandbox, "organisation", "corporama:1") == []


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (text_of(NEW).removeprefix(BOM).encode(), "BOM"),
        (BOM.encode() + "Raison sociale\r\nCaf\xe9\r\n".encode("latin-1"), "illisible"),
        (text_of(NEW | {"Adresse1": '"'}).encode()[:-60], "cellules"),
        (text_of({"Raison sociale": "a", "Nom ": "b"}).encode(), "Colonne inconnue : Nom "),
        (text_of({"SIRET": "a"}).encode(), "Colonne obligatoire absente : Raison sociale"),
        ((BOM + "Raison sociale;NAF;NAF\r\na;b;c\r\n").encode(), "deux fois"),
        ((BOM + 'Raison sociale;NAF\r\na;"b').encode(), "illisible"),
        (b"", "BOM"),
    ],
)
def test_a_file_that_is_not_as_agreed_is_refused(sandbox: Sandbox, tmp_path: Path, content: bytes, reason: str) -> None:
    before = sandbox.state("artis", "organisation")
    (tmp_path / "organisations.csv").write_bytes(content)
    (told,) = imported(sandbox, tmp_path)
    assert reason in told["refused"][0]["message"]
    assert sandbox.state("artis", "organisation") == before


def test_a_site_or_a_person_of_nobody_is_refused(sandbox: Sandbox, tmp_path: Path) -> None:
    drop(tmp_path, "sites.csv", SITE | {"Autre code organisation": "corporama:none"})
    drop(tmp_path, "interlocuteurs.csv", PERSON | {"Autre code organisation": ""})
    told = [one["refused"][0]["field"] for one in imported(sandbox, tmp_path)]
    assert told == ["Code organisation", "Code organisation"]


def test_other_names_are_left_alone_and_nothing_is_read_twice(sandbox: Sandbox, tmp_path: Path) -> None:
    names = (
        "organisations.csv.tmp",
        ".organisations.csv",
        "organisations.csv.part",
        "clients.csv",
        "organisations.txt",
    )
    for name in names:
        drop(tmp_path, name, NEW)
    assert imported(sandbox, tmp_path) == []
    drop(tmp_path, "organisations.csv", NEW | {"Autre code": ""})
    assert len(imported(sandbox, tmp_path)) == 1
    assert imported(sandbox, tmp_path) == []
    assert {one.name for one in tmp_path.iterdir()} == {*names, "lus"}
    assert [one.name for one in (tmp_path / "lus").iterdir()] == ["organisations.csv"]


def test_a_folder_that_is_not_there_is_told(sandbox: Sandbox, tmp_path: Path) -> None:
    answer = sandbox.http.post("/_sandbox/artis/import", json={"folder": str(tmp_path / "none")})
    assert (answer.status_code, "there is no folder" in answer.json()["message"]) == (400, True)
