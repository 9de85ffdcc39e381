"""The agents: each has an API key of their own, some are administrators (facts ``fd.auth``, ``fd.agents…``)."""

from typing import Annotated

from fastapi import Response
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from passerelle.sandbox.answers import json_answer
from passerelle.sandbox.config import SandboxError
from passerelle.sandbox.freshdesk.incoming import Call
from passerelle.sandbox.freshdesk.kinds import NAME
from passerelle.sandbox.freshdesk.refusing import faults, not_found
from passerelle.sandbox.freshdesk.switches import switches
from passerelle.sandbox.system import Entries, Record, StreamRules, World, stored_under

STREAM = stored_under(NAME, "agent")
FIRST_ID = 101
MADE = "2024-03-04T08:00:00Z"
SEEDED = (
    ("Nadia Lambert", "nadia.lambert@support.example", "sandbox", True),
    ("Karim Haddad", "karim.haddad@support.example", "sandbox-agent", False),
    ("Sofie Claes", "sofie.claes@support.example", None, False),
)


class Agent(BaseModel):
    """An agent; ``admin`` says whether the key opens the field definitions."""

    model_config = ConfigDict(extra="forbid", strict=True)

    name: Annotated[str, Field(min_length=1)]
    email: Annotated[str, Field(pattern=r"^[^@A-Z\s]+@[^@A-Z\s]+$")]
    api_key: str | None = None
    admin: bool = False


def seeded_agents() -> dict[str, Record]:
    """The agents at the beginning, by id."""
    return {
        str(number): agent_of(number, {"name": name, "email": email, "api_key": key, "admin": admin}, MADE)
        for number, (name, email, key, admin) in enumerate(SEEDED, start=FIRST_ID)
    }


def agent_of(number: int, values: Record, now: str) -> Record:
    """The record of an agent.

    Raises ValidationError if the values make none.
    """
    return {"id": number, **Agent.model_validate(values).model_dump(), "created_at": now, "updated_at": now}


def key_of(record: Record) -> str:
    """The text by which agents are looked up."""
    return record["api_key"] or ""


async def read_me(call: Call) -> Response:
    """The agent whose key it is."""
    call.asked()
    return json_answer(shown(call.world, call.agent))


async def read(call: Call) -> Response:
    """One agent."""
    call.asked()
    agent = call.world.store[STREAM].get(call.key)
    if agent is None:
        raise not_found()
    return json_answer(shown(call.world, agent))


async def read_account(call: Call) -> Response:
    """The account."""
    call.asked()
    settings = switches(call.world)
    return json_answer(
        {
            "organisation_id": 88001,
            "organisation_name": "Delvaux Support",
            "account_id": 99001,
            "account_name": "Delvaux Support",
            "account_domain": "sandbox.freshdesk.com",
            "timezone": settings.time_zone,
            "tier_type": settings.bought.tier,
            "data_center": "EUC",
            "total_agents": {"full_time": len(call.world.store[STREAM]), "occasional": 0},
        }
    )


def shown(world: World, agent: Record) -> Record:
    """An agent as the API shows them."""
    moments = {name: agent[name] for name in ("created_at", "updated_at")}
    person = {"name": agent["name"], "email": agent["email"], "active": True, "language": "en"}
    reached = {"time_zone": switches(world).time_zone, "phone": None, "mobile": None, "job_title": None}
    kept = {"available": True, "occasional": False, "ticket_scope": 1, "type": "support_agent", "signature": None}
    return {"id": agent["id"], **kept, **moments, "contact": {**person, **reached, **moments}}


def _added(world: World, values: Record) -> Entries:
    return _stored(world, world.store.next_id(STREAM), values)


def _edited(world: World, _: str, record: Record, values: Record) -> Entries:
    return _stored(world, record["id"], {**{name: record[name] for name in Agent.model_fields}, **values})


def _stored(world: World, number: int, values: Record) -> Entries:
    try:
        return [(STREAM, str(number), agent_of(number, values, world.clock.stamp()))]
    except ValidationError as error:
        wrong = "; ".join(f"{one['field']}: {one['message']}" for one in faults(error.errors()))
        raise SandboxError(f"sandbox: {STREAM} refuses {wrong}") from error


RULES = StreamRules(_added, _edited, key_of)
