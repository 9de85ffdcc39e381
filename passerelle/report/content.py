"""The content of a run's page: every figure and sentence, ready to be set; the template decides nothing."""

from __future__ import annotations

from passerelle.engine.keys import CHECKS
from passerelle.engine.noticed import FieldCount, RuleCount
from passerelle.engine.run import OUTCOMES, Run, Side, now
from passerelle.http.quota import sentences
from passerelle.hub.bindings import Place
from passerelle.mapping.words import worded
from passerelle.records import KINDS, fields_of
from passerelle.report.changes import Changed
from passerelle.report.hubview import SHOWN_RECORDS, HubView
from passerelle.report.mending import FIRST, Mend
from passerelle.report.shapes import Bar, Change, Field, Filled, Link, Page, Part, Rule, ToMend
from passerelle.report.trend import trend_of
from passerelle.report.words import ADVICE, MEANINGS, PLANNED, TITLES, adopted
from passerelle.systems.nested import parent_of


def page_of(run: Run, state: str, error: str, view: HubView, docs: str = "") -> Page:
    """Gather a run's page from the run and what the hub adds; `docs` is where its Data Docs lie, if they were built."""
    counts = run.counts()
    parts = {part.direction: part for part in run.whole[1:] if part is not run.back}
    nested = {problem.record: parts[problem.stream] for problem in run.problems if problem.stream in parts}
    shown = view.mend[:SHOWN_RECORDS]
    to_mend = [
        _part_to_mend(run, nested[one.record], one) if one.record in nested else _to_mend(run, view, one)
        for one in shown
    ]
    return Page(
        run_id=run.id,
        flow=run.flow,
        title=run.integration.title,
        driver=run.driver.profile.title,
        noun=run.driver.stream.title,
        way=_way(run) if run.two_way else "",
        source=run.source.profile.title,
        target=run.target.profile.title,
        written=[way.target.profile.title for way in run.taken] or [run.target.profile.title],
        state=state,
        error=error,
        dry_run=run.options.dry_run,
        forced=run.options.force,
        named=_named(run),
        started=run.started_at.astimezone(),
        duration_s=(now() - run.started_at).total_seconds(),
        read=counts["read"],
        repeated=counts["duplicates_read"],
        api_reads=counts["api_reads"],
        api_writes=counts["api_writes"],
        bars=_bars(run, counts),
        adopted=adopted(counts.get("adopted", 0), run.options.dry_run),
        parts=[_part(run, part) for part in run.whole[1:]],
        rules=_rules(run),
        completeness=_completeness(run),
        trend=trend_of(run, state, view.former),
        mend_first=to_mend[:FIRST],
        to_mend=to_mend[FIRST:],
        more_to_mend=max(0, len(view.mend) - SHOWN_RECORDS),
        changes=[_change(run, one) for one in view.changes],
        changed_records=view.changed_records,
        planned=view.planned,
        notes=sorted(run.notes.items()),
        quotas=sentences(run.quotas),
        docs=docs,
    )


def _bars(run: Run, counts: dict[str, int]) -> list[Bar]:
    titles = TITLES | PLANNED if run.options.dry_run else TITLES
    whole = max(counts["read"], 1)
    return [Bar(name, titles[name], MEANINGS[name], counts[name], 100 * counts[name] / whole) for name in OUTCOMES]


def _part(run: Run, part: Run) -> Part:
    counts, driver = part.counts(), part.driver
    reads, writes = counts["api_reads"], counts["api_writes"]
    title = _way(part) if part is run.back else driver.stream.title.capitalize()
    told = adopted(counts.get("adopted", 0), run.options.dry_run)
    return Part(title, driver.profile.title, counts["read"], reads, writes, _bars(part, counts), told)


def _way(way: Run) -> str:
    return f"From {way.source.profile.title} to {way.target.profile.title}"


def _named(run: Run) -> str:
    """What a run was limited to: numbers where the target drives, else records."""
    count = len(set(run.options.keys))
    noun = "number" if run.driver is run.target else "record"
    return f"only {count} {noun}{'' if count == 1 else 's'} asked for" if count else ""


def _rules(run: Run) -> list[Rule]:
    """The rules that judged something, those that found something first."""
    sides = {side.suite.name: side for part in run.whole for side in (part.source, part.target)}
    rules = [_rule(sides[count.suite], count) for count in run.rules.values() if count.checked]
    return sorted(rules, key=lambda rule: (not rule.failed, rule.severity != "critical", -rule.failed))


def _rule(side: Side, count: RuleCount) -> Rule:
    why = next(rule.why for rule in side.suite.rules if rule.title == count.title)
    return Rule(side.profile.title, count.title, count.severity, count.checked, count.failed, why)


def _completeness(run: Run) -> list[Filled]:
    """Each field both ends or one of them map, in the record's order, with the share of records that hold it."""
    counted = [
        (known.title, run.completeness.get(("source", name)), run.completeness.get(("target", name)))
        for name, known in fields_of(run.target.stream.kind).items()
    ]
    return [Filled(title, _share(source), _share(target)) for title, source, target in counted if source or target]


def _share(count: FieldCount | None) -> float | None:
    return 100 * count.filled / count.records if count and count.records else None


def _to_mend(run: Run, view: HubView, mend: Mend) -> ToMend:
    """A problem names a record of the driving stream, or a number that no such record holds."""
    way = next(one for one in run.ways if one.driver.place == mend.place)
    record, flaw, known = mend.record, way.flaws.get(mend.record), view.known[mend.place]
    asked = record.removeprefix(f"{run.integration.key}:")
    if run.driver is run.target and asked in run.options.keys and record not in known.numbers:
        return ToMend("", "", asked, "", mend.reasons, _links(run, mend.place, None, asked, ""), mend.why, "", "")
    number = known.numbers.get(record, "")
    name = known.names.get(record) or run.names.get(record, "") or (flaw.name if flaw else "")
    links = _links(run, mend.place, record, number, known.partners.get(record, ""))
    advice = _advice(way, mend)
    command = f"passerelle quarantine replay {record}" if advice.endswith(":") else ""
    return ToMend(record, _kind(run, mend.place), number, name, mend.reasons, links, mend.why, advice, command)


def _kind(run: Run, place: Place) -> str:
    """What stands before a record's id: the stream, or the system where records of both are told of."""
    way = next(one for one in run.ways if one.driver.place == place)
    return way.driver.profile.title if run.two_way else way.driver.end.stream


def _part_to_mend(run: Run, part: Run, mend: Mend) -> ToMend:
    """A link has no page of its own: the one of the record it stands in, in the system that drives the links."""
    side, record = part.driver, mend.record
    if part is run.links:
        side, record = run.source if part.driver is part.source else run.target, parent_of(mend.record)
    page = side.system.page_of(side.end.stream, record)
    links = [Link(side.profile.title, page)] if page else []
    name = run.names.get(mend.record) or f"{part.driver.end.stream} {mend.record}"
    return ToMend("", "", "", name, mend.reasons, links, mend.why, _advice(run, mend), "")


def _advice(run: Run, mend: Mend) -> str:
    source, target = run.source.profile.title, run.target.profile.title
    wrong = source if mend.reasons[0].startswith(f"{source}: ") else run.driver.profile.title
    advice = ADVICE[mend.why]
    whose = "both" if run.two_way else "source" if wrong == source else "driver"
    return advice.get(whose, advice["driver"]).format(source=source, target=target, driver=wrong)


def _change(run: Run, one: Changed) -> Change:
    known = {name: one for kind in KINDS for name, one in fields_of(kind).items()}
    # A record that has got another id in its system has a line of that, too.
    titles = {name: field.title for name, field in known.items()} | {"id": "Id"}
    side = run.source if run.two_way and one.place == run.source.place else run.target
    maps = side.stream.fields
    fields = [
        Field(titles[name], *(worded(side.profile, maps.get(name), row[when]) for when in ("old", "new")))
        for row in one.fields
        for name in [row["field"]]
    ]
    record = one.record if one.record is None or run.two_way else parent_of(one.record)
    links = _links(run, one.place, record, one.number, one.partner)
    kind = _kind(run, one.place)
    return Change(one.record or "", kind, one.number, one.name, one.op == "create", fields, links)


def _links(run: Run, place: Place, record: str | None, number: str, partner: str) -> list[Link]:
    """The record's own page, and the other end's: of the record it is bound to where the source drives, else of its
    number if that can be one."""
    own, other = (run.source, run.target) if place == run.source.place else (run.target, run.source)
    if run.driver is run.source:
        found = [(own, record), (other, partner)]
    else:
        found = [(own, record), (other, number if CHECKS.get(run.integration.key, bool)(number) else None)]
    links = [Link(side.profile.title, side.system.page_of(side.end.stream, id_)) for side, id_ in found if id_]
    return [link for link in links if link.address]
