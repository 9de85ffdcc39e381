"""The texts of the artifacts, in Markdown."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import Row

from passerelle.engine.run import OUTCOMES
from passerelle.form import inline
from passerelle.http.quota import Left, sentences
from passerelle.report.words import MEANINGS, PLANNED, TITLES, adopted
from tasks.pages import Markdown, Pages

SHOWN_PROBLEMS = 50


def summary_text(summary: dict[str, Any], pages: Pages | None = None) -> str:
    """The outcome of a run: a table per direction, then problems, linked where `pages` are given, and the report."""
    parts = [f"**{summary['state']}** in {summary['duration_s']} s" + (" (dry run)" if summary["dry_run"] else "")]
    if summary["error"]:
        parts.append(inline(summary["error"]))
    parts += [_direction(name, counts, summary["dry_run"]) for name, counts in summary["streams"].items()]
    parts += [f"- {inline(note)} ({times} times)" for note, times in summary["notes"].items()]
    parts += [f"- {inline(told)}" for told in sentences([Left(**one) for one in summary.get("quotas", [])])]
    parts += _problems(summary["problems"], pages)
    parts.append(f"Report: `{summary['report']}`")
    return "\n\n".join(parts)


def imported_text(summary: dict[str, Any]) -> str:
    """The confirmation of an import: each record with its number and link, what the register says, and what it cost."""
    lines = [
        [one["kind"], one["name"] or one["record"], _linked(one), TITLES.get(one["outcome"], ""), one["reason"]]
        for one in summary["results"][:SHOWN_PROBLEMS]
    ]
    table = (
        _table(["what", "name", "number in artis.net", "outcome", "why"], lines) if lines else "Nothing was imported."
    )
    found = [f"- {inline(one['record'])}: {inline(one['sentence'])}" for one in summary["findings"][:SHOWN_PROBLEMS]]
    lacking = [f"- {inline(one['reason'])}" for one in summary["problems"] if one["stream"] == "corporama"]
    more = _more(len(summary["results"]) - SHOWN_PROBLEMS, "records: see `passerelle run --json`")
    return "\n\n".join([table, *more, "\n".join([*lacking, *found]), summary["cost"]["sentence"]])


def _linked(one: dict[str, str]) -> str:
    return Markdown(f"[{inline(one['number'])}]({one['page']})") if one["page"] else one["number"]


def plan_text(actions: Sequence[Row[Any]], whole: int, pages: Pages) -> str:
    """What a dry run would do, as a difference per record; says how many more there are. Empty for an empty plan."""
    texts = [f"{_headline(action, pages)}\n\n```diff\n{_diff(action.changes)}\n```" for action in actions]
    return "\n\n".join([*texts, *_more(whole - len(actions), "records")]) if texts else ""


def changes_text(rows: Sequence[Row[Any]], more: bool, pages: Pages) -> str:
    """What a run changed, from the history. Empty when it changed nothing."""
    if not rows:
        return ""
    lines = [
        [pages.both(row.connection, row.stream, row.external_id), row.field.replace("_", " "), row.old, row.new, row.op]
        for row in rows
    ]
    table = _table(["record", "field", "before", "after", "what"], lines)
    return table + ("\n\nThere are more: see the report." if more else "")


def quarantine_text(rows: Sequence[Row[Any]], whole: int, pages: Pages) -> str:
    """What is held back now, and why. Empty when nothing is."""
    if not rows:
        return ""
    lines = [
        [pages.both(row.connection, row.stream, row.external_id), row.field.replace("_", " "), row.value, row.reason]
        for row in rows
    ]
    table = _table(["record", "field", "value", "why"], lines)
    return "\n\n".join([table, *_more(whole - len(rows), "lines: see `passerelle quarantine list`")])


def found_text(found: dict[str, Any], create: dict[str, str]) -> str:
    """What a search found, as a table to pick from. `create`: by number, the form that creates it, filled in."""
    if not found["candidates"]:
        return inline(found["sentence"])
    activities = any(one["naf"] for one in found["candidates"])
    head = [f"name in {found['source']}", "number", "town", "NAF" if activities else "status", f"in {found['target']}"]
    lines = [_candidate(one, found, create) for one in found["candidates"]]
    return f"Looked for **{inline(found['text'])}**.\n\n{_table(head, lines)}"


def _candidate(one: dict[str, Any], found: dict[str, Any], create: dict[str, str]) -> list[Any]:
    town = " ".join(part for part in (one["postcode"], one["town"]) if part)
    if one["kind"] == "person":
        return [one["name"], "person", town, "", ""]
    held = ", ".join(f"[{h['id']}]({h['page']}){'' if h['active'] else ' (inactive)'}" for h in one["held"])
    number, name = one["number"], Markdown(f"[{inline(one['name'])}]({one['page']})")
    form = create.get(number, "")
    given = " ".join(f"--param {one}" for one in parameters_of(found, number))
    line = f"`passerelle run {found['refresh']} {given}{' …' if found['asks'] else ''}`"
    way = f"not yet: [create]({form})" if form else f"not yet: {line}"
    there = held if one["there"] else f"{held}; this establishment {way}" if held else way
    return [name, number, town, one["naf"] or one["status"], Markdown(there)]


def parameters_of(found: dict[str, Any], number: str) -> list[str]:
    """What creates something that was found, as the command line takes it."""
    given = [f"{name}={str(value).lower()}" for name, value in found["given"].items()]
    return [f"{found['parameter']}={number}", *given]


def _direction(name: str, counts: dict[str, int], planned: bool) -> str:
    titles = TITLES | (PLANNED if planned else {})
    lines = [[titles[outcome], counts[outcome], MEANINGS[outcome]] for outcome in OUTCOMES]
    calls = f"{counts['api_reads']} calls read, {counts['api_writes']} calls wrote."
    table = _table([name, "records", "meaning"], [*lines, ["Read", counts["read"], "distinct records"]])
    told = adopted(counts.get("adopted", 0), planned)
    return f"{table}\n\n" + (f"Of these {told}. " if told else "") + calls


def _problems(problems: list[dict[str, str]], pages: Pages | None) -> list[str]:
    if not problems:
        return []
    shown = [(one["stream"], one["record"], one["reason"]) for one in problems[:SHOWN_PROBLEMS]]
    lines = [[pages.of_problem(stream, record) if pages else record, reason] for stream, record, reason in shown]
    return [_table(["record", "problem"], lines), *_more(len(problems) - len(lines), "problems: see the report")]


def _headline(action: Row[Any], pages: Pages) -> str:
    if action.op == "create":
        return f"#### Create a {action.stream} {_wanted(action, pages)}".rstrip()
    known = action.reference if pages.by_number else action.source_id
    both = pages.both(action.connection, action.stream, action.target_id, known or "")
    return f"#### {action.stream.capitalize()} {both}"


def _wanted(action: Row[Any], pages: Pages) -> str:
    """What a creation is for: a number, or a record of the other end."""
    if pages.by_number:
        return f"for {action.reference} {pages.elsewhere(action.reference or '')}"
    end = pages.opposite(action.connection)
    return f"in {pages.title(action.connection)} for {pages.link(end.account, end.stream, action.source_id)}"


def _diff(changes: list[dict[str, Any]]) -> str:
    return "\n".join(line for change in changes for line in _both(change))


def _both(change: dict[str, Any]) -> Iterable[str]:
    name = change["field"].replace("_", " ")
    if change["old"] is not None:
        yield f"- {name}: {_one_line(change['old'])}"
    yield f"+ {name}: {_one_line(change['new']) if change['new'] is not None else '(empty)'}"


def _table(head: list[str], lines: Iterable[list[Any]]) -> str:
    rows = [head, ["---"] * len(head), *([_cell(value) for value in line] for line in lines)]
    return "\n".join("| " + " | ".join(row) + " |" for row in rows)


def _cell(value: object) -> str:
    return value if isinstance(value, Markdown) else inline("" if value is None else str(value))


def _one_line(value: str) -> str:
    return " ".join(value.split()).replace("`", "'")


def _more(count: int, what: str) -> list[str]:
    return [f"… and {count} more {what}."] if count > 0 else []
