"""The addresses of companies, individuals and contacts (facts ``sel.address…``)."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import Response
from pydantic import Field

from passerelle.sandbox.answers import Refusal, json_answer
from passerelle.sandbox.inside import to_store
from passerelle.sandbox.sellsy.bodies import Closed
from passerelle.sandbox.sellsy.incoming import Call
from passerelle.sandbox.sellsy.kinds import Kind
from passerelle.sandbox.sellsy.refusing import read_body
from passerelle.sandbox.sellsy.shapes import ADDRESS, PURPOSES, addresses_of, holder, shown_address
from passerelle.sandbox.sellsy.streams import ADDRESSES, NOT_FOUND, existing
from passerelle.sandbox.system import Entries, Record, World

Line = Annotated[str, Field(max_length=250)]


class Geocode(Closed):
    """Where an address is on the globe."""

    lat: float | None = None
    lng: float | None = None


class AddressBody(Closed):
    """The changes of an address."""

    name: Annotated[str, Field(min_length=1, max_length=200)] = ""
    address_line_1: Annotated[str, Field(min_length=1, max_length=250)] = ""
    address_line_2: Line | None = None
    address_line_3: Line | None = None
    address_line_4: Line | None = None
    postal_code: Annotated[str, Field(min_length=1, max_length=30)] = ""
    city: Line = ""
    country_code: Annotated[str, Field(pattern="^[A-Z]{2}$")] = ""
    is_invoicing_address: bool = False
    is_delivery_address: bool = False
    geocode: Geocode | None = None


class NewAddress(AddressBody):
    """A new address."""

    name: Annotated[str, Field(min_length=1, max_length=200)]
    address_line_1: Annotated[str, Field(min_length=1, max_length=250)]
    postal_code: Annotated[str, Field(min_length=1, max_length=30)]
    city: Line
    country_code: Annotated[str, Field(pattern="^[A-Z]{2}$")]


def placed(world: World, address: Record) -> Entries:
    """An address, and the others of its holder without the purposes it takes from them.

    A purpose that the address says nothing of is its own if no other address has it.
    """
    others = [one for one in world.store[ADDRESSES].found_by(address["_of"]) if one["id"] != address["id"]]
    flags = [f"is_{purpose}_address" for purpose in PURPOSES]
    own = {flag: address.get(flag, not any(one[flag] for one in others)) for flag in flags}
    taken = {flag: False for flag, held in own.items() if held}
    poorer = [one | taken for one in others if any(one[flag] for flag in taken)]
    whole = {"id": address["id"], **ADDRESS, **address, **own}
    return [(ADDRESSES, str(one["id"]), one) for one in (whole, *poorer)]


@dataclass(frozen=True, eq=False)
class AddressCalls:
    """The calls of the addresses of one kind of record."""

    kind: Kind

    async def list_all(self, call: Call) -> Response:
        """One page of the addresses of a record."""
        rows = addresses_of(call.world, self.kind.name, existing(call.world, self.kind.stream, call.key))
        return call.page(rows, shown_address)

    async def read(self, call: Call) -> Response:
        """One address."""
        return json_answer(shown_address(self._of(call.world, call.key, call.ids["address_key"])))

    async def create(self, call: Call) -> Response:
        """Store a new address of a record."""
        record = existing(call.world, self.kind.stream, call.key)
        values = read_body(NewAddress, call.raw).sent()
        if call.asked.verify:
            return Response(status_code=204)
        kept = to_store(call.request, values, {})
        number = call.world.store.next_id(ADDRESSES)
        return self._stored(call.world, record, {"id": number, "_of": holder(self.kind.name, record), **kept}, 201)

    async def update(self, call: Call) -> Response:
        """Change what was sent of an address, and nothing else."""
        before = self._of(call.world, call.key, call.ids["address_key"])
        values = read_body(AddressBody, call.raw).sent()
        if call.asked.verify:
            return Response(status_code=204)
        record = existing(call.world, self.kind.stream, call.key)
        return self._stored(call.world, record, {**before, **to_store(call.request, values, {})}, 200)

    async def delete(self, call: Call) -> Response:
        """Remove an address."""
        address = self._of(call.world, call.key, call.ids["address_key"])
        call.world.store.delete(ADDRESSES, str(address["id"]))
        call.world.store.put(*self._touched(call.world, existing(call.world, self.kind.stream, call.key)))
        return Response(status_code=204)

    def _of(self, world: World, key: str, address_key: str) -> Record:
        record = existing(world, self.kind.stream, key)
        address = existing(world, ADDRESSES, address_key)
        if address["_of"] != holder(self.kind.name, record):
            raise Refusal(404, NOT_FOUND)
        return address

    def _stored(self, world: World, record: Record, address: Record, status: int) -> Response:
        entries = placed(world, address)
        world.store.put(*entries, *self._touched(world, record))
        return json_answer(shown_address(entries[0][2]), status)

    def _touched(self, world: World, record: Record) -> Entries:
        return self.kind.entries(self.kind.changed(world, record, {}))
