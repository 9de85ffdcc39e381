"""The French register: asked by SIRET or SIREN it answers the company, the establishment among those that match."""

from __future__ import annotations

from passerelle.errors import UnreadableAnswer
from passerelle.systems.base import Raw
from passerelle.systems.rest import RestSystem
from passerelle.transforms.french import SIREN


class Client(RestSystem):
    """The client of the register; there is no account."""

    def read(self, stream: str, external_id: str) -> Raw | None:
        """The establishment of a SIRET, or the seat of a SIREN, with its company. None where the register has
        none, or does not publish it (`rec.absent`)."""
        known = self._stream(stream)
        doing = f"look for {external_id}"
        answer = self.http.read(self._path(known, known.calls.read, "read", external_id), doing)
        results = answer.data.get("results") if isinstance(answer.data, dict) else None
        if not isinstance(results, list):
            raise self.http.speaker.odd_answer(UnreadableAnswer, doing, "it holds no results")
        company = next((one for one in results if str(one.get("siren")) == external_id[:SIREN]), None)
        return None if company is None else _with_establishment(company, external_id)


def _with_establishment(company: Raw, number: str) -> Raw:
    """The company, with the establishment that was asked for: of a SIREN the seat."""
    seat = company.get("siege") or {}
    listed = [*(company.get("matching_etablissements") or ()), seat]
    wanted = seat.get("siret") if len(number) == SIREN else number
    found = next((one for one in listed if one.get("siret") == wanted), None)
    return company | {"id": number, "establishment": found}
