"""`review` and `revert` from the command line: what is listed, decided and taken back, and what is said of mistakes."""

from collections.abc import Iterator

import pytest

from tests.cli.conftest import Filled, is_plain
from tests.command_line import Cli
from tests.office_fixture import Office, digits, ready_office
from tests.sandbox_fixture import running_sandbox


@pytest.fixture(scope="module")
def differing(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Office, str]]:
    """An office of its own, which these commands write to, and a relation whose year end differs."""
    home = tmp_path_factory.mktemp("differing")
    with running_sandbox(companies=30, seed=5, time_scale=1000) as town, pytest.MonkeyPatch.context() as patch:
        office = ready_office(town, home, patch, floor="100")
        relation = next(id_ for id_, one in office.relations.items() if is_plain(office, one) and not one["inactive"])
        number = digits(office.relations[relation]["enterpriseNumber"])
        town.edit("openthebox", "company", f"BE{number}", fiscalYearEnd="30-06")
        town.edit("adminpulse", "relation", relation, financialYearEnd="31/12", name="Mistaken Name NV")
        office.run(keys=(number,))
        yield office, relation


@pytest.fixture(autouse=True)
def there(differing: tuple[Office, str], here: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PASSERELLE_HOME", str(differing[0].settings.home))
    monkeypatch.setenv("PASSERELLE_ROOT", str(differing[0].settings.root))


def test_a_difference_is_listed_accepted_and_reverted(cli: Cli, differing: tuple[Office, str]) -> None:
    office, relation = differing
    (waiting,) = cli("review", "list", "--json").document["reviews"]
    assert waiting["record"] == f"adminpulse:relation:{relation}"
    assert (waiting["field"], waiting["source"], waiting["target"]) == (
        "year_end",
        {"year_end": "--06-30"},
        {"year_end": "--12-31"},
    )
    assert max(len(line) for line in cli("review", "list").out.splitlines()[:-1]) <= 80
    wrong = cli("review", "accept", relation, "phone")
    assert (wrong.code, "what does: year_end" in wrong.err) == (1, True)
    assert cli("review", "accept", relation, "year-end").code == 0
    assert office.relations[relation]["financialYearEnd"] == "30/06"
    assert cli("review", "list").out == "Nothing waits for a decision.\n"
    (change,) = [c for c in cli("history", relation, "--json").document["changes"] if c["field"] == "year_end"]
    assert cli("revert", str(change["id"])).code == 0
    assert office.relations[relation]["financialYearEnd"] == "31/12"
    again = cli("revert", str(change["id"]))
    assert (again.code, "was changed since" in again.out) == (1, True)


def test_a_run_is_reverted_by_the_beginning_of_its_id(cli: Cli, differing: tuple[Office, str]) -> None:
    office, relation = differing
    line = next(line for line in office.history(relation) if line.field == "name")
    cli("revert", "--run", line.run_id[:8])
    assert office.relations[relation]["name"] == "Mistaken Name NV"


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (("revert",), 2, "CHANGE"),
        (("revert", "3", "--run", "x"), 2, "CHANGE"),
        (("revert", "999999"), 1, "There is no change 999999"),
        (("revert", "--run", "zzz"), 1, "There is no run 'zzz'"),
        (("review", "accept", "999999"), 1, "Nothing is known of '999999'"),
        (("review", "reject", "0403.449.824"), 1, "Nothing is known"),
    ],
    ids=["nothing", "both", "change", "run", "record", "number"],
)
def test_mistakes_end_with_a_sentence(cli: Cli, arguments: tuple[str, ...], code: int, said: str) -> None:
    answer = cli(*arguments)
    assert (answer.code, said in answer.err) == (code, True), answer.err


def test_a_record_that_waits_for_nothing(cli: Cli, filled: Filled, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PASSERELLE_HOME", str(filled.office.settings.home))
    answer = cli("review", "reject", filled.wrong)
    assert (answer.code, "waits for a decision" in answer.err) == (1, True)
