"""A CRM at its limit of calls and an entry that Reviso refuses: what can go goes, once, and what can't is told."""

import pytest

from tests.studio_fixture import Studio

pytestmark = pytest.mark.xdist_group("studio")

STREET = "Via Nuova 8"


def test_a_crm_at_its_limit_is_waited_for_and_every_edit_arrives_once(studio: Studio) -> None:
    pairs = dict(sorted(studio.pairs().items())[:5])
    for number in pairs:
        studio.in_reviso(number, address=STREET)
    mark = studio.last_call()
    studio.sandbox.fault("rate-limited", system="teamsystem")
    try:
        studio.run(keys=tuple(pairs))
    finally:
        studio.sandbox.fault("none")
    calls = [call for call in studio.sandbox.requests(since=mark) if call["system"] == "teamsystem"]
    assert 429 in {call["status"] for call in calls}
    written = [call["body"]["id"] for call in calls if call["method"] == "POST" and call["status"] < 300]
    assert sorted(map(str, written)) == sorted(pairs.values())
    assert {studio.companies[id_]["address"] for id_ in pairs.values()} == {STREET}


@pytest.mark.parametrize("shape", ["tree", "list"])
def test_what_reviso_refuses_is_told_in_its_words_and_the_rest_goes_on(studio: Studio, shape: str) -> None:
    studio.sandbox.edit("reviso", "setting", 1, errors=shape)
    refused, other = sorted(studio.pairs().items())[:2]
    for _, company in (refused, other):
        studio.in_crm(company, address=STREET)
    name, word = studio.customers[refused[0]]["name"], "not this one"
    studio.sandbox.fault("rejects", system="reviso", contains=name, message=word)
    try:
        studio.run()
    finally:
        studio.sandbox.fault("none")
    assert studio.customers[refused[0]]["address"] != STREET
    assert studio.customers[other[0]]["address"] == STREET
    assert word in studio.held()[refused[1]]
    studio.run()
    assert studio.customers[refused[0]]["address"] == STREET
    assert refused[1] not in studio.held()
