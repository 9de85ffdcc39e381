"""Changing some of an opportunity by PATCH (facts ``sel.opportunity.patch``)."""

from fastapi import Response

from passerelle.sandbox.answers import json_answer
from passerelle.sandbox.inside import to_store
from passerelle.sandbox.sellsy.incoming import Call
from passerelle.sandbox.sellsy.refusing import read_body
from passerelle.sandbox.sellsy.selling import OPPORTUNITY
from passerelle.sandbox.sellsy.selling_bodies import OpportunityPatch
from passerelle.sandbox.sellsy.streams import existing


async def patch(call: Call) -> Response:
    """Change what was sent of an opportunity or, with ``only[]``, what is named there of it."""
    before = existing(call.world, OPPORTUNITY.stream, call.key)
    only = call.request.query_params.getlist("only[]")
    sent = read_body(OpportunityPatch, call.raw).sent()
    values = {name: value for name, value in sent.items() if not only or name in only}
    kept = to_store(call.request, OPPORTUNITY.to_store(call.world, values, before), {**before, **values})
    after = OPPORTUNITY.changed(call.world, before, kept)
    call.world.store.put(*OPPORTUNITY.entries(after))
    return json_answer(OPPORTUNITY.shown(call.world, after))
