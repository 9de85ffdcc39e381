"""Search: what a source finds by a part of a name or number, and which of it the target has already.

Nothing is written and nothing planned: a person looks, and picks what a refresh is to create.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field, replace

from passerelle.engine.batch import contents
from passerelle.engine.establishments import owners_of
from passerelle.engine.facts import Facts, facts_of
from passerelle.engine.keys import keys_of
from passerelle.errors import ConfigurationError
from passerelle.hub import records
from passerelle.hub.database import Hub, open_hub
from passerelle.hub.records import Content
from passerelle.mapping.models import SystemProfile
from passerelle.mapping.reader import to_frame
from passerelle.settings import Settings
from passerelle.systems.base import Raw, System, ignore
from passerelle.systems.parallel import in_parallel
from passerelle.systems.registry import open_system

SHORTEST = 2
"""Fewest letters and digits worth looking for (otb.search.shape)."""

NUMBER = re.compile(r"(?:BE|BTW|TVA|VAT)?[\s.:]*[0-9][0-9\s./-]*", re.IGNORECASE)


@dataclass(frozen=True)
class Held:
    """A record of the target with a candidate's number; an inactive one is a closed file. `siret` tells which
    establishment of the company it stands for, where the target tells it."""

    id: str
    active: bool
    page: str
    siret: str | None = None


@dataclass(frozen=True)
class Candidate:
    """Something the source found. A person has no number and no page; a company may be found once for each of its
    establishments, told apart by `siret`."""

    kind: str
    name: str
    number: str | None
    postcode: str | None
    town: str | None
    status: str | None
    page: str
    held: list[Held] = field(default_factory=list)
    siret: str | None = None
    naf: str | None = None

    @property
    def is_there(self) -> bool:
        """Whether the target has it: the company, and where establishments are told apart, this one of it."""
        return any(self.siret in (None, one.siret) for one in self.held)


def search(
    name: str, typed: str, language: str, settings: Settings, narrowed: Mapping[str, str] | None = None
) -> list[Candidate]:
    """What the source of an integration finds, best first, each with the target's records of its number; `narrowed` to
    those with a value in a canonical field.

    Raises ConfigurationError for a text that is too short or a source without a search, SystemFailure, or HubError.
    """
    text = asked(typed) if typed.strip() or not narrowed else ""
    facts = facts_of(settings.root, name)
    integration, (source_profile, target_profile) = facts.integration, facts.profiles
    with ExitStack() as opened:
        source = open_system(integration.source.account, source_profile, settings)
        opened.callback(source.close)
        target = open_system(integration.target.account, target_profile, settings)
        opened.callback(target.close)
        hub = open_hub(settings.hub_url)
        opened.callback(hub.close)
        stream = _searched(source_profile)
        rows = _rows(source_profile, stream, source.search(stream, text, language, narrowed))
        numbers = {id_: row[integration.key] for id_, row in rows if row.get("kind") != "person"}
        held = _held(facts, hub, target, list(dict.fromkeys(filter(None, numbers.values()))))
        found = [_candidate(source, stream, id_, row, numbers.get(id_), held) for id_, row in rows]
        return _with_sites(target, found)


def asked(typed: str) -> str:
    """The text as a source is asked for it: of a number its digits alone. Raises ConfigurationError if too short."""
    text = re.sub(r"\D", "", typed) if NUMBER.fullmatch(typed.strip()) else " ".join(typed.split())
    if sum(sign.isalnum() for sign in text) < SHORTEST:
        raise ConfigurationError(
            f"'{typed}' is too short to look for: give at least {SHORTEST} letters of a name or digits of a number."
        )
    return text


def _rows(profile: SystemProfile, stream: str, raws: Iterable[Raw]) -> list[tuple[str, Content]]:
    """Each record by itself: several may have one id, as establishments of a company do."""
    return [row for raw in raws for row in contents(to_frame(profile, stream, [raw]).frame).items()]


def _searched(profile: SystemProfile) -> str:
    found = next((name for name, stream in profile.streams.items() if stream.calls.search), None)
    if found is None:
        raise ConfigurationError(f"{profile.title} cannot be searched: no stream of its profile has a search call.")
    return found


def _candidate(
    source: System, stream: str, id_: str, row: Content, number: str | None, held: Mapping[str, list[Held]]
) -> Candidate:
    return Candidate(
        kind=row.get("kind") or "company",
        name=row.get("name") or "",
        number=number,
        postcode=row.get("postcode"),
        town=row.get("town"),
        status=row.get("status"),
        page="" if row.get("kind") == "person" else source.page_of(stream, row.get("siret") or id_),
        held=held.get(number or "", []),
        siret=row.get("siret"),
        naf=row.get("naf"),
    )


def _with_sites(target: System, found: Sequence[Candidate]) -> list[Candidate]:
    """The candidates, those marked that are a site of a company that is there already."""
    owners = owners_of(target, [one.siret for one in found if one.held and one.siret and not one.is_there])
    return [
        replace(
            one, held=[replace(h, siret=one.siret) if h.id in owners.get(one.siret or "", ()) else h for h in one.held]
        )
        for one in found
    ]


def _held(facts: Facts, hub: Hub, target: System, numbers: list[str]) -> dict[str, list[Held]]:
    """The target's records by number, active ones first: those the hub knows read afresh, the rest searched for."""
    end, key = facts.integration.target, facts.integration.key
    with hub.read() as connection:
        rows = records.holders(connection, end.account, end.stream, key, numbers)
    ids = [row.external_id for row in rows]
    read = in_parallel(lambda id_: target.read(end.stream, id_), ids, target.width, ignore)
    found = _by_number(facts, target, (raw for raw in read.values() if raw is not None))
    missing = [number for number in numbers if number not in found]
    searched = target.find(end.stream, key, missing)
    return found | _by_number(facts, target, (raw for raws in searched.values() for raw in raws))


def _by_number(facts: Facts, target: System, raws: Iterable[Raw]) -> dict[str, list[Held]]:
    integration = facts.integration
    frame = to_frame(target.profile, integration.target.stream, list(raws)).frame
    numbers = keys_of(frame, integration.key, integration.match)
    sirets = frame["siret"].dropna().to_dict() if "siret" in frame.columns else {}
    found: dict[str, list[Held]] = {}
    for id_, number in numbers.dropna().items():
        active = bool(frame.at[id_, "file_status"] != "closed")
        page = target.page_of(integration.target.stream, str(id_))
        found.setdefault(number, []).append(Held(str(id_), active, page, sirets.get(id_)))
    return {number: sorted(held, key=lambda one: not one.active) for number, held in found.items()}
