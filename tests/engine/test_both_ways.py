"""Two-way integrations, seen in both systems: what is adopted, what is created, whose edit stands, and what ends."""

import re
import shutil
from collections import Counter
from pathlib import Path

import pytest

from passerelle.engine.revert import revert_run
from passerelle.hub.database import open_hub
from passerelle.settings import Settings
from tests.firm_fixture import CHOSEN, DOWN, UP, Firm, phones, plain
from tests.sandbox_fixture import Record

SIZES = [
    {"id": 1, "label": "De 1 à 5"},
    {"id": 2, "label": "De 6 à 9"},
    {"id": 3, "label": "De 10 à 19"},
    {"id": 4, "label": "De 20 à 49"},
]
"""Some of the account's classes of employees."""

pytestmark = pytest.mark.xdist_group("firm")


def good_sirets(records: dict[str, Record], of: str) -> Counter[str]:
    """How often each SIRET stands in a system."""
    held = [
        (one.get("legal_france") or {}).get("siret") if of == "sellsy" else one["siret"] for one in records.values()
    ]
    return Counter(re.sub(r"\D", "", siret) for siret in held if siret)


def test_initialisation_adopts_what_both_hold_and_creates_the_rest_once(first: Firm) -> None:
    first.sandbox.reset()
    before = good_sirets(first.sellsy, "sellsy"), good_sirets(first.altior, "altior")
    known = len(first.altior)
    first.sandbox.reset("mark")
    sellsy, altior = good_sirets(first.sellsy, "sellsy"), good_sirets(first.altior, "altior")
    both = {siret for siret in before[0] if before[0][siret] == before[1][siret] == 1}
    assert len(both) > 10
    assert {(sellsy[siret], altior[siret]) for siret in both} == {(1, 1)}
    alone = {siret for siret in before[1] if before[1][siret] == 1 and siret not in before[0]}
    assert alone
    assert {sellsy[siret] for siret in alone} == {1}
    assert len(first.altior) > known
    assert len(first.pairs()) > len(both)


def test_a_second_run_writes_nothing(firm: Firm) -> None:
    mark = firm.last_call()
    firm.run()
    assert firm.writes(mark) == []


def test_a_firm_whose_hub_is_lost_is_known_again_by_its_references(firm: Firm, first: Firm, tmp_path: Path) -> None:
    pairs = firm.pairs()
    without = [key for key in pairs if not (firm.sellsy[key].get("legal_france") or {}).get("siret")]
    assert without, "no third party without a SIRET is there to be known again"
    mark = firm.last_call()
    lost = Firm(first.sandbox, Settings(home=tmp_path / "lost", root=first.settings.root))
    lost.run()
    assert firm.writes(mark) == []
    firm.in_sellsy(without[0], phone_number="+33199004242")
    lost.run()
    assert phones(firm.altior[pairs[without[0]]], "Fixe") == ["01 99 00 42 42"]


def test_what_is_created_in_sellsy_is_chosen_and_altior_holds_its_reference(firm: Firm) -> None:
    new = firm.sandbox.add("altior", "thirdparty", name="Menuiserie Neuve", nature="MORAL", type="CLIENT")
    firm.run()
    (key,) = [key for key, id_ in firm.pairs().items() if id_ == str(new["id"])]
    made = firm.sellsy[key]
    assert (made["name"], made["type"], made["_custom_fields"][CHOSEN]) == ("Menuiserie Neuve", "client", True)
    mark = firm.last_call()
    firm.run()
    assert firm.writes(mark) == []


def test_edits_of_different_fields_on_both_sides_survive_with_one_write_each(firm: Firm) -> None:
    key, id_ = plain(firm)
    firm.in_sellsy(key, phone_number="+33199004242")
    firm.in_altior(id_, capital=123456)
    mark = firm.last_call()
    firm.run()
    assert phones(firm.altior[id_], "Fixe") == ["01 99 00 42 42"]
    assert firm.sellsy[key]["capital"] == "123456"
    own = key.split("/")[1]
    assert sorted(firm.writes(mark)) == [
        ("altior", "PUT", f"/altior/thirdparties/{id_}"),
        ("sellsy", "PUT", f"/sellsy/v2/companies/{own}"),
    ]
    mark = firm.last_call()
    firm.run()
    assert firm.writes(mark) == []


def test_of_one_field_changed_on_both_sides_the_owners_value_stands_and_the_other_is_in_the_history(firm: Firm) -> None:
    key, id_ = plain(firm)
    firm.in_sellsy(key, name="Nom de Sellsy", capital="1000")
    firm.in_altior(id_, name="Nom d'Altior", capital=2000)
    lines = len(firm.history())
    firm.run()
    assert (firm.sellsy[key]["name"], firm.altior[id_]["name"]) == ("Nom de Sellsy", "Nom de Sellsy")
    assert (firm.sellsy[key]["capital"], firm.altior[id_]["capital"]) == ("2000", 2000)
    told = {(line.connection, line.field, line.old, line.new) for line in firm.history()[lines:]}
    assert told == {("altior", "name", "Nom d'Altior", "Nom de Sellsy"), ("sellsy", "capital", "1000", "2000")}


def test_a_number_changed_on_both_sides_waits_for_a_person_once(firm: Firm) -> None:
    key, id_ = plain(firm)
    firm.in_sellsy(key, legal_france={**firm.sellsy[key]["legal_france"], "vat": "FR27552100554"})
    firm.in_altior(id_, vatNumber="FR40303265045")
    mark = firm.last_call()
    for _ in range(2):
        firm.run()
        assert firm.writes(mark) == []
        assert [(row.external_id, row.field) for row in firm.waiting()] == [(key, "vat_number")]


def test_what_is_no_longer_chosen_is_left_alone_and_nothing_is_deleted(firm: Firm) -> None:
    key, id_ = plain(firm)
    firm.in_sellsy(key, _custom_fields={CHOSEN: False}, phone_number="+33199004242")
    firm.in_altior(id_, name="Nom d'Altior")
    mark = firm.last_call()
    firm.run()
    assert firm.writes(mark) == []
    assert (key in firm.sellsy, id_ in firm.altior) == (True, True)
    firm.in_sellsy(key, _custom_fields={CHOSEN: True})
    firm.run()
    assert phones(firm.altior[id_], "Fixe") == ["01 99 00 42 42"]
    assert firm.sellsy[key]["name"] == "Nom d'Altior"


@pytest.mark.parametrize("gone_from", ["sellsy", "altior"])
def test_what_is_deleted_on_one_side_stays_on_the_other_and_is_not_created_again(firm: Firm, gone_from: str) -> None:
    key, id_ = plain(firm)
    if gone_from == "altior":
        firm.sandbox.delete("altior", "thirdparty", id_)
    else:
        firm.sandbox.delete("sellsy", "company", key.split("/")[1])
    mark = firm.last_call()
    told = [problem["reason"] for _ in range(2) for problem in firm.run()["problems"]]
    assert firm.writes(mark) == []
    assert (key in firm.sellsy, id_ in firm.altior) == (gone_from != "sellsy", gone_from != "altior")
    assert any("was deleted in" in reason or "no longer exists in" in reason for reason in told)


def test_a_prospect_that_becomes_a_client_in_altior_is_converted_in_sellsy(firm: Firm) -> None:
    prospects = [(key, id_) for key, id_ in firm.pairs().items() if firm.sellsy[key]["type"] == "prospect"]
    key, id_ = next(pair for pair in prospects if pair[0].startswith("company/"))
    firm.in_altior(id_, type="CLIENT")
    mark = firm.last_call()
    firm.run()
    assert firm.sellsy[key]["type"] == "client"
    assert firm.writes(mark) == [("sellsy", "POST", f"/sellsy/v2/companies/{key.split('/')[1]}/convert")]


def test_a_custom_field_may_be_given_by_its_code(firm: Firm) -> None:
    request = firm.settings.root / "mappings" / "integrations" / "sellsy_altior.yaml"
    text = request.read_text(encoding="utf-8")
    assert text.count(f"value: {CHOSEN}") > 0
    request.write_text(text.replace(f"value: {CHOSEN}", "value: synchronisation-altior"), encoding="utf-8")
    key, id_ = plain(firm)
    firm.in_sellsy(key, name="Nom de Sellsy")
    firm.run()
    assert firm.altior[id_]["name"] == "Nom de Sellsy"


def test_a_dry_run_counts_and_writes_nothing(firm: Firm, first: Firm, tmp_path: Path) -> None:
    firm.sandbox.reset()
    shutil.rmtree(firm.settings.home / "hub", ignore_errors=True)
    fresh = Firm(first.sandbox, Settings(home=tmp_path / "fresh", root=first.settings.root))
    summary = fresh.run(dry_run=True)
    assert summary["streams"][DOWN]["created"] > 0
    assert summary["streams"][DOWN]["updated"] > 0
    assert summary["streams"][UP]["created"] > 0
    assert fresh.writes() == []


def test_a_run_is_reverted_in_both_systems(firm: Firm) -> None:
    key, id_ = plain(firm)
    before = phones(firm.altior[id_], "Fixe"), firm.sellsy[key]["capital"]
    firm.in_sellsy(key, phone_number="+33199004242")
    firm.in_altior(id_, capital=123456)
    done = firm.run()
    hub = open_hub(firm.settings.hub_url)
    try:
        undone = revert_run(firm.settings, hub, done["run_id"])
    finally:
        hub.close()
    assert undone["state"] == "completed", undone["error"]
    assert (phones(firm.altior[id_], "Fixe"), firm.sellsy[key]["capital"]) == before
    mark = firm.last_call()
    firm.run()
    assert firm.writes(mark) == []


def test_a_company_that_was_created_in_part_is_completed(firm: Firm) -> None:
    lines = {"line1": "1 rue Neuve", "postalCode": "75001", "city": "PARIS", "country": "FR"}
    new = {"name": "Moitié", "nature": "MORAL", "type": "CLIENT", "addresses": [{"type": "Facturation", **lines}]}
    there = firm.sandbox.add("altior", "thirdparty", **new)
    firm.sandbox.fault("stores-then-500", system="sellsy", method="POST", path="/companies$", count=1)
    firm.run(ends_well=False)
    firm.sandbox.fault("none")
    firm.run()
    (key,) = [key for key, one in firm.sellsy.items() if one.get("name") == "Moitié"]
    assert firm.pairs()[key] == str(there["id"])
    assert firm.sellsy[key]["_custom_fields"] == {CHOSEN: True}
    kept = firm.sandbox.state("sellsy", "address").values()
    assert [one["address_line_1"] for one in kept if one["_of"] == key] == ["1 rue Neuve"]


def test_a_first_pass_reads_the_other_list_twice_however_many_batches_there_are(firm: Firm, tmp_path: Path) -> None:
    firm.sandbox.reset()
    fresh = Firm(firm.sandbox, Settings(home=tmp_path / "fresh", root=firm.settings.root))
    file = firm.settings.root / "mappings" / "integrations" / "sellsy_thirdparties_altior.yaml"
    file.write_text(file.read_text(encoding="utf-8").replace("batch: 5000", "batch: 4"), encoding="utf-8")
    fresh.run()
    calls = [
        call for call in firm.sandbox.requests() if (call["method"], call["path"]) == ("GET", "/altior/thirdparties")
    ]
    pages = [call["query"] for call in calls if not {"ids", "siret", "externalKey"} & call["query"].keys()]
    assert len(pages) == 2, "once to know whom to look for, once to take its records to Sellsy"


def test_a_headcount_goes_up_as_the_class_that_holds_it_and_none_comes_down(firm: Firm) -> None:
    key, id_ = plain(firm)
    others = [one for one in firm.sellsy if one.startswith("company/") and one != key]
    for size, other in zip(SIZES, others, strict=False):
        firm.in_sellsy(other, number_of_employees=size)
    firm.in_altior(id_, workforce=12)
    firm.run()
    assert firm.sellsy[key]["number_of_employees"] == SIZES[2]
    told = [line.new for line in firm.history() if (line.external_id, line.field) == (key, "headcount")]
    assert told[-1] == "10-19", "the history tells what Sellsy holds"
    firm.in_altior(id_, workforce=15)
    assert written(firm) == 0, "15 is in the same class"
    firm.in_altior(id_, workforce=31)
    assert written(firm) == 1
    firm.in_sellsy(key, number_of_employees=SIZES[0])
    assert written(firm) == 0
    assert firm.altior[id_]["workforce"] == 31


def written(firm: Firm) -> int:
    """How many calls of a run may have changed something."""
    mark = firm.last_call()
    firm.run()
    return len(firm.writes(mark))


def test_a_headcount_of_no_known_class_is_noted_and_the_rest_is_carried(firm: Firm) -> None:
    key, id_ = plain(firm)
    size = firm.sellsy[key]["number_of_employees"]
    for other, held in firm.sellsy.items():
        if (held.get("number_of_employees") or {"id": 0})["id"] == 6:
            firm.in_sellsy(other, number_of_employees=None)
    firm.in_altior(id_, workforce=4000, capital=77)
    notes = firm.run()["notes"]
    assert notes["Sellsy: no company there is in a class that holds 4000 employees; not carried"] == 1
    assert (firm.sellsy[key]["number_of_employees"], firm.sellsy[key]["capital"]) == (size, "77")
    assert (key, "headcount") not in {(line.external_id, line.field) for line in firm.history()}
