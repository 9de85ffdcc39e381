"""What tests of the stand-in for Altior send."""

from typing import Any

Record = dict[str, Any]
REFERENCE = {"type": "EXTERNAL", "key": "SELLSY", "name": "Sellsy", "value": "company/6657"}


def new_third_party(**other: object) -> Record:
    mandatory = {"nature": "MORAL", "type": "CLIENT", "name": "Atelier Brun"}
    return mandatory | {"establishment": "Siège", "user": "Camille Morel"} | other


def new_affaire(**other: object) -> Record:
    mandatory = {"name": "Rénovation", "thirdPartyId": 1, "establishment": "Siège", "user": "Karim Haddad"}
    return mandatory | other
