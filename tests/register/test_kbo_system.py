"""The register in the hub as a system: asked by number, it says how old it is, and does nothing else."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from passerelle.errors import ConfigurationError
from passerelle.hub.database import Hub
from passerelle.register.load import load_register
from passerelle.systems.base import System
from tests.register.zips import ABROAD, BAKERY, BROKER, CODES, Spec, rows, zipped


def test_a_look_up_tells_found_from_missing_without_any_call(hub: Hub, kbo: System, tmp_path: Path) -> None:
    load_register(hub, zipped(tmp_path, Spec()))
    finished: list[int] = []
    answer = kbo.look_up("company", [BAKERY, "0403449823", ABROAD, BAKERY], finished.append)
    assert list(answer.found) == [BAKERY, ABROAD]
    assert (answer.missing, answer.refused, sum(finished)) == (["0403449823"], {}, 3)
    assert (kbo.calls.reads, kbo.calls.writes) == (0, 0)
    found = kbo.find("company", "enterprise_number", [BROKER, "0403449823"])
    assert {number: len(raws) for number, raws in found.items()} == {BROKER: 1, "0403449823": 0}


def test_codes_are_translated_by_the_files_own_table_in_both_languages(hub: Hub, kbo: System, tmp_path: Path) -> None:
    load_register(hub, zipped(tmp_path, Spec()))
    raw = kbo.read("company", BAKERY)
    assert raw is not None
    assert raw["juridicalForm"] == {"code": "610", "fr": CODES[4][3], "nl": CODES[5][3]}
    assert raw["status"] == {"code": "AC", "fr": "Actif", "nl": "Actief"}


def test_the_connection_says_what_is_loaded_and_how_old_it_is(hub: Hub, kbo: System, tmp_path: Path) -> None:
    day = datetime.now(UTC).date() - timedelta(days=17)
    load_register(hub, zipped(tmp_path, Spec(day=day.strftime("%d-%m-%Y"))))
    assert kbo.test().startswith(f"extract 140 of {day.isoformat()}, 17 days old, loaded ")


def test_without_a_register_every_question_is_answered_with_the_command(kbo: System) -> None:
    for ask in (kbo.test, lambda: kbo.look_up("company", [BAKERY]), lambda: kbo.read("company", BAKERY)):
        with pytest.raises(ConfigurationError, match=r"no register is loaded; .*passerelle register load FILE"):
            ask()


def test_what_it_does_not_offer_is_told(kbo: System) -> None:
    for ask in (
        lambda: kbo.pages("company"),
        lambda: kbo.create("company", {}),
        lambda: kbo.update("company", BAKERY, {}),
        lambda: kbo.find("company", "name", ["Bakkerij"]),
    ):
        with pytest.raises(ConfigurationError, match="KBO/BCE offers no way to"):
            ask()


def test_its_page_is_the_public_search(kbo: System) -> None:
    assert kbo.page_of("company", BAKERY).endswith(f"/kbopub/zoeknummerform.html?nummer={BAKERY}")


def test_a_register_replaced_in_the_middle_of_a_question_is_not_mixed(
    hub: Hub, kbo: System, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The address of the first load and the start date of the second would be of no company that ever was."""
    from passerelle.systems import kbo as module

    load_register(hub, zipped(tmp_path, Spec()))
    moved = rows()
    moved["address.csv"][0][9] = "99"
    moved["enterprise.csv"][0][-1] = "02-02-2002"
    read, replaced = module._read, []

    def slow(*asked: object) -> object:
        answer = read(*asked)  # type: ignore[arg-type]
        if not replaced:
            replaced.append(load_register(hub, zipped(tmp_path, Spec(number=141, rows=moved))))
        return answer

    monkeypatch.setattr(module, "_read", slow)
    raw = kbo.read("company", BAKERY)
    assert raw is not None
    assert (raw["address"]["houseNumber"], raw["startDate"]) == ("99", "2002-02-02")
