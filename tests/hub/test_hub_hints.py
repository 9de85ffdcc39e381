"""Hints on both databases: kept in order, taken in hand, put back, settled; and the changes of numbers among them."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import func, select

from passerelle.hub import hints
from passerelle.hub.database import Hub, open_for_calls
from passerelle.hub.hints import NewHint, Renumbering
from passerelle.hub.receiver_schema import hints as table

AT = datetime(2026, 11, 22, 10, tzinfo=UTC)


@pytest.fixture
def hub(hub_url: str) -> Iterator[Hub]:
    hub = open_for_calls(hub_url, 2.0)
    yield hub
    hub.close()


def told(id_: str, formerly: str | None = None, stream: str = "customer", user: str | None = "anna") -> NewHint:
    return NewHint("reviso", stream, id_, formerly, user)


def test_what_was_told_is_kept_in_order_until_it_is_settled(hub: Hub) -> None:
    every = [told(str(number)) for number in range(300)]
    with hub.write("x") as connection:
        kept = hints.store(connection, every, AT)
        assert hints.store(connection, [], AT) == []
    assert [one.told for one in kept] == every
    assert [one.id for one in kept] == sorted({one.id for one in kept})
    with hub.write("x") as connection:
        hints.settle(connection, [one.id for one in kept[:298]], AT)
        left = hints.unsettled(connection)
    assert left == kept[298:]


def test_a_hint_in_hand_remembers_its_wish_and_its_run_and_put_back_it_has_neither(hub: Hub) -> None:
    with hub.write("x") as connection:
        first, second = (one.id for one in hints.store(connection, [told("1"), told("2", user=None)], AT))
        hints.take_in_hand(connection, [first, second], "a wish")
        hints.begin(connection, [first], "a run")
        assert [(one.wish, one.run, one.attempts) for one in hints.unsettled(connection)] == [
            ("a wish", "a run", 0),
            ("a wish", None, 0),
        ]
        hints.put_back(connection, [first])
        again, other = hints.unsettled(connection)
    assert (again.wish, again.run, again.attempts) == (None, None, 1)
    assert (other.wish, other.told.user) == ("a wish", None)


def test_what_was_settled_long_ago_is_forgotten_and_nothing_else(hub: Hub) -> None:
    with hub.write("x") as connection:
        old, new, waiting = (one.id for one in hints.store(connection, [told("1"), told("2"), told("3")], AT))
        hints.settle(connection, [old], AT)
        hints.settle(connection, [new], AT + timedelta(days=2))
        hints.forget(connection, AT + timedelta(days=1))
        assert set(connection.execute(select(table.c.id)).scalars()) == {new, waiting}


def test_changes_of_numbers_are_told_in_order_until_somebody_has_followed_them(hub: Hub) -> None:
    with hub.write("x") as connection:
        first, _, second, _ = hints.store(
            connection, [told("8", "7"), told("5"), told("9", "8"), told("2", "1", stream="product")], AT
        )
        # The run has ended, whatever became of it: the change is told until it was followed.
        hints.settle(connection, [first.id], AT)
        assert hints.told_renumberings(connection, "reviso", "customer") == [
            Renumbering(first.id, "7", "8"),
            Renumbering(second.id, "8", "9"),
        ]
        assert hints.told_renumberings(connection, "reviso:other", "customer") == []
        hints.settle_renumberings(connection, [first.id], AT)
        assert [one.old for one in hints.told_renumberings(connection, "reviso", "customer")] == ["8"]
        hints.settle_renumberings(connection, [second.id], AT)
        assert hints.told_renumberings(connection, "reviso", "customer") == []
        # To have followed a change is not to have looked at the record.
        assert second.id in {one.id for one in hints.unsettled(connection)}


def test_nothing_is_kept_of_a_transaction_that_fails(hub: Hub) -> None:
    with pytest.raises(ZeroDivisionError), hub.write("x") as connection:
        hints.store(connection, [told("1")], AT)
        1 / 0  # noqa: B018
    with hub.read() as connection:
        assert connection.execute(select(func.count()).select_from(table)).scalar_one() == 0
