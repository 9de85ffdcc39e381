"""The words a person reads for where a record can end."""

from __future__ import annotations

TITLES = {
    "created": "Created",
    "updated": "Updated",
    "archived": "Archived",
    "unchanged": "Unchanged",
    "skipped": "Skipped",
    "quarantined": "Held back",
    "conflicts": "To decide",
    "unresolved": "Not settled",
}
"""Outcome: its title."""

PLANNED = {"created": "Would be created", "updated": "Would be updated", "archived": "Would be archived"}
"""Outcome: its title where nothing was written."""

MEANINGS = {
    "created": "new records",
    "updated": "fields sent that differed",
    "archived": "made inactive",
    "unchanged": "nothing to send",
    "skipped": "not for this integration",
    "quarantined": "their data must be mended first",
    "conflicts": "a person decides; each record says why",
    "unresolved": "not reached or sent, or without a clear answer; a later run settles them",
}
"""Outcome: what it means, in a few words."""


def adopted(count: int, planned: bool) -> str:
    """How many of the records read were recognised; empty for none."""
    if not count:
        return ""
    what = "would be adopted" if planned else "adopted"
    return f"{count} {what}: matched with a record that was there already"


ADVICE: dict[str, dict[str, str]] = {
    "quarantined": {
        "driver": "Correct it in {driver}. The next run looks again; to have it looked at now:",
        "source": "{source} has it wrong: have it corrected there. Until then nothing is sent to {target}.",
        "both": "Correct it in {source} or {target}, wherever it is wrong. The next run looks again.",
    },
    "conflicts": {
        "driver": "Compare both pages and put the right value in {target}; once both agree, it is settled.",
        "both": "Compare both pages and put the right value in both; once they agree, it is settled.",
    },
    "unresolved": {"driver": "Nothing to do yet: the next run looks again."},
    "other": {"driver": "Look at both pages; nothing is changed by itself."},
    "warning": {
        "driver": "Correct it in {driver}. Nothing is held back because of it.",
        "source": "{source} has it wrong: have it corrected there, and check what {target} holds.",
    },
}
"""Urgency: what to do, where the value is the driving system's own, where it is the source's, and where values go both
ways."""

WEIGHTS = {
    "quarantined": "held back",
    "conflicts": "to decide",
    "unresolved": "not settled",
    "other": "to look at",
    "warning": "warning",
}
"""Urgency: the word beside a record."""

_WHY = {
    "created": "Sent: it was created in {target}.",
    "updated": "Sent: what differed was updated in {target}.",
    "archived": "It was made inactive in {target}.",
    "unchanged": "Nothing had to be sent: since it was last settled, neither side has anything new for the other.",
    "skipped": "Not sent, left out: {reason}.",
    "quarantined": "Not sent, held back: {reason}.",
    "conflicts": "A person must decide: {reason}.",
    "unresolved": "Not settled: {reason}. A later run looks again.",
}


def why(outcome: str, reason: str, source: str, target: str) -> str:
    """Why a record was or wasn't sent, in one sentence; `source` and `target` are the systems' names."""
    return _WHY[outcome].format(reason=reason.rstrip("."), source=source, target=target)
