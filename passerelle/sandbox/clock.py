"""The stand-in's clock: real dates, and seconds that may pass faster than real ones."""

import time
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

STAMP = "%Y-%m-%dT%H:%M:%SZ"


@dataclass(frozen=True)
class Clock:
    """Tells time to the systems; ``scale`` of their seconds pass in one real second."""

    scale: float = 1

    def seconds(self) -> float:
        """The vendor's seconds since some moment; for windows and lives only."""
        return time.monotonic() * self.scale

    def stamp(self, after: str | None = None) -> str:
        """Now in UTC to the second, or one second past ``after``: a changed record's stamp always moves."""
        now = datetime.now(UTC).replace(microsecond=0)
        earliest = datetime.strptime(after, STAMP).replace(tzinfo=UTC) + timedelta(seconds=1) if after else now
        return max(now, earliest).strftime(STAMP)

    def today(self) -> date:
        """The day it is, UTC."""
        return datetime.now(UTC).date()
