"""What tests of the stand-in for artis.net send."""

from typing import Any

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
