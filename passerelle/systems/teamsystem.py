"""TeamSystem Cloud CRM: a name is one text or two, e-mails and telephones are lists, and a record is sent as a whole.

Source of the calls: docs/systems.md, TeamSystem Cloud CRM.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import UTC, datetime
from typing import Any, ClassVar

from passerelle.parts import ids_of
from passerelle.systems.base import Raw
from passerelle.systems.channels import email_list, first_phone, with_emails, with_phone
from passerelle.systems.odata import any_of, quoted
from passerelle.systems.rest import RestSystem
from passerelle.systems.searched import FEW
from passerelle.systems.teamsystem_fields import CustomFields
from passerelle.systems.two_names import NOBODY, joined, split

NAMES = {"company": ("naturalPersonName", "naturalPersonSurname"), "contact": ("name", "surname")}
MADE = ("full_name", "email_list", "first_phone", "linked")
"""Attributes by which fields are mapped, and which the CRM doesn't have."""


class Client(CustomFields):
    """The client of a tenant of the CRM."""

    searched: ClassVar = {
        "company": ("vat_number", "tax_code", "partner", "name"),
        "contact": ("email", "partner", "name"),
    }

    def prepare(self, stream: str, raw: Raw) -> Raw:
        """Add name, e-mails, telephone and company of a record as one text each, and call custom fields as the profile
        does."""
        called = self.called.get(stream, {})
        raw = {called.get(name, name): value for name, value in raw.items()}
        given, surname = NAMES[stream]
        name = joined(raw.get(given), raw.get(surname))
        if stream == "company":
            name = (name if raw.get("naturalPerson") else None) or raw.get("companyName")
        made = {
            "full_name": name,
            "email_list": email_list(raw.get("emails") or [], self._pecs(stream, raw)),
            "first_phone": first_phone(raw.get("phones") or []),
        }
        company = raw.get("companyId")
        return raw | made | ({"linked": str(company) if company else None} if stream == "contact" else {})

    def changed(self, stream: str, since: datetime) -> Iterator[list[Raw]]:
        """Records changed since that moment, to the second (`tsc.modified`, `tsc.moments`)."""
        moment = since.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        for page in self._listed(stream, f"lastModifiedDate ge {moment}"):
            yield [raw for raw in page if str(raw.get("lastModifiedDate")) >= moment]

    def with_ids(self, stream: str, ids: Sequence[str]) -> list[Raw]:
        """The records of these ids."""
        own = {id_ for id_ in ids if id_.isdecimal()}
        found = self._found(stream, [f"id eq {int(id_)}" for id_ in sorted(own)])
        return [raw for raw in found if str(raw["id"]) in own]

    def found_by(self, stream: str, column: str, value: str) -> list[Raw]:
        """By a filter, looked at again."""
        return self.find(stream, column, [value])[value]

    def find(self, stream: str, column: str, values: Sequence[str], thorough: bool = False) -> dict[str, list[Raw]]:
        """By filters of several values each, where they are few and certainty isn't asked for: a filter compares to the
        letter (`tsc.odata.values`), so a number that somebody typed with blanks is found in the whole list alone."""
        if thorough or len(values) > FEW or column not in self.searched[stream]:
            return RestSystem.find(self, stream, column, values, thorough)
        raws = self._found(stream, [one for value in values for one in self._conditions(stream, column, value)])
        found: dict[str, list[Raw]] = {value: [] for value in values}
        for value, raw in self.valued(stream, column, raws).values():
            if value in found:
                found[value].append(raw)
        return found

    def referring(self, stream: str, ids: Sequence[str]) -> list[str]:
        """Contacts of these companies."""
        if stream != "contact":
            return super().referring(stream, ids)
        own = {id_ for id_ in ids if id_.isdecimal()}
        raws = self._found(stream, [f"companyId eq {int(id_)}" for id_ in sorted(own)])
        return sorted(str(raw["id"]) for raw in raws if raw["linked"] in own)

    def merged(self, stream: str, body: Raw, held: Raw) -> Raw:
        """The record as it stands with what the body changes, in the CRM's own shape (`tsc.replace`)."""
        self.refuse_unknown(body)
        held = {name: value for name, value in held.items() if name not in MADE}
        sent = held | {name: value for name, value in body.items() if name not in MADE}
        pecs = self._pecs(stream, held) | self._pecs(stream, sent)
        ways: dict[str, Callable[[Any], Raw]] = {
            "full_name": lambda name: self._named(stream, sent, name),
            "email_list": lambda text: {"emails": with_emails(held.get("emails") or [], text, pecs)},
            "first_phone": lambda phone: {"phones": with_phone(held.get("phones") or [], phone)},
            "linked": lambda linked: {"companyId": next((int(id_) for id_ in ids_of(linked)), None)},
        }
        for name in MADE:
            sent |= ways[name](body[name]) if name in body else {}
        return {self._own(stream, name): value for name, value in sent.items()}

    def _own(self, stream: str, name: str) -> str:
        """What the CRM calls an attribute of the profile."""
        return next((own for own, known in self.called.get(stream, {}).items() if known == name), name)

    def _named(self, stream: str, record: Raw, whole: str | None) -> Raw:
        """The attributes of a name. That of a natural person stands in the company's name too, unless people have given
        that another (`tsc.company.natural`)."""
        if stream == "company" and not record.get("naturalPerson"):
            return {"companyName": whole}
        given, surname = NAMES[stream]
        before = record.get(given), record.get(surname)
        named = dict(zip((given, surname), split(whole, *before), strict=True))
        company = record.get("companyName")
        follows = stream == "company" and company in (None, "", joined(*before), joined(*reversed(before)))
        return named | ({"companyName": whole} if follows else {})

    def _pecs(self, stream: str, raw: Raw) -> set[str]:
        """The certified address of a record, which is told apart from its others."""
        map_ = self.profile.streams[stream].fields.get("certified_email")
        held = raw.get(map_.path or "") if map_ else None
        return {held.strip().lower()} if isinstance(held, str) and held.strip() else set()

    def _conditions(self, stream: str, column: str, value: str) -> list[str]:
        """Filters one of which a record with this canonical value fits, if it is spelt as usual."""
        bare = value.removeprefix("IT")
        if column in ("vat_number", "tax_code"):
            place = self._stream(stream).fields[column].path
            return [f"{place} eq {quoted(one)}" for one in dict.fromkeys((value, bare, f"IT{bare}"))]
        if column == "email":
            return [f"startswith(emails,{quoted(address)})" for address in value.split()]
        if column == "partner":
            place = self._own(stream, str(self._stream(stream).fields["partner"].path))
            return [f"{place} eq {quoted(value)}"]
        if stream == "company":
            return [f"companyName eq {quoted(value)}"]
        words = value.split(" ")
        surnames = [" ".join(words[start:]) for start in range(len(words))]
        unknown = f"(name eq {quoted(value)} and surname eq {quoted(NOBODY)})"
        return [*(f"surname eq {quoted(surname)}" for surname in surnames), unknown]

    def _found(self, stream: str, conditions: Iterable[str]) -> list[Raw]:
        """The records that fit any of these, each once. A filter may have no effect (`tsc.filter.noeffect`): who asks
        looks at them again."""
        found = (page for text in any_of(conditions) for page in self._listed(stream, text))
        return list({raw["id"]: raw for page in found for raw in page}.values())

    def _listed(self, stream: str, filter_: str) -> Iterator[list[Raw]]:
        calls = self._stream(stream).calls
        return self.listed(stream, calls.list_ or "", {**calls.list_params, "$filter": filter_})
