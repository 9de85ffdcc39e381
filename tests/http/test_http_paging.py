"""Lists are walked to their end, each page once, in each of the four styles."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from passerelle.errors import SystemFailure, UnreadableAnswer
from passerelle.http import HttpClient, walk
from passerelle.mapping.models import Paging
from tests.http.scripted import Asked, Reply, Server

Make = Callable[..., HttpClient]
ROWS = [{"id": number} for number in range(5)]
COUNTED = Paging(style="numbered", items="results", page="page", pages="pageCount", size="pageSize", size_value=2)


def ids(client: HttpClient, paging: Paging | None, params: dict[str, str] | None = None) -> list[list[int]]:
    """The ids of each page."""
    pages = walk(client, "/things", params or {}, paging, "list things")
    return [[row["id"] for row in rows] for rows in pages]


def by_number(first: int, wrap: Callable[[list[Any]], Any]) -> Callable[[Asked], Reply]:
    """Serve ROWS two a page."""

    def answer(asked: Asked) -> Reply:
        start = (int(asked.query["page"]) - first) * int(asked.query["pageSize"])
        return Reply(body=wrap(ROWS[start : start + 2]))

    return answer


def test_numbered_pages_with_a_count(client: Make, server: Server) -> None:
    server.script = by_number(0, lambda rows: {"results": rows, "pageCount": 3})
    assert ids(client(), COUNTED, {"includeInactive": "true"}) == [[0, 1], [2, 3], [4]]
    assert [asked.query["page"] for asked in server.asked] == ["0", "1", "2"]
    assert {asked.query["includeInactive"] for asked in server.asked} == {"true"}


def test_numbered_pages_without_a_count_end_with_one_that_is_not_full(client: Make, server: Server) -> None:
    server.script = by_number(1, lambda rows: rows)
    paging = Paging(style="numbered", page="page", first=1, size="pageSize", size_value=2)
    assert ids(client(), paging) == [[0, 1], [2, 3], [4]]
    assert len(server.asked) == 3


OFFSET = Paging(style="offset", page="$skip", size="$top", size_value=2)


def test_pages_by_offset_end_with_one_that_is_not_full(client: Make, server: Server) -> None:
    server.script = lambda asked: Reply(body=ROWS[int(asked.query["$skip"]) :][: int(asked.query["$top"])])
    assert ids(client(), OFFSET, {"$orderBy": "id asc"}) == [[0, 1], [2, 3], [4]]
    assert [asked.query["$skip"] for asked in server.asked] == ["0", "2", "4"]
    assert {asked.query["$orderBy"] for asked in server.asked} == {"id asc"}


def test_a_full_last_page_by_offset_is_asked_beyond(client: Make, server: Server) -> None:
    server.script = lambda asked: Reply(body=ROWS[:4][int(asked.query["$skip"]) :][:2])
    assert ids(client(), OFFSET) == [[0, 1], [2, 3]]
    assert len(server.asked) == 3


def test_an_offset_that_is_not_minded_is_no_endless_list(client: Make, server: Server) -> None:
    server.script = lambda _: Reply(body=ROWS[:2])
    with pytest.raises(UnreadableAnswer, match="round in a circle"):
        ids(client(), OFFSET)
    assert len(server.asked) == 2


def test_an_empty_list_has_no_pages(client: Make, server: Server) -> None:
    server.answers(Reply(body={"results": [], "pageCount": 0}))
    assert ids(client(), COUNTED) == []
    assert len(server.asked) == 1


@pytest.mark.parametrize("opening", ["<", "< "])
def test_link_headers_are_followed(client: Make, server: Server, opening: str) -> None:
    def answer(asked: Asked) -> Reply:
        page = int(asked.query.get("page", "1"))
        following = f'{opening}{server.url}/things?page={page + 1}>; rel="next"'
        return Reply(body=ROWS[page - 1 : page], headers={"Link": following} if page < 3 else {})

    server.script = answer
    assert ids(client(), Paging(style="link", size="per_page", size_value=1)) == [[0], [1], [2]]
    assert server.asked[0].query == {"per_page": "1"}
    assert server.asked[1].query == {"page": "2"}


def test_a_cursor_in_the_answer_is_sent_back(client: Make, server: Server) -> None:
    def answer(asked: Asked) -> Reply:
        at = int(asked.query.get("after", "0"))
        return Reply(body={"data": ROWS[at : at + 2], "meta": {"next": str(at + 2) if at < 3 else None}})

    server.script = answer
    paging = Paging(style="cursor", items="data", cursor="after", cursor_from="meta.next", size="limit", size_value=2)
    assert ids(client(), paging) == [[0, 1], [2, 3], [4]]
    assert {asked.query["limit"] for asked in server.asked} == {"2"}


def test_an_address_in_the_answer_is_followed(client: Make, server: Server) -> None:
    server.answers(Reply(body={"items": ROWS[:1], "next": "/things?skip=1"}), Reply(body={"items": ROWS[1:2]}))
    assert ids(client(), Paging(style="cursor", items="items", cursor_from="next")) == [[0], [1]]
    assert server.asked[1].query == {"skip": "1"}


def test_a_bare_array_needs_no_paging(client: Make, server: Server) -> None:
    server.answers(Reply(body=ROWS))
    assert ids(client(), None) == [[0, 1, 2, 3, 4]]


def test_credentials_are_not_sent_to_another_host(client: Make, server: Server) -> None:
    elsewhere = server.url.replace("127.0.0.1", "localhost")
    server.answers(Reply(body=ROWS, headers={"Link": f'<{elsewhere}/things?page=2>; rel="next"'}))
    with pytest.raises(SystemFailure, match="another host"):
        ids(client(), Paging(style="link"))
    assert len(server.asked) == 1


def test_pages_that_lead_round_in_a_circle_are_told(client: Make, server: Server) -> None:
    server.answers(Reply(body={"items": ROWS, "next": "again"}))
    with pytest.raises(UnreadableAnswer, match="circle"):
        ids(client(), Paging(style="cursor", items="items", cursor="at", cursor_from="next"))


@pytest.mark.parametrize(
    "body", [{}, {"results": None, "pageCount": 1}, {"results": [1], "pageCount": 1}, {"results": []}]
)
def test_an_answer_of_another_shape_is_told(client: Make, server: Server, body: dict[str, Any]) -> None:
    server.answers(Reply(body=body))
    with pytest.raises(UnreadableAnswer, match=r"list things \(GET /things\)"):
        ids(client(), COUNTED)
