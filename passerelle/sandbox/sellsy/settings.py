"""What the account has set up and the API only reads: staff, custom fields, pipelines, steps, sources."""

from typing import Literal

from fastapi import Response

from passerelle.sandbox.answers import Refusal, json_answer
from passerelle.sandbox.sellsy.bodies import Closed
from passerelle.sandbox.sellsy.calls import SearchBody
from passerelle.sandbox.sellsy.incoming import Call
from passerelle.sandbox.sellsy.lists import SOURCES, STAFFS, shown_staff
from passerelle.sandbox.sellsy.refusing import read_body, read_values
from passerelle.sandbox.sellsy.streams import FIELDS, NOT_FOUND, PIPELINES, STEPS, existing
from passerelle.sandbox.system import Record, World

FieldKind = Literal[
    "document", "contact", "client", "prospect", "supplier", "item", "service", "ticket", "task", "purchase",
    "opportunity", "project", "staff", "site",
]  # fmt: skip


class FieldFilters(Closed):
    """What custom fields are searched by."""

    related_object: FieldKind | None = None
    is_required: bool | None = None


async def list_staffs(call: Call) -> Response:
    """One page of the members of staff."""
    return call.page(STAFFS, shown_staff)


async def read_staff(call: Call) -> Response:
    """One member of staff."""
    for one in STAFFS:
        if str(one["id"]) == call.key:
            return json_answer(shown_staff(one))
    raise Refusal(404, NOT_FOUND)


async def list_fields(call: Call) -> Response:
    """One page of the definitions of custom fields."""
    return call.page(call.world.store[FIELDS].values())


async def search_fields(call: Call) -> Response:
    """One page of the definitions that fit the filters."""
    filters = read_values(FieldFilters, read_body(SearchBody, call.raw).filters)
    rows = [
        field
        for field in call.world.store[FIELDS].values()
        if filters.related_object in (None, *field["related_objects"])
        and filters.is_required in (None, field["mandatory"])
    ]
    return call.page(rows)


async def read_field(call: Call) -> Response:
    """One definition of a custom field."""
    return json_answer(existing(call.world, FIELDS, call.key))


async def list_pipelines(call: Call) -> Response:
    """One page of the pipelines, each with the number of its steps."""
    return call.page(
        call.world.store[PIPELINES].values(), lambda pipeline: {**pipeline, "step": len(_steps(call.world, pipeline))}
    )


async def list_steps(call: Call) -> Response:
    """One page of the steps of a pipeline, in their order."""
    rows = _steps(call.world, existing(call.world, PIPELINES, call.key))
    return call.page(rows, _shown_step, {"rank": lambda step: f"{step['rank']:09d}"})


async def list_sources(call: Call) -> Response:
    """One page of the sources of opportunities."""
    return call.page(SOURCES)


def _steps(world: World, pipeline: Record) -> list[Record]:
    return [step for step in world.store[STEPS].values() if step["pipeline_id"] == pipeline["id"]]


def _shown_step(step: Record) -> Record:
    return {name: value for name, value in step.items() if name != "pipeline_id"}
