"""The words of faults.yaml: rules, profiles, and what a caller may set of them."""

from functools import cache
from importlib import resources
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter
from ruamel.yaml import YAML

Action = Literal[
    "answer", "close", "slow", "lose", "hold", "cut", "answer-after", "list", "reject", "rewrite", "drop-tokens",
    "hook-lose", "hook-forge", "hook-twice",
]  # fmt: skip
Share = Annotated[float, Field(ge=0, le=1)]
Status = Annotated[int, Field(ge=200, le=599)]


class Rule(BaseModel):
    """One thing that goes wrong; see the head of faults.yaml."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    do: Action
    status: Status | None = None
    html: bool = False
    retry_after: int | None = None
    delay_ms: float | None = Field(None, ge=0)
    part: Share | None = None
    contains: str | None = None
    message: str | None = None
    calls: int | None = Field(None, ge=0)
    share: Share = 1
    every: int = Field(1, ge=1)
    turn: int = Field(0, ge=0)
    writes: bool = False
    path: str = ""


class Profile(BaseModel):
    """A named set of rules."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    about: str
    rules: tuple[Rule, ...]


class Order(BaseModel):
    """Which profile shall act, narrowed: the body of ``POST /_sandbox/faults``."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    profile: str
    system: str | None = None
    method: str | None = None
    path: str = ""
    count: int | None = Field(None, ge=0)
    delay_ms: float | None = Field(None, ge=0)
    contains: str | None = None
    message: str | None = None
    calls: int | None = Field(None, ge=0)
    status: Status | None = None

    def applied_to(self, rule: Rule) -> Rule:
        """The rule with the settings of this order in place of those it has."""
        wanted = self.model_dump(include={"delay_ms", "contains", "message", "calls", "status"}, exclude_none=True)
        return rule.model_copy(
            update={name: value for name, value in wanted.items() if getattr(rule, name) is not None}
        )


@cache
def profiles() -> dict[str, Profile]:
    """Every profile by name."""
    text = resources.files("passerelle.sandbox").joinpath("faults.yaml").read_text(encoding="utf-8")
    return TypeAdapter(dict[str, Profile]).validate_python(YAML(typ="safe").load(text))
