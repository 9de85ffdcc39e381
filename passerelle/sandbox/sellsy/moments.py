"""Moments as Sellsy writes them: to the second, in the time of the account (fact ``sel.moments``)."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from passerelle.sandbox.clock import STAMP, Clock

ACCOUNT_TIME = ZoneInfo("Europe/Paris")


def moment(instant: datetime) -> str:
    """A moment as it is shown."""
    return instant.astimezone(ACCOUNT_TIME).isoformat(timespec="seconds")


def now(clock: Clock, after: str | None = None) -> str:
    """Now, or one second past ``after``: a changed record's moment always moves."""
    earlier = sortable(after) if after else None
    return moment(datetime.strptime(clock.stamp(after=earlier), STAMP).replace(tzinfo=UTC))


def sortable(text: str | None) -> str:
    """A shown moment in UTC, so that texts compare as moments do; empty for none."""
    return datetime.fromisoformat(text).astimezone(UTC).strftime(STAMP) if text else ""
