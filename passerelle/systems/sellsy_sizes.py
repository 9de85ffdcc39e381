"""The classes of employees of a Sellsy account: no call gives their list, so companies that are in one tell of it.

Source: `sel.company.lists`, docs/systems.md.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from threading import Lock
from typing import Any

from passerelle.transforms.spans import SPAN, falls_within, span

Filter = dict[str, dict[str, int]]


class Sizes:
    """What is known of an account's classes. `search` gives companies by Sellsy's own filter.

    An id is only believed with its label: what the filter takes a number for is not known for certain.
    """

    def __init__(self, search: Callable[[Filter], Iterable[list[dict[str, Any]]]]) -> None:
        self._search = search
        self._ids: dict[str, int] = {}
        self._asked: set[str] = set()
        self._asking = Lock()

    def learn(self, held: Any) -> None:
        """Take note of the class a company is in, `{id, label}`, or of none."""
        if isinstance(held, dict) and held.get("id") and held.get("label"):
            self._ids[span(str(held["label"])) or ""] = int(held["id"])

    def id_of(self, headcount: str) -> int | None:
        """The id of the class that is this one or holds this number, asked for once where no company has told of it."""
        with self._asking:
            bounds = SPAN.fullmatch(headcount)
            least, most = (bounds[1], bounds[2] or bounds[1]) if bounds else (headcount, headcount)
            if self._known(headcount) is None and headcount not in self._asked and least.isdigit():
                self._asked.add(headcount)
                filters = {"number_of_employees": {"min": int(least), "max": int(most)}}
                # Companies learned from on the way: the first page is enough.
                next(iter(self._search(filters)), None)
            return self._known(headcount)

    def _known(self, headcount: str) -> int | None:
        fitting = (id_ for held, id_ in dict(self._ids).items() if held == headcount or falls_within(held, headcount))
        return next(fitting, None)
