"""What tests of the stand-in for artis.net send, and what they look for in its answers."""

from typing import Any

import httpx

Record = dict[str, Any]
SIRET = "73282932000074"
LINES = {"telephone1": "01 99 00 12 34", "telephone2": "01 99 00 12 35", "fax": "01 99 00 12 36"}
PLACE = {"adresse1": "12 rue des Lilas", "codePostal": "75011", "ville": "PARIS", "pays": "FR"}


def new_organisation(**other: object) -> Record:
    mandatory = {"raisonSociale": "Atelier Brun", "siret": SIRET, "formeJuridique": "SAS", **PLACE}
    classified = {"classifications": {"Catégorie": "Entreprise", "Origine": "Corporama"}}
    return mandatory | classified | {"relations": [{"organisationInterne": "NORD", "type": "Prospect"}]} | other


def new_person(**other: object) -> Record:
    return {"titre": "Mme", "nom": "Blanc", "prenom": "Zélie", "collaborations": [{"organisationId": 1}]} | other


def made(client: httpx.Client, path: str, sent: Record) -> Record:
    answer = client.post(path, json=sent)
    assert answer.status_code == 201, answer.text
    record: Record = answer.json()
    return record


def changed(client: httpx.Client, path: str, **sent: object) -> Record:
    answer = client.put(path, json=sent)
    assert answer.status_code == 200, answer.text
    record: Record = answer.json()
    return record


def found(client: httpx.Client, path: str, **asked: object) -> list[int]:
    """The ids of a list, which has to fit on one page."""
    answer = client.get(path, params={"pageSize": 200, **asked})
    assert answer.status_code == 200, answer.text
    return [record["id"] for record in answer.json()["items"]]


def fields_at_fault(answer: httpx.Response) -> set[str]:
    assert answer.status_code == 400, answer.text
    assert answer.json()["message"] == "Données invalides"
    return {error["field"] for error in answer.json()["errors"]}
