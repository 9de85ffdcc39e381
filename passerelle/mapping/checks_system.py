"""What a profile names must exist: transforms, code tables, canonical fields, typed lists."""

from __future__ import annotations

from passerelle.mapping.checks_creation import question_problems
from passerelle.mapping.document import Document
from passerelle.mapping.models import Connection, FieldMap, Stream, SystemProfile, Webhooks
from passerelle.mapping.problems import unknown
from passerelle.records import COMPUTED, JOINED, KINDS, LANGUAGES, fields_of, groups_of
from passerelle.transforms import named, names

OWN_PATHS = ("/hooks/", "/health")
"""What the receiver answers at by itself."""


def system_problems(document: Document, profile: SystemProfile) -> None:
    """Report to `document` what in a profile names nothing, or contradicts itself."""
    if profile.connection is not None:
        _check_connection(document, profile.connection)
    if profile.webhooks is not None:
        _check_webhooks(document, profile.webhooks, profile)
    for table, words in profile.words.items():
        if table not in profile.codes:
            document.report(["words", table], unknown("code table", table, profile.codes))
            continue
        for value in words.keys() - set(profile.codes[table].values()):
            document.report(["words", table, value], unknown("value", value, profile.codes[table].values()))
    for name, stream in profile.streams.items():
        key = ["streams", name]
        if stream.kind not in KINDS:
            document.report([*key, "kind"], unknown("kind of record", stream.kind, KINDS))
            continue
        _check_stream(document, key, stream)
        _check_merges(document, [*key, "merges"], stream)
        question_problems(document, key, stream, profile)
        for field, map_ in stream.fields.items():
            here = [*key, "fields", field]
            if map_.refers is not None and map_.refers.stream not in profile.streams:
                document.report([*here, "refers", "stream"], unknown("stream", map_.refers.stream, profile.streams))
            _check_field(document, here, field, map_, stream)
            _check_transforms(document, here, map_)
            _check_codes(document, here, map_, profile)


def _check_connection(document: Document, connection: Connection) -> None:
    if connection.settle_s <= connection.timeout_s:
        document.report(["connection", "settle_s"], f"must be longer than timeout_s ({connection.timeout_s:g})")
    auth = connection.auth
    for header, name in auth.headers.items():
        if name not in auth.credentials:
            document.report(["connection", "auth", "headers", header], unknown("credential", name, auth.credentials))
    if auth.style not in ("none", "headers") and not auth.credentials:
        document.report(["connection", "auth"], f"the style {auth.style} needs credentials")
    if auth.style == "headers" and not auth.headers:
        document.report(["connection", "auth"], "the style headers needs headers")
    if auth.style == "oauth2_client_credentials" and auth.token_path is None:
        document.report(["connection", "auth"], "the style oauth2_client_credentials needs token_path")


def _check_webhooks(document: Document, webhooks: Webhooks, profile: SystemProfile) -> None:
    if (webhooks.signature is None) == (webhooks.keyed is None):
        document.report(["webhooks"], "needs either signature or keyed")
    if webhooks.signature is not None and not (webhooks.path and webhooks.events_path and webhooks.entities):
        document.report(["webhooks"], "calls that are signed need path, events_path and entities")
    if webhooks.keyed is None:
        return
    if webhooks.keyed.stream not in profile.streams:
        here = ["webhooks", "keyed", "stream"]
        document.report(here, unknown("stream", webhooks.keyed.stream, profile.streams))
    for path in webhooks.keyed.paths:
        if not path.startswith("/") or path.startswith(OWN_PATHS):
            document.report(["webhooks", "keyed", "paths", path], f"must begin with / and not with {OWN_PATHS}")


def _check_stream(document: Document, key: list[str], stream: Stream) -> None:
    known = fields_of(stream.kind)
    for field in stream.fields.keys() - known.keys():
        document.report([*key, "fields", field], unknown("canonical field", field, known))
    mapped = {*stream.fields, *JOINED} if stream.within else stream.fields
    if stream.reference is not None and stream.reference not in mapped:
        document.report([*key, "reference"], unknown("mapped field", stream.reference, stream.fields))
    for place, field in enumerate(stream.alike):
        if field not in stream.fields:
            document.report([*key, "alike", place], unknown("mapped field", field, stream.fields))


def _check_merges(document: Document, key: list[str], stream: Stream) -> None:
    if stream.merges is None:
        return
    members = [f"{one.connection}.{one.stream}" for one in stream.merges.members]
    groups = groups_of(stream.kind)
    known = [*fields_of(stream.kind), *COMPUTED.get(stream.kind, ())]
    for group, owners in stream.merges.owners.items():
        if group not in groups:
            document.report([*key, "owners", group], unknown("canonical field or group", group, groups))
        for place, owner in enumerate(owners):
            if owner not in members:
                document.report([*key, "owners", group, place], unknown("member", owner, members))
    lists = {"same_by": stream.merges.same_by, "joins": stream.merges.joins, "keeps": stream.merges.keeps}
    for word, fields in lists.items():
        for place, name in enumerate(fields):
            if name not in known:
                document.report([*key, word, place], unknown("canonical field", name, known))


def _check_field(document: Document, here: list[str], field: str, map_: FieldMap, stream: Stream) -> None:
    if (map_.path is None) == (not map_.localised):
        document.report(here, "needs either path or localised")
    if (map_.list_ is None) != (map_.type_ is None):
        document.report(here, "needs list and type together")
    if map_.list_ is not None and map_.list_ not in stream.typed_lists:
        document.report([*here, "list"], unknown("typed list", map_.list_, stream.typed_lists))
    known = fields_of(stream.kind).get(field)
    if map_.localised and known is not None and not known.localised:
        document.report([*here, "localised"], "this canonical field has no languages; give a path")
    for language in map_.localised.keys() - set(LANGUAGES):
        document.report([*here, "localised", language], unknown("language", language, LANGUAGES))


def _check_transforms(document: Document, here: list[str], map_: FieldMap) -> None:
    for key, name in (("transform", map_.transform), ("write_as", map_.write_as)):
        if name is not None and name not in names():
            document.report([*here, key], unknown("transform", name, names()))


def _check_codes(document: Document, here: list[str], map_: FieldMap, profile: SystemProfile) -> None:
    if map_.codes is None or map_.transform not in names():
        return
    if map_.codes not in profile.codes:
        document.report([*here, "codes"], unknown("code table", map_.codes, profile.codes))
        return
    for code in profile.codes[map_.codes]:
        if named(map_.transform)(code) != code:
            key = ["codes", map_.codes, code]
            document.report(key, f"can never be met: the transform {map_.transform} spells it otherwise")
