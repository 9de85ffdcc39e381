"""The content of a run's page: every figure and sentence, ready to be set; the template decides nothing."""

from __future__ import annotations

from passerelle.engine.keys import CHECKS
from passerelle.engine.run import OUTCOMES, FieldCount, RuleCount, Run, Side, now
from passerelle.records import KINDS, fields_of
from passerelle.report.hubview import SHOWN_RECORDS, Changed, HubView
from passerelle.report.mending import FIRST, Mend
from passerelle.report.shapes import Bar, Change, Field, Filled, Link, Page, Part, Rule, ToMend
from passerelle.report.trend import trend_of
from passerelle.report.words import ADVICE, MEANINGS, PLANNED, TITLES
from passerelle.systems.nested import parent_of


def page_of(run: Run, state: str, error: str, view: HubView, docs: str = "") -> Page:
    """Gather a run's page from the run and what the hub adds; `docs` is where its Data Docs lie, if they were built."""
    counts = run.counts()
    parts = {part.direction: part for part in run.whole[1:]}
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
        kind=run.driver.end.stream,
        source=run.source.profile.title,
        target=run.target.profile.title,
        state=state,
        error=error,
        dry_run=run.options.dry_run,
        forced=run.options.force,
        named=len(set(run.options.keys)),
        started=run.started_at.astimezone(),
        duration_s=(now() - run.started_at).total_seconds(),
        read=counts["read"],
        repeated=counts["duplicates_read"],
        api_reads=counts["api_reads"],
        api_writes=counts["api_writes"],
        bars=_bars(run, counts),
        parts=[_part(part) for part in run.whole[1:]],
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
        docs=docs,
    )


def _bars(run: Run, counts: dict[str, int]) -> list[Bar]:
    titles = TITLES | PLANNED if run.options.dry_run else TITLES
    whole = max(counts["read"], 1)
    return [Bar(name, titles[name], MEANINGS[name], counts[name], 100 * counts[name] / whole) for name in OUTCOMES]


def _part(links: Run) -> Part:
    counts, driver = links.counts(), links.driver
    reads, writes = counts["api_reads"], counts["api_writes"]
    return Part(driver.stream.title, driver.profile.title, counts["read"], reads, writes, _bars(links, counts))


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
    record, flaw = mend.record, run.flaws.get(mend.record)
    asked = record.removeprefix(f"{run.integration.key}:")
    if asked in run.options.keys and record not in view.numbers:
        return ToMend("", asked, "", mend.reasons, _links(run, None, asked), mend.why, "", "")
    number = view.numbers.get(record, "")
    name = view.names.get(record) or run.names.get(record, "") or (flaw.name if flaw else "")
    links = _links(run, record, number)
    advice = _advice(run, mend)
    command = f"passerelle quarantine replay {record}" if advice.endswith(":") else ""
    return ToMend(record, number, name, mend.reasons, links, mend.why, advice, command)


def _part_to_mend(run: Run, part: Run, mend: Mend) -> ToMend:
    """A link has no page of its own: the one of the record it stands in, in the system that drives the links."""
    side, record = part.driver, mend.record
    if part is run.links:
        side, record = run.source if part.driver is part.source else run.target, parent_of(mend.record)
    page = side.system.page_of(side.end.stream, record)
    links = [Link(side.profile.title, page)] if page else []
    name = run.names.get(mend.record) or f"{part.driver.end.stream} {mend.record}"
    return ToMend("", "", name, mend.reasons, links, mend.why, _advice(run, mend), "")


def _advice(run: Run, mend: Mend) -> str:
    source, target = run.source.profile.title, run.target.profile.title
    wrong = source if mend.reasons[0].startswith(f"{source}: ") else run.driver.profile.title
    advice = ADVICE[mend.why]
    sentence = advice.get("source" if wrong == source else "driver", advice["driver"])
    return sentence.format(source=source, target=target, driver=wrong)


def _change(run: Run, one: Changed) -> Change:
    known = {name: one for kind in KINDS for name, one in fields_of(kind).items()}
    fields = [Field(known[row["field"]].title, row["old"], row["new"]) for row in one.fields]
    links = _links(run, parent_of(one.record) if one.record else None, one.number)
    return Change(one.record or "", one.number, one.name, one.op == "create", fields, links)


def _links(run: Run, record: str | None, number: str) -> list[Link]:
    """The record's page in the driving system, and the other side's page of its number if that can be one."""
    other = run.source if run.driver is run.target else run.target
    check = CHECKS.get(run.integration.key, bool)
    found = [(run.driver, record), (other, number if check(number) else None)]
    links = [Link(side.profile.title, side.system.page_of(side.end.stream, id_)) for side, id_ in found if id_]
    return [link for link in links if link.address]
