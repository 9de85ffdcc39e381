"""A profile narrowed to what an account has: fields that it lacks are neither read as empty nor sent."""

from __future__ import annotations

from collections.abc import Collection

from passerelle.mapping.models import SystemProfile


def without(profile: SystemProfile, stream: str, whole: SystemProfile, names: Collection[str]) -> SystemProfile:
    """The profile with the fields that a stream has in the `whole` one, but for these."""
    known = whole.streams[stream]
    fields = {name: map_ for name, map_ in known.fields.items() if name not in names}
    return profile.model_copy(
        update={"streams": profile.streams | {stream: known.model_copy(update={"fields": fields})}}
    )
