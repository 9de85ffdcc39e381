"""Which field a column of a file is: by the form's label in French, by the account's own, or by the vendor's name."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from passerelle.entering.form import COMPANIES, Form
from passerelle.entering.record import Given
from passerelle.errors import ConfigurationError
from passerelle.systems.freshdesk_names import folded

OTHERS = "other_companies"
OTHERS_WORDS = ("Entreprises associées", "Associated companies", "Other companies", OTHERS)
COMPANY_WORDS = ("Entreprise", "Company", "Company name", "company", "company_id")
SHEETS = {
    "contact": ("contact", "contacts"),
    "company": ("entreprise", "entreprises", "company", "companies", "societes"),
}


@dataclass(frozen=True)
class Columns:
    """The columns of a table: the field of each, what the file calls it, and the label of the form; `custom` are names
    of the account's own fields."""

    fields: tuple[str | None, ...]
    words: tuple[str, ...]
    labels: tuple[str, ...]
    custom: frozenset[str]

    def given(self, row: Sequence[str]) -> Given:
        """What a row gives. A file never says what a contact may see of a company's tickets."""
        pairs = [(name, cell) for name, cell in zip(self.fields, row, strict=False) if name is not None]
        values = {name: cell for name, cell in pairs if name not in self.custom}
        others = [(part, False) for part in values.pop(OTHERS, "").split(";")]
        company = values.pop(COMPANIES, "")
        return Given(values, {name: cell for name, cell in pairs if name in self.custom}, company, others=others)

    def column_of(self, label: str) -> str:
        """What the file calls the field of that label."""
        return next((word for word, own in zip(self.words, self.labels, strict=True) if own == label), label)


def words_of(form: Form) -> dict[str, str]:
    """What each column may be called, as it is compared, and the field that is."""
    words: dict[str, str] = {}
    for place in (*form.custom, *form.places):
        wanted = COMPANY_WORDS if place.name == COMPANIES else place.words
        words |= {folded(word): place.name for word in (place.label, *wanted) if word}
    if any(place.name == COMPANIES for place in form.places):
        words |= {folded(word): OTHERS for word in OTHERS_WORDS}
    return words


def columns_of(form: Form, columns: Sequence[str], file: str) -> Columns:
    """The fields of a table's columns. Raises ConfigurationError: a column without a field, two with the same one, or
    the name missing; with what is meant most likely."""
    words = words_of(form)
    fields = tuple(words.get(folded(column)) if column else None for column in columns)
    problems = [_stranger(column, form) for column, name in zip(columns, fields, strict=True) if column and not name]
    twice = {name for name in fields if name and fields.count(name) > 1}
    labels = form.labels | {place.name: place.label for place in form.custom} | {OTHERS: OTHERS_WORDS[0]}
    problems += [f"'{labels[name]}' stands there twice" for name in sorted(twice)]
    if "name" not in fields:
        problems.append(f"the column '{labels['name']}' is missing")
    if problems:
        raise ConfigurationError(f"{file}: {'; '.join(problems)}. Nothing was read.")
    custom = frozenset(place.name for place in form.custom)
    own = tuple(labels.get(name or "", column) for name, column in zip(fields, columns, strict=True))
    return Columns(fields, tuple(columns), own, custom)


def stream_of(sheet: str, columns: Sequence[str], forms: Sequence[Form]) -> Form | None:
    """Which kind of records a table holds: by its name, else by its columns; None where they don't say."""
    for form in forms:
        if folded(sheet) in SHEETS[form.stream]:
            return form
    fits = {form.stream: sum(folded(column) in words_of(form) for column in columns) for form in forms}
    best = max(fits.values())
    chosen = [form for form in forms if fits[form.stream] == best]
    return chosen[0] if best and len(chosen) == 1 else None


def _stranger(column: str, form: Form) -> str:
    labels = [place.label for place in (*form.places, *form.custom)]
    close = get_close_matches(column, labels, 1, 0.5)
    return f"the column '{column}' is no field of the portal" + (f"; did you mean '{close[0]}'?" if close else "")
