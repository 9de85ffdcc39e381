"""The shape of a system's profile in `mappings/systems/`. See docs/mapping.md."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field


class Strict(BaseModel):
    """A part of a mapping: a key not known here is an error, never ignored. A number where text is due is text."""

    model_config = ConfigDict(extra="forbid", frozen=True, coerce_numbers_to_str=True)


class Auth(Strict):
    """How calls prove who they are. `credentials` names the settings the system asks for, in its own words."""

    style: Literal["bearer", "basic", "headers", "oauth2_client_credentials", "none"]
    credentials: dict[str, str] = Field({}, description="name of the setting: what it is, for a person")
    token_path: str | None = None
    token_body: Literal["json", "form"] = "form"
    token_extra: dict[str, str] = {}
    headers: dict[str, str] = Field({}, description="header: name of the credential it carries (style headers)")


class Limit(Strict):
    """At most `calls` calls in any `seconds` seconds; with `only`, of those with this method and path."""

    calls: int = Field(gt=0)
    seconds: float = Field(gt=0)
    only: str = Field("", pattern=r"^([A-Z]+ /\S*)?$", description="method and path of the calls that count")


class Paging(Strict):
    """How a list is walked: `numbered` pages with a page count, an `offset` in records, `link` headers, or a `cursor`
    found in the answer."""

    style: Literal["numbered", "offset", "link", "cursor"]
    items: str | None = Field(None, description="where the rows are in the answer; absent: the answer is the array")
    page: str | None = Field(None, description="parameter of the page's number, or of the records before it")
    first: int = 0
    pages: str | None = None
    cursor: str | None = None
    cursor_from: str | None = None
    size: str | None = None
    size_value: int | None = Field(None, gt=0)
    short_is_last: bool = Field(False, description="a page that is not full is the last one, whatever its cursor says")


class ErrorShape(Strict):
    """Where an error answer keeps its words, tried in order, its code, and its per-field details: a list, or an object
    that mirrors what was sent."""

    message: list[str]
    code: str | None = Field(None, description="key of the code, in the answer and in each detail; absent: no codes")
    details: str | None = None
    detail_field: str = "field"
    detail_message: str = "message"


class Advice(Strict):
    """What a person should do next when the system refuses: where keys are made, whom to write to."""

    unauthorised: str
    forbidden: str
    plan: str = Field("wait until it begins anew, or have the plan extended", description="quota of the plan used up")


class Quota(Strict):
    """How a system says what is left of the calls a contract allows, by period (`day`, `month`)."""

    remaining: dict[str, str] = Field(description="period: header of every answer that says how many calls are left")
    path: str = Field(description="path of the call that tells the whole quotas")
    limits: dict[str, str] = Field(description="period: path of its quota in that answer")
    warn_below: float = Field(0.1, ge=0, le=1, description="share of a quota below which a run warns")


class Connection(Strict):
    """Everything needed to talk to a system, as data."""

    base_url: str
    auth: Auth
    headers: dict[str, str] = Field({}, description="sent with every call, whatever it carries")
    limits: list[Limit] = []
    plans: dict[str, list[Limit]] = Field({}, description="limits by the account's plan, named by a setting")
    retry_after_default_s: float = Field(60, description="how long to wait after a 429 that does not say")
    timeout_s: float = Field(30, gt=0)
    settle_s: float = Field(90, gt=0, description="after an unclear create, how long until a look-up can be believed")
    attempts: int = Field(6, ge=1, description="how often a call that may be repeated is tried")
    parallel_reads: int = Field(4, ge=1)
    quota: Quota | None = Field(None, description="absent: nothing is said of what is left")
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
    one_is_taken: bool = Field(False, description="where only one is listed, nobody is asked")


class FileShape(Strict):
    """The import file of a stream: how its name begins, and by column where the value is in the body of a call."""

    name: str
    columns: dict[str, str] = Field(description="column: path in the body")
    yes: str = "1"
    no: str = "0"
    constant: dict[str, str] = Field({}, description="column: the same text in every row; empty for none")
    between: str = Field("|", description="between several values of a cell")
    each: str = Field("", description="path of a list of records, of which each has a row of its own")


class Member(Strict):
    """A stream of a connection whose records say what the hub knows of a party."""

    connection: str
    stream: str
    sites: bool = Field(False, description="its records may be sites of one company, each with a SIRET")
    provides: bool = Field(False, description="a provider of data: a party that nobody else holds is none of ours")


class Merging(Strict):
    """A stream whose records are made in the hub, of those that other connections are known to hold.

    `members` stand in for each other in their order; by canonical field or group, `owners` names those that go before.
    `joins` are lists to which every member adds, `keeps` fields that no member holds: what is written of them stays in
    the hub. `same_by`: identifiers by which two records of the hub are one.
    """

    members: list[Member]
    same_by: list[str]
    owners: dict[str, list[str]] = Field({}, description="field or group: connection.stream, in order")
    joins: list[str] = []
    keeps: list[str] = []


class Stream(Strict):
    """A kind of record in a system and its fields as the hub calls them."""

    kind: str
    title: str
    id_path: str
    calls: Calls
    within: Within | None = None
    merges: Merging | None = Field(None, description="made in the hub of what other connections hold")
    paging: Paging | None = None
    typed_lists: dict[str, TypedList] = {}
    fields: dict[str, FieldMap]
    ignored: dict[str, str] = Field({}, description="raw field: why it is not mapped")
    asks: dict[str, Question] = Field({}, description="what a new record needs that a person has to say")
    takes_over: bool = Field(False, description="records may be merged: the one that stays takes over our reference")
    archive: dict[str, str | int | bool] = Field({}, description="raw attributes that take a record out of use")
    reference: str | None = Field(None, description="canonical field a create can be found again by")
    alike: list[str] = Field([], description="without a place for a reference: canonical fields that tell a new record")
    renumbers: list[str] | None = Field(
        None, description="ids may change: the streams whose ids begin with this one's and change with them"
    )
    keep_days: int | None = Field(
        None, gt=0, description="a record that costs something is kept so long before it is fetched again"
    )
    file: FileShape | None = Field(None, description="the import file that may stand in for the calls that write")
    web_page: str | None = Field(None, description="where a person opens the record; `{id}` is replaced")
    plans: dict[str, str] = Field({}, description="canonical field: the vendor's plan without which nobody has it")
    assumed: list[str] = Field([], description="calls and shapes not confirmed by the vendor")


class Signature(Strict):
    """How the system's own calls to us prove where they come from: the header, and what it holds."""

    header: str
    style: Literal["sha1_of_key_and_body", "hmac_sha1"]


class ByHand(Strict):
    """What a person types into the system to have it call, by the vendor's names of the fields."""

    where: str = Field(description="where in the system a webhook is made, as its menus call it")
    address: str = Field(description="the field that takes the address to call")
    fields: dict[str, str] = Field(description="the other fields")


class Keyed(Strict):
    """Calls of a system that cannot sign: each carries in its address a key that was made for one user of the other
    system (`passerelle keys create`), and names the number of a record, before and after."""

    paths: dict[str, str] = Field(description="path at the receiver: parameter that holds the key; the first is told")
    stream: str = Field(description="the stream whose records are named")
    old: list[str] = Field(description="names of the number before; as parameters of a GET, or in the JSON of a POST")
    new: list[str] = Field(description="names of the number after")
    by_hand: ByHand


class Webhooks(Strict):
    """How a system tells of its changes by itself: in calls it signs, or in calls that carry a key of ours (`keyed`).

    The key of signed calls is the setting `PASSERELLE_<CONNECTION>_WEBHOOK_KEY`.
    """

    key: str = Field(description="what the key is, for a person; a setting that only webhooks need")
    signature: Signature | None = Field(None, description="absent: calls are keyed")
    path: str = Field("", description="path of the list of webhooks; one is found under its id there")
    events_path: str = Field("", description="path of the list of events a webhook can be for")
    entities: list[str] = Field([], description="kinds of records whose events are asked for")
    keyed: Keyed | None = Field(None, description="absent: calls are signed")
    assumed: list[str] = Field([], description="what is not confirmed by the vendor")


class SystemProfile(Strict):
    """One external system."""

    system: str
    title: str
    connection: Connection | None = Field(None, description="absent: not reached over HTTP; its module says how")
    streams: dict[str, Stream]
    codes: dict[str, dict[str, str]] = Field({}, description="table: the system's code to the canonical code")
    words: dict[str, dict[str, str]] = Field({}, description="code table: canonical code to what people there call it")
    webhooks: Webhooks | None = Field(None, description="absent: the system tells nothing by itself")
