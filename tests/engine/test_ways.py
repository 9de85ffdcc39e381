"""The switches of a two-way integration: a way that is switched off reads and writes nothing, until it is on again."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from passerelle.settings import Settings
from tests.firm_fixture import DOWN, UP, Firm, environment, rooted
from tests.sandbox_fixture import Sandbox, running_sandbox

EXPORT, IMPORT = "Export des tiers Altior -> Sellsy", "Import des tiers Sellsy -> Altior"
FILTER = "Filtrer la descente des tiers dans Altior avec le champ personnalisé Sellsy"


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    with running_sandbox(companies=4, seed=5, time_scale=1000) as sandbox, pytest.MonkeyPatch.context() as patch:
        for name, value in environment(sandbox.base_url).items():
            patch.setenv(name, value)
        yield sandbox


@pytest.fixture
def firm(sandbox: Sandbox, tmp_path: Path) -> Firm:
    """A firm that has never been synchronised."""
    sandbox.reset()
    return Firm(sandbox, Settings(home=tmp_path, root=rooted(tmp_path)))


def answer(firm: Firm, label: str, value: str) -> None:
    """Answer a line of the configuration request."""
    file = firm.settings.root / "mappings" / "integrations" / "sellsy_altior.yaml"
    before, after = file.read_text(encoding="utf-8").split(f"label: {label}\n")
    former = "Non" if value == "Oui" else "Oui"
    file.write_text(f"{before}label: {label}\n{after.replace(f'value: {former}', f'value: {value}', 1)}", "utf-8")


def written(firm: Firm) -> set[str]:
    """The systems that were written to."""
    return {system for system, _, _ in firm.writes()}


def test_without_export_nothing_is_written_to_sellsy(firm: Firm) -> None:
    answer(firm, EXPORT, "Non")
    counts = firm.run()["streams"]
    assert written(firm) == {"altior"}
    assert (counts[DOWN]["created"] > 0, counts[UP]["read"], counts[UP]["api_reads"]) == (True, 0, 0)


def test_without_import_nothing_is_written_to_altior_not_even_our_reference(firm: Firm) -> None:
    answer(firm, IMPORT, "Non")
    counts = firm.run()["streams"]
    assert written(firm) == {"sellsy"}
    assert (counts[UP]["created"] > 0, counts[DOWN]["read"]) == (True, 0)


def test_without_either_no_third_party_is_read(firm: Firm) -> None:
    for label in (EXPORT, IMPORT):
        answer(firm, label, "Non")
    firm.run()
    assert written(firm) == set()
    paths = {call["path"] for call in firm.sandbox.requests()}
    assert not any(path.endswith(("/thirdparties", "/companies", "/individuals", "/search")) for path in paths)


def test_what_changed_while_a_way_was_off_is_taken_when_it_is_on_again(firm: Firm) -> None:
    firm.run()
    key, id_ = next(pair for pair in firm.pairs().items() if pair[0].startswith("company/"))
    firm.in_altior(id_, capital=123456)
    firm.in_sellsy(key, email="neuf@exemple.fr")
    answer(firm, EXPORT, "Non")
    firm.run()
    assert "neuf@exemple.fr" in str(firm.altior[id_]["emails"])
    assert firm.sellsy[key]["capital"] != "123456"
    answer(firm, EXPORT, "Oui")
    firm.run()
    assert firm.sellsy[key]["capital"] == "123456"


def test_without_the_filter_what_nobody_chose_comes_down_and_the_custom_field_is_not_needed(firm: Firm) -> None:
    answer(firm, FILTER, "Non")
    new = firm.sandbox.add("sellsy", "company", name="Menuiserie Neuve", type="client")
    firm.run()
    assert f"company/{new['id']}" in firm.pairs()
    assert not any("custom-fields" in path for _, _, path in firm.writes())
