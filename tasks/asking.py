"""Asking a person: the flow run ends as *Suspended*, and begins again from the top once the form is filled in.

Whatever has been said until then is kept in the hub. So no run holds a process or a claim while it waits, and Prefect's
server and workers may be started anew meanwhile. `tasks.overdue` ends what nobody answers.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Annotated, Any, Literal
from uuid import uuid4

from prefect.context import FlowRunContext
from prefect.flow_runs import suspend_flow_run
from prefect.input import RunInput
from prefect.input.actions import read_flow_run_input
from prefect.input.run_input import keyset_from_base_key
from pydantic import ConfigDict, Field, create_model

from passerelle.form import Answers, Form, Question
from passerelle.hub import forms
from passerelle.hub.database import Hub
from passerelle.hub.forms import Kept
from passerelle.settings import Settings

LOCK = "forms"
"""Under what name the hub's table of forms is written."""

ASKED = "suspended-"
"""How the names begin under which Prefect keeps questions and their answers."""

REQUIRED = "must"
"""Property of a form's field that tells whether it must be filled in; taken out before Prefect sees it."""


@dataclass(frozen=True)
class Step:
    """Where a conversation stands: what has been said, and what is asked next; nothing once all is said."""

    said: dict[str, Any]
    form: Form | None = None


def can_ask() -> bool:
    """Whether this is a run that a worker can take up again: that of a deployment."""
    context = FlowRunContext.get()
    return bool(context and context.flow_run and context.flow_run.deployment_id)


def run_id() -> str:
    """The flow run that asks."""
    context = FlowRunContext.get()
    assert context and context.flow_run, "only a flow run can ask"
    return str(context.flow_run.id)


def converse(hub: Hub, settings: Settings, begin: Callable[[], Step], hear: Callable[[Step, Answers], Step]) -> Step:
    """Ask until `hear` has nothing more to ask; what was said then. It stays in the hub until `tasks.overdue.forget`.

    The first time `begin` tells what is asked. Where a question is put, the flow run ends: called again, with whatever
    was answered, this carries on from there. A run that failed or was stopped later on asks nothing twice.
    """
    kept = _read(hub)
    step = begin() if kept is None else _step(kept)
    while step.form is not None:
        answers = _answers(kept.key) if kept and kept.key else None
        if answers is None:
            kept = _keep(hub, settings, step, uuid4().hex)
            suspend_flow_run(wait_for_input=model_of(step.form, kept.expires_at), key=kept.key)  # ends the run
            continue
        step = hear(step, answers)
        kept = _keep(hub, settings, step, None)
    return step


def model_of(form: Form, until: datetime) -> type[RunInput]:
    """The form as Prefect asks for it: with titles, help, and everything filled in that is known.

    What a person must know stands in the help of the first field. The text above the form is left short: Prefect's
    interface doesn't show it where the form is longer than the window.
    """
    first, *others = form.questions
    first = replace(first, help=(*first.help, f"This form waits until {until:%d/%m/%Y %H:%M} UTC."))
    fields: dict[str, Any] = {one.name: _field(one, position) for position, one in enumerate((first, *others))}
    model = create_model("Review", __base__=_Demanding, **fields)
    model._description = "Check and complete."
    return model


def _demand(schema: dict[str, Any]) -> None:
    """Demand required fields also where they are filled in: Prefect's interface would call them optional."""
    schema["required"] = [name for name, told in schema["properties"].items() if told.pop(REQUIRED)]


class _Demanding(RunInput):
    model_config = ConfigDict(extra="forbid", json_schema_extra=_demand)


def _field(question: Question, position: int) -> tuple[Any, Any]:
    told = Field(
        title=question.title,
        description="\n\n".join(question.help) or None,
        json_schema_extra={"position": position, REQUIRED: question.required},
    )
    kind: Any = bool if question.is_switch else str
    if question.choices:
        kind = Literal[(*([] if question.required else [""]), *question.choices)]
    elif question.required and not question.is_switch:
        kind = Annotated[str, Field(min_length=1)]
    known = question.is_switch or question.value or not question.required
    return Annotated[kind, told], question.value if known else ...


def _answers(key: str) -> Answers | None:
    found: Any = read_flow_run_input(keyset_from_base_key(f"{ASKED}{key}")["response"])
    return dict(found) if found is not None else None


def _read(hub: Hub) -> Kept | None:
    with hub.read() as connection:
        return forms.read(connection, run_id())


def _keep(hub: Hub, settings: Settings, step: Step, key: str | None) -> Kept:
    content = {"said": step.said, "form": step.form.as_data() if step.form else None}
    until = datetime.now(UTC) + timedelta(hours=settings.review_hours)
    kept = Kept(run_id(), key, content, until)
    with hub.write(LOCK) as connection:
        forms.keep(connection, kept)
    return kept


def _step(kept: Kept) -> Step:
    form = kept.content["form"]
    return Step(kept.content["said"], Form.of(form) if form else None)
