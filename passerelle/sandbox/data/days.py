"""Days of made-up data; what is generated does not depend on the day it is generated."""

from datetime import date, timedelta
from random import Random

LAST_DAY = date(2025, 12, 31)
"""No generated company, mandate or relation starts or stops after this day."""


def day_between(rng: Random, first: date, last: date) -> date:
    """A day from ``first`` to ``last``, both included; ``first`` if that is not before ``last``."""
    return first + timedelta(days=rng.randrange(max(1, (last - first).days + 1)))
