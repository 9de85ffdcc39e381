"""What Corporama holds: a sheet of each establishment, by its whole SIRET, and the credits of the one account."""

from passerelle.sandbox.system import Entries, Record, StreamRules, World, by_hand, stored_under

NAME = "corporama"
SHEETS, ACCOUNT = stored_under(NAME, "establishment"), stored_under(NAME, "account")
ONLY = "1"
"""The id of the account."""
PAGES = "https://corporama.com/societe/"
LISTS = ("mailsGeneriques", "contacts")
FLAGS = ("siege", "adresseLivraison", "adresseFacturation", "adresseEnvoi")
NUMBERS = ("siren", "siret", "raisonSociale")
OTHERS = (
    "enseigne", "formeJuridique", "effectifEtablissement", "effectifSiege", "capitalSocial", "tvaIntracom", "naf",
    "nafGlobal", "caDerniereAnnee", "anneeCa", "siteWeb", "fax", "telephone", "telephone2", "rue", "codePostal",
    "ville",
)  # fmt: skip
FILLED_IN = (*NUMBERS, *OTHERS, *FLAGS, *LISTS)


def number_of(sheet: Record) -> str:
    """The whole SIRET of a sheet, whatever stands in it."""
    return str(sheet["page"]).removeprefix(PAGES)


def siren_of(sheet: Record) -> str:
    """The SIREN by which sheets are looked up."""
    return number_of(sheet)[:9]


def blank(siret: str) -> Record:
    """The sheet of an establishment of which nothing is known."""
    named = {"siren": siret[:9], "siret": siret, "raisonSociale": ""}
    return named | dict.fromkeys(OTHERS) | dict.fromkeys(FLAGS, 0) | {"mailsGeneriques": [], "contacts": []}


def _added(_: World, values: Record) -> Entries:
    siret = str(values.get("siret", ""))
    sheet = {**blank(siret), **by_hand(SHEETS, values, FILLED_IN), "page": PAGES + siret}
    return [(SHEETS, siret, sheet)]


def _edited(_: World, key: str, record: Record, values: Record) -> Entries:
    return [(SHEETS, key, {**record, **by_hand(SHEETS, values, FILLED_IN)})]


def _another_account(_: World, values: Record) -> Entries:
    return [(ACCOUNT, ONLY, {"restants": 0, "utilises": 0, **by_hand(ACCOUNT, values, ("restants", "utilises"))})]


def _credited(_: World, key: str, record: Record, values: Record) -> Entries:
    return [(ACCOUNT, key, {**record, **by_hand(ACCOUNT, values, record)})]


STREAMS = {
    "establishment": StreamRules(_added, _edited, siren_of),
    "account": StreamRules(_another_account, _credited),
}
