"""Fetching: the sheets an order is about, kept or pulled, and which record each of the three integrations looks at."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from passerelle.engine.facts import facts_of
from passerelle.engine.overrides import writable
from passerelle.engine.run import Progress, silent
from passerelle.errors import ConfigurationError, SystemFailure
from passerelle.hub import bindings, records
from passerelle.hub.database import open_hub
from passerelle.hub.records import Content, Stream
from passerelle.imports.order import ALL, Order
from passerelle.imports.people import People, people_of
from passerelle.imports.prepared import Cost
from passerelle.settings import Settings
from passerelle.systems.base import LookUp, Raw
from passerelle.systems.corporama import COMPANY, Client, siren_of, siret_of
from passerelle.systems.registry import open_system
from passerelle.transforms.french import SIREN, fr_siret

COMPANIES, SITES, CONTACTS = "corporama-companies-artis", "corporama-sites-artis", "corporama-contacts-artis"
Overrides = dict[str, dict[str, str]]


@dataclass(frozen=True)
class Fetched:
    """The sheets by SIRET, companies by SIREN, contacts by id, by which sheet each company is told, what it cost, and
    what was not had (sentences by number). `same`: contacts who stand in several sheets, by the id that is not used;
    `also`: for which other of the companies they work (`imports/people.py`)."""

    cost: Cost
    sheets: dict[str, Raw]
    companies: dict[str, Raw]
    contacts: dict[str, Raw]
    told_by: dict[str, str]
    lacking: dict[str, str] = field(default_factory=dict)
    same: dict[str, str] = field(default_factory=dict)
    also: dict[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def sirens(self) -> tuple[str, ...]:
        """The companies, those that have no sheet too: they end as not found."""
        return tuple(dict.fromkeys([*map(siren_of, self.sheets.values()), *(n[:SIREN] for n in self.lacking)]))


def cost(order: Order, settings: Settings) -> Cost:
    """What an import would pull, before it does. Raises ConfigurationError or HubError; a balance that can't be read is
    not told."""
    with _source(settings) as client:
        return _cost(client, order)


def fetch(order: Order, settings: Settings, progress: Progress = silent) -> Fetched:
    """The sheets of an order: those that aren't kept are pulled, each once, a credit each; in a dry run none is.

    Raises ConfigurationError for a balance that is too small, before anything is pulled, and for contacts or overrides
    of nobody; SystemFailure; HubError.
    """
    with _source(settings) as client:
        price = _cost(client, order)
        step = f"pulling sheets ({price.sentence})"
        progress(step, 0, price.to_pull)
        answer = _not_pulled(client, order) if order.dry_run else client.pull(order.numbers, _told(progress, step))
        sheets = {siret_of(raw): raw for raw in answer.found.values()}
        client.tell_by(_tellers(client, sheets, settings))
        lacking = {number: f"Corporama has no sheet of {number}" for number in answer.missing} | answer.refused
        people = _people(client, sheets.values(), settings)
        told_by = client.told_by(dict.fromkeys(map(siren_of, sheets.values())))
        companies = client.look_up(COMPANY, list(told_by)).found
    fetched = Fetched(price, sheets, companies, people.found, told_by, lacking, people.same, people.also)
    _check_overrides(order, fetched, settings)
    return fetched


def _people(client: Client, sheets: Iterable[Raw], settings: Settings) -> People:
    hub = open_hub(settings.hub_url)
    try:
        raws = [one for raw in sheets for one in client.contacts_of(raw)]
        return people_of(client, raws, facts_of(settings.root, CONTACTS), hub)
    finally:
        hub.close()


def companies_said(order: Order, fetched: Fetched, settings: Settings) -> Overrides:
    """What is said of companies, by SIREN: under it, or under the SIRET of the site they are told by."""
    known = _fields(settings, COMPANIES)
    said: Overrides = {}
    for siren, siret in fetched.told_by.items():
        of_site = {name: value for name, value in order.overrides.get(siret, {}).items() if name in known}
        both = of_site | dict(order.overrides.get(siren, {}))
        said |= {siren: both} if both else {}
    return said


def sites_said(order: Order, fetched: Fetched, settings: Settings) -> Overrides:
    """What is said of sites, by SIRET, in fields sites have."""
    known = _fields(settings, SITES)
    mine = {siret: order.overrides[siret] for siret in fetched.sheets if siret in order.overrides}
    return {siret: {name: v for name, v in said.items() if name in known} for siret, said in mine.items()}


def contacts_said(order: Order, fetched: Fetched) -> Overrides:
    """What is said of contacts, by the id that is used."""
    said: Overrides = {}
    for id_, fields in order.overrides.items():
        used = fetched.same.get(id_, id_)
        said[used] = said.get(used, {}) | dict(fields)
    return said


def contacts_of(order: Order, fetched: Fetched) -> tuple[str, ...]:
    """The ids of the contacts asked for. Raises ConfigurationError for one that none of the sheets holds."""
    if order.contacts == (ALL,):
        return tuple(fetched.contacts)
    known = {id_: id_ for id_ in fetched.contacts} | fetched.same
    by_number = {id_.split("/", 1)[1]: to for id_, to in known.items()}
    chosen = [known.get(id_) or by_number.get(id_, "") for id_ in order.contacts]
    wrong = [asked for asked, id_ in zip(order.contacts, chosen, strict=True) if not id_]
    if wrong:
        there = ", ".join(fetched.contacts) or "none"
        raise ConfigurationError(f"No contact {', '.join(wrong)} in the sheets asked for; there are {there}.")
    return tuple(dict.fromkeys(chosen))


def sites_of(order: Order, fetched: Fetched, held: Mapping[str, Content]) -> tuple[str, ...]:
    """The SIRETs that are an entry under Sites, by what the target holds of their companies (by SIREN; absent: not
    there): a site that is not the main card's, and of what we created ourselves one that is not the seat."""
    entries = []
    for siret, raw in fetched.sheets.items():
        main = held.get(siren_of(raw))
        said = {**order.overrides.get(siret, {}), **order.overrides.get(siren_of(raw), {})}
        own = fr_siret(said.get("siret", siret)) if fetched.told_by.get(siren_of(raw)) == siret else siret
        if main is None:
            continue
        ours = order.update_existing or str(main.get("partner") or "").endswith(siren_of(raw))
        another = main.get("siret") is not None and main.get("siret") != own
        if another or (ours and raw["siege"] == 0):
            entries.append(siret)
    return tuple(entries)


def held_by_target(sirens: tuple[str, ...], settings: Settings) -> dict[str, Content]:
    """What is remembered of the target's third party of each company that is bound to one, by SIREN, with its `id`."""
    integration = facts_of(settings.root, COMPANIES).integration
    source, target = ((end.account, end.stream) for end in (integration.source, integration.target))
    hub = open_hub(settings.hub_url)
    try:
        with hub.read() as connection:
            pairs = bindings.partners(connection, source, sirens, target)
            known = records.snapshots(connection, Stream(COMPANIES, *target), pairs.values())
    finally:
        hub.close()
    return {siren: known.get(id_, {}) | {"id": id_} for siren, id_ in pairs.items()}


def _check_overrides(order: Order, fetched: Fetched, settings: Settings) -> None:
    known = {*fetched.sirens, *fetched.sheets, *fetched.contacts, *fetched.same, *fetched.lacking}
    wrong = [id_ for id_ in order.overrides if id_ not in known]
    if wrong:
        there = ", ".join(sorted(known))
        raise ConfigurationError(f"Overrides for {', '.join(wrong)}: nobody who is imported; there are {there}.")
    for siret in order.overrides.keys() & fetched.sheets.keys():
        allowed = [*_fields(settings, COMPANIES), *_fields(settings, SITES)]
        nowhere = [name for name in order.overrides[siret] if name not in allowed]
        if nowhere:
            told = ", ".join(dict.fromkeys(allowed))
            raise ConfigurationError(
                f"Overrides for {siret}: there is no field {', '.join(nowhere)}; there are {told}."
            )


def _fields(settings: Settings, name: str) -> list[str]:
    facts = facts_of(settings.root, name)
    return list(writable(facts.profiles[1].streams[facts.integration.target.stream]))


def _tellers(client: Client, sheets: Mapping[str, Raw], settings: Settings) -> dict[str, str]:
    """By which sheet companies are told: the one they were told by when they were imported, else the seat's, else the
    first."""
    found: dict[str, str] = {}
    for siret, raw in sorted(sheets.items(), key=lambda one: one[1]["siege"] != 1):
        found.setdefault(siren_of(raw), siret)
    told = client.told_by(found)
    bound = held_by_target(tuple(told), settings)
    return {siren: siret for siren, siret in found.items() if siren not in bound or siren not in told}


def _told(progress: Progress, step: str) -> Callable[[int], None]:
    return lambda done: progress(step, done, None)


def _not_pulled(client: Client, order: Order) -> LookUp:
    """What is kept of an order; the rest would be pulled."""
    kept = client.kept(order.numbers)
    rest = [number for number in dict.fromkeys(order.numbers) if number not in kept]
    return LookUp(kept, [], {number: f"the sheet of {number} would be pulled for a credit" for number in rest})


def _cost(client: Client, order: Order) -> Cost:
    kept = len(client.kept(order.numbers))
    to_pull = len(set(order.numbers)) - kept
    try:
        left = client.credits()[0] if to_pull else None
    except SystemFailure:
        left = None
    return Cost(len(set(order.numbers)), kept, to_pull, left)


@contextmanager
def _source(settings: Settings) -> Iterator[Client]:
    facts = facts_of(settings.root, COMPANIES)
    client: Any = open_system(facts.integration.source.account, facts.profiles[0], settings)
    try:
        yield client
    finally:
        client.close()
