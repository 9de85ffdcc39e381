"""Freshdesk: lists tell less than a record read by itself, a contact has several companies, and an e-mail asks it in.

Source of the calls: docs/systems.md, Freshdesk.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from urllib.parse import quote

from passerelle.errors import ClaimLost, RecordRejected, SystemFailure, UnclearAnswer
from passerelle.http.client import Fence, open_fence
from passerelle.mapping.models import Stream, SystemProfile
from passerelle.settings import Settings, variable
from passerelle.systems.base import Raw, ignore
from passerelle.systems.freshdesk_bodies import COMPANIES, INVITED, THIN, beside, folded, made_of, sent_of
from passerelle.systems.freshdesk_fields import AccountFields
from passerelle.systems.searched import FEW

FILTERS = ("email", "phone", "mobile")
"""Attributes by which the list of contacts is filtered: at once, unlike the search, whose index lags (`fd.search`)."""
COMPLETE = {"company": "/companies/autocomplete?name=", "contact": "/contacts/autocomplete?term="}
DUPLICATE = "[duplicate_value]"


class Client(AccountFields):
    """The client of an account."""

    def __init__(self, account: str, profile: SystemProfile, settings: Settings) -> None:
        """As every system. The setting UPDATED_SINCE of the connection is the parameter of a list's news."""
        since = os.environ.get(variable(account, "updated_since"), "").strip()
        if since:
            streams = {name: _asked_by(stream, since) for name, stream in profile.streams.items()}
            profile = profile.model_copy(update={"streams": streams})
        super().__init__(account, profile, settings)

    def prepare(self, stream: str, raw: Raw) -> Raw:
        """Add as texts what Freshdesk holds as lists, of what a row tells."""
        return raw | made_of(raw, self.own_custom(stream))

    def outlines(self, stream: str) -> Iterator[list[Raw]]:
        """Every record as the list tells it."""
        return super().pages(stream)

    def pages(self, stream: str) -> Iterator[list[Raw]]:
        """Every record in full."""
        for page in self.outlines(stream):
            yield self.in_full(stream, page)

    def changed(self, stream: str, since: datetime) -> Iterator[list[Raw]]:
        """Records changed since that moment, in full."""
        for page in super().changed(stream, since):
            yield self.in_full(stream, page)

    def in_full(self, stream: str, raws: Iterable[Raw]) -> list[Raw]:
        """These records in full: a row of the list of contacts has no further e-mails and no tags, and of associated
        companies the ids alone (`fd.contact.list`). One that is gone meanwhile is left out."""
        rows = {str(raw["id"]): raw for raw in raws}
        thin = [id_ for id_, raw in rows.items() if stream == "contact" and "tags" not in raw]
        read = self.ask_all(lambda id_: self.read(stream, id_), thin, ignore)
        return [raw for raw in (read.get(id_, row) for id_, row in rows.items()) if raw is not None]

    def find(self, stream: str, column: str, values: Sequence[str], thorough: bool = False) -> dict[str, list[Raw]]:  # noqa: ARG002
        """By a filter of the list, or by the beginnings of a name's words, where the values are few; else in the whole
        list. Either is up to date, so that what is not found is not there."""
        wanted = [value for value in dict.fromkeys(values) if value]
        if len(wanted) > FEW or not (column == "name" or (stream == "contact" and column in FILTERS)):
            raws = self._holding(stream, {column: wanted})
        else:
            answers = self.ask_all(lambda value: self._found(stream, column, value), wanted, ignore)
            raws = self.in_full(stream, [raw for some in answers.values() for raw in some])
        found: dict[str, list[Raw]] = {value: [] for value in values}
        for value, raw in self.valued(stream, column, raws).values():
            if value in found:
                found[value].append(raw)
        return found

    def find_any(self, stream: str, wanted: Mapping[str, Sequence[str]], known: int = 0) -> list[Raw]:  # noqa: ARG002
        """Where the values are few, as `find`; else in the whole list, read once."""
        if sum(map(len, wanted.values())) > FEW:
            return self._holding(stream, wanted)
        answers = [self.find(stream, column, values) for column, values in wanted.items()]
        return list({raw["id"]: raw for answer in answers for raws in answer.values() for raw in raws}.values())

    def referring(self, stream: str, ids: Sequence[str]) -> list[str]:
        """Contacts of these companies, as far as the list is filtered by them."""
        if stream != "contact":
            return super().referring(stream, ids)
        found = self.ask_all(lambda id_: self._filtered(stream, "company_id", id_), filter(str.isdecimal, ids), ignore)
        return sorted({str(raw["id"]) for raws in found.values() for raw in raws})

    def called(self, stream: str, name: str) -> dict[str, str]:
        """Records by id whose name is this one, or this one with other case, accents or signs. Asked for by the whole
        name, then by its first word: a sign may stand in the way of the rest (`fd.autocomplete`)."""
        for asked in dict.fromkeys((name, *name.split()[:1])):
            doing = f"look for a name among {self._stream(stream).title}"
            data = self.http.read(COMPLETE[stream] + quote(asked, safe=""), doing).data
            rows = data.get("companies", []) if isinstance(data, dict) else data or []
            found = {str(row["id"]): str(row["name"]) for row in rows if folded(str(row["name"])) == folded(name)}
            if found:
                return found
        return {}

    def create(self, stream: str, body: Raw, fence: Fence = open_fence) -> Raw:
        """Create a record, and have the activation e-mail sent where it is asked for. Once the contact stands, an
        e-mail that fails leaves the answer unclear: the next run finds the contact again and asks once more."""
        self._refuse_second_spelling(stream, body)
        try:
            raw = super().create(stream, self._sent(body), fence)
        except RecordRejected as refusal:
            raise RecordRejected(self.account, f"{refusal}{self._held_by(stream, body, str(refusal))}") from None
        return self._invited(raw, fence) if body.get(INVITED) else raw

    def update(self, stream: str, external_id: str, body: Raw, fence: Fence = open_fence) -> Raw:
        """Change a record, and have the activation e-mail sent where it is asked for."""
        sent = self._sent(body)
        if not sent:
            return self._invited({"id": external_id}, fence)
        try:
            raw = super().update(stream, external_id, sent, fence)
        except RecordRejected as refusal:
            raise RecordRejected(self.account, f"{refusal}{self._held_by(stream, body, str(refusal))}") from None
        return self._invited(raw, fence) if body.get(INVITED) else raw

    def _sent(self, body: Raw) -> Raw:
        """The body as Freshdesk takes it, without companies beside the first where the plan has none."""
        left = beside(body.get(COMPANIES)) if not self.several else []
        if left:
            told = "this account has one company for each contact; the plan Premium brings associated ones"
            self.left_out[f"{self.profile.title}: {told}. They were left out, the rest went through"] += len(left)
        return sent_of(body, self.several)

    def _invited(self, raw: Raw, fence: Fence) -> Raw:
        """The contact, once Freshdesk has taken it to send the activation e-mail (`fd.contact.invite`)."""
        doing = f"send the activation e-mail to contact {raw['id']}"
        try:
            self.http.update(f"/contacts/{raw['id']}/send_invite", None, doing, fence)
            whole = self.read("contact", str(raw["id"]))
        except (SystemFailure, ClaimLost) as problem:
            raise UnclearAnswer(self.account, f"Contact {raw['id']} stands. {problem}") from None
        return (whole or raw) | {INVITED: True}

    def _refuse_second_spelling(self, stream: str, body: Raw) -> None:
        """Names of companies are unique to the letter only: another spelling would be a second company."""
        name = body.get("name") if stream == "company" else None
        others = {id_: one for id_, one in (self.called(stream, name) if name else {}).items() if one != name}
        for id_, one in others.items():
            told = (
                f"already has the company '{one}' ({self.page_of(stream, id_)}), which is '{name}' in another spelling"
            )
            raise RecordRejected(self.account, f"{self.profile.title} {told}; use that one, or correct the name.")

    def _held_by(self, stream: str, body: Raw, refusal: str) -> str:
        """Who has what must be unique, as far as the portal shows it; nothing where that isn't what was refused."""
        if DUPLICATE not in refusal:
            return ""
        if stream == "company":
            holders = list(self.called(stream, str(body.get("name") or "")))
            others = "another company has one of these domains"
        else:
            holders = [str(raw["id"]) for raw in self._filtered(stream, "email", str(body.get("email") or ""))]
            others = "nobody in the list of contacts has it: an agent does, or a contact who was deleted or blocked"
        pages = ", ".join(self.page_of(stream, id_) for id_ in holders)
        return f" It is held already: {pages or others}."

    def _found(self, stream: str, column: str, value: str) -> list[Raw]:
        if column != "name":
            return self._filtered(stream, column, value)
        rows = self.ask_all(lambda id_: self.read(stream, id_), self.called(stream, value), ignore)
        return [raw for raw in rows.values() if raw is not None]

    def _filtered(self, stream: str, name: str, value: str) -> list[Raw]:
        path = self._stream(stream).calls.list_ or ""
        return [raw for page in self.listed(stream, path, {name: value}) for raw in page] if value else []

    def _holding(self, stream: str, wanted: Mapping[str, Sequence[str]]) -> list[Raw]:
        """Records of the whole list that hold one of these values, in full."""
        fields, found = self.profile.streams[stream].fields, dict[str, Raw]()
        told = all(fields[column].path not in THIN for column in wanted)
        for page in self.outlines(stream) if told else self.pages(stream):
            for column, values in wanted.items():
                hits = self.valued(stream, column, page).items()
                found |= {id_: raw for id_, (value, raw) in hits if value is not None and value in set(values)}
        return self.in_full(stream, found.values())


def _asked_by(stream: Stream, since: str) -> Stream:
    return stream.model_copy(update={"calls": stream.calls.model_copy(update={"since": since})})
