"""Contacts where something is odd: a third party is gone, one side alone knows a link or role, names are alike."""

from typing import Any

import pandas as pd
import pytest

from passerelle.engine import references
from passerelle.engine.opening import close_run, open_run
from passerelle.engine.run import Options
from passerelle.hub import records
from passerelle.hub.database import open_hub
from passerelle.mapping.loader import load_system
from passerelle.parts import ids_of, parts_of
from passerelle.systems.registry import open_system
from passerelle.systems.rest import RestSystem
from tests.contacts_fixture import companies, edit, free, in_altior, in_sellsy, link_in_sellsy, linked, pairs
from tests.firm_fixture import CHOSEN, CONTACTS, Firm

pytestmark = pytest.mark.xdist_group("firm following")

DOWN, UP = "sellsy.contact>altior.contact", "altior.contact>sellsy.contact"


@pytest.mark.parametrize("ended", [False, True])
def test_a_link_is_not_taken_away_with_a_third_party_that_was_deleted(firm: Firm, ended: bool) -> None:
    own, id_ = linked(firm)
    (company,) = in_sellsy(firm, own)
    before = in_altior(firm, id_)
    firm.sandbox.delete("sellsy", "company", company.removeprefix("company/"))
    edit(firm, "sellsy", own, position="Gérante", _custom_fields={CHOSEN: True})
    for _ in range(2):
        if ended:
            firm.run()
        firm.run_contacts()
        assert in_altior(firm, id_) == before
    assert firm.sandbox.record("altior", "contact", id_)["position"] == "Gérante"


def test_a_link_that_is_taken_away_beside_a_deleted_third_party_still_is(firm: Firm) -> None:
    own, id_ = linked(firm)
    (company,) = in_sellsy(firm, own)
    ((here, there),) = free(firm, own)
    link_in_sellsy(firm, here, own)
    firm.run_contacts()
    assert there in in_altior(firm, id_)
    firm.sandbox.delete("sellsy", "company", company.removeprefix("company/"))
    held = firm.sellsy[here]["_contacts"]
    firm.in_sellsy(here, _contacts=[one for one in held if one["contactId"] != int(own)])
    edit(firm, "sellsy", own, _custom_fields={CHOSEN: True})
    gone = firm.pairs()[company]
    firm.run_contacts()
    assert in_altior(firm, id_).keys() == {gone}


def test_a_link_stays_in_sellsy_when_altior_deletes_the_third_party(firm: Firm) -> None:
    own, id_ = linked(firm)
    before = in_sellsy(firm, own)
    (third_party,) = in_altior(firm, id_)
    edit(firm, "altior", id_, links=[], position="Associé")
    firm.sandbox.delete("altior", "thirdparty", third_party)
    for _ in range(2):
        firm.run_contacts()
        assert in_sellsy(firm, own) == before
    firm.run()
    firm.run_contacts()
    assert in_sellsy(firm, own) == before


def test_a_link_to_an_individual_stays_when_another_comes_from_sellsy(firm: Firm) -> None:
    own, id_ = linked(firm)
    person = next(i for key, i in firm.pairs().items() if key.startswith("individual/"))
    held = firm.sandbox.record("altior", "contact", id_)["links"]
    edit(firm, "altior", id_, links=[*held, {"thirdPartyId": int(person), "roles": ["Facturation"]}])
    firm.run_contacts()
    ((here, there),) = free(firm, own)
    link_in_sellsy(firm, here, own)
    firm.run_contacts()
    assert in_altior(firm, id_)[person] == ["Facturation"]
    assert there in in_altior(firm, id_)


def test_a_contact_that_is_deleted_while_the_list_is_read_does_not_end_the_run(firm: Firm) -> None:
    own, id_ = linked(firm)
    before = in_altior(firm, id_)
    firm.sandbox.fault("unauthorized", system="sellsy", path=rf"/contacts/{own}(/companies)?$", status=404)
    firm.run_contacts()
    firm.sandbox.fault("none")
    assert in_altior(firm, id_) == before


def test_two_records_that_name_the_same_contact_are_left_to_a_person(firm: Firm) -> None:
    new = firm.sandbox.add("sellsy", "contact", last_name="Unique", _custom_fields={CHOSEN: True})
    reference = {"type": "EXTERNAL", "key": "SELLSY", "name": "Sellsy", "value": f"contact/{new['id']}"}
    twins = [firm.sandbox.add("altior", "contact", lastName=name, references=[reference]) for name in ("Une", "Autre")]
    held = len(firm.sandbox.state("sellsy", "contact"))
    summary = firm.run_contacts()
    assert (summary["streams"][DOWN]["quarantined"], summary["streams"][UP]["quarantined"]) == (1, 2)
    assert len(firm.sandbox.state("sellsy", "contact")) == held
    assert all(firm.sandbox.record("altior", "contact", str(one["id"])) == one for one in twins)
    told = {one["record"]: one["reason"] for one in summary["problems"]}
    assert f"names contact/{new['id']} of Sellsy" in told[str(twins[0]["id"])]


def test_names_in_other_letters_are_told_apart(firm: Firm) -> None:
    (company, third_party), *_ = companies(firm)
    link = {"thirdPartyId": int(third_party), "roles": []}
    there = firm.sandbox.add("altior", "contact", firstName="Анна", lastName="Ivanova", links=[link])
    new = firm.sandbox.add("sellsy", "contact", first_name="Ольга", last_name="Ivanova")
    link_in_sellsy(firm, company, str(new["id"]))
    firm.run_contacts()
    assert pairs(firm)[str(new["id"])] != str(there["id"])


def test_a_creation_that_never_arrived_takes_nobody_elses_contact(firm: Firm) -> None:
    (_, third_party), *_ = companies(firm)
    left_out = {"name": "Non choisie", "type": "client", "_custom_fields": {CHOSEN: False}}
    other = firm.sandbox.add("sellsy", "contact", last_name="Homonyme")
    firm.sandbox.add("sellsy", "company", **left_out, _contacts=[{"contactId": other["id"], "roles": []}])
    firm.run()
    firm.run_contacts()
    new = firm.sandbox.add("altior", "contact", lastName="Homonyme", links=[{"thirdPartyId": int(third_party)}])
    firm.sandbox.fault("unauthorized", system="sellsy", method="POST", path="/contacts$", status=500)
    firm.run(ends_well=False, integration=CONTACTS)
    firm.sandbox.fault("none")
    firm.run_contacts()
    firm.run_contacts()
    assert str(other["id"]) not in pairs(firm)
    assert str(new["id"]) in pairs(firm).values()


def test_news_of_companies_are_no_duplicates(quiet: Firm) -> None:
    quiet.run_contacts()
    own, _ = linked(quiet)
    (company,) = in_sellsy(quiet, own)
    edit(quiet, "sellsy", own, position="Gérante")
    quiet.in_sellsy(company, phone_number="+33199004242")
    counts = quiet.run_contacts(news=True)["streams"][DOWN]
    assert (counts["updated"], counts["duplicates_read"]) == (1, 0)


def test_of_two_contacts_alike_in_one_system_the_later_is_held(firm: Firm) -> None:
    (company, _), *_ = companies(firm)
    twin = {"first_name": "Jean", "last_name": "Double", "email": "d@example.org"}
    first, second = (firm.sandbox.add("sellsy", "contact", **twin)["id"] for _ in range(2))
    for new in (first, second):
        link_in_sellsy(firm, company, str(new))
    for _ in range(2):
        (problem,) = firm.run_contacts()["problems"]
        assert problem["record"] == f"contact/{second}"
        told = f"has the same name and email as contact/{first}, known before it; correct one of them in Sellsy"
        assert problem["reason"] == told
    assert [one["lastName"] for one in firm.sandbox.state("altior", "contact").values()].count("Double") == 1


def test_a_link_to_a_third_party_that_is_gone_waits_and_the_run_goes_on(firm: Firm) -> None:
    own, id_ = linked(firm)
    ((here, there),) = free(firm, own)
    links = firm.sandbox.record("altior", "contact", id_)["links"]
    edit(firm, "altior", id_, links=[*links, {"thirdPartyId": int(there), "roles": ["Relance"]}], position="Associé")
    firm.sandbox.delete("sellsy", "company", here.removeprefix("company/"))
    counts = firm.run_contacts()["streams"][UP]
    assert counts["quarantined"] == 1
    firm.run()
    firm.run_contacts()
    assert firm.sandbox.record("sellsy", "contact", own)["position"] == "Associé"
    assert there in in_altior(firm, id_)


def test_who_leaves_the_last_third_party_in_sellsy_leaves_it_in_altior(firm: Firm) -> None:
    own, id_ = linked(firm)
    (company,) = in_sellsy(firm, own)
    values = {"name": "Non choisie", "type": "client", "_custom_fields": {CHOSEN: False}}
    firm.sandbox.add("sellsy", "company", **values, _contacts=[{"contactId": int(own), "roles": []}])
    held = firm.sellsy[company]["_contacts"]
    firm.in_sellsy(company, _contacts=[one for one in held if one["contactId"] != int(own)])
    firm.run()
    firm.run_contacts()
    assert in_altior(firm, id_) == {}
    edit(firm, "sellsy", own, position="Gérante")
    firm.run_contacts()
    assert firm.sandbox.record("altior", "contact", id_)["position"] != "Gérante"


@pytest.mark.parametrize("role", ["Achats", "Achats (site), nuit; 100 %"])
def test_a_role_that_only_altior_knows_stays_there(firm: Firm, monkeypatch: pytest.MonkeyPatch, role: str) -> None:
    client = open_system("altior", load_system(firm.settings.root, "altior"), firm.settings)
    raw = client.prepare("contact", {"id": 1, "links": [{"thirdPartyId": 5, "roles": [role, "Principal"]}]})
    assert ids_of(raw["linked"]) == ["5"]
    sent: dict[str, Any] = {}
    monkeypatch.setattr(RestSystem, "update", lambda *called: sent.update(called[3]))
    client.update("contact", "1", {"linked": raw["linked"]})
    assert sent["links"] == [{"thirdPartyId": 5, "roles": [role, "Principal"]}]
    client.close()


def test_what_stays_beyond_the_common_is_no_news(firm: Firm, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of a role that one system alone knows, and of what it holds for others, nothing is compared or lost."""
    monkeypatch.setattr(references, "common_ids", lambda _, __, ids: {"5": "company/1"} if "5" in ids else {})
    monkeypatch.setattr(references, "own_ids", lambda _, __, ids: {"company/2": "6"} if "company/2" in ids else {})
    run = open_run(CONTACTS, CONTACTS, Options(), firm.settings, {})
    held = pd.DataFrame({"third_parties": ["5 (Achats, main); 7 (dunning)"]})
    wanted = references.in_own_ids(run, run.target, held, {"third_parties": "company/1; company/2 (main)"})
    assert wanted == {"third_parties": "5 (Achats); 6 (main); 7 (dunning)"}
    alone = references.in_own_ids(run, run.target, held, {"third_parties": None})
    assert alone == {"third_parties": "7 (dunning)"}
    close_run(run, "completed", {})


def test_history_tells_which_roles_sellsy_took(firm: Firm) -> None:
    own, id_ = linked(firm)
    ((here, there),) = free(firm, own)
    taken = next(role for one in firm.sellsy[here]["_contacts"] for role in one["roles"])
    wanted = {"main": "Principal", "invoicing": "Facturation", "dunning": "Relance"}[taken]
    links = firm.sandbox.record("altior", "contact", id_)["links"]
    edit(firm, "altior", id_, links=[*links, {"thirdPartyId": int(there), "roles": [wanted]}])
    firm.run_contacts()
    line = [one for one in firm.history() if one.external_id == f"contact/{own}"][-1]
    assert in_sellsy(firm, own)[here] == []
    assert (line.field, here in ids_of(line.new)) == ("third_parties", True)
    assert (here, taken) not in parts_of(line.new)


def test_what_altior_refers_to_is_told_as_it_stands_there(firm: Firm) -> None:
    created = firm.sandbox.add("altior", "contact", lastName="Neuve", links=[])
    firm.run_contacts()
    firm.run_contacts()
    own = next(own for own, id_ in pairs(firm).items() if id_ == str(created["id"]))
    hub = open_hub(firm.settings.hub_url)
    with hub.read() as connection:
        held = records.snapshots(connection, records.Stream(CONTACTS, "altior", "contact"), [str(created["id"])])
    hub.close()
    assert held[str(created["id"])]["partner"] == f"contact/{own}"
