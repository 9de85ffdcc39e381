"""One row of a batch as plain values, and the action that comes of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from passerelle.engine.batch import Batch
from passerelle.engine.held import sentence
from passerelle.engine.run import Run
from passerelle.hub.records import Content


@dataclass(frozen=True)
class Found:
    """One row of a batch as plain values: what both sides (source first) hold today, what is remembered of them, and
    what fields of parts become, which is neither side's."""

    id: str
    row: dict[Any, Any]
    today: tuple[Content, Content]
    bases: tuple[Content, Content] = field(default_factory=lambda: ({}, {}))
    merged: Content = field(default_factory=dict)

    def changes(self, fields: list[str]) -> list[dict[str, Any]]:
        """What taking these fields from the source changes at the target."""
        new, old = self.today[0] | self.merged, self.today[1]
        pairs = [(name, old.get(name), new.get(name)) for name in fields]
        return [{"field": name, "old": was, "new": becomes} for name, was, becomes in pairs if was != becomes]

    def moved(self, wanted: dict[str, str]) -> list[dict[str, Any]]:
        """What the target's record changes because of what happened to the source's."""
        pairs = [(name, self.today[1].get(name), value) for name, value in wanted.items()]
        return [{"field": name, "old": was, "new": becomes} for name, was, becomes in pairs if was != becomes]

    def blanks(self, fields: list[str]) -> bool:
        """Whether taking a group would leave nothing of it: an address that moves may well lose its box."""
        return not any(name in self.today[0] for name in fields)


def action_of(
    run: Run,
    batch: Batch,
    found: Found,
    op: str,
    changes: list[dict[str, Any]],
    conflicts: list[dict[str, Any]],
) -> dict[str, Any]:
    """An action as the plan stages it: what is written, what is held, and what both sides held when it was decided."""
    state = batch.states.get(found.id)
    account, stream = run.target.place
    return {
        "run_id": run.id,
        "integration": run.integration.integration,
        "connection": account,
        "stream": stream,
        "op": op,
        "driver_id": found.id,
        "source_id": found.row["source_id"],
        "target_id": found.row["target_id"],
        "reference": found.row["key"],
        "state_version": state.version if state else 0,
        "changes": changes,
        "conflicts": conflicts,
        "source": batch.said.get(found.id, found.today[0]),
        "target": found.today[1],
        "source_base": found.bases[0],
        "target_base": found.bases[1],
        "state": "planned",
        "kept": [],
        "reason": sentence(conflicts),
    }
