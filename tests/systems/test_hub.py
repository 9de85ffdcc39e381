"""The hub as a system: one record for each company and person that integrations have bound, and what it is made of."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from passerelle.hub import bindings, records
from passerelle.hub.database import Hub, open_hub
from passerelle.hub.records import Stream
from passerelle.mapping.loader import load_system
from passerelle.mapping.reader import to_frame
from passerelle.settings import Settings
from passerelle.systems.hub import Client

ROOT = Path(__file__).parents[2]
FRENCH, BELGIAN, ITALIAN = "sellsy-thirdparties-altior", "openthebox-to-adminpulse", "reviso-customers-teamsystem"
SIREN, SITE = "552100554", "55210055400013"
THEN = datetime(2026, 11, 1, tzinfo=UTC)

Side = tuple[str, str, str]
"""Connection, stream and id of a record."""


class Knowing:
    """A hub that is told what integrations have seen, and a client of it."""

    def __init__(self, url: str, hub: Hub) -> None:
        self.hub = hub
        self._settings = Settings(database_url=url, root=ROOT)
        self._opened: list[Client] = []

    def pair(self, integration: str, left: Side, right: Side, at: datetime = THEN, **fields: str) -> None:
        """Two records are bound and hold the same; `kind` is theirs."""
        kind = "contact" if "contact" in left[1] else "company"
        with self.hub.write("test") as connection:
            bindings.bind(connection, kind, left[:2], right[:2], [(left[2], right[2])], "run", at)
        for side in (left, right):
            self.see(integration, side, at, **fields)

    def see(self, integration: str, side: Side, at: datetime = THEN, **fields: str) -> None:
        """An integration sees what a record holds now."""
        stream = Stream(integration, side[0], side[1])
        with self.hub.write("test") as connection:
            records.save_snapshots(connection, stream, {side[2]: dict(fields)}, "run", at)

    def gone(self, side: Side) -> None:
        """A record no longer exists."""
        with self.hub.write("test") as connection:
            bindings.unbind(connection, side[:2], [side[2]], THEN + timedelta(days=9))

    def open(self) -> Client:
        """A client that looks at the hub as it is now."""
        self._opened.append(Client("hub", load_system(ROOT, "hub"), self._settings))
        return self._opened[-1]

    def all(self, stream: str = "company") -> dict[str, dict[str, Any]]:
        """Every record by its name."""
        return {str(raw["name"]): raw for page in self.open().pages(stream) for raw in page}

    def close(self) -> None:
        for client in self._opened:
            client.close()
        self.hub.close()


@pytest.fixture
def known(hub_url: str) -> Iterator[Knowing]:
    made = Knowing(hub_url, open_hub(hub_url))
    yield made
    made.close()


SELLSY, ALTIOR = ("sellsy", "thirdparty", "company/1"), ("altior", "thirdparty", "7")
PULSE, OPEN_BOX = ("adminpulse", "relation", "12"), ("openthebox", "company", "BE0403449823")
REVISO, CRM = ("reviso", "customer", "1005"), ("teamsystem", "company", "88")


def test_each_pair_is_one_record_with_what_both_hold_and_whose_it_is(known: Knowing) -> None:
    known.pair(FRENCH, SELLSY, ALTIOR, name="Voorbeeld", email="info@exemple.fr", siren=SIREN)
    known.see(FRENCH, ALTIOR, name="VOORBEELD", siren=SIREN, naf="4711C", capital="4000")
    known.pair(BELGIAN, OPEN_BOX, PULSE, name="Bakkerij", enterprise_number="0403449823")
    (french, belgian) = (known.all()[name] for name in ("Voorbeeld", "Bakkerij"))
    assert {name: french[name] for name in ("email", "siren", "naf", "held_by", "domains", "doubt")} == {
        "email": "info@exemple.fr",
        "siren": SIREN,
        "naf": "4711C",
        "held_by": "altior; sellsy",
        "domains": "exemple.fr",
        "doubt": None,
    }
    assert french["origins"] == {
        "name": "sellsy:thirdparty:company/1",
        "email": "sellsy:thirdparty:company/1",
        "siren": "altior:thirdparty:7",
        "naf": "altior:thirdparty:7",
    }
    assert (belgian["enterprise_number"], belgian["held_by"]) == ("0403449823", "adminpulse; openthebox")


def test_what_several_integrations_hold_by_the_same_number_is_one(known: Knowing) -> None:
    known.pair(BELGIAN, OPEN_BOX, PULSE, name="Bakkerij", enterprise_number="0403449823", phone="+3223151351")
    known.pair(
        ITALIAN, REVISO, CRM, THEN + timedelta(days=1), name="Bakkerij bv", vat_number="BE0403449823", email="a@b.be"
    )
    (only,) = known.all().values()
    assert (only["name"], only["email"], only["phone"]) == ("Bakkerij", "a@b.be", "+3223151351")
    assert only["held_by"] == "adminpulse; openthebox; reviso; teamsystem"
    # The oldest of them gives the id, and who was already known by one keeps it.
    with known.hub.read() as connection:
        assert only["id"] == bindings.bound(connection, PULSE[:2], [PULSE[2]])[PULSE[2]]


def test_who_could_be_two_is_told_with_both(known: Knowing) -> None:
    vat = "FR40303265045"
    for place, siren in enumerate((SIREN, "303265045", None)):
        numbers = {"vat_number": vat} | ({"siren": siren} if siren else {})
        one, other = ("sellsy", "thirdparty", f"company/{place}"), ("altior", "thirdparty", f"{place}")
        known.pair(FRENCH, one, other, name=f"Groupe {place}", **numbers)
    found = known.all()
    assert [bool(found[f"Groupe {place}"]["doubt"]) for place in range(3)] == [False, False, True]
    assert f"same VAT number {vat}" in found["Groupe 2"]["doubt"]


def test_a_record_that_only_a_register_still_knows_is_gone(known: Knowing) -> None:
    known.pair(BELGIAN, OPEN_BOX, PULSE, name="Bakkerij", enterprise_number="0403449823")
    (only,) = known.all().values()
    known.gone(PULSE)
    assert known.all() == {}
    client = known.open()
    assert client.read("company", only["id"]) is None
    assert client.look_up("company", [only["id"]]).missing == [only["id"]]


def test_the_newest_sight_of_a_record_counts_whichever_integration_had_it(known: Knowing) -> None:
    known.pair(BELGIAN, OPEN_BOX, PULSE, name="Bakkerij")
    known.see("kbo-to-adminpulse", PULSE, THEN + timedelta(days=1), name="Bakkerij Peeters")
    assert list(known.all()) == ["Bakkerij Peeters"]
    known.see(BELGIAN, PULSE, THEN + timedelta(days=2), name="Bakkerij Nieuw")
    assert list(known.all()) == ["Bakkerij Nieuw"]


def test_news_are_what_was_seen_since_and_nothing_else(known: Knowing) -> None:
    known.pair(BELGIAN, OPEN_BOX, PULSE, name="Bakkerij")
    known.pair(FRENCH, SELLSY, ALTIOR, name="Exemple")
    later = THEN + timedelta(days=1)
    known.see(FRENCH, ALTIOR, later, name="Exemple")

    def news(since: datetime) -> list[str]:
        return [raw["name"] for page in known.open().changed("company", since) for raw in page]

    assert news(later) == ["Exemple"]
    assert news(later + timedelta(seconds=1)) == []
    known.gone(SELLSY)
    assert news(later + timedelta(seconds=1)) == ["Exemple"]


def test_contacts_name_their_companies_as_the_hub_does(known: Knowing) -> None:
    people = "sellsy-contacts-altior"
    known.pair(FRENCH, SELLSY, ALTIOR, name="Exemple", siren=SIREN)
    known.pair(ITALIAN, REVISO, CRM, THEN + timedelta(days=1), name="Altro")
    left, right = ("sellsy", "contact", "contact/3"), ("altior", "contact", "5")
    both = {"name": "Peeters", "name_and_email": "anna peeters, anna@exemple.fr", "email": "anna@exemple.fr"}
    known.pair(people, left, right, third_parties="company/1 (invoicing, main); company/404", first_name="Anna", **both)
    italian = ("reviso", "contact", "1005/1"), ("teamsystem", "contact", "9")
    known.pair("reviso-contacts-teamsystem", *italian, THEN + timedelta(days=1), third_parties="1005", **both)
    companies = {name: raw["id"] for name, raw in known.all().items()}
    (person,) = known.all("contact").values()
    assert person["third_parties"] == "; ".join(sorted(companies.values()))
    assert (person["name"], person["held_by"]) == ("Anna Peeters", "altior; reviso; sellsy; teamsystem")
    assert known.open().referring("contact", [companies["Altro"]]) == [person["id"]]
    assert known.open().referring("contact", ["nobody"]) == []


def test_the_profile_knows_every_field_the_hub_tells(known: Knowing) -> None:
    known.pair(FRENCH, SELLSY, ALTIOR, name="Exemple", siren=SIREN, website="exemple.fr")
    client = known.open()
    raws = [raw for page in client.pages("company") for raw in page]
    batch = to_frame(client.profile, "company", raws)
    assert (dict(batch.unmapped), dict(batch.unknown_codes)) == ({}, {})
    assert batch.frame["siren"].tolist() == [SIREN]
    assert [raw["name"] for raw in client.find("company", "siren", [SIREN])[SIREN]] == ["Exemple"]
    assert client.calls.reads == client.calls.writes == 0
