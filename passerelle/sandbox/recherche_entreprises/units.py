"""A French company as a legal unit of the register (facts ``rec.result``, ``rec.establishment…``, ``rec.values``)."""

import re
from bisect import bisect_right
from datetime import date

from passerelle.sandbox.data.french import Contact, Fate, Firm, Site
from passerelle.sandbox.data.french.spelling import in_afnor
from passerelle.sandbox.data.french.stock import without_accents
from passerelle.sandbox.data.french.towns import insee_code
from passerelle.sandbox.recherche_entreprises.streams import ATTRIBUTES, HIDDEN
from passerelle.sandbox.system import Record

LEGAL_FORMS = {
    "SAS": "5710", "SASU": "5710", "SARL": "5499", "EURL": "5498", "SA": "5599", "SCI": "6540", "SNC": "5202",
    "SCOP": "5458", "EI": "1000",
}  # fmt: skip
HEADCOUNTS = (0, 1, 3, 6, 10, 20, 50, 100, 200, 250, 500, 1000)
"""Where each class of headcounts begins, and below the code of the class."""
CLASSES = ("00", "01", "02", "03", "11", "12", "21", "22", "31", "32", "41", "42")
DIVISIONS = (1, 5, 10, 35, 36, 41, 45, 49, 55, 58, 64, 68, 69, 77, 84, 85, 86, 90, 94, 97)
SECTIONS = "ABCDEFGHIJKLMNOPQRST"
"""By division of the nomenclature where each section begins."""
MEDIUM, LARGE = 250, 5000
MARGIN = 0.04
UPDATED = "2026-10-05T07:30:00"
STREET = re.compile(r"(\d+)(?: ?(?:bis|ter|[A-Z]))? (\S+) (.+)")
OVERSEAS = "97"


def unit_of(firm: Firm) -> Record:
    """The legal unit, with its establishments."""
    name = _capitals(firm.name)
    unit = {
        "siren": firm.siren,
        "nom_complet": f"{name} ({_capitals(firm.seat.sign)})" if firm.seat.sign else name,
        "nom_raison_sociale": name,
        "activite_principale": _dotted(firm.naf),
        "categorie_entreprise": _category(firm.headcount),
        "nature_juridique": LEGAL_FORMS[firm.legal_form],
        "section_activite_principale": SECTIONS[bisect_right(DIVISIONS, int(firm.naf[:2])) - 1],
        "tranche_effectif_salarie": _class(firm.headcount),
        "etat_administratif": "C" if firm.closed else "A",
        "date_creation": firm.opened.isoformat(),
        "date_fermeture": _day(firm.closed),
        "date_mise_a_jour": UPDATED,
        "statut_diffusion": HIDDEN if firm.fate is Fate.HIDDEN else "O",
        "dirigeants": [_manager(person) for person in firm.people[:1]],
        "finances": {str(year): {"ca": ca, "resultat_net": round(ca * MARGIN)} for year, ca in firm.revenues} or None,
        "complements": {"est_association": False, "est_entrepreneur_individuel": firm.legal_form == "EI"},
        "tva": [] if firm.closed else [firm.vat],
        "etablissements": [_establishment(site) for site in firm.sites],
    }
    return {**dict.fromkeys(ATTRIBUTES), **unit}


def _establishment(site: Site) -> Record:
    address = site.address
    street = STREET.fullmatch(address.line1)
    number, kind, label = street.groups() if street else (None, None, address.line1)
    town, overseas = in_afnor(address.city), address.postal_code.startswith(OVERSEAS)
    return {
        "siret": site.siret,
        "adresse": f"{_capitals(address.line1)} {address.postal_code} {town}",
        "numero_voie": number,
        "type_voie": kind and _capitals(kind),
        "libelle_voie": _capitals(label),
        "complement_adresse": address.line2 and _capitals(address.line2),
        "code_postal": address.postal_code,
        "libelle_commune": town,
        "commune": insee_code(address.postal_code, address.city),
        "departement": address.postal_code[: 3 if overseas else 2],
        "region": None,
        "latitude": None,
        "longitude": None,
        "activite_principale": _dotted(site.naf),
        "liste_enseignes": [_capitals(site.sign)] if site.sign else None,
        "tranche_effectif_salarie": _class(site.headcount),
        "etat_administratif": "F" if site.closed else "A",
        "date_creation": site.opened.isoformat(),
        "date_debut_activite": site.opened.isoformat(),
        "date_fermeture": _day(site.closed),
        "est_siege": site.seat,
        "ancien_siege": site.former_seat,
    }


def _manager(person: Contact) -> Record:
    return {
        "type_dirigeant": "personne physique",
        "nom": _capitals(person.last_name),
        "prenoms": _capitals(person.first_name),
        "annee_de_naissance": None,
        "date_de_naissance": None,
        "qualite": "Gérant",
        "nationalite": None,
    }


def _capitals(text: str) -> str:
    return without_accents(text.replace("’", "'")).upper()


def _dotted(naf: str) -> str:
    return f"{naf[:2]}.{naf[2:]}"


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _class(headcount: int | None) -> str:
    return "NN" if headcount is None else CLASSES[bisect_right(HEADCOUNTS, headcount) - 1]


def _category(headcount: int | None) -> str | None:
    if headcount is None:
        return None
    return "PME" if headcount < MEDIUM else "ETI" if headcount < LARGE else "GE"
