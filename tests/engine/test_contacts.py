"""Contacts both ways, seen in both systems: who is the same, whom they belong to, and who is left out."""

import pytest

from tests.contacts_fixture import companies, edit, free, in_altior, in_sellsy, link_in_sellsy, linked, pairs
from tests.firm_fixture import CHOSEN, CONTACTS, Firm, phones

pytestmark = pytest.mark.xdist_group("firm following")

DOWN, UP = "sellsy.contact>altior.contact", "altior.contact>sellsy.contact"


def test_whoever_both_hold_is_one_and_the_rest_is_created_once(firm: Firm) -> None:
    mark = firm.last_call()
    counts = firm.run_contacts()["streams"]
    assert firm.writes(mark) == []
    assert min(counts[DOWN]["unchanged"], counts[UP]["unchanged"]) > 10
    names = [
        (one["firstName"], one["lastName"].upper(), tuple(sorted(link["thirdPartyId"] for link in one["links"])))
        for one in firm.sandbox.state("altior", "contact").values()
        if one["links"]
    ]
    assert len(set(names)) == len(names)


def test_a_contact_brings_its_companies_along_and_its_roles(firm: Firm) -> None:
    for own, id_ in pairs(firm).items():
        there = {firm.pairs()[key]: roles for key, roles in in_sellsy(firm, own).items() if key in firm.pairs()}
        assert there.keys() <= in_altior(firm, id_).keys()


def test_links_made_on_both_sides_at_once_both_stay(firm: Firm) -> None:
    own, id_ = linked(firm)
    (here, altior_here), (there, altior_there) = free(firm, own, 2)
    link_in_sellsy(firm, here, own)
    held = firm.sandbox.record("altior", "contact", id_)["links"]
    edit(firm, "altior", id_, links=[*held, {"thirdPartyId": int(altior_there), "roles": []}])
    firm.run_contacts()
    assert {here, there} <= in_sellsy(firm, own).keys()
    assert {altior_here, altior_there} <= in_altior(firm, id_).keys()
    mark = firm.last_call()
    firm.run_contacts()
    assert firm.writes(mark) == []


def test_a_link_that_is_taken_away_is_taken_away_at_the_other_side(firm: Firm) -> None:
    own, id_ = linked(firm)
    edit(firm, "altior", id_, links=[])
    firm.run_contacts()
    assert in_sellsy(firm, own) == {}
    assert firm.sandbox.record("sellsy", "contact", own)["last_name"]


def test_a_role_is_carried_and_whoever_had_it_in_sellsy_has_it_no_more(firm: Firm) -> None:
    (company, third_party), *_ = companies(firm)
    first = next(one["contactId"] for one in firm.sellsy[company]["_contacts"] if "main" in one["roles"])
    link = {"thirdPartyId": int(third_party), "roles": ["Principal"]}
    new = firm.sandbox.add("altior", "contact", lastName="Nouvelle", links=[link])
    firm.run_contacts()
    own = next(own for own, id_ in pairs(firm).items() if id_ == str(new["id"]))
    assert in_sellsy(firm, own) == {company: []}, "whoever is only just linked takes no role from another"
    edit(firm, "altior", str(new["id"]), links=[link | {"roles": []}])
    firm.run_contacts()
    edit(firm, "altior", str(new["id"]), links=[link])
    firm.run_contacts()
    firm.run_contacts()
    assert in_sellsy(firm, own)[company] == ["main"]
    assert "main" not in in_sellsy(firm, str(first))[company]
    assert "Principal" not in in_altior(firm, pairs(firm)[str(first)])[third_party]


def test_edits_of_different_fields_both_survive_and_of_the_same_sellsy_wins(firm: Firm) -> None:
    own, id_ = linked(firm)
    edit(firm, "sellsy", own, position="Gérante", last_name="Deschamps")
    edit(firm, "altior", id_, emails=[{"type": "Principal", "value": "new@example.org"}], position="Associée")
    firm.run_contacts()
    after, held = firm.sandbox.record("altior", "contact", id_), firm.sandbox.record("sellsy", "contact", own)
    assert (after["position"], after["lastName"], held["email"]) == ("Gérante", "Deschamps", "new@example.org")
    lost = [line for line in firm.history() if line.field == "position" and line.external_id == id_]
    assert (lost[-1].old, lost[-1].new) == ("Associée", "Gérante")


def test_one_edit_makes_one_write_and_none_back(firm: Firm) -> None:
    own, id_ = linked(firm)
    edit(firm, "sellsy", own, phone_number="+33199004242")
    mark = firm.last_call()
    firm.run_contacts()
    firm.run_contacts()
    assert firm.writes(mark) == [("altior", "PUT", f"/altior/contacts/{id_}")]
    assert phones(firm.sandbox.record("altior", "contact", id_), "Fixe") == ["01 99 00 42 42"]


@pytest.mark.parametrize(("chosen", "comes"), [(True, True), (False, False), (None, False)])
def test_a_contact_of_nobody_comes_when_it_is_chosen(firm: Firm, chosen: bool | None, comes: bool) -> None:
    fields = {} if chosen is None else {CHOSEN: chosen}
    new = firm.sandbox.add("sellsy", "contact", last_name="Solitaire", _custom_fields=fields)
    firm.run_contacts()
    assert (str(new["id"]) in pairs(firm)) is comes


def test_a_linked_contact_follows_its_third_party_whatever_its_own_field_says(firm: Firm) -> None:
    (company, third_party), *_ = companies(firm)
    new = firm.sandbox.add("sellsy", "contact", last_name="Suiveuse", _custom_fields={CHOSEN: False})
    link_in_sellsy(firm, company, str(new["id"]))
    firm.run_contacts()
    id_ = pairs(firm)[str(new["id"])]
    assert in_altior(firm, id_) == {third_party: []}
    firm.in_sellsy(company, _custom_fields={CHOSEN: False})
    edit(firm, "sellsy", str(new["id"]), position="Gérante")
    firm.run()
    firm.run_contacts()
    assert firm.sandbox.record("altior", "contact", id_)["position"] is None
    assert in_altior(firm, id_) == {third_party: []}


def test_a_link_to_a_company_that_is_left_out_stays_where_it_is(firm: Firm) -> None:
    own, id_ = linked(firm)
    values = {"name": "Non choisie", "type": "client", "_custom_fields": {CHOSEN: False}}
    other = firm.sandbox.add("sellsy", "company", **values, _contacts=[{"contactId": int(own), "roles": ["main"]}])
    before = in_altior(firm, id_)
    firm.run()
    edit(firm, "altior", id_, position="Gérante")
    firm.run_contacts()
    assert in_altior(firm, id_) == before
    assert f"company/{other['id']}" in in_sellsy(firm, own)


def test_the_same_name_with_another_email_is_left_to_a_person(firm: Firm) -> None:
    (company, third_party), *_ = companies(firm)
    link = {"thirdPartyId": int(third_party), "roles": []}
    mails = [{"type": "Principal", "value": "one@example.org"}]
    firm.sandbox.add("altior", "contact", firstName="Jean", lastName="Homonyme", emails=mails, links=[link])
    twin = {"first_name": "JEAN", "last_name": "HOMONYME", "email": "two@example.org"}
    new = firm.sandbox.add("sellsy", "contact", **twin)
    link_in_sellsy(firm, company, str(new["id"]))
    counts = firm.run_contacts()["streams"]
    assert (counts[DOWN]["quarantined"], counts[UP]["quarantined"]) == (1, 1)
    assert str(new["id"]) not in pairs(firm)


@pytest.mark.parametrize("email", [None, "jean@example.org"])
def test_a_name_is_the_same_with_the_email_or_at_the_third_party(firm: Firm, email: str | None) -> None:
    (company, third_party), *_ = companies(firm)
    mails = [{"type": "Principal", "value": email}] if email else []
    links = [] if email else [{"thirdPartyId": int(third_party), "roles": []}]
    there = firm.sandbox.add("altior", "contact", firstName="Jean-René", lastName="Étienne", emails=mails, links=links)
    new = firm.sandbox.add("sellsy", "contact", first_name="jean rené", last_name="ETIENNE", email=email)
    link_in_sellsy(firm, company, str(new["id"]))
    firm.run_contacts()
    assert pairs(firm)[str(new["id"])] == str(there["id"])
    assert in_altior(firm, str(there["id"])).keys() == {third_party}


def test_a_contact_whose_creation_was_unclear_is_found_again(firm: Firm) -> None:
    (_, third_party), *_ = companies(firm)
    new = firm.sandbox.add("altior", "contact", lastName="Perdue", links=[{"thirdPartyId": int(third_party)}])
    firm.sandbox.fault("stores-then-500", system="sellsy", method="POST", path="/contacts$", count=1)
    firm.run(ends_well=False, integration=CONTACTS)
    firm.sandbox.fault("none")
    firm.run_contacts()
    named = [id_ for id_, one in firm.sandbox.state("sellsy", "contact").items() if one["last_name"] == "Perdue"]
    assert len(named) == 1
    assert pairs(firm)[named[0]] == str(new["id"])
    assert len(in_sellsy(firm, named[0])) == 1


def test_a_contact_that_was_deleted_is_not_made_again(firm: Firm) -> None:
    own, id_ = linked(firm)
    firm.sandbox.delete("sellsy", "contact", own)
    before = len(firm.sandbox.state("sellsy", "contact"))
    for _ in range(2):
        firm.run_contacts()
    assert len(firm.sandbox.state("sellsy", "contact")) == before
    assert firm.sandbox.record("altior", "contact", id_)["active"] is True


def test_the_contacts_of_named_third_parties_are_refreshed_and_no_others(firm: Firm) -> None:
    own, id_ = linked(firm)
    (company,) = in_sellsy(firm, own)
    other, other_id = next((o, i) for o, i in pairs(firm).items() if in_sellsy(firm, o).keys() - {company})
    edit(firm, "sellsy", own, position="Gérante")
    edit(firm, "altior", other_id, position="Associé")
    new = firm.sandbox.add("altior", "contact", lastName="Neuve", links=[{"thirdPartyId": int(firm.pairs()[company])}])
    firm.run_contacts(of=(company,))
    assert firm.sandbox.record("altior", "contact", id_)["position"] == "Gérante"
    assert firm.sandbox.record("sellsy", "contact", other)["position"] != "Associé"
    assert str(new["id"]) in pairs(firm).values()
    mark = firm.last_call()
    firm.run_contacts(of=("company/999999",))
    asked = [call["path"] for call in firm.sandbox.requests(since=mark)]
    assert not [path for path in asked if "contacts" in path.removesuffix("/contacts/search")]


def test_news_carries_links_edits_and_the_contacts_of_new_third_parties(quiet: Firm) -> None:
    quiet.run_contacts()
    own, id_ = linked(quiet)
    (here, altior_here), *_ = free(quiet, own)
    link_in_sellsy(quiet, here, own)
    other_id = next(i for i in pairs(quiet).values() if i != id_)
    edit(quiet, "altior", other_id, position="Associé")
    late = quiet.sandbox.add("sellsy", "contact", last_name="Tardive")
    left_out = {"name": "Tardive SARL", "type": "client", "_custom_fields": {CHOSEN: False}}
    company = quiet.sandbox.add("sellsy", "company", **left_out, _contacts=[{"contactId": late["id"], "roles": []}])
    quiet.run()
    quiet.run_contacts()
    assert str(late["id"]) not in pairs(quiet)
    quiet.in_sellsy(f"company/{company['id']}", _custom_fields={CHOSEN: True})
    quiet.run(news=True)
    quiet.run_contacts(news=True)
    assert altior_here in in_altior(quiet, id_)
    assert str(late["id"]) in pairs(quiet)
    mine = next(o for o, i in pairs(quiet).items() if i == other_id)
    assert quiet.sandbox.record("sellsy", "contact", mine)["position"] == "Associé"
