"""Guards and customers that calls name: all of them are taken, and an accident in the source is seen."""

import pytest

from tests.studio_fixture import IN, OUT, Studio

pytestmark = pytest.mark.xdist_group("studio")

STREET = "Via Nuova 5"


@pytest.fixture
def careful(studio: Studio) -> Studio:
    """The firm with guards that look at five records and more."""
    for file in (studio.settings.root / "mappings" / "integrations").glob("reviso_c*_teamsystem.yaml"):
        text = file.read_text(encoding="utf-8")
        assert text.count("floor: 500") == 1
        file.write_text(text.replace("floor: 500", "floor: 5"), encoding="utf-8")
    return studio


def test_most_customers_at_once_are_taken_when_calls_name_them_and_questioned_when_nobody_does(
    careful: Studio,
) -> None:
    pairs = careful.pairs()
    for number in pairs:
        careful.in_reviso(number, address=STREET)
    mark = careful.last_call()
    stopped = careful.run(ends_well=False, news=True)
    assert "records would change" in stopped["error"]
    assert careful.writes(mark) == []
    counts = careful.run(keys=tuple(pairs))["streams"]
    assert counts[OUT]["updated"] == len(pairs)
    assert counts[IN]["updated"] == 0
    assert {careful.companies[id_]["address"] for id_ in pairs.values()} == {STREET}


def test_when_a_source_answers_with_nothing_nobody_who_was_named_is_taken_for_gone(careful: Studio) -> None:
    pairs, mark = careful.pairs(), careful.last_call()
    careful.sandbox.fault("empty", system="reviso")
    summaries = careful.run_all(keys=tuple(pairs))
    assert careful.writes(mark) == []
    told = {one["record"]: one["reason"] for one in summaries[0]["problems"]}
    assert told.keys() == pairs.keys()
    assert all("until a run over everything has looked" in reason for reason in told.values())
    careful.sandbox.fault("none")
    number, id_ = next(iter(pairs.items()))
    careful.in_reviso(number, address=STREET)
    careful.run_all(keys=(number,))
    assert careful.companies[id_]["address"] == STREET
    assert careful.pairs() == pairs


def test_customers_that_are_gone_are_counted_over_the_runs_of_a_day(careful: Studio) -> None:
    numbers = sorted(careful.pairs())[:6]
    for number in numbers:
        careful.sandbox.delete("reviso", "customer", number)
    reasons = [careful.run(keys=(number,))["problems"][0]["reason"] for number in numbers]
    assert ["its link was ended" in reason for reason in reasons] == [True] * 4 + [False] * 2
    assert "its link was ended" in careful.run(keys=(numbers[-1],), force=True)["problems"][0]["reason"]


def test_a_few_values_of_named_customers_may_be_emptied_and_not_those_of_all(careful: Studio) -> None:
    pairs = careful.pairs()
    held = [number for number in sorted(pairs) if careful.customers[number].get("telephoneAndFaxNumber")]
    assert len(held) > 10
    for number in held[:2]:
        careful.in_reviso(number, telephoneAndFaxNumber="")
    assert careful.run(keys=tuple(pairs))["streams"][OUT]["updated"] == 2
    for number in held:
        careful.in_reviso(number, telephoneAndFaxNumber="")
    mark = careful.last_call()
    assert "values would be blanked" in careful.run(ends_well=False, keys=tuple(pairs))["error"]
    assert careful.writes(mark) == []
