"""Bindings: which numbers make records of several systems one hub record."""

from datetime import UTC, datetime

import pytest

from passerelle.hub import bindings, records
from passerelle.hub.database import open_hub
from passerelle.hub.schema import FOUND_BY

SELLSY, ALTIOR, ARTIS = ("sellsy", "thirdparty"), ("altior", "thirdparty"), ("artis", "site")
NOW = datetime(2026, 11, 22, tzinfo=UTC)


@pytest.mark.parametrize(("scheme", "together"), [("siret", True), (f"{FOUND_BY}siren", False)])
def test_a_third_system_shares_a_hub_record_by_what_makes_records_the_same(
    hub_url: str, scheme: str, together: bool
) -> None:
    hub = open_hub(hub_url)
    with hub.write("test") as connection:
        for place, id_ in ((SELLSY, "company/1"), (ARTIS, "A7")):
            records.save_identifiers(connection, *place, scheme, {id_: "732829320"}, NOW)
        bindings.bind(connection, "company", SELLSY, ALTIOR, [("company/1", "12")], "r1", NOW)
        bindings.bind(connection, "company", ARTIS, ("other", "site"), [("A7", "9")], "r2", NOW)
        first = bindings.bound(connection, SELLSY, ["company/1"])["company/1"]
        third = bindings.bound(connection, ARTIS, ["A7"])["A7"]
    assert (first == third) is together
    hub.close()
