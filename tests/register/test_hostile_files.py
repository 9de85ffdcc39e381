"""Files that are not what they should be: one sentence with file, column and what was expected; nothing is loaded."""

import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from passerelle.errors import ConfigurationError
from passerelle.hub import register
from passerelle.hub.database import Hub
from passerelle.register.load import load_register
from tests.register.zips import BAKERY, Spec, dotted, rows, zipped


def enterprise(**values: str) -> Spec:
    """A register whose first enterprise has other values."""
    names = [
        "EnterpriseNumber",
        "Status",
        "JuridicalSituation",
        "TypeOfEnterprise",
        "JuridicalForm",
        "CAC",
        "StartDate",
    ]
    first = dict(zip(names, rows()["enterprise.csv"][0], strict=True))
    return Spec().changed("enterprise.csv", [list((first | values).values()), *rows()["enterprise.csv"][1:]])


def raw(file: str, text: str | bytes | None) -> Spec:
    """A register one file of which is something else."""
    return Spec(texts={file: text.encode() if isinstance(text, str) else text})


CASES: dict[str, tuple[Spec, str]] = {
    "a file is missing": (raw("address.csv", None), "holds no address.csv"),
    "meta is missing": (raw("meta.csv", None), "holds no meta.csv"),
    "other columns": (
        raw("contact.csv", '"EntityNumber","Kind","Value"\r\n'),
        'contact.csv: has no column EntityContact, ContactType; its first line names EntityNumber, Kind, Value',
    ),
    "an empty file": (raw("denomination.csv", ""), "denomination.csv: has no column EntityNumber"),
    "no enterprise": (Spec().changed("enterprise.csv", []), "enterprise.csv: holds no enterprise"),
    "semicolons": (raw("code.csv", "Category;Code;Language;Description\r\n"), "code.csv: has no column Category"),
    "a row too short": (
        raw("contact.csv", "EntityNumber,EntityContact,ContactType,Value\r\n0899.999.949,ENT\r\n"),
        "contact.csv: line 2 has 2 values; expected 4",
    ),
    "an American date": (
        enterprise(StartDate="11/01/1974"),
        "enterprise.csv: line 2, column StartDate holds '11/01/1974'; expected a day written dd-mm-yyyy",
    ),
    "an ISO date": (enterprise(StartDate="1974-11-01"), "column StartDate holds '1974-11-01'"),
    "a day that does not exist": (enterprise(StartDate="31-02-1974"), "column StartDate holds '31-02-1974'"),
    "a number too long": (
        enterprise(EnterpriseNumber="0899.999.9490"),
        "line 2, column EnterpriseNumber holds '0899.999.9490'; expected ten digits",
    ),
    "a number in other digits": (enterprise(EnterpriseNumber="٠٨٩٩٩٩٩٩٣٨"), "expected ten digits"),
    "Latin-1": (raw("denomination.csv", "EntityNumber,Language,TypeOfDenomination,Denomination\r\n"
                    f"{dotted(BAKERY)},1,001,Inventée\r\n".encode("latin-1")), "denomination.csv: is not UTF-8"),
    "bytes that are no text": (
        raw("contact.csv", f"EntityNumber,EntityContact,ContactType,Value\r\n{dotted(BAKERY)},ENT,TEL,\0\r\n"),
        "contact.csv: is no table",
    ),
    "a line without end": (raw("code.csv", "x" * 3_000_000), "code.csv: is no table"),
    "an open quote": (
        raw("code.csv", 'Category,Code,Language,Description\r\n"Status"x,"AC","FR","Actif"\r\n'),
        "code.csv: is not comma-separated text with quotes",
    ),
    "a kind of extract nobody knows": (Spec(kind="partial"), "ExtractType is 'partial'; expected Full or Update"),
    "an extract without number": (
        raw("meta.csv", "Variable,Value\r\nSnapshotDate,05-11-2026\r\nExtractType,full\r\n"),
        "meta.csv: names no ExtractNumber",
    ),
    "a snapshot in another spelling": (Spec(day="2026-11-05"), "meta.csv: SnapshotDate"),
}  # fmt: skip


@pytest.mark.parametrize("case", CASES)
def test_it_is_refused_in_one_sentence(case: str, hub: Hub, tmp_path: Path) -> None:
    spec, sentence = CASES[case]
    refused(hub, zipped(tmp_path, spec), sentence)


def truncated(folder: Path) -> Path:
    path = zipped(folder, Spec())
    path.write_bytes(path.read_bytes()[:-200])
    return path


def flipped(folder: Path) -> Path:
    """One byte of a stored file is not what its checksum says."""
    path = folder / "KboOpenData_0140_2026_11_Full.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as packed:
        for file, content in Spec().files().items():
            packed.writestr(file, content)
    path.write_bytes(path.read_bytes().replace(b"Bakkerij", b"Bakkerin"))
    return path


def no_zip(folder: Path) -> Path:
    path = folder / "report.zip"
    path.write_text("<html>Please log in</html>")
    return path


def empty(folder: Path) -> Path:
    path = folder / "empty.zip"
    path.touch()
    return path


@pytest.mark.parametrize(
    ("make", "sentence"),
    [
        (truncated, "KboOpenData_0140_2026_11_Full.zip: is a zip that was cut short; download it again"),
        (flipped, "denomination.csv in it is damaged or cut short"),
        (no_zip, "report.zip: is no zip; expected KboOpenData_"),
        (empty, "empty.zip: is no zip"),
        (lambda folder: folder / "nowhere.zip", "nowhere.zip: is not there"),
    ],
    ids=["a truncated zip", "a byte changed on the way", "a log-in page", "an empty file", "a file that is not there"],
)
def test_a_damaged_download_is_refused(make: Callable[[Path], Path], sentence: str, hub: Hub, tmp_path: Path) -> None:
    refused(hub, make(tmp_path), sentence)


def refused(hub: Hub, path: Path, sentence: str) -> None:
    """The load says this in one line, and the hub holds nothing of it."""
    with pytest.raises(ConfigurationError, match=re.escape(sentence)) as told:
        load_register(hub, path)
    assert str(told.value).endswith("Nothing was loaded.")
    assert "\n" not in str(told.value)
    with hub.read() as connection:
        assert register.current(connection) is None
        assert register.leftovers(connection) == []
        assert not any(register.counts(connection, 1).values())
