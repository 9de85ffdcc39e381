"""Freshdesk: lists tell less than a record read by itself, a contact has several companies, and an e-mail asks it in.

Source of the calls: docs/systems.md, Freshdesk.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from datetime import datetime
from functools import partial
from urllib.parse import quote

from passerelle.errors import ClaimLost, NotAllowed, RecordRejected, SystemFailure, UnclearAnswer
from passerelle.http.client import Fence, open_fence
from passerelle.mapping.models import Stream, SystemProfile
from passerelle.settings import Settings, variable
from passerelle.systems.base import Raw, ignore
from passerelle.systems.freshdesk_bodies import COMPANIES, INVITED, THIN, beside, made_of, sent_of
from passerelle.systems.freshdesk_fields import AccountFields
from passerelle.systems.freshdesk_names import NameBook, Names
from passerelle.systems.rest import RestSystem
from passerelle.systems.searched import FEW

FILTERS = ("email", "phone", "mobile")
"""Attributes by which the list of contacts is filtered: at once, unlike the search, whose index lags (`fd.search`)."""
COMPLETE = {"company": "/companies/autocomplete?name=", "contact": "/contacts/autocomplete?term="}
DUPLICATE, FEATURE = "[duplicate_value]", "[require_feature]"


class Client(AccountFields):
    """The client of an account."""

    def __init__(self, account: str, profile: SystemProfile, settings: Settings) -> None:
        """As every system. The setting UPDATED_SINCE of the connection is the parameter of a list's news."""
        since = os.environ.get(variable(account, "updated_since"), "").strip()
        if since:
            streams = {name: _asked_by(stream, since) for name, stream in profile.streams.items()}
            profile = profile.model_copy(update={"streams": streams})
        super().__init__(account, profile, settings)
        self._books = {stream: self._book(stream) for stream in profile.streams}

    def _book(self, stream: str) -> NameBook:
        every = partial(self.outlines, stream)
        return NameBook(partial(self._completed, stream), lambda: (raw for page in every() for raw in page))

    def prepare(self, stream: str, raw: Raw) -> Raw:
        """Add as texts what Freshdesk holds as lists, of what a row tells."""
        return raw | made_of(raw, self.own_custom(stream))

    def thin(self, stream: str) -> Collection[str]:
        """A row of the list of contacts has no further e-mails and no tags, and of associated companies the ids alone
        (`fd.contact.list`); companies are listed in full (`fd.company.calls`)."""
        fields = self.profile.streams[stream].fields if stream == "contact" else {}
        return [name for name, map_ in fields.items() if map_.path in THIN]

    def is_thin(self, stream: str, raw: Raw) -> bool:
        """Whether this is a row of the list of contacts."""
        return stream == "contact" and "tags" not in raw

    def changed(self, stream: str, since: datetime) -> Iterator[list[Raw]]:
        """Records changed since that moment, in full."""
        for page in super().changed(stream, since):
            yield self.in_full(stream, page)

    def read(self, stream: str, external_id: str) -> Raw | None:
        """One record by its id; a contact that was deleted is shown all the same (`fd.contact.view`), and is none."""
        raw = super().read(stream, external_id)
        return None if raw is None or raw.get("deleted") else raw

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

    def called(self, stream: str, name: str) -> Names:
        """Records by id whose name is this one, or this one with other case, accents or signs."""
        return self._books[stream].called(name)

    def _completed(self, stream: str, word: str) -> list[Raw]:
        """Rows of id and name, a word of which begins so (`fd.contact.autocomplete`, `fd.company.autocomplete`)."""
        doing = f"look for a name among {self._stream(stream).title}"
        data = self.http.read(COMPLETE[stream] + quote(word, safe=""), doing).data
        rows: list[Raw] = data.get("companies", []) if isinstance(data, dict) else data or []
        return rows

    def create(self, stream: str, body: Raw, fence: Fence = open_fence) -> Raw:
        """Create a record, and have the activation e-mail sent where it is asked for. Once the contact stands, an
        e-mail that fails leaves the answer unclear: the next run finds the contact again and asks once more."""
        self._refuse_second_spelling(stream, body)
        raw = self._written(stream, body, lambda sent: RestSystem.create(self, stream, sent, fence))
        self._books[stream].add(raw)
        return self._invited(raw, fence) if body.get(INVITED) else raw

    def update(self, stream: str, external_id: str, body: Raw, fence: Fence = open_fence) -> Raw:
        """Change a record, and have the activation e-mail sent where it is asked for."""
        if not sent_of(body, self.several):
            return self._invited({"id": external_id}, fence)
        self.forget(stream, external_id)
        raw = self._written(stream, body, lambda sent: RestSystem.update(self, stream, external_id, sent, fence))
        return self._invited(raw, fence) if body.get(INVITED) else raw

    def _written(self, stream: str, body: Raw, write: Callable[[Raw], Raw]) -> Raw:
        """What the call answers. An account that turns out to have one company for each contact gets the first."""
        others = beside(body.get(COMPANIES))
        try:
            raw = write(sent_of(body, self.several))
        except (NotAllowed, RecordRejected) as refusal:
            if others and self.several and FEATURE in str(refusal):
                self.several = False
                return self._written(stream, body, write)
            if not isinstance(refusal, RecordRejected) or DUPLICATE not in str(refusal):
                raise
            raise RecordRejected(self.account, f"{refusal} {self._held_by(stream, body)}") from None
        if others and not self.several:
            self.leave_others(len(others))
        return raw

    def _invited(self, raw: Raw, fence: Fence) -> Raw:
        """The contact, once Freshdesk has taken it to send the activation e-mail (`fd.contact.invite`)."""
        id_ = str(raw["id"])
        try:
            self.http.update(
                f"/contacts/{id_}/send_invite", None, f"send the activation e-mail to contact {id_}", fence
            )
            whole = self.read("contact", id_)
        except (SystemFailure, ClaimLost) as problem:
            raise UnclearAnswer(
                self.account, f"{problem} The contact stands: {self.page_of('contact', id_)}."
            ) from None
        return (whole or raw) | {INVITED: True}

    def _refuse_second_spelling(self, stream: str, body: Raw) -> None:
        """A company's name is unique but for capitals alone (`fd.company.name.same`): another spelling would be a
        second company."""
        name = body.get("name") if stream == "company" else None
        for id_, other in (self.called(stream, name) if name else {}).items():
            told = f"has the company '{other}' already, which is '{name}' in another spelling" if other != name else ""
            told = told or f"has the company '{name}' already"
            where = self.page_of(stream, id_)
            raise RecordRejected(self.account, f"{self.profile.title} {told}: {where}; use that one, or another name.")

    def _held_by(self, stream: str, body: Raw) -> str:
        """Who has what must be unique, as far as the portal shows it: the answer may not say (`fd.duplicate.body`)."""
        if stream == "company":
            holders, others = list(self.called(stream, str(body.get("name") or ""))), "another company has the domain"
        else:
            holders = [str(raw["id"]) for raw in self._filtered(stream, "email", str(body.get("email") or ""))]
            others = "no contact in the list has that e-mail: an agent does, or a contact who was deleted or blocked"
        pages = ", ".join(self.page_of(stream, id_) for id_ in holders)
        return f"It stands at {pages}." if pages else f"As far as can be seen, {others}."

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
