"""How this account is set up, and how it behaves where the vendor's ways are not known: one record a person may set.

``PUT /_sandbox/state/freshdesk/setting/1`` with one or more of them.
"""

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from passerelle.sandbox.config import SandboxError
from passerelle.sandbox.freshdesk.kinds import NAME
from passerelle.sandbox.freshdesk.plans import LISTS_WITH_ADD_ON, PLANS, AddOn, Plan, PlanName
from passerelle.sandbox.freshdesk.refusing import faults
from passerelle.sandbox.system import Entries, Record, StreamRules, World, stored_under

STREAM, KEY = stored_under(NAME, "setting"), "1"


class Switches(BaseModel):
    """The switches, as they stand at the beginning.

    ``plan`` and ``add_on`` (calls a minute bought on top). ``lacking``: how an attribute the plan lacks is refused
    (``fd.plan.refused``). ``domain_twice``: what becomes of a domain of another company (``fd.company.domains.twice``).
    ``duplicate_info``: whether a 409 says which record it is (``fd.duplicate.body``). ``since``: which filter by change
    works (``fd.contact.since``). ``lost_invites``: invitations are accepted and never sent. ``paid_agents``: how many
    agents there may be. ``search_lag``: minutes until what is written is found (``fd.search.lag.minutes``).
    ``time_zone``: the account's.
    """

    model_config = ConfigDict(extra="forbid", strict=True)

    plan: PlanName = "pro"
    add_on: AddOn = 0
    lacking: Literal["403", "400"] = "403"
    domain_twice: Literal["409", "400", "accepted"] = "409"
    duplicate_info: bool = True
    since: Literal["both", "updated_since", "_updated_since"] = "both"
    lost_invites: bool = False
    paid_agents: int = Field(4, ge=1)
    search_lag: float = Field(3, ge=0)
    time_zone: str = "Brussels"

    @property
    def bought(self) -> Plan:
        """The plan."""
        return PLANS[self.plan]

    @property
    def calls(self) -> int:
        """Calls a minute."""
        return self.add_on or self.bought.calls

    @property
    def contact_lists(self) -> int | None:
        """Lists of contacts a minute, None if only the calls count."""
        return LISTS_WITH_ADD_ON.get(self.add_on, self.bought.contact_lists)

    @property
    def since_names(self) -> tuple[str, ...]:
        """The parameters by which lists are filtered by change."""
        return ("updated_since", "_updated_since") if self.since == "both" else (self.since,)


def switches(world: World) -> Switches:
    """The switches as they stand now."""
    return Switches.model_validate(world.store[STREAM].get(KEY) or {})


def seeded_switches() -> dict[str, Record]:
    """The one record of the stream at the beginning."""
    return {KEY: Switches().model_dump()}


def _added(_: World, __: Record) -> Entries:
    raise SandboxError(f"sandbox: {STREAM} has one record, {KEY}; change that one")


def _edited(_: World, key: str, record: Record, values: Record) -> Entries:
    try:
        return [(STREAM, key, Switches.model_validate({**record, **values}).model_dump())]
    except ValidationError as error:
        wrong = "; ".join(f"{one['field']}: {one['message']}" for one in faults(error.errors()))
        raise SandboxError(f"sandbox: {STREAM} refuses {wrong}") from error


RULES = StreamRules(_added, _edited)
