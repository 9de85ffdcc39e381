"""Whole: links are not run by themselves but with the records they stand in."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from sqlalchemy import Connection

from passerelle.engine.facts import facts_of
from passerelle.hub import records
from passerelle.mapping.integration import Integration
from passerelle.mapping.loader import integration_names
from passerelle.systems.nested import parent_of


def whole_of(root: Path, integration: Integration) -> Integration:
    """The integration that these links are run with; any other is run by itself."""
    every = (facts_of(root, name).integration for name in integration_names(root))
    return next((one for one in every if one.links == integration.integration), integration)


def numbers_of_owners(connection: Connection, whole: Integration, links: Sequence[str]) -> dict[str, str | None]:
    """By the source's link, the number of the record it stands in, by which the whole can be run for it alone."""
    place = whole.source.account, whole.source.stream
    held = records.identifiers(connection, *place, whole.key, {parent_of(link) for link in links})
    return {link: held.get(parent_of(link)) for link in links}
