"""The shape of the YAML in `mappings/`: a system's profile, an integration. See docs/mapping.md."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field


class Strict(BaseModel):
    """A part of a mapping: a key not known here is an error, never ignored. A number where text is due is text."""

    model_config = ConfigDict(extra="forbid", frozen=True, coerce_numbers_to_str=True)


class Auth(Strict):
    """How calls prove who they are. `credentials` names the settings the system asks for, in its own words."""

    style: Literal["bearer", "basic", "headers", "oauth2_client_credentials"]
    credentials: dict[str, str] = Field(description="name of the setting: what it is, for a person")
    token_path: str | None = None
    token_body: Literal["json", "form"] = "form"
    token_extra: dict[str, str] = {}
    headers: dict[str, str] = Field({}, description="header: name of the credential it carries (style headers)")


class Limit(Strict):
    """At most `calls` calls in any `seconds` seconds."""

    calls: int = Field(gt=0)
    seconds: float = Field(gt=0)


class Paging(Strict):
    """How a list is walked: `numbered` pages with a page count, `link` headers, or a `cursor` found in the answer."""

    style: Literal["numbered", "link", "cursor"]
    items: str | None = Field(None, description="where the rows are in the answer; absent: the answer is the array")
    page: str | None = None
    first: int = 0
    pages: str | None = None
    cursor: str | None = None
    cursor_from: str | None = None
    size: str | None = None
    size_value: int | None = Field(None, gt=0)
    short_is_last: bool = Field(False, description="a page that is not full is the last one, whatever its cursor says")


class ErrorShape(Strict):
    """Where an error answer keeps its words, tried in order, and its per-field details."""

    message: list[str]
    details: str | None = None
    detail_field: str = "field"
    detail_message: str = "message"


class Advice(Strict):
    """What a person should do next when the system refuses: where keys are made, whom to write to."""

    unauthorised: str
    forbidden: str


class Connection(Strict):
    """Everything needed to talk to a system, as data."""

    base_url: str
    auth: Auth
    limits: list[Limit] = []
    retry_after_default_s: float = Field(60, description="how long to wait after a 429 that does not say")
    timeout_s: float = Field(30, gt=0)
    settle_s: float = Field(90, gt=0, description="after an unclear create, how long until a look-up can be believed")
    attempts: int = Field(6, ge=1, description="how often a call that may be repeated is tried")
    parallel_reads: int = Field(4, ge=1)
    errors: ErrorShape
    test: str = Field(description="path of a harmless call that shows the connection works")
    advice: Advice


class Refers(Strict):
    """Whose ids stand in a field: records of a stream of the same system, each with the roles it has there
    (`passerelle.parts`)."""

    stream: str
    only: str = Field("", description="what an id begins with, where the system takes no other here")


class FieldMap(Strict):
    """Where a canonical field is found in a raw record, and how its spelling is agreed.

    `path` is dotted. With `list` and `type`, the value is inside a typed list (`channels` of type `Phone`): the
    favourite of that type, else the first; `path` is then inside that entry. `codes` names a code table; codes are
    looked up after the transform. `localised` gives one path per language instead of `path`.
    """

    path: str | None = None
    list_: str | None = Field(None, alias="list")
    type_: str | None = Field(None, alias="type")
    localised: dict[str, str] = {}
    transform: str = "text"
    codes: str | None = None
    label: str = Field(description="what the vendor calls the field, in the vendor's language")
    assumed: bool = False
    write: bool | Literal["create"] = Field(True, description="false: never sent; create: sent with a new record only")
    number: bool = Field(False, description="sent as a JSON number, not as text")
    boolean: bool = Field(False, description="sent as true or false, from the codes `true` and `false`")
    write_as: str | None = Field(None, description="transform from the canonical spelling to the system's")
    refers: Refers | None = Field(None, description="whose ids the field holds")


class TypedList(Strict):
    """A list of entries told apart by a type, with one favourite per type."""

    type_key: str
    favourite_key: str | None = None
    new: dict[str, str] = Field({}, description="further attributes of an entry that we add")


class Within(Strict):
    """A stream whose records stand inside another stream's: where, and which of their keys tell them apart there."""

    stream: str
    items: str
    identity: list[str]


class Calls(Strict):
    """Paths of a stream's calls, relative to the base URL; `{id}` or `{key}` is replaced. Absent: not offered."""

    list_: str | None = Field(None, alias="list")
    list_params: dict[str, str] = {}
    since: str | None = Field(None, description="parameter of the list: only what changed since that moment, in UTC")
    read: str | None = None
    search: str | None = Field(None, description="`{text}` and `{language}` are replaced")
    create: str | None = None
    update: str | None = None
    update_style: Literal["merge", "replace"] = "merge"
    delete: str | None = Field(None, description="asked only for what a reverted run has created")


class Choices(Strict):
    """The call that lists what can be chosen, and where an entry of its answer holds its id and its name."""

    path: str
    id_path: str
    name_path: str


class Question(Strict):
    """What a system asks of a new record and no other system knows: a person answers.

    Either `field`, a canonical field that the answer overrides, or `attribute`, one of the system's own. The answers
    allowed are the canonical values of a code table (`codes`), `values`, or what a call lists (`listed`).
    """

    label: str
    field: str | None = None
    attribute: str | None = None
    codes: str | None = None
    values: list[str] = []
    listed: Choices | None = None
    required: bool = False


class Stream(Strict):
    """A kind of record in a system and its fields as the hub calls them."""

    kind: str
    title: str
    id_path: str
    calls: Calls
    within: Within | None = None
    paging: Paging | None = None
    typed_lists: dict[str, TypedList] = {}
    fields: dict[str, FieldMap]
    ignored: dict[str, str] = Field({}, description="raw field: why it is not mapped")
    asks: dict[str, Question] = Field({}, description="what a new record needs that a person has to say")
    archive: dict[str, str | int | bool] = Field({}, description="raw attributes that take a record out of use")
    reference: str | None = Field(None, description="canonical field a create can be found again by")
    alike: list[str] = Field([], description="without a place for a reference: canonical fields that tell a new record")
    web_page: str | None = Field(None, description="where a person opens the record; `{id}` is replaced")
    assumed: list[str] = Field([], description="calls and shapes not confirmed by the vendor")


class Signature(Strict):
    """How the system's own calls to us prove where they come from: the header, and what it holds."""

    header: str
    style: Literal["sha1_of_key_and_body", "hmac_sha1"]


class Webhooks(Strict):
    """How a system tells of its changes by itself. The key is the setting `PASSERELLE_<CONNECTION>_WEBHOOK_KEY`."""

    key: str = Field(description="what the key is, for a person; a setting that only webhooks need")
    signature: Signature
    path: str = Field(description="path of the list of webhooks; one is found under its id there")
    events_path: str = Field(description="path of the list of events a webhook can be for")
    entities: list[str] = Field(description="kinds of records whose events are asked for")
    assumed: list[str] = Field([], description="what is not confirmed by the vendor")


class SystemProfile(Strict):
    """One external system."""

    system: str
    title: str
    connection: Connection | None = Field(None, description="absent: not reached over HTTP; its module says how")
    streams: dict[str, Stream]
    codes: dict[str, dict[str, str]] = Field({}, description="table: the system's code to the canonical code")
    webhooks: Webhooks | None = Field(None, description="absent: the system tells nothing by itself")


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
    parts: bool = Field(False, description="a list: what each side adds and takes away is carried by itself")


class Creation(Strict):
    """Answers to what the target asks of a new record, and the kinds of record that are never created."""

    values: dict[str, str] = Field({}, alias="with", description="question of the target's profile: answer")
    refuse: dict[str, str] = Field({}, description="kind: why none is created, and what a person can do")


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


class Back(Strict):
    """The way back of a two-way integration: the target's records that are taken, and what is said of new ones."""

    only: dict[str, list[str]] = Field({}, description="the target's records taken: canonical field and its values")
    skip: dict[str, list[str]] = Field({}, description="the target's records left out: canonical field and its values")
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
    establishments: Annotated[list[str], BeforeValidator(_listed)] = []
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
    only: dict[str, list[str]] = Field({}, description="driving records taken: canonical field and its values")
    skip: dict[str, list[str]] = Field({}, description="driving records left out: canonical field and its values")
    fields: dict[str, FieldRule]
    create: Creation = Creation()
    partner_only: dict[str, list[str]] = Field({}, description="what the other side's record must hold to be written")
    reference_prefix: str = Field("", description="what our reference begins with in the target's system")
    ways: Ways = Ways()
    back: Back | None = Field(None, description="present: the target's records are taken to the source as well")
    guards: Guards
    batch: int = Field(gt=0)
    apply_chunk: int = Field(gt=0)
    claim_s: float = Field(gt=0, description="how long a claim on a record lives without renewal")
