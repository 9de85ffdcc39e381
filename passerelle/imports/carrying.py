"""Carrying out: the three runs of an import, one after the other, and what came of each record."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Any

from passerelle.engine.batch import contents
from passerelle.engine.facts import facts_of
from passerelle.engine.run import Options
from passerelle.hub import bindings, records
from passerelle.hub.database import open_hub
from passerelle.hub.records import Content, Stream
from passerelle.imports import fetching
from passerelle.imports.fetching import COMPANIES, CONTACTS, SITES, Fetched
from passerelle.imports.findings import REGISTER, findings_of
from passerelle.imports.order import Order
from passerelle.mapping.reader import to_frame
from passerelle.settings import Settings
from passerelle.systems.registry import open_system

KINDS = {COMPANIES: "company", SITES: "site", CONTACTS: "contact"}


@dataclass(frozen=True)
class Outcome:
    """What became of one record: its name, the target's number and page, where it ended and why."""

    kind: str
    record: str
    name: str
    number: str
    page: str
    outcome: str
    reason: str


def stages(order: Order, fetched: Fetched, settings: Settings) -> Iterator[tuple[str, Options]]:
    """Each integration with its options, worked out when it is its turn: sites and contacts follow companies that are
    there by then. A dry run takes companies for imported that only would be."""
    asked: dict[str, Any] = {
        "create_missing": True,
        "update_existing": order.update_existing,
        "dry_run": order.dry_run,
        "force": order.force,
        "create_values": dict(order.answers),
    }
    said = fetching.companies_said(order, fetched, settings)
    yield COMPANIES, Options(keys=fetched.sirens, overrides=said, **asked)
    held = fetching.held_by_target(fetched.sirens, settings)
    if order.dry_run:
        asked["presumed"] = {siren: str(held.get(siren, {}).get("id") or "") for siren in fetched.sirens}
        new: dict[str, Content] = {s: {"siret": told, "partner": s} for s, told in fetched.told_by.items()}
        held = new | held
    # What is answered for companies stands in no record: they are sent again whatever was said of them.
    asked["patient"] = not order.checked
    sites = fetching.sites_of(order, fetched, held)
    if sites:
        yield SITES, Options(keys=sites, overrides=fetching.sites_said(order, fetched, settings), **asked)
    people = fetching.contacts_of(order, fetched)
    if people:
        said = fetching.contacts_said(order, fetched)
        yield CONTACTS, Options(keys=people, overrides=said, also=fetched.also, **asked)


def findings(order: Order, fetched: Fetched, settings: Settings) -> list[dict[str, Any]]:
    """What the register says otherwise of companies that are not imported yet: findings as data, with the record."""
    bound = fetching.held_by_target(fetched.sirens, settings)
    profile = facts_of(settings.root, COMPANIES).profiles[0]
    raws = [raw for siren, raw in fetched.companies.items() if siren not in bound]
    new = contents(to_frame(profile, "company", raws).frame)
    for siren, said in fetching.companies_said(order, fetched, settings).items():
        if siren in new:
            new[siren] |= said
    found = findings_of(new, settings)
    return [{"record": id_, **asdict(one)} for id_, some in found.items() for one in some]


def told(found: list[dict[str, Any]]) -> list[dict[str, str]]:
    """Findings as the problems of a summary."""
    unreachable = [one for one in found if one["code"] == "unreachable"]
    single = [one for one in found if one["code"] != "unreachable"] + unreachable[:1]
    return [{"stream": REGISTER, "record": one["record"], "reason": one["sentence"]} for one in single]


def outcomes(order: Order, fetched: Fetched, settings: Settings) -> list[dict[str, str]]:
    """What became of every record of an import, companies first; of a dry run, which stores nothing, what is there."""
    ids = {
        COMPANIES: fetched.sirens,
        SITES: tuple(fetched.sheets),
        CONTACTS: fetching.contacts_of(order, fetched),
    }
    return [asdict(one) for name, keys in ids.items() for one in _of_integration(name, keys, settings)]


def _of_integration(name: str, keys: tuple[str, ...], settings: Settings) -> list[Outcome]:
    facts = facts_of(settings.root, name)
    source, target = facts.integration.source, facts.integration.target
    hub = open_hub(settings.hub_url)
    system = open_system(target.account, facts.profiles[1], settings)
    try:
        with hub.read() as connection:
            states = records.states(connection, Stream(name, source.account, source.stream), keys)
            pairs = bindings.partners(
                connection, (source.account, source.stream), keys, (target.account, target.stream)
            )
            known = records.snapshots(connection, Stream(name, target.account, target.stream), pairs.values())
        found = []
        for key in keys:
            state, id_ = states.get(key), pairs.get(key, "")
            if state is None and not id_:
                continue
            content: Content = known.get(id_, {})
            called = " ".join(filter(None, (content.get("first_name"), content.get("name"))))
            page = system.page_of(target.stream, id_) if id_ else ""
            number = content.get("file_number") or id_
            outcome, reason = (state.outcome, state.reason) if state else ("", "")
            found.append(Outcome(KINDS[name], key, called, number, page, outcome, reason))
        return found
    finally:
        system.close()
        hub.close()
