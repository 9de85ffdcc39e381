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
    "conflicts": "changed on both sides: a person decides",
    "unresolved": "not sent, or without a clear answer; a later run settles them",
}
"""Outcome: what it means, in a few words."""
