"""openthebox filled from a folder of the Belgian register's open data; the rows here are invented."""

from pathlib import Path

import pytest

from passerelle.sandbox.server import SandboxError
from tests.sandbox_fixture import running_sandbox


def header(columns: str) -> str:
    return ",".join(f'"{column}"' for column in columns.split())


ENTERPRISE = (
    header("EnterpriseNumber Status JuridicalSituation TypeOfEnterprise JuridicalForm JuridicalFormCAC StartDate")
    + """
"0403.449.823","AC","000","2","610",,01-11-1974
"999000129","AC","000","2","014",,"16-02-1923"
"0999.000.029","AC","000","1",,,
"""
)
DENOMINATION = (
    header("EntityNumber Language TypeOfDenomination Denomination")
    + '''
"0403.449.823","2","001","Bakkerij Voorbeeld"
"0403.449.823","1","001","Boulangerie Exemple"
"0403.449.823","2","003","Bij Voorbeeld, ""echt"""
"0999.000.129","0","001","Voorbeeld Holding"
"2.000.000.339","2","004","Een filiaal"
'''
)
ADDRESS = (
    header(
        "EntityNumber TypeOfAddress CountryNL CountryFR Zipcode MunicipalityNL MunicipalityFR StreetNL "
        "StreetFR HouseNumber Box ExtraAddressInfo DateStrikingOff"
    )
    + """
"0403.449.823","REGO",,,"1000","Brussel","Bruxelles","Oude Laan","Avenue Ancienne","1","","","13-11-2023"
"0403.449.823","REGO",,,"9070","Destelbergen","","Eikstraat","","16","B2","",
"0403.449.823","BAET",,,"9000","Gent","Gent","Filiaalstraat","Filiaalstraat","9","","",
"0999.000.129","REGO","Frankrijk","France","62000","Arras","Arras","Rue du Test","Rue du Test","2","","",
"0999.000.029","REGO","Atlantis","Atlantide","1","Stad","Ville","Straat","Rue","3","","",
"""
)
CONTACT = (
    header("EntityNumber EntityContact ContactType Value")
    + """
"0403.449.823","ENT","TEL","02 315 13 51"
"0403.449.823","ENT","TEL","02 315 13 52"
"0403.449.823","ENT","FAX","02 315 13 53"
"0403.449.823","ENT","EMAIL","info@voorbeeld.be"
"0999.000.129","EST","WEB","www.filiaal.be"
"0999.000.129","ENT","WEB","www.voorbeeld.be"
"""
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    register = tmp_path / "register"
    register.mkdir()
    tables = {"enterprise": ENTERPRISE, "denomination": DENOMINATION, "address": ADDRESS, "contact": CONTACT}
    for name, text in tables.items():
        (register / f"{name}.csv").write_text(text, encoding="utf-8")
    return register


def test_companies_of_the_register_are_served_as_openthebox_does(folder: Path) -> None:
    with running_sandbox(from_path=folder) as sandbox:
        companies = sandbox.state("openthebox", "company")
        relations = sandbox.state("adminpulse", "relation")
    assert list(companies) == ["BE0403449823", "BE0999000129", "BE0999000029"]
    assert companies["BE0403449823"] == {
        "pid": "BE0403449823",
        "enterpriseNumber": "0403449823",
        "vatNumber": None,
        "status": "AC",
        "juridicalSituation": "000",
        "typeOfEnterprise": "2",
        "juridicalForm": "610",
        "names": [
            {"language": "2", "type": "001", "value": "Bakkerij Voorbeeld"},
            {"language": "1", "type": "001", "value": "Boulangerie Exemple"},
            {"language": "2", "type": "003", "value": 'Bij Voorbeeld, "echt"'},
        ],
        "address": {
            "street": {"nl": "Eikstraat"},
            "houseNumber": "16",
            "box": "B2",
            "zipcode": "9070",
            "municipality": {"nl": "Destelbergen"},
            "countryCode": "BE",
        },
        "phone": "02 315 13 51",
        "email": "info@voorbeeld.be",
        "website": None,
        "startDate": "1974-11-01",
        "endDate": None,
        "fiscalYearEnd": None,
        "mandates": [],
    }
    assert companies["BE0999000129"]["website"] == "www.voorbeeld.be"
    assert companies["BE0999000129"]["startDate"] == "1923-02-16"
    assert relations == {}


def test_a_foreign_address_has_its_country_and_an_unknown_one_is_told(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with running_sandbox(from_path=folder) as sandbox:
        companies = sandbox.state("openthebox", "company")
    assert companies["BE0999000129"]["address"]["countryCode"] == "FR"
    assert companies["BE0999000029"]["address"]["countryCode"] is None
    assert companies["BE0999000029"]["juridicalForm"] is None
    told = capsys.readouterr().err
    assert told.count("Atlantide") == 1
    assert "0999.000.029" in told


def test_adminpulse_is_filled_from_the_register_if_asked(folder: Path) -> None:
    with running_sandbox(from_path=folder, relations_from_register=True) as sandbox:
        relations = sandbox.state("adminpulse", "relation").values()
    assert {"Bakkerij Voorbeeld", "Boulangerie Exemple"} & {(relation["name"] or "").strip() for relation in relations}
    assert all(relation["links"] == relation["accountingYears"] == [] for relation in relations)
    assert {relation["financialYearEnd"] for relation in relations} == {None}


def test_a_changed_register_starts_afresh(folder: Path, tmp_path: Path) -> None:
    with running_sandbox(from_path=folder, home=tmp_path) as sandbox:
        sandbox.edit("openthebox", "company", "BE0403449823", phone="1")
    with running_sandbox(from_path=folder, home=tmp_path) as sandbox:
        assert sandbox.record("openthebox", "company", "BE0403449823")["phone"] == "1"
    (folder / "contact.csv").write_text(CONTACT.replace("02 315 13 51", "02 315 13 59"), encoding="utf-8")
    (folder / "enterprise.csv").write_text(ENTERPRISE.replace('"014"', '"610"') + "\n", encoding="utf-8")
    with running_sandbox(from_path=folder, home=tmp_path) as sandbox:
        assert sandbox.record("openthebox", "company", "BE0403449823")["phone"] == "02 315 13 59"


def test_a_folder_that_cannot_be_used_is_told(folder: Path, tmp_path: Path) -> None:
    def refused(path: Path, words: str) -> None:
        with pytest.raises(SandboxError, match=words), running_sandbox(from_path=path):
            pass

    refused(tmp_path / "nowhere", "is no folder")
    (folder / "contact.csv").unlink()
    refused(folder, r"no contact\.csv")
    (folder / "contact.csv").write_text('"EntityNumber","ContactType","Value"\n', encoding="utf-8")
    refused(folder, "EntityContact")
    (folder / "contact.csv").write_text(CONTACT + '"0403.449.823"\n', encoding="utf-8")
    refused(folder, "line 8")
