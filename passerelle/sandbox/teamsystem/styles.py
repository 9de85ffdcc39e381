"""The style headers: in which form a caller sends and gets custom fields, e-mails and telephones (``tsc.style…``)."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from fastapi import Request

from passerelle.sandbox.system import Record
from passerelle.sandbox.teamsystem.customfields import PREFIX, Fields
from passerelle.sandbox.teamsystem.kinds import Kind
from passerelle.sandbox.teamsystem.refusing import fault, invalid

FREE_FIELDS = "freeFields"
KNOWN = {
    "Crm-FreeFieldsStyle": "AsValueOnlyParentProperties",
    "Crm-EmailStyle": "ValueOnly",
    "Crm-PhoneStyle": "ValueOnly",
}


@dataclass(frozen=True)
class Style:
    """Whether custom fields stand among the other properties, and which channels are plain texts."""

    flat: bool
    plain: tuple[str, ...]

    def shown(self, kind: Kind, fields: Fields, record: Record) -> Record:
        """A record as the caller wants to read it."""
        held = {name: record[name] for name in kind.types}
        texts = {name: [one["value"] for one in held[name]] for name in self.plain}
        custom = {name: record.get(name) for name in fields}
        listed = [{"code": fields[name]["code"], "value": value} for name, value in custom.items()]
        return {**held, **texts, **(custom if self.flat else {FREE_FIELDS: listed})}

    def read(self, sent: Record, fields: Fields) -> Record:
        """What was sent, in the form in which records are kept.

        Raises Refusal (400) for a custom field that is unknown or was sent in the form of the other style.
        """
        rest = {name: value for name, value in sent.items() if not _is_custom(name)}
        custom = {name.lower(): value for name, value in sent.items() if name not in rest}
        if not self.flat:
            custom = {**_refused_flat(custom), **_listed(rest.pop(FREE_FIELDS, []))}
        if unknown := sorted(set(custom) - set(fields)):
            raise invalid([fault(name, "there is no such custom field") for name in unknown])
        channels = {name: _channels(name, rest[name]) for name in self.plain if name in rest}
        return {**rest, **channels, **custom}


def style_of(request: Request) -> Style:
    """The style that a call's headers ask for; other style headers of the vendor have no effect here.

    Raises Refusal (400) for an unknown style of custom fields, e-mails or telephones.
    """
    asked = {name: request.headers.get(name) for name in KNOWN}
    wrong = [fault(name, f"must be {KNOWN[name]}") for name, value in asked.items() if value not in (None, KNOWN[name])]
    if wrong:
        raise invalid(wrong)
    plain = {"emails": asked["Crm-EmailStyle"], "phones": asked["Crm-PhoneStyle"]}
    return Style(bool(asked["Crm-FreeFieldsStyle"]), tuple(name for name, style in plain.items() if style))


def _is_custom(name: str) -> bool:
    return name.lower().startswith(PREFIX)


def _refused_flat(custom: Mapping[str, Any]) -> Record:
    if custom:
        header = "Crm-FreeFieldsStyle: AsValueOnlyParentProperties"
        raise invalid([fault(name, f"can be sent with the header {header} only") for name in custom])
    return {}


def _listed(sent: Any) -> Record:
    try:
        return {f"{PREFIX}{one['code']}".lower(): one["value"] for one in sent}
    except (TypeError, KeyError) as error:
        raise invalid([fault(FREE_FIELDS, "must be a list of code and value")]) from error


def _channels(name: str, sent: Any) -> list[Record]:
    if not (isinstance(sent, list) and all(isinstance(one, str) for one in sent)):
        raise invalid([fault(name, "must be a list of texts, as the style header says")])
    # Only the texts were sent, so what stood beside them is lost.
    return [{"value": one} for one in sent]
