"""Overrides: what a person says of single records over what the source says, judged afterwards like any data.

What is remembered of the source is what it said itself: a later run without overrides finds nothing changed.
"""

from __future__ import annotations

import pandas as pd

from passerelle.engine.batch import contents
from passerelle.engine.identities import identified
from passerelle.engine.references import LINKED, common_ids
from passerelle.engine.run import Run
from passerelle.errors import ConfigurationError
from passerelle.hub.records import Content
from passerelle.mapping.models import FieldMap, Stream, SystemProfile
from passerelle.mapping.reader import canonical_reader
from passerelle.mapping.words import meant
from passerelle.parts import parts_of, text_of
from passerelle.transforms.text import text

MEMBERS = "third_parties"
"""The field that says to whom a record belongs."""


def with_overrides(run: Run, frame: pd.DataFrame) -> tuple[pd.DataFrame, dict[str, Content]]:
    """The source's records with what people say of them, and what the source itself says of those.

    Raises ConfigurationError for a field the target has no place for."""
    ids = [str(id_) for id_ in frame.index if str(id_) in run.options.overrides or str(id_) in run.options.also]
    if not ids:
        return frame, {}
    said = contents(frame.loc[ids])
    changed = frame.copy()
    also = {one for some in run.options.also.values() for one in some}
    kept = set(common_ids(run, run.source, also)) if also else set()
    for id_ in ids:
        for name, value in (told_of(run, id_) | _also(run, kept, id_, said[id_])).items():
            if name not in changed.columns:
                changed[name] = pd.Series(None, index=changed.index, dtype=object)
            changed.at[id_, name] = value
    return identified(run.source.stream.kind, changed), said


def _also(run: Run, kept: set[str], external_id: str, said: Content) -> Content:
    """To whom one record belongs as well, of those that are kept the same (`kept`), and that it goes with them."""
    added = [(one, "") for one in run.options.also.get(external_id, ()) if one in kept]
    return {MEMBERS: text_of({*parts_of(said.get(MEMBERS)), *added}), "reach": LINKED} if added else {}


def told_of(run: Run, external_id: str) -> Content:
    """What a person says of one record, in canonical spelling; None takes away what the source says."""
    told = run.options.overrides.get(external_id, {})
    return {name: spelled(run.target.profile, run.target.stream, name, value) for name, value in told.items()}


def spelled(profile: SystemProfile, stream: Stream, name: str, value: str) -> str | None:
    """A value somebody has typed for a field of the target, in canonical spelling: they may have written that, the
    system's code or word for it, or some other spelling. Raises ConfigurationError for a field that is not written
    there."""
    allowed = writable(stream)
    if name not in allowed:
        raise ConfigurationError(
            f"{profile.title} has no field {name} that can be said for {stream.title}; there are {', '.join(allowed)}."
        )
    value = meant(profile, allowed[name], value)
    if value in map_codes(profile, allowed[name]):
        return value
    return canonical_reader(profile, allowed[name])(text(value))[0]


def writable(stream: Stream) -> dict[str, FieldMap]:
    """The fields of a stream a person may say something of: those that are sent, but for references."""
    fields = {name: map_ for name, map_ in stream.fields.items() if map_.write and not map_.refers}
    return {name: map_ for name, map_ in fields.items() if name != stream.reference}


def map_codes(profile: SystemProfile, map_: FieldMap) -> list[str]:
    """The canonical values of a field that is coded, first come first; none where any text will do."""
    return list(dict.fromkeys(profile.codes[map_.codes].values())) if map_.codes else []
