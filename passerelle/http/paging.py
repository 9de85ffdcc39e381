"""Walking a list page by page: numbered pages, an offset, `Link` headers, or a cursor found in the answer."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import httpx

from passerelle.errors import SystemFailure, UnreadableAnswer
from passerelle.http.answers import Answer
from passerelle.http.client import HttpClient, Params
from passerelle.http.shapes import dig
from passerelle.mapping.models import Paging

Rows = list[dict[str, Any]]


def walk(
    client: HttpClient,
    path: str,
    params: Mapping[str, str | Sequence[str]],
    paging: Paging | None,
    doing: str,
    body: Any = None,
) -> Iterator[Rows]:
    """Every page of a list, empty ones left out; without paging the one answer is the whole list. With a `body` the
    list is that of a search, asked by POST.

    Raises UnreadableAnswer when an answer holds no rows where the profile says, or leads round in a circle.
    """
    walker = _Walker(client, path, params, paging or Paging(style="link"), doing, body)
    ways = {"numbered": walker.numbered, "offset": walker.skipped}
    pages = ways.get(paging.style if paging else "", walker.followed)()
    return (rows for rows in pages if rows)


class _Walker:
    def __init__(
        self,
        client: HttpClient,
        path: str,
        params: Mapping[str, str | Sequence[str]],
        paging: Paging,
        doing: str,
        body: Any,
    ) -> None:
        self._client = client
        self._path = path
        self._paging = paging
        self._doing = doing
        self._body = body
        self._params: dict[str, str | int | Sequence[str]] = dict(params)
        if paging.size and paging.size_value:
            self._params[paging.size] = paging.size_value

    def numbered(self) -> Iterator[Rows]:
        """Pages by number, up to the count each answer gives; without a count, up to the first that is not full."""
        number = self._paging.first
        while True:
            answer = self._ask(self._path, {**self._params, self._paging.page or "page": number})
            rows = self._rows(answer)
            yield rows
            number += 1
            if not self._is_more(answer, rows, number - self._paging.first):
                return

    def _is_more(self, answer: Answer, rows: Rows, walked: int) -> bool:
        if self._paging.pages is None:
            return len(rows) >= (self._paging.size_value or 1)
        count = dig(answer.data, self._paging.pages)
        if not isinstance(count, int):
            raise self._unreadable(f"it gives no page count ({self._paging.pages})")
        return walked < count

    def skipped(self) -> Iterator[Rows]:
        """Pages by the number of records before them, up to the first that is not full."""
        before, last = 0, Rows()
        while True:
            rows = self._rows(self._ask(self._path, {**self._params, self._paging.page or "offset": before}))
            if rows and rows == last:
                raise self._unreadable("its pages lead round in a circle")
            yield rows
            before, last = before + len(rows), rows
            if len(rows) < (self._paging.size_value or 1):
                return

    def followed(self) -> Iterator[Rows]:
        """Pages that each name the next: by `Link` header, by a URL in the answer, or by a cursor to send."""
        path, params = self._path, dict(self._params)
        seen: set[str] = set()
        while True:
            answer = self._ask(path, params or None)
            rows = self._rows(answer)
            yield rows
            if self._paging.short_is_last and len(rows) < (self._paging.size_value or 1):
                return
            following = answer.next_link if self._paging.style == "link" else self._cursor(answer)
            if not following:
                return
            if following in seen:
                raise self._unreadable("its pages lead round in a circle")
            seen.add(following)
            if self._paging.style == "cursor" and self._paging.cursor:
                params = {**self._params, self._paging.cursor: following}
            else:
                path, params = self._own(answer.url, following), {}

    def _ask(self, path: str, params: Params) -> Answer:
        if self._body is None:
            return self._client.read(path, self._doing, params)
        return self._client.ask(path, self._body, self._doing, params)

    def _cursor(self, answer: Answer) -> str:
        found = dig(answer.data, self._paging.cursor_from or "")
        return "" if found is None else str(found)

    def _own(self, current: httpx.URL, following: str) -> str:
        try:
            url = current.join(following)
        except httpx.InvalidURL:
            raise self._unreadable("the address of its next page is not one") from None
        if not self._client.same_host(url):
            raise self._failure(SystemFailure, f"its next page is on another host ({url.host}), which is not followed")
        return str(url)

    def _rows(self, answer: Answer) -> Rows:
        rows = dig(answer.data, self._paging.items) if self._paging.items else answer.data
        if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
            raise self._unreadable(f"it holds no list of records ({self._paging.items or 'the answer itself'})")
        return rows

    def _unreadable(self, why: str) -> SystemFailure:
        return self._failure(UnreadableAnswer, why)

    def _failure(self, kind: type[SystemFailure], why: str) -> SystemFailure:
        return self._client.speaker.odd_answer(kind, f"{self._doing} (GET {self._path})", why)
