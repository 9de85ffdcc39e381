"""Where a person opens a record."""

import pytest

from passerelle.mapping.loader import load_system
from passerelle.systems.webpages import address_of
from tests.office_fixture import ROOT


def test_a_page_is_told_the_id_without_the_kind_before_it() -> None:
    page = address_of(load_system(ROOT, "sellsy"), "sellsy", "thirdparty", "company/6657")
    assert page == "https://www.sellsy.com/?_f=third&thirdid=6657"


def test_a_page_on_a_customers_own_host_follows_the_connection(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PASSERELLE_ALTIOR_BASE_URL", "https://exemple.altior.cloud/api/v1")
    page = address_of(load_system(ROOT, "altior"), "altior", "thirdparty", "812")
    assert page == "https://exemple.altior.cloud/#/tiers/812"


def test_a_page_is_told_nothing_of_an_establishment() -> None:
    page = address_of(load_system(ROOT, "sellsy"), "sellsy", "opportunity", "opportunity/701@Siège")
    assert page == "https://www.sellsy.com/?_f=opportunities&id=701"
