"""What the register holds: legal units by SIREN, each with all of its establishments."""

from passerelle.sandbox.system import Entries, Record, StreamRules, World, by_hand, stored_under

NAME = "recherche_entreprises"
UNITS = stored_under(NAME, "unite")
ATTRIBUTES = (
    "siren", "nom_complet", "nom_raison_sociale", "sigle", "activite_principale", "categorie_entreprise",
    "nature_juridique", "section_activite_principale", "tranche_effectif_salarie", "etat_administratif",
    "date_creation", "date_fermeture", "date_mise_a_jour", "statut_diffusion", "dirigeants", "finances", "complements",
    "tva", "etablissements",
)  # fmt: skip
HIDDEN = "N"
"""The ``statut_diffusion`` of units that are not shown; somebody may set it by hand."""
EMPTY: Record = {
    "statut_diffusion": "O", "etat_administratif": "A", "dirigeants": [], "finances": None, "complements": {},
    "tva": [], "etablissements": [],
}  # fmt: skip


def _added(_: World, values: Record) -> Entries:
    unit = {**dict.fromkeys(ATTRIBUTES), **EMPTY, **by_hand(UNITS, values, ATTRIBUTES)}
    return [(UNITS, str(unit["siren"]), unit)]


def _edited(_: World, key: str, record: Record, values: Record) -> Entries:
    return [(UNITS, key, {**record, **by_hand(UNITS, values, ATTRIBUTES)})]


STREAMS = {"unite": StreamRules(_added, _edited)}
