"""The client of Sellsy: what it sends of records that somebody typed, and what it asks for nothing."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from passerelle.mapping.loader import load_system
from passerelle.settings import Settings
from passerelle.systems.base import System
from passerelle.systems.registry import open_system
from tests.firm_fixture import environment
from tests.office_fixture import ROOT
from tests.sandbox_fixture import Sandbox, running_sandbox

TYPED = {"siret": "552 100 554 00013", "siren": "552 100 554", "vat": "FR 27 552 100 554", "ape_naf_code": "4711C"}


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    with running_sandbox(companies=0, time_scale=1000) as sandbox:
        yield sandbox


@pytest.fixture
def settings(sandbox: Sandbox, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    for name, value in environment(sandbox.base_url).items():
        monkeypatch.setenv(name, value)
    return Settings(home=tmp_path, root=ROOT)


@pytest.fixture
def sellsy(settings: Settings) -> Iterator[System]:
    system = open_system("sellsy", load_system(ROOT, "sellsy"), settings)
    yield system
    system.close()


def test_numbers_typed_with_spaces_are_sent_without_when_what_stands_beside_them_changes(
    sandbox: Sandbox, sellsy: System
) -> None:
    key = sandbox.add("sellsy", "company", name="L'Usine", type="client", legal_france=TYPED)["id"]
    sellsy.update("thirdparty", f"company/{key}", {"legal_france": TYPED | {"ape_naf_code": "6201Z"}})
    legal = sandbox.record("sellsy", "company", key)["legal_france"]
    assert (legal["siret"], legal["siren"], legal["vat"]) == ("55210055400013", "552100554", "FR27552100554")
    assert (legal["ape_naf_code"], legal["rcs_immatriculation"]) == ("6201Z", None)


def test_custom_fields_are_not_asked_for_when_the_profile_names_none(sandbox: Sandbox, settings: Settings) -> None:
    profile = load_system(ROOT, "sellsy")
    stream = profile.streams["thirdparty"]
    fields = {name: map_ for name, map_ in stream.fields.items() if name != "synchronised"}
    streams = {"thirdparty": stream.model_copy(update={"fields": fields})}
    mark = max((call["sequence"] for call in sandbox.requests()), default=0)
    sellsy = open_system("sellsy", profile.model_copy(update={"streams": streams}), settings)
    list(sellsy.pages("thirdparty"))
    sellsy.close()
    paths = [call["path"] for call in sandbox.requests("sellsy", since=mark)]
    assert [path for path in paths if "oauth2" not in path] == ["/sellsy/v2/companies", "/sellsy/v2/individuals"]
