"""Reviso's web hooks end to end: what is edited there is in the CRM within seconds, whatever calls and worker do."""

import json
import os
import signal
import subprocess
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import httpx
import pytest

from tests.command_line import Cli
from tests.flows.browsing import PATIENCE_S
from tests.flows.conftest import Services
from tests.flows.test_flows_commands import passerelle
from tests.flows.test_webhooks import MINUTE_S, health
from tests.receiver.bursts import burst, post

pytestmark = pytest.mark.xdist_group("services")

NUMBERS = [str(number) for number in range(1001, 1023)]


@dataclass(frozen=True)
class Studio:
    """Customers that both systems hold, Reviso's web hook, and what a test then sees of both."""

    services: Services
    address: str

    def set_up_hook(self) -> str:
        """Have Reviso call; the web hook's id."""
        form = {"name": "Passerelle", "url": self.address}
        made = httpx.post(f"{self.state}/reviso/webhook", json=form, timeout=PATIENCE_S).raise_for_status().json()
        return str(made["id"])

    @property
    def state(self) -> str:
        """Where the sandbox tells what it holds."""
        return f"{self.services.up.sandbox}/_sandbox/state"

    def delete(self, of: str) -> None:
        """Take a record out of a system, as somebody who works in it does."""
        httpx.delete(f"{self.state}/{of}", timeout=PATIENCE_S).raise_for_status()

    def companies(self) -> dict[str, dict[str, Any]]:
        """The CRM's companies by id."""
        return self.services.standing("teamsystem/company")

    def company_of(self, number: str) -> str:
        """The one company that holds a customer's number."""
        (found,) = [id_ for id_, one in self.companies().items() if one.get("ff_reviso_number") == number]
        return found

    def call(self, numbers: Sequence[str], key: str = "") -> list[int]:
        """Call for each of these customers, all within a second; the statuses of the answers."""
        parts = urlsplit(self.address)
        path = f"{parts.path}?{parts.query}" if not key else f"{parts.path}?TustenaWebApiKey={key}"
        bodies = [json.dumps({"oldNumber": number, "newNumber": number}).encode() for number in numbers]
        answers = burst(self.services.up.hooks, [post(path, body) for body in bodies], per_second=1000)
        return [answer.status for answer in answers]

    def until(self, sees: Callable[[], bool], seconds: float = PATIENCE_S) -> None:
        """Wait until a test sees something."""
        deadline = time.monotonic() + seconds
        while not sees():
            assert time.monotonic() < deadline, health(self.services)
            time.sleep(0.1)

    def until_quiet(self) -> None:
        """Wait until everything that was told has been worked off."""
        self.until(lambda: not health(self.services)["waiting"] + health(self.services)["under_way"])

    def last_call(self) -> int:
        """The number of the newest call to any system."""
        return int(self._calls()[-1]["sequence"])

    def writes(self, since: int) -> Counter[str]:
        """Calls that changed something, by system, method and path, and of the CRM by the record."""
        return Counter(
            f"{call['system']} {call['method']} {call['path'].rpartition('/')[2]} {(call['body'] or {}).get('id', '')}"
            for call in self._calls()
            if call["sequence"] > since and call["method"] != "GET"
        )

    def lists_read(self, since: int) -> set[int]:
        """How often Reviso was asked for each of its lists."""
        paths = [call["path"].rpartition("/")[2] for call in self._calls() if call["sequence"] > since]
        return {paths.count(name) for name in ("customer-groups", "vat-zones", "payment-terms", "currencies")}

    def _calls(self) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = httpx.get(
            f"{self.services.up.sandbox}/_sandbox/requests", timeout=PATIENCE_S
        ).json()
        return [call for call in found if call["system"] in ("reviso", "teamsystem")]


@pytest.fixture(scope="module")
def told(services: Services) -> Iterator[Studio]:
    """Some customers that both hold, and a web hook of Reviso on behalf of a user of the CRM."""
    made = passerelle(
        services.home, "keys", "create", "reviso", "--user", "giulia", "--url", services.up.hooks, "--json"
    )
    document = json.loads(made.stdout)
    assert document["missing"] == []
    deployment = services.deployment("sync-reviso-teamsystem/on-demand")["id"]
    assert services.run(deployment, customers=NUMBERS)["state_type"] == "COMPLETED"
    studio = Studio(services, document["address"])
    hook = studio.set_up_hook()
    yield studio
    studio.delete(f"reviso/webhook/{hook}")
    studio.until_quiet()


@pytest.fixture
def studio(told: Studio) -> Studio:
    """The same once nothing of another test is left to do."""
    told.until_quiet()
    return told


def written(company: str) -> str:
    """The one call by which a company is changed."""
    return f"teamsystem POST CreateOrUpdate {company}"


def test_an_edit_in_reviso_is_in_the_crm_within_seconds_in_the_name_of_the_user_and_does_not_come_back(
    studio: Studio,
) -> None:
    company, since = studio.company_of("1001"), studio.last_call()
    studio.services.set("reviso/customer/1001", address="Via dei Mille 42")
    studio.until(lambda: studio.companies()[company]["address"] == "Via dei Mille 42", MINUTE_S)
    studio.until_quiet()
    assert studio.companies()[company]["_by"] == "giulia"
    assert studio.writes(since) == {written(company): 1}
    assert studio.lists_read(since) == {1}, "a run reads Reviso's lists once"


def test_a_customer_that_gets_another_number_keeps_its_company_and_there_is_no_second(studio: Studio) -> None:
    before, people = studio.companies(), studio.services.standing("teamsystem/contact")
    company = studio.company_of("1002")
    studio.services.set("reviso/customer/1002", customerNumber=991002)
    studio.until(lambda: studio.companies()[company]["ff_reviso_number"] == "991002")
    studio.until_quiet()
    assert studio.companies().keys() == before.keys()
    assert studio.services.standing("teamsystem/contact").keys() == people.keys()
    studio.services.set("reviso/customer/991002", address="Corso Italia 7")
    studio.until(lambda: studio.companies()[company]["address"] == "Corso Italia 7")


def test_a_customer_that_is_deleted_is_unbound_and_its_company_stays_as_it_is(studio: Studio, cli: Cli) -> None:
    company = studio.company_of("1003")
    before, since = studio.companies()[company], studio.last_call()
    assert partner_of(studio, cli, company) is not None
    studio.delete("reviso/customer/1003")
    studio.until(lambda: partner_of(studio, cli, company) is None)
    studio.until_quiet()
    assert studio.companies()[company] == before
    assert not studio.writes(since)


def partner_of(studio: Studio, cli: Cli, company: str) -> dict[str, Any] | None:
    """Which customer a company is linked to, as a person is told."""
    told = cli(studio.services.home, "explain", f"teamsystem:company:{company}", "--json").document
    found: dict[str, Any] | None = told["records"][0]["partner"]
    return found


def test_a_revoked_key_starts_nothing(studio: Studio, cli: Cli) -> None:
    home = studio.services.home
    made = cli(home, "keys", "create", "reviso", "--user", "marco", "--json").document
    assert cli(home, "keys", "revoke", str(made["id"])).code == 0
    time.sleep(1.1)  # what a receiver knows of a key may be a second old
    started = health(studio.services)["started"]
    assert studio.call(["1004"], key=made["key"]) == [401]
    assert (health(studio.services)["started"], health(studio.services)["waiting"]) == (started, 0)


def test_a_thousand_calls_in_a_second_for_ten_customers_are_a_few_runs(studio: Studio) -> None:
    before = health(studio.services)["started"]
    assert set(studio.call(NUMBERS[4:14] * 100)) == {200}
    studio.until_quiet()
    assert 1 <= health(studio.services)["started"] - before <= 3


@pytest.mark.parametrize("customers", [4, pytest.param(20, marks=pytest.mark.soak)])
def test_what_two_hundred_calls_tell_while_the_worker_is_dead_is_worked_off_once(
    studio: Studio, customers: int
) -> None:
    told = [number for number in NUMBERS if number not in ("1002", "1003")][:customers]
    companies = {number: studio.company_of(number) for number in told}
    since, street = studio.last_call(), f"Via Nuova {customers}"
    os.kill(_warm_worker(studio.services), signal.SIGKILL)
    for number in told:
        studio.services.set(f"reviso/customer/{number}", address=street)
    assert studio.call(told * (200 // customers - 1)) == [200] * (200 - customers)
    studio.until_quiet()
    held = studio.companies()
    assert {held[company]["address"] for company in companies.values()} == {street}
    assert studio.writes(since) == {written(company): 1 for company in companies.values()}


def _warm_worker(services: Services) -> int:
    """The process of `up` that is the warm worker."""
    listing = subprocess.run(["ps", "-eo", "pid=,ppid=,args="], capture_output=True, text=True, check=True).stdout
    rows = [line.split(maxsplit=2) for line in listing.splitlines()]
    (found,) = [int(pid) for pid, parent, args in rows if int(parent) == services.up.pid and "flows.warm" in args]
    return found
