"""Exact shares: so many of so many, never none where a share is asked of enough records to show it."""

from collections.abc import Iterable
from random import Random

ENOUGH = 50
"""From this many records on, even the rarest kind of mess occurs at least once."""


def quota(share: float, total: int) -> int:
    """How many of ``total`` records a share means."""
    return max(round(share * total), 1 if total >= ENOUGH else 0)


def picked(rng: Random, candidates: Iterable[int], share: float, total: int) -> set[int]:
    """Positions drawn from ``candidates``, as many as ``share`` of ``total`` (or all of them, if they are fewer)."""
    positions = list(candidates)
    return set(rng.sample(positions, min(quota(share, total), len(positions))))
