"""What is left of a contract's calls, as the system says it with its answers."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

import httpx

from passerelle.http.answers import Answer
from passerelle.http.shapes import dig
from passerelle.mapping.models import Quota

NUMBER = re.compile(r"\s*[+-]?[0-9]+\s*")


@dataclass(frozen=True)
class Left:
    """How many calls of a period's quota are left, below zero where it was overdrawn. `of`: the whole, if it is known;
    `little`: whether that is less than it should be. What is counted by the account and not by a period has none."""

    connection: str
    title: str
    period: str
    left: int
    of: int | None
    little: bool
    unit: str = "calls"

    @property
    def told(self) -> str:
        """In words: `99321 of 100000 for the day`."""
        return f"{self.left}{'' if self.of is None else f' of {self.of}'}{self.during}"

    @property
    def during(self) -> str:
        """For which period, in words."""
        return f" for the {self.period}" if self.period else ""


class Meter:
    """Hears what each answer says is left, refusals too."""

    def __init__(self, quota: Quota | None) -> None:
        self._headers: Mapping[str, str] = quota.remaining if quota else {}
        self.left: dict[str, int] = {}

    def hear(self, response: httpx.Response) -> None:
        """Note what an answer says; a header that is absent or holds no number says nothing."""
        for period, header in self._headers.items():
            text = response.headers.get(header, "")
            if NUMBER.fullmatch(text):
                self.left[period] = int(text)


def whole_of(quota: Quota, answer: Answer) -> dict[str, int]:
    """The quota of each period, where the answer to the call for it tells one."""
    found = {period: dig(answer.data, path) for period, path in quota.limits.items()}
    return {period: whole for period, whole in found.items() if isinstance(whole, int) and whole > 0}


def lefts(connection: str, title: str, quota: Quota, left: Mapping[str, int], whole: Mapping[str, int]) -> list[Left]:
    """What is left of each period's quota, in the profile's order."""
    return [
        Left(
            connection, title, period, left[period], whole.get(period), _little(quota, left[period], whole.get(period))
        )
        for period in quota.remaining
        if period in left
    ]


def _little(quota: Quota, left: int, whole: int | None) -> bool:
    return left <= 0 or (whole is not None and left < quota.warn_below * whole)


def sentences(found: list[Left]) -> list[str]:
    """One for each connection: `Sellsy: calls left: 99321 of 100000 for the day, 5 for the month`."""
    by_title: dict[tuple[str, str], list[str]] = {}
    for one in found:
        by_title.setdefault((one.title, one.unit), []).append(one.told)
    return [f"{title}: {unit} left: {', '.join(told)}" for (title, unit), told in by_title.items()]


def warnings(found: list[Left]) -> list[str]:
    """One for each period of which little is left."""
    advice = "run less often, or have the plan extended"
    return [f"{one.title}: few {one.unit} are left{one.during}; {advice}" for one in found if one.little]
