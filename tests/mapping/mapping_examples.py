"""The records shown in docs/systems.md, with every trap a hand-typed file holds."""

from __future__ import annotations

from passerelle.systems.base import Raw

COMPANY: Raw = {
    "pid": "BE0403449823",
    "enterpriseNumber": "0403449823",
    "vatNumber": "BE0403449823",
    "status": "AC",
    "juridicalSituation": "000",
    "typeOfEnterprise": "2",
    "juridicalForm": "610",
    "names": [{"language": "2", "type": "001", "value": "Bakkerij Peeters"}],
    "name": {"nl": "Bakkerij Peeters", "fr": "Boulangerie Peeters"},
    "address": {
        "street": {"nl": "Eikstraat", "fr": "Rue du Chêne"},
        "houseNumber": "16",
        "box": None,
        "zipcode": "1000",
        "municipality": {"nl": "Brussel", "fr": "Bruxelles"},
        "countryCode": "BE",
    },
    "phone": "02 315 13 51",
    "email": "info@voorbeeld.be",
    "website": "www.voorbeeld.be",
    "startDate": "1974-11-01",
    "endDate": None,
}

RELATION: Raw = {
    "id": 1042,
    "uniqueIdentifier": "APR01042",
    "code": "PEE01",
    "name": "Bakkerij Peeters",
    "firstName": None,
    "lastName": None,
    "commercialName": None,
    "relationType": "Company",
    "status": "Customer",
    "ownCompanyId": 1,
    "language": "nl",
    "legalForm": "610",
    "enterpriseNumber": "403.449.823",
    "vatNumber": "BE 0403.449.823",
    "vatNumberPending": False,
    "inactive": False,
    "relationSince": "2019-03-01",
    "foundingDate": "1974-11-01",
    "remarks": None,
    "channels": [
        {"type": "Phone", "favourite": False, "value": "0475 12 34 56"},
        {
            "type": "Address",
            "favourite": True,
            "street": "Eikstraat",
            "houseNumber": "16",
            "box": None,
            "postalCode": "1000",
            "city": "Brussel",
            "country": "BE",
        },
        {"type": "Phone", "favourite": True, "value": "02 315 13 51"},
        {"type": "Email", "favourite": True, "value": "info@voorbeeld.be"},
        {"type": "Website", "favourite": True, "value": "http://www.voorbeeld.be/"},
    ],
    "lastModified": "2026-01-05T10:00:00Z",
}
