"""What artis.net's decision table TD_CONTROLE_IDENTIFIANT says of a record that is to be sent (`art.siret.table`,
`art.siret.table.read`, `art.siret.check`)."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence

from passerelle.quality.checks import is_siret
from passerelle.systems.base import Raw

PATH = "/tables/TD_CONTROLE_IDENTIFIANT"
ANY = "*"
ASKED, CHECKED = "Attribut", "Contrôle"
"""The two types of action: what is mandatory, and what is checked."""
FIELDS = {"SIRET": ("siret", "SIRET"), "FORME JURIDIQUE": ("legal_form", "Forme juridique")}
"""By identifier of the table, the canonical field it is, and its label."""
ORGANISATION = "internal_organisation"

Content = Mapping[str, str | None]


def of_third_party(rows: Sequence[Raw], content: Content, organisations: Collection[str]) -> Iterator[str]:
    """What a third party lacks, or has wrong: a sentence each. `organisations`: the internal ones it may be related to,
    where nobody has said which."""
    for identifier, (name, label) in FIELDS.items():
        row = _deciding(rows, ASKED, identifier, content, organisations)
        if row and row["obligatoire"] and not content.get(name):
            yield f"artis.net asks for {label} {_why(row)}; fill it in"
    yield from of_siret(rows, content, organisations)


def of_siret(rows: Sequence[Raw], content: Content, organisations: Collection[str]) -> Iterator[str]:
    """What is wrong with the SIRET of a third party or a site."""
    number = content.get("siret")
    row = _deciding(rows, CHECKED, "SIRET", content, organisations)
    if number and row and row["controler"] and not is_siret(number):
        yield f"artis.net refuses the SIRET {number} {_why(row)}; correct it"


def _deciding(
    rows: Sequence[Raw], action: str, identifier: str, content: Content, organisations: Collection[str]
) -> Raw | None:
    """The first row that fits, by position."""
    said = content.get(ORGANISATION)
    meant: dict[str, set[str | None]] = {
        "typeAction": {action},
        "identifiant": {identifier, ANY},
        "pays": {content.get("country"), ANY},
        "formeJuridique": {content.get("legal_form"), ANY},
        "organisationInterne": {*([said] if said else organisations), ANY},
    }
    fitting = (row for row in rows if all(row[name] in values for name, values in meant.items()))
    return min(fitting, key=lambda row: int(row["position"]), default=None)


def _why(row: Raw) -> str:
    told = [f"{name} {row[key]}" for name, key in (("country", "pays"), ("legal form", "formeJuridique"))]
    return f"(decision table TD_CONTROLE_IDENTIFIANT, position {row['position']}: {', '.join(told)})"
