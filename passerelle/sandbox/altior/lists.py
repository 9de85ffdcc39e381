"""What people at Altior choose from: bare lists, the customer's own (fact ``alt.lists``)."""

from collections.abc import Mapping

from passerelle.sandbox.altior.kinds import HADDAD, HEAD_OFFICE, MOREL, NAME, WORKSHOP
from passerelle.sandbox.french.lists import list_rules, listing, rows_as_records
from passerelle.sandbox.system import Record, stored_under

ATTRIBUTES: Mapping[str, tuple[str, ...]] = {
    "establishment": ("name",),
    "user": ("name", "email"),
    "title": ("title", "abbreviation", "nature"),
    "type": ("list", "label"),
    "customfield": ("name", "object", "type"),
}
ROWS: Mapping[str, tuple[tuple[str, ...], ...]] = {
    "establishment": ((HEAD_OFFICE,), (WORKSHOP,)),
    "user": ((MOREL, "camille.morel@altior.test"), (HADDAD, "karim.haddad@altior.test")),
    "title": (
        ("Société par actions simplifiée", "SAS", "MORAL"),
        ("Société par actions simplifiée unipersonnelle", "SASU", "MORAL"),
        ("Société à responsabilité limitée", "SARL", "MORAL"),
        ("Entreprise unipersonnelle à responsabilité limitée", "EURL", "MORAL"),
        ("Société anonyme", "SA", "MORAL"),
        ("Société civile immobilière", "SCI", "MORAL"),
        ("Société en nom collectif", "SNC", "MORAL"),
        ("Société coopérative et participative", "SCOP", "MORAL"),
        ("Entreprise individuelle", "EI", "MORAL"),
        ("Monsieur", "M", "PHYSIQUE"),
        ("Madame", "Mme", "PHYSIQUE"),
    ),
    "type": (
        ("phone", "Fixe"),
        ("phone", "Portable"),
        ("phone", "Fax"),
        ("email", "Principal"),
        ("email", "Facturation"),
        ("url", "Site web"),
    ),
    "customfield": (("Workflow", "affaire", "text"), ("Etape", "affaire", "text")),
}


def seeded_lists() -> dict[str, dict[str, Record]]:
    """The lists as they are at the beginning, by stream and by id."""
    return rows_as_records(ATTRIBUTES, ROWS)


RULES = {stream: list_rules(stored_under(NAME, stream), attributes) for stream, attributes in ATTRIBUTES.items()}
"""What happens when an administrator at Altior changes one of the lists."""
TABLE = tuple(
    (f"/{stream}s", "GET", listing(stored_under(NAME, stream)), ("alt.lists", "alt.titles", "alt.types"))
    for stream in ATTRIBUTES
)
