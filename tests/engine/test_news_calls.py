"""A run for news asks what the edits need, however many third parties the two systems hold."""

from collections import Counter
from pathlib import Path
from random import Random

import pytest

from benchmarks.firms import agreed
from benchmarks.news import asked, edit_ten, filter_nothing
from passerelle.sandbox.data.french.numbers import new_siren, siret_of
from passerelle.settings import Settings
from tests.firm_fixture import UP, Firm, environment, rooted
from tests.sandbox_fixture import running_sandbox

pytestmark = pytest.mark.xdist_group("news")
FEW, MANY = 40, 120


def calls_of_news(folder: Path, count: int, filtered: bool) -> Counter[tuple[str, str, str]]:
    """What a run for news asks after ten edits, and that it has carried all of them."""
    folder.mkdir()
    file = agreed(folder / "firm.json", count)
    with running_sandbox(from_path=file, time_scale=1000) as sandbox, pytest.MonkeyPatch.context() as patch:
        for name, value in environment(sandbox.base_url).items():
            patch.setenv(name, value)
        firm = Firm(sandbox, Settings(home=folder, root=rooted(folder)))
        if not filtered:
            filter_nothing(firm.settings.root)
        firm.run()
        assert firm.writes() == []
        edit_ten(sandbox.base_url, count)
        mark = firm.last_call()
        summary = firm.run(news=True)
        assert [counts["updated"] for counts in summary["streams"].values()] == [5, 5]
        return asked([call for call in sandbox.requests(since=mark) if "/oauth" not in call["path"]])


@pytest.mark.parametrize("filtered", [True, False], ids=["with the filter", "without the filter"])
def test_ten_edits_cost_the_same_calls_in_a_base_three_times_as_large(tmp_path: Path, filtered: bool) -> None:
    few, many = (calls_of_news(tmp_path / str(count), count, filtered) for count in (FEW, MANY))
    assert few == many
    reads = Counter({call: times for call, times in many.items() if call[1] == "GET" or call[2].endswith("/search")})
    assert (many - reads).total() == 10
    assert reads.total() <= 25
    assert ("sellsy", "GET", "/sellsy/v2/companies") not in many
    assert (("sellsy", "GET", "/sellsy/v2/custom-fields") in many) == filtered


def test_many_newcomers_in_a_large_base_are_searched_for_one_by_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A list of 120 counts as large here: it has 60 pages."""
    monkeypatch.setattr("passerelle.systems.searched.AT_ONCE", 2)
    taken: set[str] = set()
    new = [siret_of(new_siren(Random(1), taken), 1) for _ in range(12)]
    file = agreed(tmp_path / "firm.json", MANY)
    with running_sandbox(from_path=file, time_scale=1000) as sandbox, pytest.MonkeyPatch.context() as patch:
        for name, value in environment(sandbox.base_url).items():
            patch.setenv(name, value)
        firm = Firm(sandbox, Settings(home=tmp_path, root=rooted(tmp_path)))
        firm.run()
        for siret in new:
            sandbox.add("altior", "thirdparty", name=siret, nature="MORAL", type="CLIENT", siret=siret, siren=siret[:9])
        mark = firm.last_call()
        assert firm.run(news=True)["streams"][UP]["created"] == len(new)
        calls = asked([call for call in sandbox.requests(since=mark) if "/oauth" not in call["path"]])
    assert ("sellsy", "GET", "/sellsy/v2/companies") not in calls
