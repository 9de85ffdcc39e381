"""An import that a person checks and completes before anything is written."""

from __future__ import annotations

from contextlib import closing
from typing import Any

from prefect.client.schemas.objects import State
from prefect.states import Cancelled

from passerelle.errors import ConfigurationError, PasserelleError
from passerelle.form import Answers, Form
from passerelle.hub.database import Hub, open_hub
from passerelle.imports.order import Order
from passerelle.imports.prepare import prepare
from passerelle.imports.prepared import Prepared
from passerelle.imports.review import (
    DECISION,
    STOP,
    Names,
    doubtful,
    form_of,
    is_chosen,
    left_open,
    names_of,
    order_from,
    refilled,
)
from passerelle.settings import Settings
from tasks.asking import Step, can_ask, converse
from tasks.ending import Ending, refused
from tasks.importing import carry_out
from tasks.overdue import forget

DECLINED = "Nothing was imported, as was chosen in the form."


def carry_out_reviewed(order: Order, flow: str, parameters: dict[str, Any]) -> Ending:
    """Carry out an import as a person has completed it. The run ends as suspended until they have.

    Where nobody can be asked, on the command line, what would be asked is told instead, and nothing is written. A dry
    run shows its plan without asking.
    """
    settings = Settings()
    try:
        if order.dry_run:
            return carry_out(order, flow, parameters)
        if len(order.numbers) != 1:
            raise ConfigurationError(
                "A review shows one company: name one SIRET or SIREN, or switch the review off to import a list."
            )
        if not can_ask():
            return _shown(order, flow, settings)
        with closing(open_hub(settings.hub_url)) as hub:
            said = _reviewed(order, hub, settings)
            ended = _ended(said, flow, parameters)
            if isinstance(ended, dict) or ended.is_cancelled():
                forget(hub)
            return ended
    except PasserelleError as problem:
        return refused(problem)


def _ended(said: dict[str, Any], flow: str, parameters: dict[str, Any]) -> Ending:
    if said["declined"]:
        state: State[Any] = Cancelled(message=DECLINED)
        return state
    return carry_out(Order.of(said["order"]), flow, parameters)


def _reviewed(order: Order, hub: Hub, settings: Settings) -> dict[str, Any]:
    """What a person has said: the order as they have completed it, or that nothing is to be imported."""

    def begin() -> Step:
        prepared = prepare(order, settings)
        return _step(order, prepared, form_of(prepared, order))

    def hear(step: Step, answers: Answers) -> Step:
        return _heard(step, answers, settings)

    return converse(hub, settings, begin, hear).said


def _heard(step: Step, answers: Answers, settings: Settings) -> Step:
    """What a person has entered, taken over; asked again where it is not enough, and for contacts not shown yet."""
    assert step.form, "nobody answers what wasn't asked"
    if answers[DECISION] == STOP:
        return Step(step.said | {"declined": True})
    asked = Order.of(step.said["order"])
    order = order_from(answers, step.form, Names(**step.said["names"]), asked)
    try:
        prepared = prepare(order, settings)
    except ConfigurationError as problem:
        return Step(step.said, refilled(step.form, answers, [str(problem)]))
    told = left_open(prepared, order) + doubtful(prepared, order, asked)
    added = [one for one in prepared.contacts if is_chosen(order, one) and not is_chosen(asked, one)]
    told += [f"{one.name} comes along: check what is known of them." for one in added]
    return _step(order, prepared, refilled(form_of(prepared, order), answers, told) if told else None)


def _step(order: Order, prepared: Prepared, form: Form | None) -> Step:
    said = {"order": order.as_data(), "names": names_of(prepared, order).as_data(), "declined": False}
    return Step(said, form)


def _shown(order: Order, flow: str, settings: Settings) -> Ending:
    prepared = prepare(order, settings)
    form = form_of(prepared, order, left_open(prepared, order))
    names = names_of(prepared, order).as_data()
    return {"flow": flow, "state": "completed", "order": order.as_data(), "form": form.as_data(), "names": names}
