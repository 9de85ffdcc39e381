"""A relation created from KBO, and then kept by openthebox, stays one relation; the two integrations don't fight."""

from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from passerelle.engine.pipeline import PLAIN, Steps, execute
from passerelle.engine.run import Options
from passerelle.hub.schema import binding
from passerelle.register.load import load_register
from tests.office_fixture import INTEGRATION, NEW, Office
from tests.register.zips import BAKERY, BROKER, Spec, dotted, rows, zipped

KBO = "kbo-to-adminpulse"
SPARE = "0899998662"


def run(office: Office, integration: str, number: str, steps: Steps = PLAIN, **options: Any) -> dict[str, Any]:
    """One run of an integration over one number; its summary."""
    chosen = Options(**{"keys": (number,), "create_missing": True, "create_values": NEW, **options})
    return execute(integration, integration, chosen, office.settings, {}, steps)


def counts_of(summary: dict[str, Any]) -> dict[str, int]:
    """The counts of the relations, whichever the source; those of links stand apart."""
    (counts,) = (one for name, one in summary["streams"].items() if name.endswith(">adminpulse.relation"))
    return dict(counts)


@pytest.fixture
def registered(office: Office, tmp_path: Path) -> Office:
    """The office with a register loaded."""
    load(office, tmp_path, Spec())
    return office


def load(office: Office, folder: Path, spec: Spec) -> None:
    with office.hub() as hub:
        load_register(hub, zipped(folder, spec))


def openthebox_learns(office: Office, number: str, **values: Any) -> None:
    """openthebox knows the company too, and more of it than the register."""
    companies = office.sandbox.state("openthebox", "company").values()
    like = next(one for one in companies if one["address"] and one["status"] == "AC" and one["typeOfEnterprise"] == "2")
    own = {"pid": f"BE{number}", "enterpriseNumber": number, "vatNumber": f"BE{number}", **values}
    office.sandbox.add("openthebox", "company", **{**like, "mandates": [], **own})


def hub_records(office: Office, *external: tuple[str, str]) -> set[str]:
    """The hub records that these (connection, external id) are bound to."""
    with office.hub() as hub, hub.read() as connection:
        live = connection.execute(select(binding).where(binding.c.unbound_at.is_(None))).all()
    return {row.hub_id for row in live if (row.connection, row.external_id) in external}


def test_a_relation_is_created_with_what_the_register_knows(registered: Office) -> None:
    counts = counts_of(run(registered, KBO, BAKERY))
    assert (counts["created"], counts["api_writes"]) == (1, 1)
    (created,) = registered.holding(BAKERY)
    assert created["name"] == "Boulangerie Inventée"
    assert (created["legalForm"], created["relationType"], created["language"]) == ("610", "Company", "fr")
    assert (created["vatNumber"], created["vatNumberPending"]) == (None, True)
    seat = next(one for one in created["channels"] if one["type"] == "Address")
    assert (seat["street"], seat["city"], seat["country"]) == ("Rue du Chêne", "Bruxelles", "BE")
    assert counts_of(run(registered, KBO, BAKERY))["unchanged"] == 1


def test_a_natural_person_is_not_created_without_a_first_and_a_last_name(registered: Office) -> None:
    (problem,) = run(registered, KBO, BROKER)["problems"]
    assert "a last and a first name" in problem["reason"]
    assert registered.holding(BROKER) == []


def test_a_number_the_register_does_not_know_is_told(registered: Office) -> None:
    number = "0899997771"
    (problem,) = run(registered, KBO, number)["problems"]
    assert f"KBO/BCE does not know enterprise number {number}" in problem["reason"]


def test_without_a_register_the_run_says_how_to_load_one(office: Office) -> None:
    summary = run(office, KBO, BAKERY)
    assert summary["state"] == "failed"
    assert "passerelle register load FILE" in summary["error"]
    assert office.writes() == []


def test_created_from_kbo_then_refreshed_from_openthebox_it_is_one_relation_and_one_hub_record(
    registered: Office,
) -> None:
    run(registered, KBO, BAKERY)
    openthebox_learns(registered, BAKERY, phone="02 512 99 88")
    assert counts_of(run(registered, INTEGRATION, BAKERY))["updated"] == 1
    (relation,) = registered.holding(BAKERY)
    assert relation["vatNumber"] == f"BE{BAKERY}"
    three = ("kbo", BAKERY), ("openthebox", f"BE{BAKERY}"), ("adminpulse", str(relation["id"]))
    assert len(hub_records(registered, *three)) == 1


def test_the_two_never_take_turns_on_a_field(registered: Office, tmp_path: Path) -> None:
    run(registered, KBO, BAKERY)
    openthebox_learns(registered, BAKERY, phone="02 512 99 88")
    run(registered, INTEGRATION, BAKERY)
    (after,) = registered.holding(BAKERY)
    newer = rows()
    newer["contact.csv"][0][3] = "02 333 33 33"
    load(registered, tmp_path, Spec(number=141, rows=newer))
    mark = registered.sandbox.requests()[-1]["sequence"]
    for _ in range(2):
        for integration in (KBO, INTEGRATION):
            summary = run(registered, integration, BAKERY)
            assert (summary["state"], counts_of(summary)["conflicts"]) == ("completed", 0)
    assert registered.writes(since=mark) == []
    assert registered.holding(BAKERY) == [after]


def test_a_relation_openthebox_made_keeps_its_values_and_gets_what_it_lacks(registered: Office) -> None:
    openthebox_learns(registered, BAKERY, phone="02 512 99 88", website=None)
    run(registered, INTEGRATION, BAKERY)
    (before,) = registered.holding(BAKERY)
    run(registered, KBO, BAKERY)
    (after,) = registered.holding(BAKERY)
    assert (after["id"], after["name"]) == (before["id"], before["name"])
    channels = {one["type"]: one.get("value") for one in after["channels"]}
    assert (channels["Phone"], channels["Website"]) == ("+3225129988", "www.verzonnen-brood.be")
    three = ("kbo", BAKERY), ("openthebox", f"BE{BAKERY}"), ("adminpulse", str(after["id"]))
    assert len(hub_records(registered, *three)) == 1


def test_a_relation_whose_number_was_changed_leaves_the_former_company_with_kbo(registered: Office) -> None:
    """Bound by KBO as one company, renumbered by hand, met by openthebox as another: two companies, two hub records."""
    run(registered, KBO, BAKERY)
    (relation,) = registered.holding(BAKERY)
    openthebox_learns(registered, SPARE)
    registered.sandbox.edit("adminpulse", "relation", relation["id"], enterpriseNumber=SPARE, vatNumber=f"BE{SPARE}")
    run(registered, INTEGRATION, SPARE)
    moved = hub_records(registered, ("openthebox", f"BE{SPARE}"), ("adminpulse", str(relation["id"])))
    assert len(moved) == 1
    assert moved.isdisjoint(hub_records(registered, ("kbo", BAKERY)))
    run(registered, KBO, BAKERY)
    (second,) = registered.holding(BAKERY)
    assert hub_records(registered, ("kbo", BAKERY)) == hub_records(registered, ("adminpulse", str(second["id"])))
    assert len(hub_records(registered, ("adminpulse", str(relation["id"])), ("openthebox", f"BE{SPARE}"))) == 1


def test_two_integrations_that_create_the_same_company_at_once_create_one_relation(registered: Office) -> None:
    openthebox_learns(registered, BAKERY)

    def meanwhile(one: Any) -> None:
        run(registered, INTEGRATION, BAKERY)

    summary = run(registered, KBO, BAKERY, steps=Steps(check_guards=meanwhile))
    assert len(registered.holding(BAKERY)) == 1
    assert counts_of(summary)["skipped"] == 1


def test_a_relation_that_holds_only_the_vat_number_is_taken_instead_of_doubled(registered: Office) -> None:
    template = next(one for one in registered.relations.values() if one["relationType"] == "Company")
    given = {k: v for k, v in template.items() if k not in ("id", "uniqueIdentifier", "lastModified")}
    own = {"enterpriseNumber": None, "vatNumber": f"BE {dotted(BAKERY)}", "vatNumberPending": False, "inactive": False}
    made = registered.sandbox.add("adminpulse", "relation", **{**given, **own})
    run(registered, KBO, BAKERY)
    assert [one["id"] for one in registered.holding(BAKERY)] == [made["id"]]
