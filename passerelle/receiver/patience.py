"""Doing something again until it is done: hints are kept, and time is no reason to lose them."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from itertools import chain, repeat
from typing import TypeVar

from passerelle.errors import PasserelleError

log = logging.getLogger(__name__)

T = TypeVar("T")


async def insist(
    step: Callable[[], Awaitable[T]],
    pauses_s: tuple[float, ...],
    through: tuple[type[PasserelleError], ...] = (),
) -> T:
    """Take a step until it is taken, with these pauses and the last one for ever; what is in `through` is raised.

    What hinders is told when it is new, not each time.
    """
    told = ("", 0.0)
    for pause in chain(pauses_s, repeat(pauses_s[-1])):
        try:
            return await step()
        except through:
            raise
        except PasserelleError as problem:
            if told != (str(problem), pause):
                log.warning("%s; hints wait. Trying again every %g s.", problem, pause)
            told = (str(problem), pause)
        except Exception:  # whatever broke down, the hints shall not wait in vain
            log.exception("The receiver broke down over some hints; trying again in %g s.", pause)
        await asyncio.sleep(pause)
    raise AssertionError("the pauses never end")
