"""The search across all kinds by free text (facts ``sel.search…``)."""

from fastapi import Response

from passerelle.sandbox.answers import json_answer
from passerelle.sandbox.sellsy.incoming import Call
from passerelle.sandbox.sellsy.kinds import Kind
from passerelle.sandbox.sellsy.paging import USUAL_PAGE
from passerelle.sandbox.sellsy.parties import COMPANY, CONTACT, INDIVIDUAL
from passerelle.sandbox.sellsy.refusing import refuse
from passerelle.sandbox.sellsy.selling import OPPORTUNITY
from passerelle.sandbox.system import Record

KINDS = {kind.name: kind for kind in (COMPANY, INDIVIDUAL, CONTACT, OPPORTUNITY)}


async def search(call: Call) -> Response:
    """The first records whose name or e-mail address holds the text; ids are texts here."""
    text = call.request.query_params.get("q", "").strip().casefold()
    if not text:
        refuse("q", "Ce champ est manquant")
    types = call.request.query_params.getlist("type[]")
    if any(name not in KINDS for name in types):
        refuse("type")
    kinds = [KINDS[name] for name in types or KINDS]
    held = ((kind, one) for kind in kinds for one in call.world.store[kind.stream].values())
    found = [_shown(kind, one) for kind, one in held if text in _text(one)]
    most = call.asked.limit if types else USUAL_PAGE
    return json_answer({"data": found[:most]})


def _name(record: Record) -> str:
    person = " ".join(part for part in (record.get("first_name"), record.get("last_name")) if part)
    return record.get("name") or person


def _text(record: Record) -> str:
    return f"{_name(record)} {record.get('email') or ''}".casefold()


def _shown(kind: Kind, record: Record) -> Record:
    return {"id": str(record["id"]), "type": kind.name, "name": _name(record)}
