"""The version of a mapping: it changes when, and only when, something that decides results changes."""

from __future__ import annotations

import hashlib
import json

from passerelle.mapping.integration import Integration
from passerelle.mapping.models import Stream, SystemProfile
from passerelle.transforms import source_version

RULES = {"drive", "key", "match", "only", "skip", "pairs_stay", "partner_only", "fields", "create", "ways", "back"}
STREAM_FACTS = {"kind", "id_path", "typed_lists"}
FIELD_FACTS = {"path", "list_", "type_", "localised", "transform", "codes", "write", "write_as"}


def mapping_version(part: SystemProfile | Integration) -> str:
    """Twelve hexadecimal digits: of a profile over its fields, code tables and the transforms; of an integration over
    its rules. Labels, addresses, limits, guards and comments don't count."""
    content = _rules_of(part) if isinstance(part, Integration) else _facts_of(part)
    text = json.dumps(content, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()[:12]


def _rules_of(integration: Integration) -> dict[str, object]:
    return integration.model_dump(mode="json", include=RULES)


def _facts_of(profile: SystemProfile) -> dict[str, object]:
    streams = {name: _stream_facts(stream) for name, stream in profile.streams.items()}
    return {"streams": streams, "codes": profile.codes, "transforms": source_version()}


def _stream_facts(stream: Stream) -> dict[str, object]:
    fields = {field: map_.model_dump(mode="json", include=FIELD_FACTS) for field, map_ in stream.fields.items()}
    return stream.model_dump(mode="json", include=STREAM_FACTS) | {"fields": fields}
