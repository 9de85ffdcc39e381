"""Prepare: read what an import is about at both ends, and say what would come of it. Nothing is written."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace

from passerelle.engine import extract, unique, validate
from passerelle.engine.batch import Batch, contents
from passerelle.engine.creation import allowed_choices
from passerelle.engine.opening import looking
from passerelle.engine.overrides import map_codes, writable
from passerelle.engine.run import Options, Progress, Run, silent
from passerelle.engine.waiting import REQUIRED, hold_incomplete
from passerelle.hub.records import Content
from passerelle.imports import fetching
from passerelle.imports.fetching import COMPANIES, CONTACTS, SITES, Fetched, Overrides, cost
from passerelle.imports.findings import findings_of
from passerelle.imports.order import Order
from passerelle.imports.prepared import Asked, Difference, Doubt, Existing, Prepared, Subject, Value
from passerelle.mapping.words import worded, words_of
from passerelle.settings import Settings

__all__ = ["cost", "prepare"]
KINDS = {COMPANIES: "company", SITES: "site", CONTACTS: "contact"}
OWN = "partner"


def prepare(order: Order, settings: Settings, progress: Progress = silent) -> Prepared:
    """Pull the sheets that are not kept, and look at both ends and the register. Raises PasserelleError."""
    fetched = fetching.fetch(order, settings, progress)
    companies, held, asks = _companies(order, fetched, settings)
    presumed = {siren: str(held.get(siren, {}).get("id") or "") for siren in fetched.sirens}
    # Of what is new, the sheet that tells it fills the main card.
    new: dict[str, Content] = {s: {"siret": told, OWN: s} for s, told in fetched.told_by.items() if s not in held}
    sites = fetching.sites_of(order, fetched, held | new)
    said = fetching.sites_said(order, fetched, settings)
    options = Options(presumed=presumed, update_existing=True)
    site_subjects = _looked_at(SITES, replace(options, keys=sites, overrides=said), settings)
    contacts = _contacts(order, fetched, options, settings)
    notes = list(fetched.lacking.values())
    return Prepared(fetched.cost, [*companies, *site_subjects, *contacts], asks, notes)


def _contacts(order: Order, fetched: Fetched, options: Options, settings: Settings) -> list[Subject]:
    """Every contact of the sheets, chosen or not."""
    said = fetching.contacts_said(order, fetched)
    asked = replace(options, keys=tuple(fetched.contacts), overrides=said, also=fetched.also)
    others = {id_: tuple(one for one, used in fetched.same.items() if used == id_) for id_ in fetched.contacts}
    return [replace(one, others=others[one.id]) for one in _looked_at(CONTACTS, asked, settings)]


def _companies(
    order: Order, fetched: Fetched, settings: Settings
) -> tuple[list[Subject], dict[str, Content], list[Asked]]:
    """The companies, what the target holds of those it has (by SIREN, with its id), and its questions."""
    said: Overrides = fetching.companies_said(order, fetched, settings)
    options = Options(keys=fetched.sirens, overrides=said, create_values=dict(order.answers))
    held: dict[str, Content] = {}
    subjects: list[Subject] = []
    with looking(COMPANIES, options, settings) as run:
        for batch in _batches(run):
            found = findings_of(_new(batch), settings)
            subjects += [replace(one, findings=found.get(one.id, [])) for one in _subjects(run, batch)]
            ids = batch.partners("target_id", batch.rows.index)
            held |= {siren: row | {"id": ids[siren]} for siren, row in contents(batch.target).items() if siren in ids}
        asks = _asks(run)
    return subjects, held, asks


def _new(batch: Batch) -> dict[str, Content]:
    """What the sheets say of companies that the target lacks."""
    absent = batch.rows.index[batch.rows["target_id"].isna() & batch.rows["source_id"].notna()]
    return contents(batch.source.loc[absent])


def _looked_at(name: str, options: Options, settings: Settings) -> list[Subject]:
    if not options.keys:
        return []
    with looking(name, options, settings) as run:
        return [subject for batch in _batches(run) for subject in _subjects(run, batch)]


def _batches(run: Run) -> list[Batch]:
    """The order's records with their partners, judged; what lacks something that is required is held."""
    judged = [validate.judge(run, extract.ask(run, unique.hold_duplicates(run, b))) for b in extract.batches(run)]
    for batch in judged:
        hold_incomplete(run, batch)
    return judged


def _subjects(run: Run, batch: Batch) -> list[Subject]:
    reasons: dict[str, list[str]] = defaultdict(list)
    doubts: dict[str, list[Doubt]] = defaultdict(list)
    for one in batch.doubts:
        doubts[one.external_id].append(Doubt(one.field, one.reason))
    for one in batch.held:
        if one.rule != REQUIRED:
            reasons[one.external_id].append(one.reason)
    here, there = contents(batch.source), contents(batch.target)
    answers = dict(run.options.create_values)
    ids = batch.partners("target_id", batch.rows.index)
    subjects = []
    for id_ in batch.rows.index[batch.rows["source_id"].notna()]:
        new = id_ not in ids
        missing = [name for name in run.integration.requires if new and not here[id_].get(name)]
        existing = None if new else _existing(run, ids[id_], there[id_])
        differing = [] if new else _differences(run, here[id_], there[id_])
        name = " ".join(filter(None, (here[id_].get("first_name"), here[id_].get("name")))) or str(id_)
        values, kind = _values(run, here[id_]), KINDS[run.integration.integration]
        # Empty never overwrites: what is there already is judged with what would be taken.
        refusal = run.target.system.refusal(run.target.end.stream, {**answers, **there[id_], **here[id_]})
        held = [*reasons[str(id_)], *([refusal] if refusal else [])]
        subjects.append(Subject(kind, str(id_), name, values, existing, differing, [], held, missing, doubts[str(id_)]))
    return subjects


def _values(run: Run, here: Content) -> list[Value]:
    stream, profile = run.target.stream, run.target.profile
    return [
        Value(
            field=name,
            label=map_.label.rpartition(" > ")[2],
            place=map_.label,
            value=worded(profile, map_, here.get(name)),
            required=name in run.integration.requires,
            choices=[words_of(profile, map_).get(code, code) for code in map_codes(profile, map_)],
            assumed=map_.assumed,
        )
        for name, map_ in writable(stream).items()
    ]


def _existing(run: Run, id_: str, there: Content) -> Existing:
    name = " ".join(filter(None, (there.get("first_name"), there.get("name"))))
    return Existing(id_, run.target.system.page_of(run.target.end.stream, id_), name)


def _differences(run: Run, here: Content, there: Content) -> list[Difference]:
    """What would be taken of a record that is there, were it asked for: empty never overwrites."""
    groups, rules = run.groups, run.integration.fields
    found = []
    for group, rule in rules.items():
        fields = groups[group]
        own = rule.where_same
        another = own and here.get(own) and there.get(own) and here.get(own) != there.get(own)
        if group == OWN or another or rule.parts or not any(here.get(name) for name in fields):
            continue
        told = [name for name in fields if name in run.source.stream.fields]
        if all(here.get(name) == there.get(name) for name in told):
            continue
        differing = [name for name in fields if name in run.target.stream.fields and here.get(name) != there.get(name)]
        found += [_difference(run, name, there, here) for name in differing]
    return found


def _difference(run: Run, name: str, there: Content, here: Content) -> Difference:
    map_ = run.target.stream.fields[name]
    old, new = (worded(run.target.profile, map_, side.get(name)) for side in (there, here))
    return Difference(name, map_.label, old, new)


def _asks(run: Run) -> list[Asked]:
    answers = run.integration.create.values
    return [
        Asked(
            name, question.label, allowed_choices(run.target.system, question), question.required, answers.get(name, "")
        )
        for name, question in run.target.stream.asks.items()
    ]
