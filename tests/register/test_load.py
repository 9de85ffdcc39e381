"""A register loaded from its zip or folder is what readers see, whole or not at all; an update changes it."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from passerelle.errors import ConfigurationError, HubError
from passerelle.hub import register
from passerelle.hub.database import Hub
from passerelle.hub.register_schema import register_load
from passerelle.register import load as loading
from passerelle.register.load import load_register
from passerelle.systems.base import System
from tests.register.zips import ABROAD, BAKERY, BROKER, CODES, Spec, dotted, rows, unpacked, update, zipped

Read = Callable[[str], dict[str, Any] | None]

BAKERY_AS_READ = {
    "name@fr": "Boulangerie Inventée", "name@nl": "Bakkerij Verzonnen", "legal_form": "610",
    "enterprise_number": BAKERY, "website": "www.verzonnen-brood.be", "phone": "+3223151351",
    "street@fr": "Rue du Chêne", "street@nl": "Eikstraat", "house_number": "16", "box": "3", "postcode": "1000",
    "town@fr": "Bruxelles", "town@nl": "Brussel", "country": "BE", "incorporation_date": "1974-11-01",
    "status": "active", "kind": "company",
}  # fmt: skip


def test_a_zip_is_what_the_system_then_says(hub: Hub, company: Read, tmp_path: Path) -> None:
    loaded = load_register(hub, zipped(tmp_path, Spec()))
    assert (loaded.type, loaded.extract_number, loaded.snapshot_date) == ("full", 140, "2026-11-05")
    assert loaded.rows == {"enterprise": 3, "denomination": 4, "address": 2, "contact": 3, "code": 8}
    assert company(BAKERY) == BAKERY_AS_READ


def test_an_unpacked_folder_is_the_same(hub: Hub, company: Read, tmp_path: Path) -> None:
    load_register(hub, unpacked(tmp_path / "unpacked", Spec()))
    assert company(BAKERY) == BAKERY_AS_READ


def test_a_natural_person_without_seat_or_form(hub: Hub, company: Read, tmp_path: Path) -> None:
    load_register(hub, zipped(tmp_path, Spec()))
    assert company(BROKER) == {
        "name@fr": "Imaginaire, Anne", "enterprise_number": BROKER, "incorporation_date": "2001-02-28",
        "status": "active", "kind": "sole_trader",
    }  # fmt: skip


def test_a_seat_abroad_keeps_its_country_and_a_name_without_language_serves_all(
    hub: Hub, company: Read, tmp_path: Path
) -> None:
    load_register(hub, zipped(tmp_path, Spec()))
    read = company(ABROAD)
    assert read is not None
    assert (read["country"], read["postcode"]) == ("FR", "62000")
    assert {read[f"name@{language}"] for language in ("fr", "nl", "de", "en")} == {"Fictief Holding"}


def test_the_kind_comes_from_the_files_own_codes(hub: Hub, company: Read, tmp_path: Path) -> None:
    other = {"1": "2", "2": "1"}
    swapped = [[c, other.get(code, code), *rest] for c, code, *rest in CODES]
    load_register(hub, zipped(tmp_path, Spec().changed("code.csv", swapped)))
    kinds = {number: (company(number) or {})["kind"] for number in (BAKERY, BROKER)}
    assert kinds == {BAKERY: "sole_trader", BROKER: "company"}


def test_columns_in_another_order_and_new_ones_are_read_by_name(hub: Hub, company: Read, tmp_path: Path) -> None:
    header = "StartDate,Novelty,JuridicalForm,TypeOfEnterprise,Status,EnterpriseNumber"
    line = f"01-11-1974,x,610,2,AC,{dotted(BAKERY)}"
    load_register(hub, zipped(tmp_path, Spec(texts={"enterprise.csv": f"\ufeff{header}\r\n{line}\r\n".encode()})))
    assert company(BAKERY) == BAKERY_AS_READ


def test_a_new_load_replaces_the_former_and_leaves_nothing_of_it(hub: Hub, company: Read, tmp_path: Path) -> None:
    load_register(hub, zipped(tmp_path, Spec()))
    fewer = rows()["enterprise.csv"][:1]
    load_register(hub, zipped(tmp_path, Spec(number=141).changed("enterprise.csv", fewer)))
    assert company(BROKER) is None
    with hub.read() as connection:
        assert len(connection.execute(select(register_load)).all()) == 1
        left = {one for table in register.TABLES for one in connection.execute(select(table.c.load_id)).scalars()}
        assert left == {2}


def test_readers_see_the_former_register_until_the_new_one_is_complete(hub: Hub, company: Read, tmp_path: Path) -> None:
    load_register(hub, zipped(tmp_path, Spec()))
    moved = rows()["enterprise.csv"]
    moved[0][-1] = "02-02-2002"
    seen: list[str] = []

    def look(what: str, *_: object) -> None:
        seen.append((company(BAKERY) or {})["incorporation_date"])

    load_register(hub, zipped(tmp_path, Spec(number=141).changed("enterprise.csv", moved)), look)
    assert len(seen) > 5
    assert set(seen) == {"1974-11-01"}
    assert (company(BAKERY) or {})["incorporation_date"] == "2002-02-02"


def test_what_a_killed_load_left_is_gone_after_the_next_and_was_never_read(
    hub: Hub, kbo: System, tmp_path: Path
) -> None:
    with hub.write(register.SCOPE) as connection:
        values = {"file": "x", "extract_number": 1, "snapshot_date": "2026-01-01", "started_at": loading._now()}
        left = register.begin(connection, values)
        connection.execute(register.TABLES[0].insert().values(load_id=left, number=BAKERY))
    with pytest.raises(ConfigurationError, match="no register is loaded"):
        kbo.read("company", BAKERY)
    load_register(hub, zipped(tmp_path, Spec()))
    with hub.read() as connection:
        assert register.counts(connection, left) == dict.fromkeys(register.counts(connection, left), 0)


def test_two_loads_at_once(hub: Hub, company: Read, tmp_path: Path) -> None:
    file = zipped(tmp_path, Spec())
    second: list[str] = []

    def interfere(what: str, *_: object) -> None:
        if what == "address.csv" and not second:
            with pytest.raises(HubError) as told:
                load_register(hub, file)
            second.append(str(told.value))

    load_register(hub, file, interfere)
    assert "Another load of the register is under way" in second[0]
    assert company(BAKERY) == BAKERY_AS_READ
    load_register(hub, file)


def test_an_update_deletes_then_inserts_entity_by_entity(hub: Hub, company: Read, tmp_path: Path) -> None:
    load_register(hub, zipped(tmp_path, Spec()))
    street = [dotted(BAKERY), "REGO", "", "", "9000", "Gent", "Gent", "Kouter", "Kouter", "7", "", "", ""]
    new = [["0899.997.771", "AC", "000", "2", "610", "", "01-12-2026"]]
    gone = {"enterprise": [BROKER], "denomination": [BROKER], "address": [BAKERY]}
    loaded = load_register(hub, zipped(tmp_path, update(141, gone, {"address": [street], "enterprise": new})))
    assert (loaded.type, loaded.extract_number, loaded.rows["enterprise"]) == ("update", 141, 3)
    assert company(BROKER) is None
    assert (company("0899997771") or {})["incorporation_date"] == "2026-12-01"
    moved = company(BAKERY)
    assert moved is not None
    assert (moved["street@nl"], moved["house_number"], moved.get("box")) == ("Kouter", "7", None)
    assert moved["phone"] == BAKERY_AS_READ["phone"]


def test_an_update_onto_nothing(hub: Hub, tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match=r"is an update \(extract 141\), and no register was loaded yet"):
        load_register(hub, zipped(tmp_path, update(141, {}, {})))


@pytest.mark.parametrize("number", [140, 142])
def test_an_update_onto_the_wrong_base(hub: Hub, company: Read, tmp_path: Path, number: int) -> None:
    load_register(hub, zipped(tmp_path, Spec()))
    told = f"from extract {number - 1} to {number}, but the hub holds extract 140"
    with pytest.raises(ConfigurationError, match=told):
        load_register(hub, zipped(tmp_path, update(number, {"enterprise": [BAKERY]}, {})))
    assert company(BAKERY) == BAKERY_AS_READ


def test_an_update_that_breaks_off_changes_nothing(hub: Hub, company: Read, tmp_path: Path) -> None:
    load_register(hub, zipped(tmp_path, Spec()))
    spoilt = update(141, {"enterprise": [BAKERY]}, {"contact": [["not a number", "ENT", "TEL", "1"]]})
    with pytest.raises(ConfigurationError, match=r"contact_insert\.csv: line 2, column EntityNumber holds 'not a"):
        load_register(hub, zipped(tmp_path, spoilt))
    assert company(BAKERY) == BAKERY_AS_READ
    assert load_register(hub, zipped(tmp_path, update(141, {}, {}))).extract_number == 141
