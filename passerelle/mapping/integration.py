"""The shape of an integration's YAML: two ends, who drives, how records are matched, who owns which field."""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import BeforeValidator, Field, model_validator

from passerelle.mapping.models import Strict


class End(Strict):
    """One end of an integration: which stream of which connection of which system."""

    system: str
    stream: str
    connection: str = Field("", description="account of the system; empty: the system's only one")
    suite: str = Field(description="name of the suite in expectations/")

    @property
    def account(self) -> str:
        """The connection's name as it stands in every key of the hub."""
        return self.connection or self.system


class FieldRule(Strict):
    """Who owns a canonical field (or group, such as `address`) and what happens when both sides changed it.

    `owner` wins the first time, when nothing is known of earlier values. `conflict` decides when both sides
    changed since: `review` holds the field back for a person. `change: review` lets the source fill what the target
    leaves empty, and holds back whatever else would be taken. `blank: take` lets an empty value overwrite.
    """

    owner: Literal["source", "target"]
    conflict: Literal["source", "target", "review"]
    change: Literal["take", "review"] = "take"
    blank: Literal["keep", "take"] = "keep"
    way: Literal["both", "there", "back"] = Field("both", description="of a two-way integration: the way it is written")
    tells: bool = Field(False, description="written one way: what the other end's people change in it is told them")
    parts: bool = Field(False, description="a list: what each side adds and takes away is carried by itself")
    always: bool = Field(False, description="taken also where a run only shows what differs from what is there already")
    roles: bool = Field(True, description="of parts: false where a side knows no roles; the other's stay as they are")
    among: str = Field("", description="a list of one side: a value of the other that stands in it is the same")
    where_same: str = Field("", description="it is that field's: where both ends hold another there, it is left alone")
    spans: bool = Field(False, description="one side holds a class of sizes: a number within it is the same")


class Creation(Strict):
    """Answers to what the target asks of a new record, and the kinds of record that are never created."""

    values: dict[str, str] = Field({}, alias="with", description="question of the target's profile: answer")
    refuse: dict[str, str] = Field({}, description="kind: why none is created, and what a person can do")
    never: bool = Field(False, description="nothing is created: what the other side doesn't hold is left there")


class Linked(Strict):
    """Creating who stands at the other end of a link and isn't in the target yet, where a run is asked to."""

    values: dict[str, str] = Field({}, alias="with", description="question of the target's profile: answer")
    at_most: int = Field(50, gt=0, description="companies created per run, and persons likewise")
    persons: str | None = Field(None, description="integration that creates persons")


class Guards(Strict):
    """Figures beyond which nothing is written unless forced. Shares are 0 to 1; fewer than `floor` records pass."""

    floor: int = Field(ge=0)
    min_rows_ratio: float = Field(ge=0, le=1)
    max_bad_share: float = Field(ge=0, le=1)
    max_changed_share: float = Field(ge=0, le=1)
    max_changed_share_first: float = Field(ge=0, le=1)
    max_blanked_share: float = Field(ge=0, le=1)
    max_gone_share: float = Field(ge=0, le=1)


class Ways(Strict):
    """Which ways of an integration are taken; a way that isn't reads and writes nothing."""

    there: bool = Field(True, description="from source to target")
    back: bool = Field(True, description="from target to source, where the integration has a way back")


class Initialise(Strict):
    """Which ways take what stood there when they began; a way that doesn't takes what is created or changed later."""

    there: bool = Field(True, description="what the source held")
    back: bool = Field(True, description="what the target held")


class Back(Strict):
    """The way back of a two-way integration: the target's records that are taken, and what is said of new ones."""

    news: bool = Field(False, description="after the first time, only what has changed in the target is looked at")
    only: dict[str, list[str]] = Field({}, description="the target's records taken: canonical field and its values")
    skip: dict[str, list[str]] = Field({}, description="the target's records left out: canonical field and its values")
    pairs_stay: bool = Field(False, description="`only` chooses newcomers: who is kept the same already stays in")
    requires: list[str] = Field([], description="fields without which the target's record waits to be sent")
    partner_only: dict[str, list[str]] = Field({}, description="what the source's record must hold to be written")
    create: Creation = Creation()
    reference_prefix: str = Field("", description="what our reference begins with in the source's system")


def _listed(value: object) -> object:
    return [value] if isinstance(value, str) else value


class Trigger(Strict):
    """A step of one of the source's pipelines. Where it opens something: in which establishments; where it is moved to:
    with which outcome."""

    pipeline: str
    step: str
    establishments: Annotated[list[str], BeforeValidator(_listed)] = Field([], description="one, or several")
    outcome: Literal["won", "lost"] | None = None


class Integration(Strict):
    """One integration: two ends, who drives, how records are matched, who owns which field."""

    integration: str
    title: str
    source: End
    target: End
    drive: Literal["source", "target"] = Field(description="whose records are read and end in one outcome each")
    follows: str = Field("", description="integration whose records the fields of these refer to")
    triggers: dict[Literal["opens", "quote", "order", "close"], list[Trigger]] = Field(
        {}, description="steps of opportunities that open affaires, and steps to which a quote, order or closing leads"
    )
    links: str | None = Field(None, description="integration of the links between these records, run with it")
    links_at_most: int = Field(200, gt=0, description="links looked at per record")
    linked: Linked | None = Field(None, description="creating who is linked and not in the target yet")
    reference: str = Field("", description="canonical field a create is found again by, if not the target stream's")
    key: str = Field(description="canonical field the other side is asked by, and records are unique in")
    match: list[str] = Field(description="canonical identifiers tried in this order")
    suggest: list[str] = Field([], description="fields by which a record may be the same: a person says whether it is")
    exclusive: list[str] = Field([], description="lists of which the target lets a value stand in one record alone")
    defines: list[str] = Field([], description="custom fields of the target that are made where the account lacks them")
    only: dict[str, list[str]] = Field({}, description="driving records taken: canonical field and its values")
    skip: dict[str, list[str]] = Field({}, description="driving records left out: canonical field and its values")
    pairs_stay: bool = Field(False, description="`only` chooses newcomers: who is kept the same already stays in")
    fields: dict[str, FieldRule]
    create: Creation = Creation()
    requires: list[str] = Field([], description="fields without which a driving record waits to be sent")
    offers: list[str] = Field([], description="fields whose choices in the target are kept equal to the source's lists")
    partner_only: dict[str, list[str]] = Field({}, description="what the other side's record must hold to be written")
    reference_prefix: str = Field("", description="what our reference begins with in the target's system")
    consults: list[str] = Field([], description="systems asked what they know of new records, beside both ends")
    only_new: bool = Field(False, description="a record that stands in the target already is left as it is")
    active: bool = Field(True, description="false: neither way is taken, whatever `ways` says")
    ways: Ways = Ways()
    initialise: Initialise = Initialise()
    back: Back | None = Field(None, description="present: the target's records are taken to the source as well")
    guards: Guards
    batch: int = Field(gt=0)
    apply_chunk: int = Field(gt=0)
    claim_s: float = Field(gt=0, description="how long a claim on a record lives without renewal")

    @model_validator(mode="after")
    def _at_rest(self) -> Self:
        """An integration that is switched off takes no way."""
        if not self.active and (self.ways.there or self.ways.back):
            return self.model_copy(update={"ways": Ways(there=False, back=False)})
        return self

    @property
    def known_by_key(self) -> bool:
        """Whether an action's reference is the key's value (a number, a page), and not an id of the source."""
        return self.drive == "target" or self.reference == self.key
