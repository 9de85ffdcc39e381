"""What support changes in the portal comes back to the system whose word it is, goes on from there and not round."""

import pytest

from tests.command_line import called
from tests.contacts_fixture import free, in_altior, in_sellsy, pairs
from tests.portal_fixture import COMPANIES, CONTACTS, Desk, of_mail, ours, written
from tests.sandbox_fixture import Record

pytestmark = pytest.mark.xdist_group("firm")


def test_what_support_corrects_of_a_contact_goes_to_the_system_whose_it_is_and_on_from_there(served: Desk) -> None:
    contact = ours(served)
    own = str(of_mail(served, "sellsy", contact["email"])["id"])
    given = served.sandbox.record("sellsy", "contact", own)["first_name"]
    new = {"name": f"{given} De Corrigée", "email": "corrigee@adresse-exemple.fr", "phone": "+33199004242"}
    served.sandbox.edit("freshdesk", "contact", contact["id"], **new)
    mark, people = served.last_call(), len(served.people)
    served.synchronise(CONTACTS)
    assert written(served, mark) == [("sellsy", "PUT")]
    held = served.sandbox.record("sellsy", "contact", own)
    assert (held["first_name"], held["last_name"], held["email"]) == (given, "De Corrigée", new["email"])
    assert held["phone_number"].replace(" ", "") in ("+33199004242", "0199004242")
    told = {(row.connection, row.field) for row in served.history() if row.new in new.values()}
    assert told == {("hub", field) for field in new}

    # At once again: what was handed over counts, though Sellsy's own integration has not looked yet.
    mark = served.last_call()
    served.synchronise(CONTACTS)
    assert written(served, mark) == []
    served.peoples_night()
    assert written(served, mark) == [("altior", "PUT")]
    altior = served.sandbox.record("altior", "contact", pairs(served)[own])
    assert (altior["lastName"], altior["emails"][0]["value"]) == ("De Corrigée", new["email"])
    mark = served.last_call()
    served.peoples_night()
    assert written(served, mark) == []
    kept = served.people[str(contact["id"])]
    assert ({name: kept[name] for name in new}, len(served.people)) == (new, people)


def test_an_address_that_stands_among_the_others_is_no_other_and_one_that_is_gone_was_corrected(served: Desk) -> None:
    contact = ours(served)
    mail, main = contact["email"], "principale@adresse-exemple.fr"
    served.sandbox.edit("freshdesk", "contact", contact["id"], email=main, other_emails=[mail])
    mark = served.last_call()
    served.synchronise(CONTACTS)
    assert written(served, mark) == []
    own = str(of_mail(served, "sellsy", mail)["id"])
    served.sandbox.edit("freshdesk", "contact", contact["id"], email="neuve@adresse-exemple.fr", other_emails=[])
    served.synchronise(CONTACTS)
    assert served.sandbox.record("sellsy", "contact", own)["email"] == "neuve@adresse-exemple.fr"


def in_portal(desk: Desk, company: str) -> Record:
    """The portal's company of one of Sellsy's."""
    return desk.called(desk.sellsy[company]["name"])


def test_a_company_that_support_adds_or_takes_away_is_linked_where_both_are_known(served: Desk) -> None:
    contact = ours(served)
    own = str(of_mail(served, "sellsy", contact["email"])["id"])
    id_ = pairs(served)[own]
    before = in_sellsy(served, own)
    known = {one["name"] for one in served.companies.values()}
    (key, altior), *_ = [pair for pair in free(served, own, 99) if served.sellsy[pair[0]]["name"] in known]
    stood = contact["other_companies"]
    other = [*stood, {"company_id": in_portal(served, key)["id"], "view_all_tickets": True}]
    served.sandbox.edit("freshdesk", "contact", contact["id"], other_companies=other)
    mark = served.last_call()
    served.synchronise(CONTACTS)
    assert written(served, mark) == [("sellsy", "POST")]
    assert in_sellsy(served, own) == before | {key: []}
    for _ in range(2):
        served.peoples_night()
    assert altior in in_altior(served, id_)
    # What the contact sees of its tickets is nobody else's business, and stays.
    assert served.people[str(contact["id"])]["other_companies"] == other
    mark = served.last_call()
    served.peoples_night()
    assert written(served, mark) == []

    served.sandbox.edit("freshdesk", "contact", contact["id"], other_companies=stood)
    for _ in range(2):
        served.synchronise(CONTACTS)
    assert in_sellsy(served, own) == before
    served.peoples_night()
    assert (altior in in_altior(served, id_), in_sellsy(served, own)) == (False, before)
    mark = served.last_call()
    served.peoples_night()
    assert written(served, mark) == []


def test_what_the_portal_alone_knows_is_kept_in_the_hub_with_its_history(served: Desk) -> None:
    made = next(one for one in served.companies.values() if one["custom_fields"].get("cle_passerelle"))
    served.sandbox.edit("freshdesk", "company", made["id"], health_score="Happy", note="À rappeler")
    mark = served.last_call()
    for _ in range(2):
        served.synchronise(COMPANIES)
    assert written(served, mark) == []
    told = {(row.field, row.old, row.new) for row in served.history() if row.connection == "hub"}
    assert told == {("health", None, "Happy"), ("note", None, "À rappeler")}
    served.sandbox.edit("freshdesk", "company", made["id"], health_score="At risk")
    served.synchronise(COMPANIES)
    assert ("health", "Happy", "At risk") in {(row.field, row.old, row.new) for row in served.history()}


def test_a_company_renamed_in_the_portal_stays_so_there_and_the_run_says_where_to_correct_it(served: Desk) -> None:
    made = next(one for one in served.companies.values() if one["custom_fields"].get("cle_passerelle"))
    served.sandbox.edit("freshdesk", "company", made["id"], name="Maison Rebaptisée")
    mark = served.last_call()
    for _ in range(2):
        told = [one["reason"] for one in served.synchronise(COMPANIES)["problems"] if "Rebaptisée" in one["reason"]]
        assert len(told) == 1
        assert f"is {made['name']} in the hub" in told[0]
    assert (written(served, mark), served.companies[str(made["id"])]["name"]) == ([], "Maison Rebaptisée")


def test_a_record_of_the_portal_is_explained_with_the_record_each_field_comes_from(
    served: Desk, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PASSERELLE_HOME", str(served.settings.home))
    monkeypatch.setenv("PASSERELLE_ROOT", str(served.settings.root))
    monkeypatch.setenv("COLUMNS", "120")
    contact = ours(served)
    sellsy = f"sellsy:contact:contact/{of_mail(served, 'sellsy', contact['email'])['id']}"
    (record,) = called(monkeypatch, capsys, "explain", f"freshdesk:contact:{contact['id']}", "--json").document[
        "records"
    ]
    assert record["record"] == f"hub:contact:{contact['unique_external_id']}"
    assert (record["origins"]["name"], record["origins"]["email"]) == (sellsy, sellsy)
    assert f"from {sellsy}" in called(monkeypatch, capsys, "explain", record["record"]).out
