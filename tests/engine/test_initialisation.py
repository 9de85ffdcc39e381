"""Initialisation: what stood in a system when the integration began is taken, or left until somebody changes it."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from passerelle.hub import records
from passerelle.hub.database import open_hub
from passerelle.hub.records import Stream
from passerelle.settings import Settings
from tests.firm_fixture import CHOSEN, CONTACTS, DOWN, INTEGRATION, UP, Firm, environment, phones, rooted
from tests.sandbox_fixture import Sandbox, running_sandbox

EXPORT = "Initialisation : un export des tiers Altior doit-il être fait vers Sellsy ?"
IMPORT = "Initialisation : un import des tiers Sellsy doit-il être fait vers Altior ?"
NUMBERS = "Initialisation : un rapprochement sur le SIRET doit-il être fait avec import / export ?"
SIRET, OTHER = "55210055400013", "55210055400047"


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    with running_sandbox(companies=4, seed=5, time_scale=1000) as sandbox, pytest.MonkeyPatch.context() as patch:
        for name, value in environment(sandbox.base_url).items():
            patch.setenv(name, value)
        yield sandbox


@pytest.fixture
def firm(sandbox: Sandbox, tmp_path: Path) -> Firm:
    """A firm that has never been synchronised."""
    sandbox.reset()
    return Firm(sandbox, Settings(home=tmp_path, root=rooted(tmp_path)))


def answer(firm: Firm, value: str, *labels: str) -> None:
    """Answer lines of the configuration request."""
    file = firm.settings.root / "mappings" / "integrations" / "sellsy_altior.yaml"
    for label in labels:
        before, after = file.read_text(encoding="utf-8").split(f'label: "{label}"\n')
        former = "Non" if value == "Oui" else "Oui"
        changed = after.replace(f"value: {former}", f"value: {value}", 1)
        file.write_text(f'{before}label: "{label}"\n{changed}', "utf-8")


def written(firm: Firm, since: int = 0) -> set[str]:
    """The systems that were written to."""
    return {system for system, _, _ in firm.writes(since)}


def both(firm: Firm) -> tuple[str, str]:
    """A company that both hold, and whose name, phone and capital differ: its ids in Sellsy and in Altior."""
    legal = {"siret": SIRET, "siren": SIRET[:9]}
    values = {"phone_number": "+33199001111", "capital": "1000", "_custom_fields": {CHOSEN: True}}
    here = firm.sandbox.add("sellsy", "company", name="Usine de Sellsy", type="client", legal_france=legal, **values)
    there = {"phones": [{"type": "Fixe", "value": "01 99 00 22 22"}], "capital": 2000, "siren": SIRET[:9]}
    made = firm.sandbox.add(
        "altior", "thirdparty", name="Usine d'Altior", nature="MORAL", type="CLIENT", siret=SIRET, **there
    )
    return f"company/{here['id']}", str(made["id"])


def alone(firm: Firm, name: str = "Seule") -> str:
    """A company that Sellsy alone holds."""
    made = firm.sandbox.add("sellsy", "company", name=name, type="client", _custom_fields={CHOSEN: True})
    return f"company/{made['id']}"


def alone_in_altior(firm: Firm, name: str = "Seule d'Altior") -> str:
    """A company that Altior alone holds."""
    return str(firm.sandbox.add("altior", "thirdparty", name=name, nature="MORAL", type="CLIENT")["id"])


def named(firm: Firm, name: str) -> tuple[int, int]:
    """How many third parties of a name Sellsy and Altior hold."""
    held = (firm.sellsy.values(), firm.altior.values())
    here, there = ([one for one in records if one.get("name") == name] for records in held)
    return len(here), len(there)


def quiet(firm: Firm, **options: Any) -> None:
    """Two more runs over third parties and contacts write nothing."""
    for _ in range(2):
        mark = firm.last_call()
        firm.run(**options)
        firm.run_contacts(**options)
        assert firm.writes(mark) == []


def test_without_import_nothing_that_sellsy_held_comes_down_and_later_records_do(firm: Firm) -> None:
    answer(firm, "Non", IMPORT)
    (key, id_), own, theirs = both(firm), alone(firm), alone_in_altior(firm)
    counts = firm.run()["streams"]
    assert (counts[DOWN]["created"], counts[DOWN]["updated"]) == (0, len(references(firm)))
    assert named(firm, "Seule") == (1, 0)
    assert own not in firm.pairs()
    assert (firm.altior[id_]["name"], phones(firm.altior[id_], "Fixe")) == ("Usine d'Altior", ["01 99 00 22 22"])
    assert (firm.sellsy[key]["name"], firm.sellsy[key]["capital"]) == ("Usine de Sellsy", "2000"), (
        "export takes its own"
    )
    assert named(firm, "Seule d'Altior") == (1, 1)
    assert theirs in firm.pairs().values()
    firm.run_contacts()
    quiet(firm)
    late = alone(firm, "Tardive")
    firm.run()
    assert late in firm.pairs()
    assert named(firm, "Seule") == (1, 0)


def references(firm: Firm) -> set[str]:
    """Altior's third parties that hold our reference."""
    return set(firm.pairs().values())


def test_without_export_nothing_that_altior_held_goes_up_and_later_records_do(firm: Firm) -> None:
    answer(firm, "Non", EXPORT)
    (key, id_), own, _ = both(firm), alone(firm), alone_in_altior(firm)
    counts = firm.run()["streams"]
    assert (counts[UP]["created"], counts[UP]["updated"], written(firm)) == (0, 0, {"altior"})
    assert (counts[DOWN]["created"] > 0, own in firm.pairs()) == (True, True)
    assert (firm.altior[id_]["name"], firm.sellsy[key]["capital"]) == ("Usine de Sellsy", "1000")
    assert firm.altior[id_]["capital"] == 2000
    assert named(firm, "Seule d'Altior") == (0, 1)
    firm.run_contacts()
    assert written(firm) == {"altior"}
    quiet(firm)
    alone_in_altior(firm, "Tardive")
    firm.run()
    assert named(firm, "Tardive") == (1, 1)
    assert named(firm, "Seule d'Altior") == (0, 1)


def test_without_either_pairs_are_known_and_only_what_changes_is_carried(firm: Firm) -> None:
    answer(firm, "Non", IMPORT, EXPORT)
    (key, id_), own, theirs = both(firm), alone(firm), alone_in_altior(firm)
    counts = firm.run()["streams"]
    firm.run_contacts()
    quiet(firm)
    assert firm.writes() == []
    assert counts[DOWN]["adopted"] > 0
    firm.in_sellsy(key, phone_number="+33199004242")
    firm.in_altior(id_, capital=3000)
    firm.run()
    assert (phones(firm.altior[id_], "Fixe"), firm.sellsy[key]["capital"]) == (["01 99 00 42 42"], "3000")
    assert (firm.sellsy[key]["name"], firm.altior[id_]["name"]) == ("Usine de Sellsy", "Usine d'Altior")
    firm.in_sellsy(own, phone_number="+33199005151")
    firm.in_altior(theirs, capital=4000)
    firm.run()
    assert own in firm.pairs()
    assert named(firm, "Seule d'Altior") == (1, 1)
    firm.in_sellsy(key, name="Usine neuve")
    firm.run()
    assert firm.altior[id_]["name"] == "Usine neuve", "what changed once is kept the same from then on"
    quiet(firm)


def test_everything_is_taken_when_a_run_is_asked_to_or_the_switch_is_on(firm: Firm) -> None:
    answer(firm, "Non", IMPORT, EXPORT)
    key, id_ = both(firm)
    own, _ = alone(firm), alone_in_altior(firm)
    firm.run()
    planned = firm.run(dry_run=True, initialise=True)["streams"]
    assert firm.writes() == []
    done = firm.run(initialise=True)["streams"]
    assert {way: planned[way]["created"] for way in (DOWN, UP)} == {way: done[way]["created"] for way in (DOWN, UP)}
    assert own in firm.pairs()
    assert named(firm, "Seule d'Altior") == (1, 1)
    assert (firm.altior[id_]["name"], firm.sellsy[key]["capital"]) == ("Usine de Sellsy", "2000")
    firm.run_contacts(initialise=True)
    quiet(firm)


def test_a_switch_that_is_turned_on_later_takes_what_was_left(firm: Firm) -> None:
    answer(firm, "Non", IMPORT, EXPORT)
    key, id_ = both(firm)
    own = alone(firm)
    firm.run()
    answer(firm, "Oui", IMPORT)
    counts = firm.run()["streams"]
    assert own in firm.pairs()
    assert (counts[UP]["updated"], firm.altior[id_]["name"]) == (0, "Usine de Sellsy")
    assert firm.sellsy[key]["capital"] == "1000"
    firm.run_contacts()
    quiet(firm)


def test_what_a_person_names_is_taken_and_a_hint_takes_what_has_changed(firm: Firm) -> None:
    answer(firm, "Non", IMPORT, EXPORT)
    own, other = alone(firm), alone(firm, "Autre")
    firm.run()
    for taken in (False, True):
        firm.run(keys=(own,), initialise=taken)
        assert (own in firm.pairs()) is taken
    firm.in_sellsy(other, phone_number="+33199004242")
    firm.run(keys=(other,))
    assert other in firm.pairs()
    quiet(firm)


@pytest.mark.parametrize("news", [False, True])
def test_choosing_a_record_later_is_a_change(firm: Firm, news: bool) -> None:
    answer(firm, "Non", IMPORT, EXPORT)
    key = alone(firm)
    firm.in_sellsy(key, _custom_fields={CHOSEN: False})
    firm.run()
    firm.in_sellsy(key, _custom_fields={CHOSEN: True})
    firm.run(news=news)
    assert key in firm.pairs()


def test_what_our_own_writes_change_is_no_news(firm: Firm) -> None:
    answer(firm, "Non", IMPORT)
    key, id_ = both(firm)
    firm.run()
    for capital in (5000, 6000):
        firm.in_altior(id_, capital=capital)
        mark = firm.last_call()
        firm.run()
        assert (firm.sellsy[key]["capital"], written(firm, mark)) == (str(capital), {"sellsy"})
    assert firm.altior[id_]["name"] == "Usine d'Altior"


@pytest.mark.parametrize(("answered", "same"), [("Oui", True), ("Non", False)])
def test_numbers_make_two_records_one_where_they_are_asked_to(firm: Firm, answered: str, same: bool) -> None:
    answer(firm, answered, NUMBERS)
    (key, id_) = both(firm)
    counts = firm.run()["streams"]
    assert (firm.pairs()[key] == id_) is same
    assert (counts[DOWN]["adopted"] > 0) is same
    held = [one["siret"] for one in firm.altior.values()].count(SIRET)
    assert held == (1 if same else 2)
    firm.run_contacts()
    quiet(firm)


def test_without_numbers_a_pair_is_known_by_our_reference_and_kept_the_same(firm: Firm) -> None:
    answer(firm, "Non", NUMBERS)
    key, id_ = both(firm)
    firm.run()
    made = firm.pairs()[key]
    firm.in_altior(made, capital=7000)
    firm.in_sellsy(key, phone_number="+33199004242")
    firm.run()
    assert (firm.sellsy[key]["capital"], phones(firm.altior[made], "Fixe")) == ("7000", ["01 99 00 42 42"])
    assert phones(firm.altior[id_], "Fixe") == ["01 99 00 22 22"]


def test_a_match_that_is_not_certain_is_held_also_where_nothing_is_taken(firm: Firm) -> None:
    answer(firm, "Non", IMPORT, EXPORT)
    key, _ = both(firm)
    double = firm.sandbox.add("altior", "thirdparty", name="Usine bis", nature="MORAL", type="CLIENT", siret=SIRET)
    told = firm.run()["problems"]
    assert any(one["record"] == key and "same SIRET" in one["reason"] for one in told)
    firm.in_altior(str(double["id"]), siret=OTHER)
    firm.run()
    firm.run()
    assert named(firm, "Usine de Sellsy") == (1, 0), "nobody has changed it in Sellsy"


def test_contacts_follow_their_third_parties(firm: Firm) -> None:
    answer(firm, "Non", IMPORT, EXPORT)
    key, id_ = both(firm)
    company, other = key.split("/")[1], alone(firm)
    old = firm.sandbox.add("sellsy", "contact", last_name="Ancienne")
    with_it = firm.sandbox.add("sellsy", "contact", last_name="Suiveuse")
    firm.in_sellsy(key, _contacts=[{"contactId": old["id"], "roles": []}])
    firm.in_sellsy(other, _contacts=[{"contactId": with_it["id"], "roles": []}])
    firm.run()
    firm.run_contacts()
    assert firm.writes() == []
    late = firm.sandbox.add("sellsy", "contact", last_name="Tardive")
    firm.sandbox.edit(
        "sellsy", "company", company, _contacts=[{"contactId": one["id"], "roles": []} for one in (old, late)]
    )
    firm.in_sellsy(other, phone_number="+33199004242")
    firm.run()
    firm.run_contacts()
    links = {one["lastName"]: [link["thirdPartyId"] for link in one["links"]] for one in contacts(firm)}
    assert links["Tardive"] == [int(id_)]
    assert links["Suiveuse"] == [int(firm.pairs()[other])]
    assert "Ancienne" not in links
    firm.sandbox.edit("sellsy", "contact", str(old["id"]), position="Gérante")
    firm.run_contacts()
    assert "Ancienne" in {one["lastName"] for one in contacts(firm)}
    quiet(firm)


def contacts(firm: Firm) -> list[dict[str, Any]]:
    """Altior's contacts."""
    return list(firm.sandbox.state("altior", "contact").values())


def test_a_dry_run_tells_how_many_would_be_adopted_created_and_held(firm: Firm) -> None:
    both(firm)
    alone(firm)
    planned = firm.run(dry_run=True)["streams"]
    assert firm.writes() == []
    done = firm.run()["streams"]
    names = ("adopted", "created", "quarantined")
    assert [planned[DOWN][name] for name in names] == [done[DOWN][name] for name in names]
    assert planned[DOWN]["adopted"] >= 1
    assert (planned[UP]["adopted"], done[UP]["adopted"]) == (0, 0), "a pair is counted once"
    assert firm.run()["streams"][DOWN]["adopted"] == 0


def test_a_record_that_is_left_says_why(firm: Firm) -> None:
    answer(firm, "Non", IMPORT)
    key = alone(firm)
    counts = firm.run()["streams"][DOWN]
    assert counts["skipped"] > 0
    hub = open_hub(firm.settings.hub_url)
    try:
        with hub.read() as connection:
            state = records.states(connection, Stream(INTEGRATION, "sellsy", "thirdparty"), [key])[key]
    finally:
        hub.close()
    assert state.reason.startswith("was in Sellsy when the integration began and hasn't changed since")


def test_contacts_have_the_same_switch(firm: Firm) -> None:
    answer(firm, "Non", EXPORT)
    firm.run()
    firm.run(integration=CONTACTS)
    assert written(firm) == {"altior"}
