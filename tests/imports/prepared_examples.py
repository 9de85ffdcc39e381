"""An import as `prepare` would tell it: a company that is new or known, a second site, two contacts."""

from passerelle.imports.prepared import Asked, Cost, Difference, Existing, Finding, Prepared, Subject, Value

SIREN, SITE, ANNE, PAUL = "732829320", "73282932000082", "732829320/1", "732829320/2"
COMPANY = [
    Value("name", "Raison sociale", "Fiche principale > Informations principales", "Dupont", required=True),
    Value("street", "Adresse 1", "Fiche principale > Informations principales", None, required=True),
    Value("fax", "Fax", "Fiche principale > Informations principales > Fax", "04 72 00 00 01"),
    Value("delivers", "Adresse de livraison", "Fiche principale", "yes", choices=("yes", "no")),
    Value("revenue", "CA (K€)", "Caractéristiques", "1200", assumed=True),
]
PERSON = [
    Value("title", "Titre", "Interlocuteurs > (Fiche) Personne", "Madame", True, ("Madame", "Monsieur")),
    Value("last_name", "Nom", "Interlocuteurs > (Fiche) Personne", "Martin", required=True),
    Value("email", "Mail 1", "Interlocuteurs > (Fiche) Adresse", "anne@example.test"),
]
REGIME = Asked("tax_regime", "Régime fiscal", [("FRA", "France"), ("EXO", "France, exonéré")], True, "")


def prepared(known: bool = False, missing: tuple[str, ...] = ("street",), held: tuple[str, ...] = ()) -> Prepared:
    """The import of one company."""
    existing = Existing("C0042", "http://artis.test/C0042", "Dupont SA") if known else None
    company = Subject(
        "company",
        SIREN,
        "Dupont",
        COMPANY,
        existing,
        [Difference("fax", "Fiche principale > Informations principales > Fax", "04 72 00 00 99", "04 72 00 00 01")]
        if known
        else [],
        [Finding("other_name", "name", "The register knows it as DUPONT SAS.", "DUPONT SAS")],
        held,
        missing,
    )
    site = Subject("site", SITE, "Dépôt", [Value("street", "Adresse 1", "Sites", "2 quai Nord", required=True)])
    people = [Subject("contact", id_, name, PERSON) for id_, name in ((ANNE, "Anne Martin"), (PAUL, "Paul Roux"))]
    return Prepared(Cost(2, 1, 1, 40), [company, site, *people], [REGIME], ["The list of sites may be incomplete."])
