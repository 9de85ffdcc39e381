"""A system that is sent records as a whole and answers a write with nothing but the record's id.

A change is read, merged and sent back, since nobody knows whether what isn't sent stays.
"""

from __future__ import annotations

from abc import abstractmethod
from typing import Any

from passerelle.errors import ClaimLost, SystemFailure, UnclearAnswer
from passerelle.http.client import Fence, open_fence
from passerelle.http.faults import Fault
from passerelle.systems.base import Raw
from passerelle.systems.searched import SearchedSystem


class ReplacedSystem(SearchedSystem):
    """What such a system has beside a SearchedSystem."""

    @abstractmethod
    def merged(self, stream: str, body: Raw, held: Raw) -> Raw:
        """The record as it stands (`held`, empty for a new one) with what the body changes, as it is sent."""

    def create(self, stream: str, body: Raw, fence: Fence = open_fence) -> Raw:
        """Create a record, and read it. Once it stands, a failure leaves the answer unclear, and the next run finds the
        record again."""
        doing = f"create a record in {self._stream(stream).title}"
        sent = self.merged(stream, body, {})
        answer = self.http.create(self._stream(stream).calls.create or "", sent, doing, fence)
        external_id = self._id_in(answer.data, doing)
        try:
            return self._again(stream, external_id)
        except (SystemFailure, ClaimLost) as problem:
            raise UnclearAnswer(self.account, f"{problem} The record itself stands, as {external_id}.") from None

    def update(self, stream: str, external_id: str, body: Raw, fence: Fence = open_fence) -> Raw:
        """Change a record: it is read, and all of it is sent back with what changes."""
        doing = f"update {self._stream(stream).title} {external_id}"
        held = self.read(stream, external_id)
        if held is None:
            raise self.http.speaker.failure("update", doing, Fault("it answered 404", "refused", status=404))
        sent = self.merged(stream, body, held)
        answer = self.http.upsert(self._stream(stream).calls.update or "", sent, doing, fence)
        if self._id_in(answer.data, doing) != external_id:
            raise self.http.speaker.odd_answer(UnclearAnswer, doing, "it names another record")
        return self._again(stream, external_id)

    def _id_in(self, data: Any, doing: str) -> str:
        if not isinstance(data, int) or isinstance(data, bool):
            raise self.http.speaker.odd_answer(UnclearAnswer, doing, "it is no id")
        return str(data)

    def _again(self, stream: str, external_id: str) -> Raw:
        raw = self.read(stream, external_id)
        if raw is None:
            title = self.profile.title
            raise UnclearAnswer(self.account, f"{title} no longer has {external_id}, which it has just stored.")
        return raw
