"""What an integration names must exist at both of its ends."""

from __future__ import annotations

from passerelle.mapping.document import Document
from passerelle.mapping.models import Integration, Stream, SystemProfile
from passerelle.mapping.problems import unknown
from passerelle.records import groups_of


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
    _check_identifiers(document, integration, ends)
    _check_rules(document, integration, ends)


def _check_identifiers(document: Document, integration: Integration, ends: dict[str, Stream]) -> None:
    both = [field for field in ends["source"].fields if field in ends["target"].fields]
    if integration.key not in both:
        document.report(["key"], unknown("field mapped at both ends", integration.key, both))
    for place, field in enumerate(integration.match):
        if field not in both:
            document.report(["match", str(place)], unknown("field mapped at both ends", field, both))
    for place, group in enumerate(integration.agree):
        for inner, field in enumerate(group):
            if field not in both:
                document.report(["agree", str(place), str(inner)], unknown("field mapped at both ends", field, both))
    driving = ends[integration.drive].fields
    for field in integration.only.keys() - driving.keys():
        document.report(["only", field], unknown("field of the driving end", field, driving))


def _check_rules(document: Document, integration: Integration, ends: dict[str, Stream]) -> None:
    groups = groups_of(ends["source"].kind)
    for group in integration.fields:
        if group not in groups:
            document.report(["fields", group], unknown("canonical field or group", group, groups))
            continue
        for end, stream in ends.items():
            if not stream.fields.keys() & set(groups[group]):
                document.report(["fields", group], f"is not mapped in the {end}'s stream")
        maps = [ends["target"].fields[field] for field in groups[group] if field in ends["target"].fields]
        if maps and not any(map_.write for map_ in maps):
            document.report(["fields", group], "is never sent: the target's profile says write: false")
