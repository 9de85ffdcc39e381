"""The lists as they are at the beginning."""

from collections.abc import Mapping
from typing import Any

from passerelle.sandbox.artis.lists import ATTRIBUTES, DECISIONS
from passerelle.sandbox.data.french.spelling import in_afnor
from passerelle.sandbox.data.french.towns import insee_code, towns
from passerelle.sandbox.french.lists import numbered, rows_as_records
from passerelle.sandbox.system import Record

NORTH, SOUTH = "NORD", "SUD"
OVERSEAS = {"971": "GP", "972": "MQ", "973": "GF", "974": "RE", "976": "YT"}
"""By the beginning of their postcodes, the countries artis.net takes French departments overseas for."""
CATEGORY, ORIGIN = "Catégorie", "Origine"
ROWS: Mapping[str, tuple[tuple[Any, ...], ...]] = {
    "organisationinterne": ((NORTH, "Équipements du Nord"), (SOUTH, "Équipements du Sud")),
    "regimefiscal": (
        ("FRA", "France"),
        ("DOM-TOM-CT", "Outre-mer"),
        ("UE", "Union européenne"),
        ("HUE", "Hors Union européenne"),
        ("EXO", "France exonéré"),
        ("MON", "Monaco"),
    ),
    "classification": (
        (CATEGORY, True, ["Entreprise", "Collectivité", "Association", "Particulier"]),
        (ORIGIN, True, ["Corporama", "Salon", "Recommandation", "Site web"]),
        ("Secteur", False, ["Industrie", "Bâtiment", "Services", "Commerce"]),
    ),
    "formejuridique": (
        ("SAS", "Société par actions simplifiée"),
        ("SASU", "Société par actions simplifiée unipersonnelle"),
        ("SARL", "Société à responsabilité limitée"),
        ("EURL", "Entreprise unipersonnelle à responsabilité limitée"),
        ("SA", "Société anonyme"),
        ("SCI", "Société civile immobilière"),
        ("SNC", "Société en nom collectif"),
        ("SCOP", "Société coopérative et participative"),
        ("EI", "Entreprise individuelle"),
        ("PAR", "Particulier"),
    ),
    "titre": (("M.", "Monsieur"), ("Mme", "Madame"), ("Dr", "Docteur")),
    "activite": (("Vente",), ("Service",), ("Location",)),
    "pays": (
        ("FR", "France", "FRA"),
        ("BE", "Belgique", "UE"),
        ("LU", "Luxembourg", "UE"),
        ("DE", "Allemagne", "UE"),
        ("ES", "Espagne", "UE"),
        ("IT", "Italie", "UE"),
        ("CH", "Suisse", "HUE"),
        ("GB", "Royaume-Uni", "HUE"),
        ("MC", "Monaco", "MON"),
        ("GP", "Guadeloupe", "DOM-TOM-CT"),
        ("MQ", "Martinique", "DOM-TOM-CT"),
        ("GF", "Guyane", "DOM-TOM-CT"),
        ("RE", "La Réunion", "DOM-TOM-CT"),
        ("YT", "Mayotte", "DOM-TOM-CT"),
    ),
    "caracteristique": (
        ("CA (K€)", "organisation", "nombre"),
        ("Année du CA", "organisation", "nombre"),
        ("Effectif de l'établissement", "organisation", "nombre"),
        ("Forme juridique Corporama", "organisation", "texte"),
        ("Mail générique", "organisation", "texte"),
        ("Date Corporama", "organisation", "date"),
        ("Identifiant Corporama", "interlocuteur", "texte"),
    ),
    DECISIONS: (
        (1, "Attribut", "*", "SIRET", "FR", "PAR", False, False),
        (2, "Attribut", "*", "SIRET", "FR", "*", True, False),
        (3, "Contrôle", "*", "SIRET", "FR", "PAR", False, False),
        (4, "Contrôle", "*", "SIRET", "FR", "*", False, True),
        (5, "Attribut", "*", "FORME JURIDIQUE", "FR", "*", True, False),
    ),
}


def seeded_lists() -> dict[str, dict[str, Record]]:
    """The lists by stream and by id, and the pairs of postcode and town."""
    return rows_as_records(ATTRIBUTES, ROWS) | {"codepostal": numbered(_pairs())}


def _pairs() -> list[Record]:
    """Real postcodes and towns; the INSEE codes are made up."""
    return [
        {
            "codePostal": town.postcode,
            "ville": in_afnor(town.name),
            "codeInsee": insee_code(town.postcode, town.name),
        }
        for town in towns()
    ]
