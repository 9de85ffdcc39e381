"""What artis.net has already is found, shown with what differs, and changed only where somebody asks for that."""

from __future__ import annotations

from typing import Any

from tests.import_fixture import Sales
from tests.sandbox_fixture import Record

COMPANIES = "corporama.company>artis.organisation"
CONTACTS = "corporama.contact>artis.interlocuteur"


def known(sales: Sales, of: str, **values: Any) -> Record:
    """A third party that somebody has typed into artis.net from this sheet, with a client of the north in it."""
    sheet = sales.sheets[of]
    address = {"adresse1": sheet["rue"], "codePostal": sheet["codePostal"], "ville": sheet["ville"], "pays": "FR"}
    own = {"raisonSociale": sheet["raisonSociale"], "siret": of, "formeJuridique": sheet["formeJuridique"]}
    lists = {
        "classifications": {"Catégorie": "Entreprise", "Origine": "Salon"},
        "relations": [{"organisationInterne": "NORD", "type": "Client"}],
    }
    return sales.sandbox.add("artis", "organisation", **{**own, **address, **lists, **values})


def test_importing_the_same_twice_creates_once_and_pulls_once(sales: Sales) -> None:
    count = 8
    numbers, before = sales.several(count), len(sales.organisations)
    first = sales.run(*numbers, contacts=("all",))
    assert first["streams"][COMPANIES]["created"] == count
    assert len(sales.organisations) == before + count
    assert sorted(sales.pulled) == sorted(numbers)
    last = sales.last_call()
    second = sales.run(*numbers, contacts=("all",))
    assert second["streams"][COMPANIES]["unchanged"] == count
    assert sales.writes(last) == []
    assert sorted(sales.pulled) == sorted(numbers)
    assert second["cost"]["to_pull"] == 0


def test_a_client_is_still_a_client_and_what_differs_is_shown_until_it_is_asked_for(sales: Sales) -> None:
    siret = sales.new(telephone=True)
    there = known(sales, siret, telephone1="01 99 00 99 99", adresse2="Bâtiment B")
    last = sales.last_call()
    prepared = sales.prepared(siret)
    (company,) = prepared.companies
    assert company.existing is not None
    assert company.existing.id == str(there["id"])
    told = {one.field: (one.there, one.here) for one in company.differences}
    assert told["phone"][0] == "+33199009999"
    assert "line_2" not in told
    summary = sales.run(siret)
    assert summary["streams"][COMPANIES]["conflicts"] == 1
    assert "update_existing" in summary["problems"][0]["reason"]
    assert sales.writes(last) == []
    assert sales.run(siret, update_existing=True)["streams"][COMPANIES]["updated"] == 1
    after = sales.organisation(siret)
    assert after["telephone1"] == sales.sheets[siret]["telephone"]
    assert after["relations"] == [{"organisationInterne": "NORD", "type": "Client"}]
    assert (after["adresse2"], after["autreCode"]) == ("Bâtiment B", f"CORPORAMA-{siret[:9]}")


def test_a_site_of_a_company_that_is_there_under_another_siret_is_an_entry(sales: Sales) -> None:
    siret = sales.new()
    there = known(sales, siret, siret=f"{siret[:9]}{_with_luhn(siret[:9])}")
    count = len(sales.organisations)
    sales.run(siret)
    assert len(sales.organisations) == count
    assert [one["organisationId"] for one in sales.sites(siret)] == [there["id"]]


def test_who_has_no_siret_is_known_by_the_vat_number(sales: Sales) -> None:
    vats = {
        one["identifiants"]["TVA INTRACOMMUNAUTAIRE"]: one["id"]
        for one in sales.organisations.values()
        if one["siret"] is None
    }
    siret = next(one for one, sheet in sales.sheets.items() if sheet["tvaIntracom"] in vats and sheet["siege"] == 1)
    count = len(sales.organisations)
    summary = sales.run(siret)
    assert len(sales.organisations) == count
    assert summary["streams"][COMPANIES]["conflicts"] == 1
    assert sales.sites(siret) == []


def _with_luhn(siren: str) -> str:
    from stdnum.fr import siret

    return next(f"{number:05d}" for number in range(70, 99999) if siret.is_valid(f"{siren}{number:05d}"))


def test_a_second_site_of_a_known_company_becomes_a_site(sales: Sales) -> None:
    by_company: dict[str, list[str]] = {}
    for siret, sheet in sales.sheets.items():
        if len(sheet["siret"]) == 14 and sheet["siret"] == siret:
            by_company.setdefault(sheet["siren"], []).append(siret)
    free = {str(one["siret"] or "")[:9] for one in sales.organisations.values()}
    seat, branch = next(
        sorted(sirets, key=lambda one: -sales.sheets[one]["siege"])[:2]
        for siren, sirets in by_company.items()
        if len(sirets) > 1 and siren not in free and sum(sales.sheets[one]["siege"] for one in sirets) == 1
    )
    sales.run(seat)
    count = len(sales.organisations)
    assert sales.sites(seat) == []
    sales.run(branch)
    assert len(sales.organisations) == count
    (site,) = sales.sites(branch)
    assert site["organisationId"] == sales.organisation(seat)["id"]
    last = sales.last_call()
    sales.run(branch, seat)
    assert sales.writes(last) == []


def test_who_is_there_by_name_and_telephone_is_not_created_again(sales: Sales) -> None:
    siret = sales.new(contacts=True)
    one = {"id": 900001, "civilite": "Mme", "nom": "Lefèvre", "prenom": "Zoé", "fonction": None, "mails": []}
    sales.sandbox.edit("corporama", "establishment", siret, contacts=[one | {"telephone": "06 39 98 12 34"}])
    there = next(iter(sales.organisations.values()))
    person = sales.sandbox.add(
        "artis",
        "interlocuteur",
        titre="Mme",
        nom="LEFEVRE",
        prenom="Zoé",
        adresse={"mobile1": "0639981234"},
        collaborations=[{"organisationId": there["id"]}],
    )
    contacts = sales.prepared(siret).contacts
    assert [one.existing.id for one in contacts if one.existing] == [str(person["id"])]
    sales.run(siret, contacts=("all",))
    assert len(sales.people("Lefèvre")) + len(sales.people("LEFEVRE")) == 1
    sales.run(siret, contacts=("900001",), update_existing=True)
    (after,) = [*sales.people("Lefèvre"), *sales.people("LEFEVRE")]
    own = sales.organisation(siret)["id"]
    assert sorted(one["organisationId"] for one in after["collaborations"]) == sorted([there["id"], own])


def test_another_person_with_the_same_mail_is_left_to_a_person(sales: Sales) -> None:
    siret = sales.new(contacts=True)
    mail = "direction@brule.example.org"
    one = {"id": 900001, "civilite": "M.", "nom": "Petit", "prenom": "Luc", "fonction": None, "telephone": None}
    sales.sandbox.edit("corporama", "establishment", siret, contacts=[one | {"mails": [mail]}])
    there = next(iter(sales.organisations.values()))
    links = [{"organisationId": there["id"]}]
    sales.sandbox.add(
        "artis", "interlocuteur", titre="M.", nom="Grand", prenom="Max", adresse={"mail1": mail}, collaborations=links
    )
    summary = sales.run(siret, contacts=("all",))
    assert summary["streams"][CONTACTS]["quarantined"] == 1
    assert "may have this person already" in summary["problems"][0]["reason"]
    assert sales.people("Petit") == []
    last = sales.last_call()
    again = sales.run(siret, contacts=("all",))
    assert again["streams"][CONTACTS]["quarantined"] == 1
    assert "may have this person already" in again["problems"][0]["reason"]
    assert sales.writes(last) == []
    # Somebody has looked at it: it is sent once more.
    sales.run(siret, contacts=("all",), checked=True)
    assert [path for _, path in sales.writes(last)] == ["/artis/interlocuteurs"]


ANNE = {"id": 900001, "civilite": "Mme", "nom": "Blanc", "prenom": "Anne", "fonction": None, "telephone": None}
WITH_A_MAIL = ANNE | {"telephone": "01 99 00 12 34", "mails": ["anne.blanc@deux.example.org"]}


def at_two(sales: Sales, **elsewhere: Any) -> tuple[str, str]:
    """Two companies artis.net doesn't have, in whose sheets one person stands, in the second with these values."""
    first, second = sales.several(2)
    sales.sandbox.edit("corporama", "establishment", first, contacts=[WITH_A_MAIL])
    other = WITH_A_MAIL | {"id": 900002, "telephone": "01 99 00 77 77"} | elsewhere
    sales.sandbox.edit("corporama", "establishment", second, contacts=[other])
    return first, second


def working_for(sales: Sales, person: Record) -> set[str]:
    """The SIRETs of the third parties a person has a collaboration with."""
    return {sales.organisations[str(one["organisationId"])]["siret"] for one in person["collaborations"]}


def test_who_works_for_two_companies_is_one_person_with_two_collaborations(sales: Sales) -> None:
    first, second = at_two(sales)
    sales.run(first, contacts=("all",))
    (before,) = sales.people("Blanc")
    (told,) = sales.prepared(second).contacts
    assert told.existing is not None
    assert told.existing.id == str(before["id"])
    assert sales.run(second, contacts=("all",), dry_run=True)["streams"][CONTACTS]["updated"] == 1
    assert sales.run(second, contacts=("900002",))["streams"][CONTACTS]["updated"] == 1
    (after,) = sales.people("Blanc")
    assert working_for(sales, after) == {first, second}
    left = {name: after[name] for name in after if name not in ("collaborations", "dateModification")}
    assert left == {name: before[name] for name in left}
    last = sales.last_call()
    sales.run(second, contacts=("all",))
    sales.run(first, contacts=("all",))
    assert sales.writes(last) == []


def test_two_companies_of_one_import_share_the_person(sales: Sales) -> None:
    numbers = at_two(sales)
    assert sales.run(*numbers, contacts=("all",))["streams"][CONTACTS]["created"] == 1
    (person,) = sales.people("Blanc")
    assert working_for(sales, person) == {*numbers}


def test_a_telephone_tells_who_has_no_mail_and_another_mail_speaks_against_it(sales: Sales) -> None:
    first, second = at_two(sales, telephone="01 99 00 12 34", mails=[])
    sales.run(first, second, contacts=("all",))
    assert [working_for(sales, one) for one in sales.people("Blanc")] == [{first, second}]


def test_another_mail_makes_another_person_of_it(sales: Sales) -> None:
    mails = ["a.blanc@ailleurs.example.org"]
    first, second = at_two(sales, mails=mails)
    sales.run(first, second, contacts=("all",))
    assert sorted(len(one["collaborations"]) for one in sales.people("Blanc")) == [1, 1]


def test_a_person_somebody_has_typed_in_gets_the_collaboration_and_keeps_the_rest(sales: Sales) -> None:
    first, second = at_two(sales)
    sales.run(first)
    there = sales.sandbox.add(
        "artis",
        "interlocuteur",
        titre="Mme",
        nom="BLANC",
        prenom="Anne",
        adresse={"mail1": WITH_A_MAIL["mails"][0], "telephone1": "01 99 00 99 99"},  # type: ignore[index]
        collaborations=[{"organisationId": sales.organisation(first)["id"]}],
    )
    sales.run(second, contacts=("all",))
    assert sales.people("Blanc") == []
    (after,) = sales.people("BLANC")
    assert (after["id"], after["adresse"]) == (there["id"], there["adresse"])
    assert working_for(sales, after) == {first, second}
