"""artis.net over HTTP: interlocuteurs, and the warning that somebody is known already."""

import httpx
import pytest

from tests.sandbox.artis_records import new_person
from tests.sandbox.french_calls import changed, fields_at_fault, found, made
from tests.sandbox_fixture import Sandbox

KNOWN = {
    "telephone1": "01 99 00 12 34", "mobile1": "06 39 98 00 01", "mail1": "z.blanc@brun.example;blanc@maison.example",
}  # fmt: skip


def test_a_created_person_is_answered_as_stored(sandbox: Sandbox, artis: httpx.Client) -> None:
    sent = new_person(
        fonctions=["Acheteuse", "Gérante"],
        activites=["Vente", "Service"],
        autreCode="corporama:5001",
        caracteristiques={"Identifiant Corporama": "5001"},
    )
    stored = made(artis, "/interlocuteurs", sent | {"adresse": {"mail1": "z@brun.example", "ville": "Paris"}})
    assert stored | sent == stored
    assert (stored["adresse"]["mail1"], stored["adresse"]["mail2"]) == ("z@brun.example", None)
    assert stored == sandbox.record("artis", "interlocuteur", stored["id"])
    assert stored.keys() == sandbox.record("artis", "interlocuteur", 1).keys()
    assert stored["adresse"].keys() == sandbox.record("artis", "interlocuteur", 1)["adresse"].keys()


@pytest.mark.parametrize("name", ["titre", "nom", "prenom"])
def test_what_is_mandatory_is_asked_for(artis: httpx.Client, name: str) -> None:
    assert fields_at_fault(artis.post("/interlocuteurs", json=new_person(**{name: None}))) == {name}


@pytest.mark.parametrize(
    ("other", "field"),
    [
        ({"titre": "Madame"}, "titre"),
        ({"activites": ["Chantier"]}, "activites"),
        ({"collaborations": [{"organisationId": 999}]}, "collaborations"),
        ({"collaborations": [{"organisationId": 1}] * 2}, "collaborations"),
        ({"adresse": {"pays": "France"}}, "adresse.pays"),
        ({"adresse": {"telephone": "1"}}, "adresse.telephone"),
        ({"fonction": "Acheteuse"}, "fonction"),
        ({"caracteristiques": {"CA (K€)": 1}}, "caracteristiques.CA (K€)"),
    ],
)
def test_what_is_in_no_list_is_refused(artis: httpx.Client, other: dict[str, object], field: str) -> None:
    assert fields_at_fault(artis.post("/interlocuteurs?confirmer=true", json=new_person(**other))) == {field}


def test_activities_that_are_not_managed_are_refused(sandbox: Sandbox, artis: httpx.Client) -> None:
    for key in sandbox.state("artis", "activite"):
        sandbox.delete("artis", "activite", key)
    assert artis.get("/activites").json() == []
    assert fields_at_fault(artis.post("/interlocuteurs", json=new_person(activites=["Vente"]))) == {"activites"}


@pytest.mark.parametrize(
    ("address", "name", "common"),
    [
        ({}, {"nom": "BLANC", "prenom": "Zelie"}, ["nom"]),
        ({"telephone2": "+33 1 99 00 12 34"}, {}, ["telephone"]),
        ({"mobile2": "06.39.98.00.01"}, {}, ["mobile"]),
        ({"mail2": "autre@brun.example; Blanc@maison.example"}, {}, ["mail"]),
        ({"mobile1": "01 99 00 12 34"}, {}, []),
        ({"mail1": "autre@brun.example"}, {"nom": "Blanc"}, []),
    ],
)
def test_somebody_who_may_be_known_is_told_and_not_stored(
    sandbox: Sandbox, artis: httpx.Client, address: dict[str, str], name: dict[str, str], common: list[str]
) -> None:
    known = made(artis, "/interlocuteurs", new_person(adresse=KNOWN))
    sent = new_person(**{"nom": "Nouveau", "prenom": "Luc", **name}, adresse=address)
    held = len(sandbox.state("artis", "interlocuteur"))
    answer = artis.post("/interlocuteurs", json=sent)
    if not common:
        assert answer.status_code == 201
        return
    told = {"id": known["id"], "titre": "Mme", "nom": "Blanc", "prenom": "Zélie", "criteres": common}
    assert (answer.status_code, answer.json()) == (409, {"message": "Doublons possibles", "candidats": [told]})
    assert len(sandbox.state("artis", "interlocuteur")) == held
    made(artis, "/interlocuteurs?confirmer=true", sent)


def test_a_change_warns_of_nobody_and_touches_only_what_was_sent(artis: httpx.Client) -> None:
    made(artis, "/interlocuteurs", new_person(adresse=KNOWN))
    other = made(artis, "/interlocuteurs", new_person(nom="Nouveau", adresse={"fax": "01 99 00 12 36"}))
    after = changed(artis, f"/interlocuteurs/{other['id']}", nom="Blanc", adresse={"mail1": KNOWN["mail1"]})
    address = other["adresse"] | {"mail1": KNOWN["mail1"]}
    assert after == other | {"nom": "Blanc", "adresse": address, "dateModification": after["dateModification"]}


def test_people_are_found(artis: httpx.Client) -> None:
    one = made(artis, "/interlocuteurs", new_person(adresse=KNOWN, autreCode="corporama:5001"))["id"]
    for asked in ({"autreCode": "corporama:5001"}, {"mail": "BLANC@maison.example"}, {"nom": "blanc", "ids": str(one)}):
        assert found(artis, "/interlocuteurs", **asked) == [one]
    assert one in found(artis, "/interlocuteurs", organisationId=1)
    assert one not in found(artis, "/interlocuteurs", organisationId=2)
