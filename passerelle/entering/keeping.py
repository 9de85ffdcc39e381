"""Keeping what was given where the run finds it, and letting it go once it stands in the help desk."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from passerelle.engine.run import now
from passerelle.entering.columns import Columns, columns_of, stream_of
from passerelle.entering.companies import Companies
from passerelle.entering.form import Form, form_of, open_desk
from passerelle.entering.record import Given, checked, entry_of
from passerelle.entering.table import Sheet, sheets_of
from passerelle.entering.template import CHOICES
from passerelle.errors import ConfigurationError
from passerelle.hub import entries, quarantines, records
from passerelle.hub.database import open_hub
from passerelle.hub.entries import Entry
from passerelle.hub.records import Stream
from passerelle.settings import Settings

FORM, FILE = "form", "file"
INTEGRATIONS = {
    (FORM, "contact"): "form-contacts-freshdesk",
    (FORM, "company"): "form-companies-freshdesk",
    (FILE, "contact"): "file-contacts-freshdesk",
    (FILE, "company"): "file-companies-freshdesk",
}
ORDER = ("company", "contact")
"""Companies first: contacts belong to them."""


SETTLED = ("created", "updated", "unchanged", "skipped")
"""Outcomes after which nobody tries again with what was given."""


@dataclass(frozen=True)
class Kept:
    """What a run is to carry: its integration, the ids of the entries, and what a person should know of them."""

    integration: str
    ids: tuple[str, ...]
    problems: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


def keep_form(stream: str, given: Given, settings: Settings) -> Kept:
    """Keep what was given in a form; with `problems`, in sentences, nothing is kept.

    Raises ConfigurationError without the account's settings, SystemFailure when the account cannot be asked.
    """
    with closing(open_desk(settings)) as desk:
        form = form_of(desk, stream, settings.root)
        found = checked(form, given, Companies(desk))
    told = tuple(f"{label}: {problem}" if label else f"the contact {problem}" for label, problem in found.problems)
    entry = entry_of(form, found)
    if not told:
        _keep(settings, FORM, stream, FORM, [entry])
    unasked = given.activation and not found.known.get("email")
    notes = ("No activation e-mail was asked for: the contact has no e-mail.",) if unasked else ()
    return Kept(INTEGRATIONS[FORM, stream], (entry.id,), told, notes)


def tables_of(file: Path, wanted: str, settings: Settings) -> dict[str, tuple[Sheet, Columns]]:
    """The tables of a file by the kind of record they hold, companies first. `wanted`: the kind, where somebody says
    it. Raises ConfigurationError for a file that holds none, or whose columns are not all known."""
    with closing(open_desk(settings)) as desk:
        forms = [form_of(desk, stream, settings.root) for stream in ORDER]
    found: dict[str, tuple[Sheet, Columns]] = {}
    for sheet in sheets_of(file):
        if sheet.name == CHOICES or not sheet.rows:
            continue
        chosen = next((form for form in forms if form.stream == wanted), None) or stream_of(
            sheet.name, sheet.columns, forms
        )
        if chosen is None:
            told = "doesn't say whether it holds contacts or companies; say which (records), or name its columns so"
            raise ConfigurationError(f"{_told(file, sheet)} {told}.")
        if chosen.stream in found:
            raise ConfigurationError(f"{file.name} holds two tables of the same kind; leave one of them out.")
        found[chosen.stream] = sheet, columns_of(chosen, sheet.columns, _told(file, sheet))
    if not found:
        raise ConfigurationError(f"{file.name} holds no line beside the names of its columns.")
    return {stream: found[stream] for stream in ORDER if stream in found}


def keep_table(file: Path, stream: str, sheet: Sheet, columns: Columns, settings: Settings) -> Kept:
    """Keep every row of a table; one with something wrong is kept with what that is, by line and column."""
    with closing(open_desk(settings)) as desk:
        form, companies = form_of(desk, stream, settings.root), Companies(desk)
        read = [_entry(file, form, columns, companies, line, row) for line, row in sheet.rows]
    found, twice = _once(read)
    _keep(settings, FILE, stream, f"{file.name} {stream}"[:200], [*found.values(), *twice])
    return Kept(INTEGRATIONS[FILE, stream], tuple(one.id for one in (*found.values(), *twice)))


def let_go(kept: Kept, settings: Settings, *, tried: bool = False) -> None:
    """Forget the entries that stand in the help desk now; what was refused or has no clear answer yet is kept. After a
    dry run (`tried`) all are forgotten."""
    account, stream = next(key for key, name in INTEGRATIONS.items() if name == kept.integration)
    with closing(open_hub(settings.hub_url)) as hub:
        with hub.read() as connection:
            states = records.states(connection, Stream(kept.integration, account, stream), kept.ids)
        done = list(kept.ids) if tried else [id_ for id_, state in states.items() if state.outcome in SETTLED]
        with hub.write(kept.integration) as connection:
            entries.forget(connection, account, stream, done)


def _entry(file: Path, form: Form, columns: Columns, companies: Companies, line: int, row: Sequence[str]) -> Entry:
    place = f"{file.name}, line {line}"
    found = checked(form, columns.given(row), companies)
    if not found.problems:
        return entry_of(form, found, place)
    told = [f"column '{columns.column_of(label)}' {why}" if label else why for label, why in found.problems]
    return Entry(f"{file.name}:{line}"[:200], place=place, refused="; ".join(told))


def _once(read: Sequence[Entry]) -> tuple[dict[str, Entry], list[Entry]]:
    """Records by id, and those that a line before has already given."""
    found: dict[str, Entry] = {}
    twice: list[Entry] = []
    for one in read:
        first = found.setdefault(one.id, one)
        if first is not one:
            line = one.place.rpartition(" ")[2]
            why = f"is the same record as {first.place.rpartition(', ')[2]}; leave one of them out"
            twice.append(Entry(f"{one.id}:{line}", place=one.place, refused=why))
    return found, twice


def _keep(settings: Settings, account: str, stream: str, origin: str, kept: Sequence[Entry]) -> None:
    """Keep entries; lines of the same file that were refused before and are not any more are let out of quarantine."""
    integration, at = INTEGRATIONS[account, stream], now()
    with closing(open_hub(settings.hub_url)) as hub, hub.write(integration) as connection:
        mended = entries.keep(connection, account, stream, origin, kept, at)
        quarantines.release(connection, Stream(integration, account, stream), mended, "", at)


def _told(file: Path, sheet: Sheet) -> str:
    return f"{file.name}, {sheet.name}" if sheet.name else file.name
