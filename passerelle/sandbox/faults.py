"""Which faults act on which call: the active profile, its draws and its counts."""

import re
from dataclasses import dataclass, field
from random import Random

from passerelle.sandbox.config import SandboxError
from passerelle.sandbox.rules import Action, Order, Rule, profiles

WRITES = frozenset({"POST", "PUT", "PATCH", "DELETE"})
INSIDE: frozenset[Action] = frozenset(
    {"list", "reject", "rewrite", "drop-tokens", "hook-lose", "hook-forge", "hook-twice"}
)
"""Actions that the systems themselves take; all others are taken before or after them."""


@dataclass(frozen=True)
class Asked:
    """One call as faults look at it."""

    system: str
    method: str
    path: str
    body: bytes = b""

    @property
    def record(self) -> tuple[str, str, bytes]:
        """What tells one written record from another: the path and, as a new record has none of its own, the body."""
        return self.method, self.path, self.body if self.method == "POST" else b""


@dataclass
class Faults:
    """The active profile. The same seed and the same calls in the same order meet the same faults."""

    seed: int
    order: Order = field(default_factory=lambda: Order(profile="none"))

    def __post_init__(self) -> None:
        """Raise SandboxError if there is no such profile or a path is no regular expression."""
        self.set(self.order)

    def set(self, order: Order) -> None:
        """Make another profile act, from its beginning.

        Raises SandboxError if there is no such profile or its path is no regular expression.
        """
        if order.profile not in profiles():
            raise SandboxError(f"sandbox: no fault profile {order.profile!r}; there are: {', '.join(profiles())}")
        try:
            re.compile(order.path)
        except re.error as error:
            raise SandboxError(
                f"sandbox: the path {order.path!r} of the faults is no regular expression: {error}"
            ) from error
        self.order = order
        self._rules = [order.applied_to(rule) for rule in profiles()[order.profile].rules]
        self._seen = [0] * len(self._rules)
        self._left = order.count
        self._random = Random(f"faults {self.seed}")  # noqa: S311  draws that can be repeated, no secret
        self._held: set[tuple[str, str, bytes]] = set()

    def at_the_door(self, asked: Asked) -> Rule | None:
        """The one rule, if any, that acts on this call outside the system's routes; it is counted."""
        drawn = [rule for at, rule in enumerate(self._rules) if rule.do not in INSIDE and self._drawn(at, rule, asked)]
        for rule in drawn:
            if rule.do != "hold" or self._is_first(asked):
                return rule if self._spend() else None
        return None

    def inside(self, asked: Asked, action: Action) -> Rule | None:
        """The rule, if any, by which a route shall take that action; the route calls ``acted`` when it does."""
        for rule in self._rules:
            if rule.do == action and self._left != 0 and self._fits(rule, asked):
                return rule
        return None

    def acted(self) -> None:
        """Count that a route took an action."""
        self._spend()

    def _fits(self, rule: Rule, asked: Asked) -> bool:
        return (
            self.order.system in (None, asked.system)
            and self.order.method in (None, asked.method)
            and bool(re.search(self.order.path, asked.path) and re.search(rule.path, asked.path))
            and (not rule.writes or asked.method in WRITES)
        )

    def _drawn(self, at: int, rule: Rule, asked: Asked) -> bool:
        if not self._fits(rule, asked):
            return False
        self._seen[at] += 1
        its_turn = (self._seen[at] - 1) % rule.every == rule.turn
        # Drawn even when it is not needed, so that one rule's turn does not shift another's draws.
        return self._random.random() < rule.share and its_turn

    def _is_first(self, asked: Asked) -> bool:
        first = asked.record not in self._held
        self._held.add(asked.record)
        return first

    def _spend(self) -> bool:
        if self._left == 0:
            return False
        if self._left is not None:
            self._left -= 1
        return True
