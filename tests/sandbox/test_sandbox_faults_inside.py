"""Faults of the systems themselves: what they list, refuse, rewrite, and how long they honour a token."""

import httpx

from tests.sandbox.calls import new_relation, token_of
from tests.sandbox_fixture import Sandbox


def test_an_empty_source_lists_nothing(sandbox: Sandbox, office: httpx.Client, box: httpx.Client) -> None:
    pid = next(iter(sandbox.state("openthebox", "company")))
    sandbox.fault("empty")
    assert office.get("/relations").json() == {"results": [], "pageCount": 0}
    assert box.get(f"/api/companies/{pid}").status_code == 404


def test_a_shrunk_source_lists_the_first_fifth(sandbox: Sandbox, office: httpx.Client) -> None:
    kept = list(sandbox.state("adminpulse", "relation").values())
    sandbox.fault("shrunk")
    listed = office.get("/relations?includeInactive=true&pageSize=400").json()["results"]
    assert listed == kept[: len(listed)]
    assert 0.2 <= len(listed) / len(kept) < 0.22


def test_names_that_hold_a_text_are_rejected(sandbox: Sandbox, office: httpx.Client) -> None:
    sandbox.fault("rejects", contains="Maes", message="Blacklisted", count=2)
    assert office.post("/relations", json=new_relation(name="Peeters")).status_code == 201
    refused = office.post("/relations", json=new_relation(name="Garage Maes"))
    assert (refused.status_code, refused.json()) == (400, {"message": "Blacklisted"})
    key = sandbox.add("adminpulse", "relation", name="Maes & Zonen")["id"]
    assert office.put(f"/relations/{key}", json={"remarks": "x"}).status_code == 400
    assert sandbox.record("adminpulse", "relation", key)["remarks"] is None
    assert office.put(f"/relations/{key}", json={"remarks": "x"}).status_code == 200


def test_what_is_sent_is_stored_in_the_systems_own_spelling(sandbox: Sandbox, office: httpx.Client) -> None:
    sandbox.fault("rewrites")
    channels = [
        {"type": "Phone", "favourite": True, "value": "+3223151351"},
        {"type": "Mobile", "favourite": True, "value": "+32475123456"},
        {"type": "Website", "favourite": True, "value": "www.voorbeeld.be"},
    ]
    sent = new_relation(foundingDate="1974-11-01", channels=channels)
    stored = office.post("/relations", json=sent).json()
    assert [channel["value"] for channel in stored["channels"]] == [
        "02 315 13 51 ",
        "0475 12 34 56 ",
        "http://www.voorbeeld.be/",
    ]
    assert (stored["name"], stored["foundingDate"]) == ("Bakkerij  Peeters ", "01/11/1974")
    assert stored["vatNumber"] == "BE0403449823"
    assert office.get(f"/relations/{stored['id']}").json() == stored


def test_a_token_dies_after_some_calls(sandbox: Sandbox, box: httpx.Client) -> None:
    pid = next(iter(sandbox.state("openthebox", "company")))
    sandbox.fault("expired-token", calls=2)
    assert [box.get(f"/api/companies/{pid}").status_code for _ in range(4)] == [200, 200, 401, 401]
    box.headers["Authorization"] = f"Bearer {token_of(box)}"
    assert box.get(f"/api/companies/{pid}").status_code == 200
