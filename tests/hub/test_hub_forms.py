"""Forms on both databases: kept, replaced, overdue, forgotten."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from passerelle.hub import forms
from passerelle.hub.database import Hub, open_hub
from passerelle.hub.forms import Kept

AT = datetime(2026, 12, 1, 10, tzinfo=UTC)
FIRST = Kept("run 1", None, {"form": {"name": "Société"}}, AT)
SECOND = Kept("run 2", "a key", {}, AT + timedelta(hours=1))


@pytest.fixture
def hub(hub_url: str) -> Iterator[Hub]:
    hub = open_hub(hub_url)
    yield hub
    hub.close()


def test_what_a_run_asks_is_kept_until_it_is_forgotten(hub: Hub) -> None:
    with hub.write("x") as connection:
        forms.keep(connection, FIRST)
        forms.keep(connection, SECOND)
    with hub.write("x") as connection:
        assert forms.read(connection, "run 1") == FIRST
        put = replace(FIRST, key="another", expires_at=AT + timedelta(hours=2))
        forms.keep(connection, put)
        assert forms.read(connection, "run 1") == put
        assert forms.overdue(connection, AT + timedelta(minutes=59)) == []
        assert forms.overdue(connection, AT + timedelta(hours=2)) == [SECOND, put]
        forms.forget(connection, "run 1")
    with hub.read() as connection:
        assert forms.read(connection, "run 1") is None
        assert forms.read(connection, "run 2") == SECOND
