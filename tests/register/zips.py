"""Small zips of the register's open data with invented rows, whole or spoilt in one way."""

import csv
import io
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from pathlib import Path

HEADERS = {
    "meta.csv": "Variable,Value",
    "code.csv": "Category,Code,Language,Description",
    "enterprise.csv":
        "EnterpriseNumber,Status,JuridicalSituation,TypeOfEnterprise,JuridicalForm,JuridicalFormCAC,StartDate",
    "denomination.csv": "EntityNumber,Language,TypeOfDenomination,Denomination",
    "address.csv": "EntityNumber,TypeOfAddress,CountryNL,CountryFR,Zipcode,MunicipalityNL,MunicipalityFR,StreetNL,"
    "StreetFR,HouseNumber,Box,ExtraAddressInfo,DateStrikingOff",
    "contact.csv": "EntityNumber,EntityContact,ContactType,Value",
}  # fmt: skip
ENTITIES = ("enterprise", "denomination", "address", "contact")

BAKERY, BROKER, ABROAD = "0899999949", "0899999157", "0899998662"
"""Invented numbers with right check digits: a company in Brussels, a natural person, a company with its seat abroad."""

CODES = [
    ["TypeOfEnterprise", "1", "FR", "Personne physique"], ["TypeOfEnterprise", "1", "NL", "Natuurlijk persoon"],
    ["TypeOfEnterprise", "2", "FR", "Personne morale"], ["TypeOfEnterprise", "2", "NL", "Rechtspersoon"],
    ["JuridicalForm", "610", "FR", "Société à responsabilité limitée"],
    ["JuridicalForm", "610", "NL", "Besloten vennootschap"],
    ["Status", "AC", "FR", "Actif"], ["Status", "AC", "NL", "Actief"],
    ["Nace2008", "10711", "FR", "Fabrication industrielle de pain"],
]  # fmt: skip

Rows = list[list[str]]


def dotted(number: str) -> str:
    """0899999949 as 0899.999.949."""
    return f"{number[:4]}.{number[4:7]}.{number[7:]}"


def rows() -> dict[str, Rows]:
    """A register of three enterprises, one number of them without dots."""
    bakery, broker, abroad = dotted(BAKERY), BROKER, dotted(ABROAD)
    return {
        "code.csv": CODES,
        "enterprise.csv": [
            [bakery, "AC", "000", "2", "610", "", "01-11-1974"],
            [broker, "AC", "000", "1", "", "", "28-02-2001"],
            [abroad, "AC", "000", "2", "610", "", "15-06-1999"],
        ],
        "denomination.csv": [
            [bakery, "2", "001", "Bakkerij Verzonnen"], [bakery, "1", "001", "Boulangerie Inventée"],
            [bakery, "2", "003", "Het Verzonnen Brood"], [broker, "1", "001", "Imaginaire, Anne"],
            [abroad, "0", "001", "Fictief Holding"],
        ],
        "address.csv": [
            [bakery, "REGO", "", "", "1000", "Brussel", "Bruxelles", "Eikstraat", "Rue du Chêne", "16", "3", "", ""],
            ["2.111.111.111", "BAET", "", "", "9000", "Gent", "Gent", "Kouter", "Kouter", "1", "", "", ""],
            [broker, "REGO", "", "", "1400", "Nijvel", "Nivelles", "Markt", "Grand-Place", "2", "", "", "13-11-2023"],
            [abroad, "REGO", "Frankrijk", "France", "62000", "Arras", "Arras", "Rue X", "Rue X", "2", "", "", ""],
        ],
        "contact.csv": [
            [bakery, "ENT", "TEL", "02 315 13 51"], [bakery, "ENT", "WEB", "www.verzonnen-brood.be"],
            [bakery, "ENT", "EMAIL", "info@verzonnen-brood.be"], [bakery, "ENT", "FAX", "02 315 13 52"],
            ["2.111.111.111", "EST", "TEL", "09 111 11 11"],
        ],
    }  # fmt: skip


@dataclass(frozen=True)
class Spec:
    """What a zip holds. `texts` replaces whole files by raw bytes (None: the file is absent)."""

    kind: str = "full"
    number: int = 140
    day: str = "05-11-2026"
    rows: dict[str, Rows] = field(default_factory=rows)
    texts: dict[str, bytes | None] = field(default_factory=dict)

    def changed(self, file: str, changed: Rows) -> "Spec":
        """The same with other rows in one file."""
        return replace(self, rows={**self.rows, file: changed})

    def files(self) -> dict[str, bytes]:
        """Every file's content."""
        meta = [
            ["SnapshotDate", self.day], ["ExtractTimestamp", f"{self.day} 12:00:00"], ["ExtractType", self.kind],
            ["ExtractNumber", str(self.number)], ["Version", "R018.00"],
        ]  # fmt: skip
        made = {file: text(file, held) for file, held in {"meta.csv": meta, **self.rows}.items()}
        return {file: content for file, content in {**made, **self.texts}.items() if content is not None}


def update(number: int, deleted: dict[str, list[str]], inserted: dict[str, Rows]) -> Spec:
    """An update file: numbers deleted and rows inserted, by entity."""
    held: dict[str, Rows] = {"code.csv": CODES}
    for entity in ENTITIES:
        held[f"{entity}_delete.csv"] = [[dotted(one)] for one in deleted.get(entity, [])]
        held[f"{entity}_insert.csv"] = inserted.get(entity, [])
    return Spec("update", number, "05-12-2026", held)


def text(file: str, held: Iterable[list[str]]) -> bytes:
    """A file as the register writes it: header, comma separated, quoted, UTF-8."""
    header = HEADERS[file.replace("_insert", "").replace("_delete", "")].split(",")
    out = io.StringIO()
    writer = csv.writer(out, quoting=csv.QUOTE_ALL)
    writer.writerow(header[:1] if "_delete" in file else header)
    writer.writerows(held)
    return out.getvalue().encode()


def zipped(folder: Path, spec: Spec, name: str = "") -> Path:
    """The zip under a name of the register's kind."""
    path = folder / (name or f"KboOpenData_{spec.number:04}_2026_11_{spec.kind.capitalize()}.zip")
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        for file, content in spec.files().items():
            packed.writestr(file, content)
    return path


def unpacked(folder: Path, spec: Spec) -> Path:
    """The same files in a folder."""
    folder.mkdir()
    for file, content in spec.files().items():
        (folder / file).write_bytes(content)
    return folder
