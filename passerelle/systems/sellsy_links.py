"""The links of Sellsy's contacts to companies: they stand in no record, and are read and written by calls of their own
(`sel.links`, `sel.links.read`).

A contact gets its companies, with the roles there, as one text: `company/6657 (invoicing, main)`. That costs a call for
each contact; what a pass has read of them serves the rest of the run, and a contact that is written is asked afresh.
"""

from __future__ import annotations

from passerelle.errors import RecordRejected, SystemFailure
from passerelle.http import walk
from passerelle.http.client import Fence
from passerelle.mapping.models import SystemProfile
from passerelle.parts import ROLES, ids_of, parts_of, text_of
from passerelle.settings import Settings
from passerelle.systems.base import Raw, ignore
from passerelle.systems.sellsy_fields import CustomFields

GONE = "gone"
"""What stands for the links of a contact that is no longer there."""


class LinkedContacts(CustomFields):
    """What a Sellsy client has for the links of contacts."""

    def __init__(self, account: str, profile: SystemProfile, settings: Settings) -> None:
        """As every system."""
        super().__init__(account, profile, settings)
        self._linked: dict[str, str | None] = {}

    def linked_of(self, external_id: str) -> str | None:
        """The companies of a contact and its roles there, asked afresh."""
        own = int(external_id.split("/")[1])
        paging = self.profile.streams["contact"].paging
        pages = walk(self.http, f"/contacts/{own}/companies", {}, paging, f"list the companies of {external_id}")
        companies = [company for page in pages for company in page]
        roles = [
            (f"company/{one['id']}", role) for one in companies for role in ROLES if one[f"{role}_contact_id"] == own
        ]
        self._linked[external_id] = text_of([*((f"company/{one['id']}", "") for one in companies), *roles])
        return self._linked[external_id]

    def companies_since(self, start: str) -> list[int]:
        """The companies changed since that moment: linking a contact changes the company (`sel.touched`)."""
        body = {"filters": {"updated_at": {"start": start}}}
        paging = self.profile.streams["thirdparty"].paging
        pages = walk(self.http, "/companies/search", {}, paging, "list changed companies", body)
        return [int(company["id"]) for page in pages for company in page]

    def link(self, external_id: str, before: str | None, after: str | None, fence: Fence) -> None:
        """Bring the links of a contact from what they are to what they shall be, a call for each that differs."""
        held, wanted = parts_of(before), parts_of(after)
        for id_ in sorted({id_ for id_, _ in held ^ wanted}):
            path = f"/companies/{id_.split('/')[1]}/contacts/{external_id.split('/')[1]}"
            roles = [role for role in ROLES if (id_, role) in wanted]
            if (id_, "") not in wanted:
                self.http.delete(path, f"unlink {external_id} from {id_}", fence)
            elif (id_, "") in held:
                self.http.update(path, {"roles": roles}, f"set the roles of {external_id} at {id_}", fence)
            else:
                free = self._free(id_, roles)
                self.http.create(path, {"roles": free}, f"link {external_id} to {id_}", fence)
        self._forget({*ids_of(before), *ids_of(after)})

    def _with_links(self, stream: str, raws: list[Raw]) -> list[Raw]:
        """Put its companies beside each contact. One that was deleted since it was listed is left out: without its
        links it would look as if somebody had taken them away."""
        if stream != "contact":
            return raws
        # Another thread may forget meanwhile what it has changed.
        known = dict(self._linked)
        linked = known | self.ask_all(
            self._linked_or_gone, [raw["key"] for raw in raws if raw["key"] not in known], ignore
        )
        return [raw | {"linked": linked[raw["key"]]} for raw in raws if linked[raw["key"]] != GONE]

    def _linked_or_gone(self, external_id: str) -> str | None:
        try:
            return self.linked_of(external_id)
        except SystemFailure:
            if self.http.read_if_there(f"/contacts/{external_id.split('/')[1]}", f"read {external_id}") is None:
                return GONE
            raise

    def _free(self, company: str, roles: list[str]) -> list[str]:
        """Those of the roles that nobody has at a company: who is only just linked there takes none from another."""
        answer = self.http.read_if_there(f"/companies/{company.split('/')[1]}", f"read the contacts of {company}")
        if answer is None:
            raise RecordRejected(self.account, f"Sellsy no longer has {company}, to which the contact was to be linked")
        return [role for role in roles if answer.data[f"{role}_contact_id"] is None]

    def _forget(self, companies: set[str]) -> None:
        """Who else is linked there may have lost a role, which is one contact's alone (`sel.links.roles`)."""
        gone = [contact for contact, linked in dict(self._linked).items() if companies & set(ids_of(linked))]
        for contact in gone:
            self._linked.pop(contact, None)
