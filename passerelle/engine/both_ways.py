"""Both ways: a two-way integration is its way there, and the same seen from the other end, on one memory.

What was last seen of both ends is remembered under the integration's one name: each way tells news from echoes by it.
"""

from __future__ import annotations

from typing import Literal

from passerelle.mapping.integration import FieldRule, Integration

Owner = Literal["source", "target"]
Conflict = Literal["source", "target", "review"]

OTHER: dict[Owner, Owner] = {"source": "target", "target": "source"}
CONFLICT: dict[Conflict, Conflict] = {"source": "target", "target": "source", "review": "target"}
"""What waits for a person is held once, on the way there."""


def way_there(integration: Integration) -> Integration:
    """The integration with the rules of the fields that are written on its way there."""
    rules = {name: rule for name, rule in integration.fields.items() if rule.way != "back"}
    return integration.model_copy(update={"fields": rules})


def way_back(integration: Integration) -> Integration:
    """The integration seen from its target, whose records now drive. Only for one that has a way back."""
    back = integration.back
    assert back is not None
    update = {
        "source": integration.target,
        "target": integration.source,
        "only": back.only,
        "skip": back.skip,
        "pairs_stay": back.pairs_stay,
        "partner_only": back.partner_only,
        "requires": back.requires,
        "offers": [],
        "defines": [],
        "suggest": [],
        "exclusive": [],
        "create": back.create,
        "reference_prefix": back.reference_prefix,
        "back": back.model_copy(update={"reference_prefix": integration.reference_prefix}),
        "fields": {name: _mirrored(rule) for name, rule in integration.fields.items() if rule.way != "there"},
    }
    return integration.model_copy(update=update)


def _mirrored(rule: FieldRule) -> FieldRule:
    return rule.model_copy(update={"owner": OTHER[rule.owner], "conflict": CONFLICT[rule.conflict]})
