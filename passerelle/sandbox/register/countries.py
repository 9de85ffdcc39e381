"""Names of countries, as the register's open data writes them in French and in Dutch, and their ISO 3166 codes."""

import unicodedata

COUNTRIES: dict[str, tuple[str, ...]] = {
    "AT": ("Autriche", "Oostenrijk"),
    "BE": ("Belgique", "België"),
    "BG": ("Bulgarie", "Bulgarije"),
    "CA": ("Canada",),
    "CH": ("Suisse", "Zwitserland"),
    "CN": ("Chine", "China"),
    "CY": ("Chypre", "Cyprus"),
    "CZ": ("République tchèque", "Tchéquie", "Tsjechië", "Tsjechische Republiek"),
    "DE": ("Allemagne", "Duitsland"),
    "DK": ("Danemark", "Denemarken"),
    "EE": ("Estonie", "Estland"),
    "ES": ("Espagne", "Spanje"),
    "FI": ("Finlande", "Finland"),
    "FR": ("France", "Frankrijk"),
    "GB": ("Royaume-Uni", "Grande-Bretagne", "Verenigd Koninkrijk", "Groot-Brittannië"),
    "GR": ("Grèce", "Griekenland"),
    "HR": ("Croatie", "Kroatië"),
    "HU": ("Hongrie", "Hongarije"),
    "IE": ("Irlande", "Ierland"),
    "IT": ("Italie", "Italië"),
    "JP": ("Japon", "Japan"),
    "LT": ("Lituanie", "Litouwen"),
    "LU": ("Luxembourg", "Grand-Duché de Luxembourg", "Luxemburg", "Groothertogdom Luxemburg"),
    "LV": ("Lettonie", "Letland"),
    "MA": ("Maroc", "Marokko"),
    "MT": ("Malte", "Malta"),
    "NL": ("Pays-Bas", "Nederland"),
    "NO": ("Norvège", "Noorwegen"),
    "PL": ("Pologne", "Polen"),
    "PT": ("Portugal",),
    "RO": ("Roumanie", "Roemenië"),
    "SE": ("Suède", "Zweden"),
    "SI": ("Slovénie", "Slovenië"),
    "SK": ("Slovaquie", "Slowakije"),
    "TR": ("Turquie", "Turkije"),
    "US": ("États-Unis", "États-Unis d'Amérique", "Verenigde Staten", "Verenigde Staten van Amerika"),
}


def country_code(french: str, dutch: str) -> str | None:
    """The ISO code of a country by either name; Belgium when both are empty, None when neither is known."""
    if not french.strip() and not dutch.strip():
        return "BE"
    return CODES.get(_plain(french)) or CODES.get(_plain(dutch))


def _plain(name: str) -> str:
    return unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().strip().lower()


CODES = {_plain(name): code for code, names in COUNTRIES.items() for name in names}
