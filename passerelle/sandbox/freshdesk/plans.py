"""The vendor's plans: how many calls a minute they allow, and what they lack (facts ``fd.limit…`` and ``fd.plan…``)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

PlanName = Literal["trial", "growth", "pro", "enterprise"]
AddOn = Literal[0, 1000, 2000]

FEATURES: Mapping[str, Mapping[str, str]] = {
    "contact": {
        "other_companies": "Multiple Companies",
        "language": "Multiple Languages",
        "time_zone": "Multiple Time Zones",
    },
    "company": dict.fromkeys(("health_score", "account_tier", "renewal_date", "industry"), "Company Fields"),
}
"""Of each kind of record, the attributes that not every plan has, and the feature each is part of."""
LISTS_WITH_ADD_ON: Mapping[int, int] = {1000: 300, 2000: 400}


@dataclass(frozen=True)
class Plan:
    """A plan: calls a minute, those among them that list contacts (None: no limit of their own), what it lacks."""

    tier: str
    calls: int
    contact_lists: int | None
    lacking: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    def lacks(self, kind: str) -> Mapping[str, str]:
        """The attributes of a kind of record that the plan lacks, each with its feature."""
        return self.lacking.get(kind, {})


PLANS: Mapping[str, Plan] = {
    "trial": Plan("Trial", 50, None),
    "growth": Plan("Growth", 200, 20, FEATURES),
    "pro": Plan("Pro", 400, 100),
    "enterprise": Plan("Enterprise", 700, 200),
}
