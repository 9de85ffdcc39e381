"""A call as the routes of Sellsy take it: in one piece, as a start takes the longer the more each route asks for."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Annotated

from fastapi import Depends, Request, Response

from passerelle.sandbox.answers import json_answer
from passerelle.sandbox.sellsy.paging import ListQuery, Orders, Show, list_query, page_of, projected
from passerelle.sandbox.system import Record, World, the_world

NO_ORDERS: Orders = {}


@dataclass(frozen=True)
class Incoming:
    """One call: the world it is made in, what was sent with it, and the ids in its path."""

    world: World
    request: Request
    raw: bytes

    @cached_property
    def asked(self) -> ListQuery:
        """What its query asks for. Raises Refusal (400) for a value that is none."""
        return list_query(self.request)

    @property
    def ids(self) -> Record:
        """The ids in the path, by their places."""
        return self.request.path_params

    @property
    def key(self) -> str:
        """The id of the record that the path names first."""
        return str(self.ids["key"])

    def page(self, rows: Sequence[Record], show: Show = dict, orders: Orders = NO_ORDERS) -> Response:
        """One page of the rows, as far as it was asked for."""
        return json_answer(page_of(rows, self.asked, orders, lambda row: projected(self.asked, show(row))))


async def _incoming(request: Request) -> Incoming:
    return Incoming(the_world(request), request, await request.body())


Call = Annotated[Incoming, Depends(_incoming)]
