"""The columns of the files artis.net imports, and what a cell of each says.

Facts ``art.file.columns`` and ``art.file.cells``.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from passerelle.sandbox.artis.kinds import ORGANISATION, PERSON, SITE, Kind
from passerelle.sandbox.artis.lists import held
from passerelle.sandbox.artis.parts import IDENTIFIERS
from passerelle.sandbox.system import World

CODE, OTHER_CODE, ITS_CODE, ITS_OTHER_CODE = "Code", "Autre code", "Code organisation", "Autre code organisation"
INTERNAL, RELATION = "Org. int.", "Type relation"
LABELLED = {"Classification : ": "classifications", "Caractéristique : ": "caracteristiques"}
YES_NO = {"1": True, "0": False}
Path = tuple[str, ...]


class Unreadable(Exception):
    """A cell that cannot be read; the message is the vendor's."""


@dataclass(frozen=True)
class Column:
    """Which attribute a column fills in, and how its cells are read."""

    path: Path
    read: Callable[[str], Any] = str


def yes_no(cell: str) -> bool:
    """1 or 0."""
    if cell not in YES_NO:
        raise Unreadable("1 ou 0 attendu")
    return YES_NO[cell]


def number(cell: str) -> int | float:
    """A number, its decimals after a comma or a point."""
    if not re.fullmatch(r"-?\d+(?:[.,]\d+)?", cell):
        raise Unreadable("Nombre attendu")
    return int(cell) if re.fullmatch(r"-?\d+", cell) else float(cell.replace(",", "."))


def day(cell: str) -> str:
    """A date JJ/MM/AAAA, as it is stored."""
    try:
        return datetime.strptime(cell, "%d/%m/%Y").date().isoformat()
    except ValueError:
        raise Unreadable("JJ/MM/AAAA attendu") from None


def several(cell: str) -> list[str]:
    """Values with a bar between them."""
    return [value.strip() for value in cell.split("|") if value.strip()]


def _lines(*within: str) -> dict[str, Column]:
    labels = {f"Adresse{at}": f"adresse{at}" for at in range(1, 5)} | {"CP": "codePostal", "Ville": "ville"}
    labels |= {"Abréviation Pays": "pays", "Fax": "fax"}
    for at in (1, 2):
        labels |= {f"Tél {at}": f"telephone{at}", f"Mobile {at}": f"mobile{at}", f"E-mail {at}": f"mail{at}"}
    return {label: Column((*within, name)) for label, name in labels.items()}


PLACE = {
    **_lines(),
    "Code Régime fiscal": Column(("regimeFiscal",)),
    "Site web": Column(("siteInternet",)),
    "Adresse de livraison": Column(("adresseLivraison",), yes_no),
    "Adresse de facturation": Column(("adresseFacturation",), yes_no),
    "Adresse d'envoi": Column(("adresseEnvoi",), yes_no),
    "SIRET": Column(("siret",)),
    OTHER_CODE: Column(("autreCode",)),
    "Actif": Column(("actif",), yes_no),
}
COLUMNS: Mapping[str, Mapping[str, Column]] = {
    ORGANISATION.name: {
        **PLACE,
        **{label: Column(("identifiants", label)) for label in IDENTIFIERS},
        "Raison sociale": Column(("raisonSociale",)),
        "Désignation": Column(("designation",)),
        "Forme juridique": Column(("formeJuridique",)),
        "Effectif": Column(("effectif",), number),
    },
    SITE.name: {**PLACE, "Nom": Column(("nom",)), "Siège": Column(("siege",), yes_no)},
    PERSON.name: {
        **_lines("adresse"),
        "Titre": Column(("titre",)),
        "Nom": Column(("nom",)),
        "Prénom": Column(("prenom",)),
        "Fonction": Column(("fonctions",), several),
        "Activités": Column(("activites",), several),
        OTHER_CODE: Column(("autreCode",)),
        "Actif": Column(("actif",), yes_no),
    },
}
NAMING: Mapping[str, tuple[str, ...]] = {
    ORGANISATION.name: (CODE, INTERNAL, RELATION),
    SITE.name: (ITS_CODE, ITS_OTHER_CODE),
    PERSON.name: (ITS_CODE, ITS_OTHER_CODE),
}
"""Columns that say which record is meant, or whose it is."""
MANDATORY: Mapping[str, tuple[str, ...]] = {
    ORGANISATION.name: ("Raison sociale",),
    SITE.name: ("Nom",),
    PERSON.name: ("Titre", "Nom", "Prénom"),
}
BY_TYPE: Mapping[str, Callable[[str], Any]] = {"texte": str, "nombre": number, "date": day}


def column_of(world: World, kind: Kind, label: str) -> Column | None:
    """The column of that name, if there is one."""
    known = COLUMNS[kind.name].get(label)
    prefix = next((prefix for prefix in LABELLED if label.startswith(prefix)), None)
    if known or prefix is None or LABELLED[prefix] not in kind.merged:
        return known
    attribute, name = LABELLED[prefix], label.removeprefix(prefix)
    types = _classified(world) if attribute == "classifications" else _characterised(world, kind)
    return Column((attribute, name), BY_TYPE[types[name]]) if name in types else None


def _classified(world: World) -> dict[str, str]:
    return {row["nom"]: "texte" for row in held(world, "classification")}


def _characterised(world: World, kind: Kind) -> dict[str, str]:
    return {row["libelle"]: row["type"] for row in held(world, "caracteristique") if row["objet"] == kind.name}


def label_of(kind: Kind, field: str) -> str:
    """The column that fills in a field, as errors name it."""
    names = {".".join(column.path): label for label, column in COLUMNS[kind.name].items()}
    prefixes = {f"{attribute}.": prefix for prefix, attribute in LABELLED.items()}
    for start, prefix in prefixes.items():
        if field.startswith(start):
            return prefix + field.removeprefix(start)
    return {"relations": INTERNAL, "type": RELATION, "organisationId": ITS_CODE}.get(field, names.get(field, field))
