"""When the records of the beginning were made and changed: some time before the sandbox was."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from random import Random

from passerelle.sandbox.clock import STAMP
from passerelle.sandbox.system import Record

FIRST = datetime(2023, 1, 9, 8, tzinfo=UTC)
SECONDS = 3 * 365 * 86_400
"""All that is drawn lies within so many seconds after the first moment."""


class Stamps:
    """Moments that can be repeated."""

    def __init__(self, seed: int) -> None:
        """The same seed draws the same moments in the same order."""
        self._random = Random(f"altior {seed}")  # noqa: S311  to be repeated, no secret

    def stamped(self, records: Sequence[Record]) -> list[Record]:
        """The records, made one after another, each last changed when it was made or later."""
        made = sorted(self._random.randrange(SECONDS) for _ in records)
        return [
            record | {"createdAt": _moment(at), "modifiedAt": _moment(self._random.randrange(at, SECONDS))}
            for record, at in zip(records, made, strict=True)
        ]


def days_later(stamp: str, days: int) -> str:
    """So many days after a moment."""
    return (datetime.strptime(stamp, STAMP).replace(tzinfo=UTC) + timedelta(days=days)).strftime(STAMP)


def _moment(seconds: int) -> str:
    return (FIRST + timedelta(seconds=seconds)).strftime(STAMP)
