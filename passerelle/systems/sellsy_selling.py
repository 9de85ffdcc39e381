"""Sellsy's opportunities: steps are named within their pipeline, and nothing tells when one was changed.

An id may name an establishment of the other system as well (`opportunity/701@Siège`): an opportunity is as many records
as it has affaires there. Sellsy is asked for the opportunity itself.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import Any

from passerelle.errors import RecordRejected
from passerelle.http import walk
from passerelle.mapping.models import SystemProfile
from passerelle.parts import ids_of
from passerelle.settings import Settings
from passerelle.systems.base import Raw, ignore
from passerelle.systems.searched import FEW
from passerelle.systems.sellsy_links import LinkedContacts

MADE = ("pipeline", "step", "linked", "establishment")
"""What a body says by names, and Sellsy by ids."""
OPEN = ("open", "late")
"""Statuses of opportunities that are read again for their news: no filter finds a change of step or amount."""


class Selling(LinkedContacts):
    """What a Sellsy client has for opportunities."""

    def __init__(self, account: str, profile: SystemProfile, settings: Settings) -> None:
        """As every system."""
        super().__init__(account, profile, settings)
        self._listed: dict[str, Raw] = {}

    def known(self, stream: str) -> dict[str, list[str]]:
        """The names of the steps of each pipeline."""
        return {name: list(steps) for name, (_, steps) in self._pipelines.items()} if stream == "opportunity" else {}

    @cached_property
    def _pipelines(self) -> dict[str, tuple[int, dict[str, int]]]:
        """By name, each pipeline's id and its steps, by name."""
        pipelines = self._all("/opportunities/pipelines", "list pipelines")
        steps = {one["id"]: self._all(f"/opportunities/pipelines/{one['id']}/steps", "list steps") for one in pipelines}
        return {
            str(one["name"]): (int(one["id"]), {str(step["name"]): int(step["id"]) for step in steps[one["id"]]})
            for one in pipelines
        }

    def _all(self, path: str, doing: str) -> list[Raw]:
        paging = self.profile.streams["opportunity"].paging
        return [one for page in walk(self.http, path, {}, paging, doing) for one in page]

    def _opportunity(self, raw: Raw) -> Raw:
        """What fields are mapped by: the third party as one text, and no establishment until somebody says one."""
        parties = {kind: raw.get(f"{kind}_id") for kind in ("company", "individual")}
        party = next((f"{kind}/{own}" for kind, own in parties.items() if own), None)
        made = raw | {"linked": party, "establishment": None}
        self._listed[f"opportunity/{raw['id']}"] = made
        return made

    def _with_establishments(self, ids: Sequence[str]) -> list[Raw]:
        """Opportunities by ids that may name an establishment; what a pass has listed is not asked again."""
        bases = {id_: id_.partition("@")[0] for id_ in ids}
        new = {base for base in bases.values() if base not in self._listed}
        if len(new) > FEW:
            for _ in self.pages("opportunity"):
                pass  # what is listed is kept
        else:
            self.ask_all(lambda base: self.read("opportunity", base), sorted(new), ignore)
        found = ((id_, self._listed.get(base)) for id_, base in bases.items())
        return [placed(raw, id_) for id_, raw in found if raw is not None]

    def _changes(self, start: str) -> Iterator[dict[str, Any]]:
        """Filters of the searches that together find every opportunity that may have changed."""
        yield {"created": {"start": start}}
        yield {"updated_status": {"start": start}}
        yield {"statuses": list(OPEN)}

    def _opportunity_body(self, body: Raw) -> Raw:
        """The body with ids for names, the amount as a text, and whom it is with (`sel.opportunity.write`)."""
        sent = {
            name: value for name, value in body.items() if name not in ("pipeline", "step", "linked", "establishment")
        }
        if "amount" in body:
            sent["amount"] = str((body["amount"] or {}).get("value") or 0)
        if "step" in body:
            sent |= self._step(body)
        if "linked" in body:
            ids = [id_.split("/") for id_ in ids_of(body["linked"])]
            sent["related"] = [{"type": kind, "id": int(id_)} for kind, id_ in ids]
        return sent

    def _step(self, body: Raw) -> Raw:
        name, old = body["step"]["name"], body["step"].get("id")
        pipeline = (body.get("pipeline") or {}).get("name") or self._pipeline_of(old)
        number, steps = self._pipelines.get(pipeline, (0, {}))
        if name not in steps:
            raise RecordRejected(self.account, f"Sellsy has no step '{name}' in pipeline '{pipeline}'")
        return {"pipeline": number, "step": steps[name]}

    def _pipeline_of(self, step: int | None) -> str:
        return next((name for name, (_, steps) in self._pipelines.items() if step in steps.values()), "")


def placed(raw: Raw, id_: str) -> Raw:
    """An opportunity as one of the records it is: with the establishment that the id names."""
    return raw | {"key": id_, "establishment": id_.partition("@")[2] or None}
