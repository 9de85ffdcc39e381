"""Keys of calls on both databases: no key is kept, each is known by its hash until it is revoked."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import text

from passerelle.hub import receiver_keys
from passerelle.hub.database import Hub, open_hub

AT = datetime(2026, 11, 22, 10, tzinfo=UTC)


@pytest.fixture
def hub(hub_url: str) -> Iterator[Hub]:
    hub = open_hub(hub_url)
    yield hub
    hub.close()


def test_a_key_is_long_is_never_the_same_and_is_not_kept(hub: Hub) -> None:
    with hub.write("x") as connection:
        made = [receiver_keys.create(connection, "reviso", "anna", AT) for _ in range(20)]
        kept = str(connection.execute(text("SELECT * FROM receiver_keys")).all())
    keys = {key for _, key in made}
    assert len(keys) == 20
    for shown, key in made:
        prefix, _, secret = key.partition("_")
        assert (shown.prefix, len(secret)) == (prefix, 43)  # 256 bits in base64
        assert secret not in kept
        assert shown.hash == receiver_keys.hash_of(key)
        assert shown.hash in kept


def test_a_revoked_key_is_listed_and_no_longer_live(hub: Hub) -> None:
    with hub.write("x") as connection:
        first, second, other = (
            receiver_keys.create(connection, account, user, AT)[0]
            for account, user in [("reviso", "anna"), ("reviso", "bruno"), ("reviso:b", "anna")]
        )
        revoked = receiver_keys.revoke(connection, first.id, AT + timedelta(hours=1))
        again = receiver_keys.revoke(connection, first.id, AT + timedelta(hours=2))
        receiver_keys.used(connection, [second.id], AT + timedelta(hours=3))
        assert receiver_keys.revoke(connection, 99, AT) is None
    assert revoked == again
    assert revoked is not None
    assert revoked.revoked_at == AT + timedelta(hours=1)
    with hub.read() as connection:
        assert [key.id for key in receiver_keys.listed(connection, "reviso")] == [first.id, second.id]
        live = receiver_keys.listed(connection, live=True)
    assert [(key.id, key.last_used_at) for key in live] == [(second.id, AT + timedelta(hours=3)), (other.id, None)]
