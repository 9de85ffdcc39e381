"""Two-way integrations, seen in both systems: what is adopted, what is created, whose edit stands, and what ends."""

import re
import shutil
import time
from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from passerelle.engine.pipeline import execute
from passerelle.engine.run import Options
from passerelle.settings import Settings
from tests.engine.firm_machine import FirmMachine
from tests.firm_fixture import CHOSEN, DOWN, INTEGRATION, UP, Firm, environment, rooted
from tests.sandbox_fixture import Record, running_sandbox

pytestmark = pytest.mark.xdist_group("firm")

MADE = "made"
"""A file as old as the firm's initialisation."""


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Firm]:
    """A firm after its initialisation both ways, at the sandbox's mark."""
    home = tmp_path_factory.mktemp("firm")
    with running_sandbox(companies=40, seed=5, time_scale=1000) as sandbox, pytest.MonkeyPatch.context() as patch:
        for name, value in environment(sandbox.base_url).items():
            patch.setenv(name, value)
        firm = Firm(sandbox, Settings(home=home, root=rooted(home)))
        firm.run()
        sandbox.mark()
        (home / MADE).touch()
        yield firm


@pytest.fixture
def firm(first: Firm, tmp_path: Path) -> Firm:
    """The firm as its initialisation left it, with a hub of its own."""
    first.sandbox.reset("mark")
    shutil.copytree(first.settings.home, tmp_path, dirs_exist_ok=True)
    return Firm(first.sandbox, Settings(home=tmp_path, root=tmp_path / "root"))


def plain(firm: Firm) -> tuple[str, str]:
    """A company both hold, that has an address and a phone: its ids in Sellsy and in Altior."""
    for key, id_ in firm.pairs().items():
        one = firm.altior[id_]
        types = {phone["type"] for phone in one["phones"]}
        if key.startswith("company/") and one["siret"] and one["addresses"] and "Fixe" in types:
            return key, id_
    raise AssertionError("the seed holds no such company")


def phones(record: Record, kind: str) -> list[str]:
    """Altior's phones of one type."""
    return [phone["value"] for phone in record["phones"] if phone["type"] == kind]


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


def test_two_with_one_siret_are_not_guessed_between(firm: Firm) -> None:
    siret = "55210055400013"
    for name in ("Usine de Mâcon", "Usine de Macon"):
        firm.sandbox.add("altior", "thirdparty", name=name, nature="MORAL", type="CLIENT", siret=siret)
    firm.run()
    made = [one for one in firm.sellsy.values() if (one.get("legal_france") or {}).get("siret") == siret]
    assert len(made) == 1
    values = {"legal_france": {"siret": siret}, "_custom_fields": {CHOSEN: True}}
    double = firm.sandbox.add("sellsy", "company", name="Usine", type="client", **values)
    told = firm.run()["problems"]
    assert any(f"company/{double['id']}" == one["record"] and "same siret" in one["reason"] for one in told)
    assert f"company/{double['id']}" not in firm.pairs()


def test_the_same_siren_with_another_siret_waits_for_a_person(firm: Firm) -> None:
    legal = {"siret": "55210055400047", "siren": "552100554"}
    values = {"legal_france": legal, "_custom_fields": {CHOSEN: False}}
    firm.sandbox.add("altior", "thirdparty", name="Site A", nature="MORAL", type="CLIENT", siret="55210055400013",
                     siren="552100554")  # fmt: skip
    held = firm.sandbox.add("sellsy", "company", name="Site B", type="client", **values)
    (problem,) = [one for one in firm.run()["problems"] if "another SIRET" in one["reason"]]
    assert f"company/{held['id']}" in problem["reason"]


def test_a_custom_field_sellsy_does_not_have_is_named_before_anything_is_written(firm: Firm) -> None:
    file = firm.settings.root / "mappings" / "integrations" / "sellsy_altior.yaml"
    text = file.read_text(encoding="utf-8").replace("value: Synchronisation Altior", "value: Synchro ERP")
    file.write_text(text, encoding="utf-8")
    mark = firm.last_call()
    summary = execute(INTEGRATION, INTEGRATION, Options(create_missing=True), firm.settings, {})
    assert summary["state"] == "failed"
    assert "Sellsy has no custom field 'Synchro ERP'" in summary["error"]
    assert firm.writes(mark) == []


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


AHEAD_S = 8.0
"""A stand-in dates the changes of one record a second apart, so that a few calls date it into the future."""


@pytest.fixture
def quiet(firm: Firm, first: Firm, monkeypatch: pytest.MonkeyPatch) -> Firm:
    """The firm after a quiet pass, when nothing of its initialisation is news any more."""
    monkeypatch.setattr("passerelle.engine.driving.OVERLAP", timedelta(0))
    made = (first.settings.home / MADE).stat().st_mtime
    time.sleep(max(0.0, made + AHEAD_S - time.time()))
    firm.run()
    return firm


def asked(firm: Firm, since: int) -> list[str]:
    """Calls made, tokens aside."""
    return [call["path"] for call in firm.sandbox.requests(since=since) if "/oauth" not in call["path"]]


def test_a_run_for_news_asks_for_what_has_changed_and_carries_it(quiet: Firm) -> None:
    mark = quiet.last_call()
    nothing = quiet.run(news=True)
    assert [counts["read"] for counts in nothing["streams"].values()] == [0, 0]
    still = asked(quiet, mark)
    key, id_ = plain(quiet)
    quiet.in_sellsy(key, phone_number="+33199004242")
    quiet.in_altior(id_, capital=123456)
    new = quiet.sandbox.add("altior", "thirdparty", name="Menuiserie Neuve", nature="MORAL", type="CLIENT")
    mark = quiet.last_call()
    quiet.run(news=True)
    assert phones(quiet.altior[id_], "Fixe") == ["01 99 00 42 42"]
    assert quiet.sellsy[key]["capital"] == "123456"
    assert str(new["id"]) in quiet.pairs().values()
    per_edit = (len(asked(quiet, mark)) - len(still)) / 3
    assert len(still) <= 6
    assert per_edit <= 8


@pytest.mark.parametrize("number", ["siren", "siret"])
def test_a_run_for_news_knows_whom_sellsy_cannot_search_for(quiet: Firm, number: str) -> None:
    """Sellsy has no filter by SIREN, and its filter by SIRET misses one typed with spaces."""
    plain_number = {"siren": "552100554", "siret": "55210055400013"}[number]
    typed = f"{plain_number[:3]} {plain_number[3:6]} {plain_number[6:9]} {plain_number[9:]}".strip()
    legal, chosen = {number: typed}, {CHOSEN: False}
    quiet.sandbox.add("sellsy", "company", name="Usine", type="client", legal_france=legal, _custom_fields=chosen)
    quiet.run()
    before = len(quiet.sellsy)
    new = {"name": "L'Usine", "nature": "MORAL", "type": "CLIENT", number: plain_number}
    quiet.sandbox.add("altior", "thirdparty", **new)
    quiet.run(news=True)
    assert len(quiet.sellsy) == before


def machine(first: Firm, examples: int, steps: int) -> None:
    """Run the state machine from the firm's mark."""

    def start(folder: Path) -> Firm:
        first.sandbox.reset("mark")
        shutil.copytree(first.settings.home, folder, dirs_exist_ok=True)
        return Firm(first.sandbox, Settings(home=folder, root=folder / "root"))

    kind = type("Machine", (FirmMachine,), {"start": staticmethod(start)})
    checks = [HealthCheck.too_slow, HealthCheck.filter_too_much, HealthCheck.data_too_large]
    # Each example starts over with both systems, so a failure is told as it was met and not shrunk.
    how = settings(
        max_examples=examples,
        stateful_step_count=steps,
        deadline=None,
        derandomize=examples < 10,
        phases=[Phase.generate],
        suppress_health_check=checks,
    )
    run_state_machine_as_test(kind, settings=how)


def test_whatever_people_do_both_sides_agree_after_two_runs(first: Firm) -> None:
    machine(first, examples=2, steps=8)


@pytest.mark.soak
def test_whatever_people_do_at_length(first: Firm) -> None:
    machine(first, examples=20, steps=25)
