"""A night asks the portal for what has changed, not for every contact and company by itself."""

import re
from collections import Counter

import pytest

from tests.portal_fixture import Desk, ours

pytestmark = pytest.mark.xdist_group("firm")

KINDS = {
    "list": r"GET /contacts",
    "companies": r"GET /companies",
    "one": r"GET /(contacts|companies)/\d+",
    "write": r"(PUT|POST|DELETE) .*",
}


def asked(desk: Desk, since: int) -> Counter[str]:
    """How many calls of each kind the portal got."""
    calls = [call for call in desk.sandbox.requests(since=since) if call["system"] == "freshdesk"]
    spelt = [f"{call['method']} {call['path'].removeprefix('/freshdesk/api/v2')}" for call in calls]
    return Counter(kind for one in spelt for kind, pattern in KINDS.items() if re.fullmatch(pattern, one))


def test_a_quiet_night_lists_and_a_change_costs_the_reading_of_one(served: Desk) -> None:
    bound = [one for one in served.companies.values() if one["custom_fields"].get("cle_passerelle")]
    known = [one for one in served.people.values() if one["unique_external_id"]]
    assert min(len(bound), len(known)) > 20, "few are read by themselves all the same"
    mark = served.last_call()
    served.portal_night()
    quiet = asked(served, mark)
    # All of them on the way there, and what is new on the way back; of companies also what may be like a newcomer.
    assert (quiet["one"], quiet["write"], quiet["list"]) == (0, 0, 2)
    assert quiet["companies"] <= 4

    contact = ours(served)
    served.sandbox.edit("freshdesk", "contact", contact["id"], email="corrigee@adresse-exemple.fr")
    mark = served.last_call()
    served.portal_night()
    changed = asked(served, mark)
    assert (changed["list"], changed["write"]) == (quiet["list"], 0)
    assert 0 < changed["one"] <= 4
    assert of_two(served) == "corrigee@adresse-exemple.fr"


def of_two(desk: Desk) -> str:
    """The address that Sellsy holds as well."""
    mails = {one["email"] for one in desk.sandbox.state("sellsy", "contact").values()}
    (both,) = mails & {"corrigee@adresse-exemple.fr"}
    return str(both)
