"""The sandbox's memory and controls: restarts, resets, edits by hand, and what it keeps of the calls."""

from pathlib import Path

import httpx
import pytest

from passerelle.sandbox.app import GENERATION
from passerelle.sandbox.server import SandboxError
from tests.sandbox.calls import KEY, credentials, new_relation
from tests.sandbox_fixture import Sandbox, running_sandbox


def test_a_second_start_meets_what_the_first_wrote(tmp_path: Path) -> None:
    with running_sandbox(home=tmp_path, companies=20, seed=2) as sandbox:
        url = f"{sandbox.base_url}/adminpulse/relations"
        key = httpx.post(url, json=new_relation(name="Stays"), headers=KEY).json()["id"]
        sandbox.edit("adminpulse", "relation", 1, remarks="Stays too")
        sandbox.delete("adminpulse", "relation", 2)
        gone = sandbox.add("adminpulse", "relation", name="Goes")["id"]
        sandbox.delete("adminpulse", "relation", gone)
        before = {name: sandbox.state("adminpulse", name) for name in ("relation", "company", "history")}
    with running_sandbox(home=tmp_path, companies=20, seed=2) as again:
        assert {name: again.state("adminpulse", name) for name in before} == before
        assert list(again.state("adminpulse", "relation")) == list(before["relation"])
        assert again.add("adminpulse", "relation", name="New")["id"] == gone + 1 == key + 2


@pytest.mark.parametrize("other", [{"seed": 3}, {"companies": 21}])
def test_another_seed_starts_afresh(tmp_path: Path, other: dict[str, int]) -> None:
    usual = {"companies": 20, "seed": 2}
    with running_sandbox(home=tmp_path, **usual) as sandbox:
        sandbox.edit("adminpulse", "relation", 1, remarks="Gone soon")
    with running_sandbox(home=tmp_path, **usual | other) as sandbox:
        assert sandbox.record("adminpulse", "relation", 1)["remarks"] is None
    with running_sandbox(home=tmp_path, **usual) as sandbox:
        assert sandbox.record("adminpulse", "relation", 1)["remarks"] is None


def test_the_state_of_an_earlier_version_starts_afresh(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as earlier:
        earlier.setattr("passerelle.sandbox.app.GENERATION", GENERATION - 1)
        with running_sandbox(home=tmp_path, companies=20) as sandbox:
            sandbox.edit("adminpulse", "relation", 1, remarks="Gone soon")
    with running_sandbox(home=tmp_path, companies=20) as sandbox:
        assert sandbox.record("adminpulse", "relation", 1)["remarks"] is None


def test_two_sandboxes_do_not_share_one_home(tmp_path: Path) -> None:
    with (
        running_sandbox(home=tmp_path),
        pytest.raises(SandboxError, match="other sandbox"),
        running_sandbox(home=tmp_path),
    ):
        pass


def test_a_reset_forgets_everything(sandbox: Sandbox, office: httpx.Client, box: httpx.Client) -> None:
    seeded = sandbox.state("adminpulse", "relation")
    pid = next(iter(sandbox.state("openthebox", "company")))
    office.post("/relations", json=new_relation())
    sandbox.edit("openthebox", "company", pid, status="ST")
    sandbox.fault("unauthorized")
    sandbox.reset()
    assert sandbox.state("adminpulse", "relation") == seeded
    assert sandbox.state("adminpulse", "history") == {}
    assert sandbox.requests() == []
    assert office.get("/companies").status_code == 200
    assert box.get(f"/api/companies/{pid}").status_code == 401


def test_an_edit_by_hand_is_seen_through_the_api(sandbox: Sandbox, office: httpx.Client, box: httpx.Client) -> None:
    before = sandbox.record("adminpulse", "relation", 1)
    pid = next(iter(sandbox.state("openthebox", "company")))
    sandbox.edit("adminpulse", "relation", 1, remarks="By hand")
    sandbox.edit("openthebox", "company", pid, phone="02 315 13 51")
    after = office.get("/relations/1").json()
    assert after == before | {"remarks": "By hand", "lastModified": after["lastModified"]}
    assert after["lastModified"] > before["lastModified"]
    assert box.get(f"/api/companies/{pid}").json()["phone"] == "02 315 13 51"


def test_a_company_is_added_and_deleted_by_hand(sandbox: Sandbox, box: httpx.Client) -> None:
    sandbox.add("openthebox", "company", pid="BE0403449823", phone="02 315 13 51")
    assert box.get("/api/companies/BE0403449823").json()["enterpriseNumber"] == "0403449823"
    sandbox.delete("openthebox", "company", "BE0403449823")
    assert box.get("/api/companies/BE0403449823").status_code == 404


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("adminpulse/relation/1", 400),
        ("adminpulse/history/1", 404),
        ("adminpulse/link/1", 400),
        ("adminpulse/task/1", 404),
        ("nobody/x/1", 404),
    ],
)
def test_edits_that_make_no_sense_are_refused(sandbox: Sandbox, path: str, status: int) -> None:
    answer = sandbox.http.put(f"/_sandbox/state/{path}", json={"nmae": "typo"})
    assert answer.status_code == status
    assert answer.json()["message"]


def test_what_was_called_is_kept_without_secrets(sandbox: Sandbox, office: httpx.Client) -> None:
    httpx.post(f"{sandbox.base_url}/openthebox/oauth/token", json=credentials(client_secret="very-secret-value"))
    office.get("/relations?page=0&api_key=very-secret-value")
    office.post("/relations", json=new_relation(code="PEE01"))
    office.post("/relations", content=b"password=very-secret-value")
    token, listed, created, strange = sandbox.requests()
    assert "very-secret-value" not in str([token, listed, created, strange])
    assert "Bearer sandbox" not in str(sandbox.requests())
    assert (token["body"]["client_secret"], token["body"]["client_id"], token["status"]) == ("***", "sandbox", 401)
    assert (listed["path"], listed["query"]) == ("/adminpulse/relations", {"page": "0", "api_key": "***"})
    assert created["body"] == new_relation(code="PEE01")
    assert [call["method"] for call in sandbox.requests("adminpulse")] == ["GET", "POST", "POST"]
    assert sandbox.requests(since=created["sequence"]) == [strange]


def test_a_parameter_that_is_given_several_times_is_kept_with_all_its_values(sandbox: Sandbox) -> None:
    httpx.get(f"{sandbox.base_url}/sellsy/v2/companies?embed[]=owner&embed[]=acl&limit=1&api_key=a&api_key=b")
    (asked,) = sandbox.requests("sellsy")
    assert asked["query"] == {"embed[]": ["owner", "acl"], "limit": "1", "api_key": ["***", "***"]}
