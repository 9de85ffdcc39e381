"""The faults that a system's own routes take: what is listed, what is refused, what is stored otherwise than sent."""

import math
from collections.abc import Callable
from typing import Any

from fastapi import Request

from passerelle.sandbox.answers import Refusal
from passerelle.sandbox.faults import Asked, Faults
from passerelle.sandbox.rewriting import rewritten
from passerelle.sandbox.rules import Action, Rule
from passerelle.sandbox.stream import Stream

Record = dict[str, Any]


def shown_part(request: Request) -> float:
    """The part of its records, from the first on, that a system shows: 1, or less under a fault."""
    rule = _acting(request, "list")
    return 1 if rule is None else rule.part or 0


def last_shown(request: Request, records: Stream) -> float:
    """The highest id that a system shows of records it numbers: any, or less under a fault."""
    part = shown_part(request)
    if part == 1:
        return math.inf
    shown = records.values()[: math.ceil(len(records) * part)]
    return float(shown[-1]["id"]) if shown else -math.inf


def to_store(request: Request, sent: Record, named: Record) -> Record:
    """What a system shall store of what it was sent; ``named`` is the whole record, to know its name.

    Raises Refusal under a fault that rejects names like its.
    """
    rule = _acting(request, "reject", when=lambda rule: (rule.contains or "") in _names(named))
    if rule is not None:
        raise Refusal(rule.status or 400, rule.message or "")
    return sent if _acting(request, "rewrite") is None else rewritten(sent)


def calls_of_a_token(request: Request, used: int) -> bool:
    """Whether a token that served ``used`` calls before is still accepted."""
    return _acting(request, "drop-tokens", when=lambda rule: used >= (rule.calls or 0)) is None


def _acting(request: Request, action: Action, when: Callable[[Rule], bool] = lambda _: True) -> Rule | None:
    faults: Faults = request.app.state.world.faults
    asked: Asked = request.state.asked
    rule = faults.inside(asked, action)
    if rule is None or not when(rule):
        return None
    faults.acted()
    return rule


def _names(record: Record) -> str:
    return " ".join(str(held) for name, held in record.items() if "name" in name.lower() and held)
