"""What an integration names must exist at both of its ends."""

from __future__ import annotations

from passerelle.mapping.checks_creation import creation_problems
from passerelle.mapping.document import Document
from passerelle.mapping.integration import Integration
from passerelle.mapping.models import Stream, SystemProfile
from passerelle.mapping.problems import unknown
from passerelle.records import COMPUTED, JOINED, groups_of


def integration_problems(
    document: Document, integration: Integration, source: SystemProfile, target: SystemProfile
) -> None:
    """Report to `document` streams, fields and identifiers that the two profiles don't have."""
    streams = {"source": (integration.source.stream, source), "target": (integration.target.stream, target)}
    for end, (stream, profile) in streams.items():
        if stream not in profile.streams:
            document.report([end, "stream"], unknown("stream", stream, profile.streams))
            return
    ends = {end: profile.streams[stream] for end, (stream, profile) in streams.items()}
    if ends["source"].kind != ends["target"].kind:
        document.report(["target", "stream"], f"holds {ends['target'].kind}, but the source {ends['source'].kind}")
        return
    _check_reference(document, integration, ends["target"], f"'{integration.target.stream}' of {target.title}")
    _check_identifiers(document, integration, ends)
    driver, other = (source, target) if integration.drive == "source" else (target, source)
    here, there = ends[integration.drive], ends["target" if integration.drive == "source" else "source"]
    for name, chosen in (("only", integration.only), ("skip", integration.skip)):
        _check_selection(document, [name], chosen, driver, here)
    _check_selection(document, ["partner_only"], integration.partner_only, other, there)
    _check_mapped(document, ["requires"], integration.requires, here)
    _check_mapped(document, ["offers"], integration.offers, ends["target"])
    _check_mapped(document, ["defines"], integration.defines, ends["target"])
    for name, fields in (("suggest", integration.suggest), ("exclusive", integration.exclusive)):
        for one in ends.values():
            _check_mapped(document, [name], fields, one)
    if integration.back is not None:
        _check_mapped(document, ["back", "requires"], integration.back.requires, there)
        _check_selection(document, ["back", "only"], integration.back.only, other, there)
        _check_selection(document, ["back", "skip"], integration.back.skip, other, there)
        _check_selection(document, ["back", "partner_only"], integration.back.partner_only, driver, here)
        way = {"create": integration.back.create, "target": integration.source, "linked": None}
        creation_problems(document, integration.model_copy(update=way), source, ["back"])
    _check_initialise(document, integration)
    _check_rules(document, integration, ends)
    _check_triggers(document, integration)
    creation_problems(document, integration, target)


def _check_mapped(document: Document, place: list[str | int], names: list[str], stream: Stream) -> None:
    for at, name in enumerate(names):
        if name not in stream.fields:
            document.report([*place, at], unknown("field", name, stream.fields))


def _check_triggers(document: Document, integration: Integration) -> None:
    """Of two rows for one pipeline, or one step, the second would never be met."""
    for name, rows in integration.triggers.items():
        met: set[tuple[str, ...]] = set()
        for place, row in enumerate(rows):
            one = (row.pipeline, row.step) if name == "opens" else (row.pipeline,)
            if one in met:
                document.report(["triggers", name, place], f"'{', '.join(one)}' has a row already")
            met.add(one)
            if name == "opens" and not row.establishments:
                document.report(["triggers", name, place], "needs an establishment in which the affaire is opened")


def _check_initialise(document: Document, integration: Integration) -> None:
    for way, taken in integration.initialise:
        if not taken and integration.back is None:
            document.report(["initialise", way], "can be switched off only in an integration with a way back")


def _check_reference(document: Document, integration: Integration, target: Stream, name: str) -> None:
    if integration.reference and integration.reference not in target.fields:
        document.report(["reference"], unknown("field of the target", integration.reference, target.fields))
    if target.calls.create is not None and target.reference is None and not target.alike:
        document.report(
            ["target", "stream"],
            f"{name} creates records, so its profile needs a reference: the field a record is looked for by "
            "after an unclear answer, before it is created again; or, without a place for one, `alike`",
        )


def _check_identifiers(document: Document, integration: Integration, ends: dict[str, Stream]) -> None:
    both = [field for field in ends["source"].fields if field in ends["target"].fields]
    driver = ends[integration.drive]
    other = ends["target" if integration.drive == "source" else "source"]
    computed = COMPUTED.get(driver.kind, ())
    # Our reference is kept on one side; going both ways, it is known of the other side's records as well.
    both += [*computed, *(["partner"] if integration.back else [])]
    if integration.key not in both:
        document.report(["key"], unknown("field mapped at both ends", integration.key, both))
    for place, field in enumerate(integration.match):
        # Our reference is matched by on whichever end keeps it.
        ours = integration.back is not None or (field == "partner" and integration.drive == "source")
        if field not in driver.fields and field not in computed and not (ours and field in other.fields):
            document.report(["match", str(place)], unknown("field of the driving end", field, driver.fields))


def _check_selection(
    document: Document, keys: list[str], chosen: dict[str, list[str]], profile: SystemProfile, stream: Stream
) -> None:
    """A value that no code stands for would never be met."""
    for field, wanted in chosen.items():
        if field in COMPUTED.get(stream.kind, ()):
            continue
        if field not in stream.fields:
            document.report([*keys, field], unknown("field of that end", field, stream.fields))
            continue
        table = stream.fields[field].codes
        known = dict.fromkeys(profile.codes[table].values()) if table else dict.fromkeys(wanted)
        for place, value in enumerate(wanted):
            if value not in known:
                document.report([*keys, field, str(place)], unknown("value", value, known))


def _check_rules(document: Document, integration: Integration, ends: dict[str, Stream]) -> None:
    groups = groups_of(ends["source"].kind)
    for group, rule in integration.fields.items():
        # Our reference is made of the other end's id: it is read from no record there.
        way = rule.way if integration.back else "there"
        made = {"there": "source", "back": "target"}.get(way) if group == "partner" else None
        if group not in groups:
            document.report(["fields", group], unknown("canonical field or group", group, groups))
            continue
        for end, stream in ends.items():
            mapped = bool(stream.fields.keys() & set(groups[group])) or end == made
            if not mapped and not (stream.within and group in JOINED):
                document.report(["fields", group], f"is not mapped in the {end}'s stream")
        if rule.where_same and not all(rule.where_same in stream.fields for stream in ends.values()):
            document.report(["fields", group, "where_same"], "is no field that is mapped at both ends")
        maps = [ends["target"].fields[field] for field in groups[group] if field in ends["target"].fields]
        if maps and not any(map_.write for map_ in maps):
            document.report(["fields", group], "is never sent: the target's profile says write: false")
