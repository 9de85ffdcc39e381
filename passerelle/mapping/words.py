"""Words: what people at a system call the values of its code tables, and the values they mean by them."""

from __future__ import annotations

from collections.abc import Mapping

from passerelle.mapping.models import FieldMap, SystemProfile


def words_of(profile: SystemProfile, map_: FieldMap) -> Mapping[str, str]:
    """By canonical value of a field what people call it; empty where the value itself is shown."""
    return profile.words.get(map_.codes, {}) if map_.codes else {}


def worded(profile: SystemProfile, map_: FieldMap | None, value: str | None) -> str | None:
    """A canonical value as people are shown it."""
    return words_of(profile, map_).get(value, value) if map_ is not None and value is not None else value


def meant(profile: SystemProfile, map_: FieldMap, text: str) -> str:
    """The canonical value somebody means who has written the word for it; any other text as it is."""
    return {word: value for value, word in words_of(profile, map_).items()}.get(text, text)
