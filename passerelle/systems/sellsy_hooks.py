"""Sellsy's webhooks: what its calls tell, and how it is told whom to call (facts `sel.webhook…`).

A call names a record and says nothing of its values; who made it is known by its signature alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qs

import orjson
from pydantic import SecretStr

from passerelle.errors import ConfigurationError, UnclearAnswer, UnreadableAnswer
from passerelle.http import walk
from passerelle.mapping.models import SystemProfile, Webhooks
from passerelle.systems.hooks import Call, Hint, MalformedCall, Registered, Told
from passerelle.systems.rest import RestSystem
from passerelle.systems.signatures import is_signed

Raw = dict[str, Any]

RELATED = {
    # Nothing tells whether a client or a prospect is a company or an individual (`sel.webhook.related`): both are
    # looked at, and one that isn't there costs nothing.
    "client": (("thirdparty", "company"), ("thirdparty", "individual")),
    "prospect": (("thirdparty", "company"), ("thirdparty", "individual")),
    "company": (("thirdparty", "company"),),
    "individual": (("thirdparty", "individual"),),
    "people": (("contact", "contact"),),
    "contact": (("contact", "contact"),),
    "opportunity": (("opportunity", "opportunity"),),
}
"""By the type of the record a call is about: the streams it may be in, and what its ids begin with there."""
NAME = "Passerelle"


class Hooks:
    """The webhooks of a Sellsy account."""

    def __init__(self, profile: SystemProfile) -> None:
        assert profile.webhooks is not None  # asked of profiles that have some
        self.facts: Webhooks = profile.webhooks
        self.profile = profile

    def is_genuine(self, call: Call, key: SecretStr) -> bool:
        """Whether the call is signed with the key."""
        assert self.facts.signature is not None  # the mapping's check asks for one where calls carry no key
        return is_signed(self.facts.signature, call.headers, call.body, key)

    def read(self, call: Call) -> Told:
        """The event and the record it is about. Raises MalformedCall."""
        told = _payload(call)
        entity, event = str(told.get("eventType", "")), str(told.get("event", ""))
        if not (entity and event):
            raise MalformedCall("The call names no event (eventType, event).")
        places = RELATED.get(str(told.get("relatedtype", "")), ()) if entity in self.facts.entities else ()
        id_ = str(told.get("relatedid", ""))
        if places and not re.fullmatch(r"[1-9][0-9]{0,17}", id_):
            raise MalformedCall("The call names no record (relatedid).")
        hints = tuple(Hint(stream, f"{kind}/{id_}") for stream, kind in places)
        return Told(f"{entity}.{event}", hints, str(told.get("corpid", "")))

    def register(self, system: RestSystem, url: str, key: SecretStr) -> Registered:
        """Create the webhook that calls this address, or bring it to what is wanted."""
        events = self._events(system)
        wanted = _wanted(url, key, events)
        ours, notes = self._found(system, url)
        if not ours:
            answer = system.http.create(self.facts.path, wanted, "create a webhook")
            return Registered("created", self._id(system, answer.data), url, events, notes)
        id_ = self._id(system, ours[0])
        if all(_same(ours[0].get(name), value) for name, value in wanted.items()):
            return Registered("unchanged", id_, url, events, notes)
        system.http.update(f"{self.facts.path}/{id_}", wanted, f"update webhook {id_}")
        return Registered("updated", id_, url, events, notes)

    def remove(self, system: RestSystem, url: str) -> Registered:
        """Delete every webhook that calls this address."""
        ours, notes = self._found(system, url)
        ids = [self._id(system, one) for one in ours]
        for id_ in ids:
            system.http.delete(f"{self.facts.path}/{id_}", f"delete webhook {id_}")
        return Registered("removed" if ids else "absent", ", ".join(ids), url, (), notes)

    def _found(self, system: RestSystem, url: str) -> tuple[list[Raw], tuple[str, ...]]:
        """The webhooks that call this address, and a sentence for each of ours that calls another."""
        paging = next((stream.paging for stream in self.profile.streams.values() if stream.paging), None)
        pages = walk(system.http, self.facts.path, {}, paging, "list webhooks")
        known = [one for page in pages for one in page]
        others = [one for one in known if one.get("name") == NAME and one.get("endpoint") != url]
        notes = [f"Webhook {one.get('id')} of the same name calls {one.get('endpoint')}." for one in others]
        return [one for one in known if one.get("endpoint") == url], tuple(notes)

    def _events(self, system: RestSystem) -> tuple[str, ...]:
        """The events the account offers among those that are read."""
        doing = "list the events of webhooks"
        rows = system.http.read(self.facts.events_path, doing).data
        if not isinstance(rows, list):
            raise system.http.speaker.odd_answer(UnreadableAnswer, doing, "it is no list")
        offered = tuple(event for row in rows for event in _events_of(row) if row["id"] in self.facts.entities)
        if not offered:
            raise ConfigurationError(
                f"{self.profile.title} offers no event of {', '.join(self.facts.entities)}; no webhook was made."
            )
        return offered

    def _id(self, system: RestSystem, webhook: Any) -> str:
        if not isinstance(webhook, dict) or not webhook.get("id"):
            raise system.http.speaker.odd_answer(UnclearAnswer, "read a webhook", "it has no id")
        return str(webhook["id"])


def _payload(call: Call) -> Raw:
    """What a call holds: raw JSON, or a form whose field `notif` is that JSON."""
    body = call.body
    if "form-urlencoded" in call.headers.get("content-type", ""):
        fields = parse_qs(body.decode("utf-8", "replace"))
        body = fields.get("notif", [""])[0].encode()
    try:
        told = orjson.loads(body)
    except orjson.JSONDecodeError:
        raise MalformedCall("The call holds no JSON.") from None
    if not isinstance(told, dict):
        raise MalformedCall("The call's JSON is no object.")
    return told


def _wanted(url: str, key: SecretStr, events: tuple[str, ...]) -> Raw:
    return {
        "name": NAME,
        "type": "http",
        "endpoint": url,
        "is_enabled": True,
        # Hints need no values: no personal data travels.
        "object_in_payload": False,
        # What is signed is then beyond doubt: the body is the JSON.
        "json_content_type": True,
        "sign_key": key.get_secret_value(),
        "configuration": [{"id": event, "is_enabled": True} for event in events],
    }


def _same(held: Any, wanted: Any) -> bool:
    """Whether what Sellsy holds is what is wanted: the same events in any order, whatever is switched off besides."""
    if isinstance(held, list) and isinstance(wanted, list):
        return _enabled(held) == _enabled(wanted)
    return bool(held == wanted)


def _enabled(configuration: list[Any]) -> set[str]:
    return {str(one.get("id")) for one in configuration if isinstance(one, dict) and one.get("is_enabled")}


def _events_of(row: Any) -> Iterator[str]:
    """The events of one entity by their whole names, however the list abbreviates them."""
    for name in row["events"]:
        yield name if name.startswith(f"{row['id']}.") else f"{row['id']}.{name}"
